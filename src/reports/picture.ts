/** A rollout as a picture: rows of blocks over time, a clock below, and letters where something happened. */
import type { Moment } from '../result/moments.ts';
import type { TimelineSeries } from '../result/timeline.ts';
import { clock, ticks } from './times.ts';

export interface Mark {
  readonly letter: string;
  readonly word: string;
  readonly at: Moment;
  /** A line through the rows. */
  readonly isLined: boolean;
}

export interface PictureRow {
  readonly name: 'running' | 'ended' | 'failed' | 'down';
  /** What a full block stands for. */
  readonly full: number;
  readonly note: string;
}

/** Plain lines, each with the name of its row where it has one: a renderer may colour them. */
export interface PictureLine {
  readonly row: PictureRow['name'] | 'axis';
  readonly text: string;
}

const blocks = ' ▁▂▃▄▅▆▇█';
const nameWidth = 9;

/** Running is what a picture is looked at for. */
const rowHeights: Readonly<Record<PictureRow['name'], number>> = { running: 3, ended: 1, failed: 1, down: 1 };

/** Wider than this it says no more. */
const columnsMax = 132;

export function picture(
  series: TimelineSeries,
  rows: readonly PictureRow[],
  marks: readonly Mark[],
  width: number,
): PictureLine[] {
  const columnCount = Math.max(16, Math.min(columnsMax, width - nameWidth - 1));
  const columnMs = (series.toMs - series.fromMs) / columnCount;
  const columnOf = (atMs: number) =>
    Math.max(0, Math.min(columnCount - 1, Math.floor((atMs - series.fromMs) / columnMs)));
  const shown = marks.filter(({ at }) => at.atMs >= series.fromMs && at.atMs <= series.toMs);
  const lined = new Set(shown.filter(({ isLined }) => isLined).map(({ at }) => columnOf(at.atMs)));
  const lines: PictureLine[] = [];
  for (const row of rows) {
    const values = columns(series, row.name, columnCount);
    for (let level = rowHeights[row.name] - 1; level >= 0; level -= 1) {
      const cells = values.map((value, column) =>
        cell(value / row.full, level, rowHeights[row.name], lined.has(column)),
      );
      const name = level === 0 ? row.name : '';
      lines.push({ row: row.name, text: `${name.padEnd(nameWidth)}${cells.join('')}`.trimEnd() });
    }
  }
  return [
    ...lines,
    ...axis(series, shown, columnCount, columnOf).map((text) => ({ row: 'axis' as const, text })),
  ];
}

/** Blank where nothing is, the lowest block for the least of something. */
function cell(share: number, level: number, height: number, isMarked: boolean): string {
  const eighths = share <= 0 ? 0 : Math.max(1, Math.min(height * 8, Math.round(share * height * 8)));
  const here = Math.max(0, Math.min(8, eighths - level * 8));
  if (here === 0) return isMarked ? '┊' : ' ';
  return blocks[here]!;
}

/** Slices taken together: what is an average stays one, what has been counted so far is its last, what peaks its peak. */
function columns(series: TimelineSeries, row: PictureRow['name'], columnCount: number): number[] {
  const slices = series[row];
  const sliceMs = (series.toMs - series.fromMs) / slices.length;
  const perColumn = slices.length / columnCount;
  return Array.from({ length: columnCount }, (_, column) => {
    const first = Math.floor(column * perColumn);
    const after = Math.max(first + 1, Math.floor((column + 1) * perColumn));
    const part = slices.slice(first, after);
    if (series.fromMs + first * sliceMs > series.lastMs) return 0;
    if (row === 'running') return part.reduce((sum, value) => sum + value, 0) / part.length;
    return row === 'down' ? Math.max(...part) : part.at(-1)!;
  });
}

function axis(
  series: TimelineSeries,
  marks: readonly Mark[],
  columnCount: number,
  columnOf: (atMs: number) => number,
): string[] {
  const wallOffsetMs = marks[0] === undefined ? 0 : marks[0].at.wallMs - marks[0].at.atMs;
  const line = new Array<string>(columnCount).fill('─');
  const labels = new Array<string>(columnCount).fill(' ');
  for (const { atMs, label } of ticks(series.fromMs, series.toMs, wallOffsetMs, columnCount / 9)) {
    const column = columnOf(atMs);
    line[column] = '┴';
    const first = Math.min(column, columnCount - label.length);
    if (first > 0 && labels[first - 1] !== ' ') continue;
    [...label].forEach((sign, index) => {
      labels[first + index] = sign;
    });
  }
  const letters = new Array<string>(columnCount).fill(' ');
  for (const { letter, at } of marks) {
    let column = columnOf(at.atMs);
    while (column < columnCount - 1 && letters[column] !== ' ') column += 1;
    letters[column] = letter;
  }
  const margin = ' '.repeat(nameWidth);
  return [line, labels, letters].map((signs) => `${margin}${signs.join('')}`.trimEnd());
}

/** `H halt 02:13, C cutoff 04:00`, and what the rows mean. */
export function legend(rows: readonly PictureRow[], marks: readonly Mark[], base: Moment): string[] {
  const events = marks.map(({ letter, word, at }) => `${letter} ${word} ${clock(at, base)}`);
  const meanings = rows.map(({ name, note }) => `${name}: ${note}`);
  return [events.join(', '), `${meanings.join('; ')}.`].filter((line) => line !== '');
}
