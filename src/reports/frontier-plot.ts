/** Variants as points of a plane: what each costs in two metrics, and which of them no other beats in both. */

import { count, fixed } from '../blocks/numbers.ts';
import type { Frontier, FrontierAxis, FrontierPoint } from '../experiment/frontier.ts';
import { letterOf } from './comparison-report.ts';
import { indented, type Page, wrap } from './layout.ts';
import { boundPercent, plain } from './statistics-figures.ts';
import { amountInWords } from './statistics-in-words.ts';

/** Wider or higher says no more; a sign is about twice as high as wide. */
const columnsMax = 72;
const rowCount = 16;

/** More points than letters: only the frontier has letters then, and the others are dots. */
const lettersMax = 26;

const starMeaning =
  '* in some runs it was halted, left nodes over or did not finish: it may look fast for that alone';

interface Placed {
  readonly point: FrontierPoint;
  readonly x: number;
  readonly y: number;
  readonly letter: string | null;
}

interface Scale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly decimals: number;
}

export function frontierLines(frontier: Frontier, page: Page): string[] {
  const { chalk, width } = page;
  const placed = place(frontier.points);
  const title = `Frontier: ${frontier.x.metric} against ${frontier.y.metric}`;
  const titleLines = wrap(title, width).map((line) => chalk.bold(line));
  if (placed.length === 0) {
    return [...titleLines, ...missingLines(frontier, page)];
  }
  const plot = plotOf(frontier, placed, page);
  return [
    ...titleLines,
    ...indented([...plot.lines, '', ...legendLines(frontier, placed, plot, page)]),
    ...missingLines(frontier, page),
  ];
}

/** Letters by the order of the variants, those of the frontier large: a table beside it may use the same ones. */
function place(points: readonly FrontierPoint[]): Placed[] {
  const isCrowded = points.length > lettersMax;
  let letters = 0;
  return points.flatMap((point, index) => {
    const { x, y, isOnFrontier } = point;
    if (x === null || y === null) return [];
    if (!isCrowded) {
      const letter = letterOf(index);
      return [{ point, x, y, letter: isOnFrontier ? letter.toUpperCase() : letter }];
    }
    const letter = isOnFrontier && letters < lettersMax ? letterOf(letters).toUpperCase() : null;
    if (letter !== null) letters += 1;
    return [{ point, x, y, letter }];
  });
}

interface Plot {
  readonly lines: readonly string[];
  /** For a point that lies under another: that other's letter. */
  readonly coveredBy: ReadonlyMap<Placed, string>;
}

