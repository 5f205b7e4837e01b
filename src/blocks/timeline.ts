/** Values over time as a picture: rows of blocks, a clock below, and letters where something happened. */
import type { Timeline, TimelineMark, TimelineRow } from './block.ts';
import { type Line, plainLine, wrap } from './lines.ts';
import { ticks } from './times.ts';

const blocks = ' ▁▂▃▄▅▆▇█';
const nameWidthMin = 9;

/** Wider than this it says no more. */
const columnsMax = 132;

export function timelineLines(timeline: Timeline, width: number): Line[] {
  const { fromMs, toMs, rows, marks, captions } = timeline;
  const nameWidth = Math.max(nameWidthMin, ...rows.map(({ name }) => name.length + 2));
  const columnCount = Math.max(16, Math.min(columnsMax, width - nameWidth - 1));
  const columnMs = (toMs - fromMs) / columnCount;
  const columnOf = (atMs: number) =>
    Math.max(0, Math.min(columnCount - 1, Math.floor((atMs - fromMs) / columnMs)));
  const shown = marks.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const lined = new Set(shown.filter(({ isLined }) => isLined).map(({ atMs }) => columnOf(atMs)));
  return [
    ...rows.flatMap((row) => rowLines(row, columnsOf(row, timeline, columnCount), lined, nameWidth)),
    ...axis(timeline, shown, columnCount, columnOf).map((text) =>
      plainLine(`${' '.repeat(nameWidth)}${text}`.trimEnd(), 'dim'),
    ),
    ...captions.flatMap((caption) => wrap(plainLine(caption, 'dim'), width)),
  ];
}

function rowLines(
  { name, height, full, tone }: TimelineRow,
  values: readonly number[],
  lined: Set<number>,
  nameWidth: number,
): Line[] {
  return Array.from({ length: height }, (_, index) => {
    const level = height - 1 - index;
    const cells = values.map((value, column) => cell(value / full, level, height, lined.has(column)));
    return plainLine(`${(level === 0 ? name : '').padEnd(nameWidth)}${cells.join('')}`.trimEnd(), tone);
  });
}

/** Blank where nothing is, the lowest block for the least of something. */
function cell(share: number, level: number, height: number, isMarked: boolean): string {
  const eighths = share <= 0 ? 0 : Math.max(1, Math.min(height * 8, Math.round(share * height * 8)));
  const here = Math.max(0, Math.min(8, eighths - level * 8));
  if (here === 0) return isMarked ? '┊' : ' ';
  return blocks[here]!;
}

function columnsOf(
  { values, combine }: TimelineRow,
  { fromMs, toMs, lastMs }: Timeline,
  columnCount: number,
): number[] {
  const sliceMs = (toMs - fromMs) / values.length;
  const perColumn = values.length / columnCount;
  return Array.from({ length: columnCount }, (_, column) => {
    const first = Math.floor(column * perColumn);
    const after = Math.max(first + 1, Math.floor((column + 1) * perColumn));
    const part = values.slice(first, after);
    if (fromMs + first * sliceMs > lastMs) return 0;
    if (combine === 'mean') return part.reduce((sum, value) => sum + value, 0) / part.length;
    return combine === 'most' ? Math.max(...part) : part.at(-1)!;
  });
}

function axis(
  { fromMs, toMs, offsetMs }: Timeline,
  marks: readonly TimelineMark[],
  columnCount: number,
  columnOf: (atMs: number) => number,
): string[] {
  const line = new Array<string>(columnCount).fill('─');
  const labels = new Array<string>(columnCount).fill(' ');
  for (const { atMs, label } of ticks(fromMs, toMs, offsetMs, columnCount / 9)) {
    const column = columnOf(atMs);
    line[column] = '┴';
    const first = Math.min(column, columnCount - label.length);
    if (first > 0 && labels[first - 1] !== ' ') continue;
    [...label].forEach((sign, index) => {
      labels[first + index] = sign;
    });
  }
  const letters = new Array<string>(columnCount).fill(' ');
  for (const { letter, atMs } of marks) {
    let column = columnOf(atMs);
    while (column < columnCount - 1 && letters[column] !== ' ') column += 1;
    letters[column] = letter;
  }
  return [line, labels, ...(marks.length > 0 ? [letters] : [])].map((signs) => signs.join(''));
}
