/** Points of a plane as letters between two axes, and what each letter stands for. */
import type { Scatter, ScatterPoint, Tone } from './block.ts';
import { indented, type Line, plainLine, type Run, wrap } from './lines.ts';
import { count, fixed } from './numbers.ts';

/** Wider or higher says no more; a sign is about twice as high as wide. */
const columnsMax = 72;
const rowCount = 16;

/** Of more points than letters only the marked ones have one, and the others are dots. */
export const lettersMax = 26;

interface Placed {
  readonly point: ScatterPoint;
  readonly letter: string | null;
}

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly decimals: number;
}

export function scatterLines(scatter: Scatter, width: number): Line[] {
  const placed = place(scatter.points);
  const { lines, coveredBy } = plot(scatter, placed, width);
  return [...lines, [], ...legend(scatter, placed, coveredBy, width)];
}

/** Letters by the order of the points, those of marked ones large: a table beside it may use the same ones. */
function place(points: readonly ScatterPoint[]): Placed[] {
  const isCrowded = points.length > lettersMax;
  let letters = 0;
  return points.map((point) => {
    const { isMarked, index } = point;
    if (!isCrowded) return { point, letter: isMarked ? letterOf(index).toUpperCase() : letterOf(index) };
    const letter = isMarked && letters < lettersMax ? letterOf(letters).toUpperCase() : null;
    if (letter !== null) letters += 1;
    return { point, letter };
  });
}

/** a, b, … z, aa, ab, … */
export function letterOf(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : letterOf(Math.floor(index / 26) - 1) + letter;
}

interface Plot {
  readonly lines: readonly Line[];
  /** For a point that lies under another: that other's letter. */
  readonly coveredBy: ReadonlyMap<Placed, string>;
}

function plot({ x, y, points }: Scatter, placed: readonly Placed[], width: number): Plot {
  const yScale = scaleOf(
    points.map((point) => point.y),
    5,
  );
  const yLabels = yScale.ticks.map((tick) => fixed(tick, yScale.decimals));
  const margin = Math.max(...yLabels.map((label) => label.length)) + 1;
  const columnCount = Math.max(16, Math.min(columnsMax, width - margin - 1));
  const xScale = scaleOf(
    points.map((point) => point.x),
    Math.floor(columnCount / 10),
  );
  const columnOf = (value: number) => Math.round(shareOf(value, xScale) * (columnCount - 1));
  const rowOf = (value: number) => Math.round((1 - shareOf(value, yScale)) * (rowCount - 1));
  const signs = Array.from({ length: rowCount }, () => new Array<string>(columnCount).fill(' '));
  const coveredBy = new Map<Placed, string>();
  // What comes first keeps its place, and what is marked comes first.
  const isMarked = (one: Placed) => Number(one.point.isMarked);
  for (const one of [...placed].sort((a, b) => isMarked(b) - isMarked(a))) {
    const row = signs[rowOf(one.point.y)]!;
    const column = columnOf(one.point.x);
    if (row[column] === ' ') row[column] = one.letter ?? (one.point.isMarked ? '#' : '·');
    else coveredBy.set(one, row[column]!);
  }
  const labelOfRow = new Map(yScale.ticks.map((tick, index) => [rowOf(tick), yLabels[index]!]));
  const rows = signs.map((row, at) => {
    const label = (labelOfRow.get(at) ?? '').padStart(margin - 1);
    return [...plainLine(`${label} ${labelOfRow.has(at) ? '┤' : '│'}`, 'dim'), ...signRuns(row)];
  });
  const lines = [
    ...wrap(plainLine(y, 'dim'), width),
    ...rows,
    ...xAxis(xScale, columnCount, columnOf).map((line) => plainLine(' '.repeat(margin) + line, 'dim')),
    ...wrap(plainLine(x.padStart(Math.min(width, margin + 1 + columnCount)), 'dim'), width),
  ];
  return { lines, coveredBy };
}

function signRuns(row: readonly string[]): Run[] {
  const text = row.join('').trimEnd();
  return [...text].map((sign) => ({ text: sign, tone: /[A-Z#]/.test(sign) ? 'good' : 'plain' }));
}

function xAxis(scale: Scale, columnCount: number, columnOf: (value: number) => number): string[] {
  const line = new Array<string>(columnCount).fill('─');
  const labels = new Array<string>(columnCount).fill(' ');
  for (const tick of scale.ticks) {
    const column = columnOf(tick);
    line[column] = '┬';
    const text = fixed(tick, scale.decimals);
    const first = Math.max(0, Math.min(column - Math.floor(text.length / 2), columnCount - text.length));
    if (labels.slice(Math.max(0, first - 1), first + text.length + 1).some((sign) => sign !== ' ')) continue;
    [...text].forEach((sign, index) => {
      labels[first + index] = sign;
    });
  }
  return [`└${line.join('')}`, ` ${labels.join('')}`.trimEnd()];
}

function shareOf(value: number, { from, to }: Scale): number {
  return (value - from) / (to - from);
}

/** From one round value to another, in at most `count` steps of 1, 2 or 5 times a power of ten. */
export function scaleOf(values: readonly number[], stepsMax: number): Scale {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const span = most - least || Math.max(Math.abs(most), 1) / 10;
  const { step, decimals } = stepFor(span / Math.max(1, stepsMax - 1));
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  return { from: ticks[0]!, to: ticks.at(-1)!, ticks, decimals };
}

function stepFor(least: number): { step: number; decimals: number } {
  let power = 1;
  let decimals = 0;
  while (power < least) power *= 10;
  while (power / 10 >= least && decimals < 6) {
    power /= 10;
    if (power < 1) decimals += 1;
  }
  if (power / 5 >= least) return { step: power / 5, decimals: power <= 1 ? decimals + 1 : decimals };
  if (power / 2 >= least) return { step: power / 2, decimals: power <= 1 ? decimals + 1 : decimals };
  return { step: power, decimals };
}

/** From left to right. */
function legend(
  { markedTitle, othersTitle, unnamed, notes }: Scatter,
  placed: readonly Placed[],
  coveredBy: Plot['coveredBy'],
  width: number,
): Line[] {
  const named = placed.filter(({ letter }) => letter !== null).sort((a, b) => a.point.x - b.point.x);
  const marked = named.filter(({ point }) => point.isMarked);
  const others = named.filter(({ point }) => !point.isMarked);
  const entry = (one: Placed, tone: Tone) => {
    const cover = coveredBy.get(one);
    const where = cover === undefined ? '' : ` (in the place of ${cover})`;
    return indented(wrap(plainLine(`${one.letter} ${one.point.words}${where}`, tone), width - 2, 3));
  };
  return [
    ...wrap(plainLine(markedTitle), width),
    ...marked.flatMap((one) => entry(one, 'good')),
    ...(others.length === 0 ? [] : [plainLine(othersTitle)]),
    ...others.flatMap((one) => entry(one, 'plain')),
    ...notes.flatMap((note) => wrap(plainLine(note), width)),
    ...(named.length === placed.length
      ? []
      : [plainLine(`·  ${count(placed.length - named.length)} ${unnamed}`)]),
  ];
}