function plotOf({ x, y }: Frontier, placed: readonly Placed[], { chalk, width }: Page): Plot {
  const yScale = scaleOf(
    placed.map((one) => one.y),
    5,
  );
  const yLabels = yScale.ticks.map((tick) => fixed(tick, yScale.decimals));
  const margin = Math.max(...yLabels.map((label) => label.length)) + 1;
  const columnCount = Math.max(16, Math.min(columnsMax, width - 2 - margin - 1));
  const xScale = scaleOf(
    placed.map((one) => one.x),
    Math.floor(columnCount / 10),
  );
  const columnOf = (value: number) => Math.round(shareOf(value, xScale) * (columnCount - 1));
  const rowOf = (value: number) => Math.round((1 - shareOf(value, yScale)) * (rowCount - 1));
  const signs = Array.from({ length: rowCount }, () => new Array<string>(columnCount).fill(' '));
  const coveredBy = new Map<Placed, string>();
  // What comes first keeps its place, and the frontier comes first.
  const isOn = (one: Placed) => Number(one.point.isOnFrontier);
  for (const one of [...placed].sort((a, b) => isOn(b) - isOn(a))) {
    const row = signs[rowOf(one.y)]!;
    const column = columnOf(one.x);
    if (row[column] === ' ') row[column] = one.letter ?? (one.point.isOnFrontier ? '#' : '·');
    else coveredBy.set(one, row[column]!);
  }
  const labelOfRow = new Map(yScale.ticks.map((tick, index) => [rowOf(tick), yLabels[index]!]));
  const rows = signs.map((row, at) => {
    const label = (labelOfRow.get(at) ?? '').padStart(margin - 1);
    const text = row.map((sign) => (/[A-Z#]/.test(sign) ? chalk.green.bold(sign) : sign)).join('');
    return `${chalk.dim(`${label} ${labelOfRow.has(at) ? '┤' : '│'}`)}${text}`.trimEnd();
  });
  const lines = [
    ...wrap(axisInWords(y), width - 2).map((line) => chalk.dim(line)),
    ...rows,
    ...xAxis(xScale, columnCount, columnOf).map((line) => chalk.dim(' '.repeat(margin) + line)),
    ...wrap(axisInWords(x), width - 2).map((line) =>
      chalk.dim(line.padStart(Math.min(width - 2, margin + 1 + columnCount))),
    ),
  ];
  return { lines, coveredBy };
}

function axisInWords({ metric, unit, better }: FrontierAxis): string {
  return `${metric}, ${unit === 'yes or no' ? 'share of runs' : unit}, ${better} is better`;
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

/** From one round value to another, with at most so many steps of 1, 2 or 5 times a power of ten between. */
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

/** By name, from left to right. */
function legendLines(
  { x, y }: Frontier,
  placed: readonly Placed[],
  { coveredBy }: Plot,
  { chalk, width }: Page,
): string[] {
  const labelled = placed.filter(({ letter }) => letter !== null);
  const dots = placed.length - labelled.length;
  const onFrontier = labelled.filter(({ point }) => point.isOnFrontier);
  const others = labelled.filter(({ point }) => !point.isOnFrontier);
  const describe = (one: Placed) => {
    const cover = coveredBy.get(one);
    const where = cover === undefined ? '' : ` (in the place of ${cover})`;
    const { otherBelow } = one.point;
    const values = `${axisValue(one.x, x, otherBelow.x)}, ${axisValue(one.y, y, otherBelow.y)}`;
    return `${one.letter}  ${one.point.variant}: ${values}${one.point.isStarred ? ' *' : ''}${where}`;
  };
  const byX = (a: Placed, b: Placed) => a.x - b.x;
  return [
    ...wrap('On the frontier (no other variant is as good in both and better in one):', width - 2),
    ...onFrontier.sort(byX).flatMap((one) => wrapped(describe(one), width, (line) => chalk.green(line))),
    ...(others.length === 0 ? [] : ['Others:']),
    ...others.sort(byX).flatMap((one) => wrapped(describe(one), width, (line) => line)),
    ...(labelled.some(({ point }) => point.isStarred) ? wrap(starMeaning, width - 2) : []),
    ...inAllLines(labelled, width - 2),
    ...(dots === 0 ? [] : [`·  ${count(dots)} more, each beaten by one of these`]),
  ];
}

function wrapped(text: string, width: number, paint: (line: string) => string): string[] {
  return wrap(text, width - 4, 3).map((line) => `  ${paint(line)}`);
}

function axisValue(value: number, { unit }: FrontierAxis, otherBelow: number | null): string {
  const figure = amountInWords(unit === 'yes or no' ? `${plain(100 * value)}%` : plain(value), unit);
  return otherBelow === null ? figure : `${figure} in all`;
}

function inAllLines(labelled: readonly Placed[], width: number): string[] {
  const bounds = labelled.flatMap(({ point: { otherBelow } }) => [otherBelow.x, otherBelow.y]);
  const known = bounds.filter((bound) => bound !== null);
  if (known.length === 0) return [];
  return wrap(
    `in all: the same in all runs; chance of any other is below ${boundPercent(Math.max(...known))}`,
    width,
  );
}

function missingLines({ points }: Frontier, { width }: Page): string[] {
  const missing = points.filter(({ x, y }) => x === null || y === null).map(({ variant }) => variant);
  if (missing.length === 0) return [];
  return indented(
    wrap(`Not in the plot, because some of their runs have no value: ${missing.join(', ')}.`, width - 2),
  );
}
