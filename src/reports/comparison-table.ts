/** Variants side by side: as columns where they fit, as rows under each metric else, and many of them as a matrix. */
import type { ComparedMetric, Comparison, Verdict } from '../experiment/comparison.ts';
import { type Cell, cellOf } from './comparison-cells.ts';
import {
  allVerdicts,
  directionInWords,
  gridOfNames,
  letterOf,
  settingsInWords,
  verdictSigns,
} from './comparison-report.ts';
import { indented, type Page, visibleLength, wrap } from './layout.ts';
import { tableWithText } from './tables.ts';

/** More variants than this are looked at by metric, not by variant. */
const sideBySideMax = 7;

/** More lines of intervals than this nobody reads in a terminal: CSV and JSON have them. */
const intervalLinesMax = 90;

/** A metric's name is broken where it is longer. */
const metricWidth = 28;
const headWidth = 10;

export interface TableStyle extends Page {
  readonly unicode: boolean;
  /** Of the goal, if there is one. */
  readonly pick: string | null;
}

/** How variants are called in the tables: by name, by the values in it, or by letter where names are long. */
interface Labels {
  readonly heads: readonly string[];
  /** A row's first cells, by variant. */
  readonly cells: readonly (readonly string[])[];
  readonly areLetters: boolean;
}

export function comparisonLines(comparison: Comparison, style: TableStyle): string[] {
  const { metrics, variants } = comparison;
  if (metrics.length === 0) return ['No metric to compare.'];
  const inside = { ...style, width: style.width - 2 };
  if (variants.length > sideBySideMax) return matrices(comparison, inside);
  const table = columnsTable(comparison, inside);
  return table ?? blocks(comparison, inside);
}

/** A letter for each long name, and what was set where the names do not say it. Empty where all is plain. */
export function variantLines(comparison: Comparison, style: TableStyle): string[] {
  const labels = labelsOf(comparison, style.width - 2);
  const settings = settingsInWords(comparison);
  if (!labels.areLetters && settings.every((text) => text === '')) return [];
  return [
    style.chalk.bold('Variants'),
    ...comparison.variants.flatMap(({ name }, index) => {
      const letter = labels.areLetters ? `${letterOf(index)}  ` : '';
      const set = settings[index] === '' ? '' : `: ${settings[index]}`;
      const role = name === comparison.reference ? ' (reference)' : '';
      return indented(wrap(`${letter}${name}${role}${set}`, style.width - 2, 3));
    }),
  ];
}

/** `▲ better  ▼ worse`: those that occur. */
export function legendLine({ metrics }: Comparison, style: TableStyle): string {
  const found = new Set(
    metrics.flatMap(({ variants }) => variants.flatMap(({ difference }) => difference?.verdict ?? [])),
  );
  return allVerdicts
    .filter((verdict) => found.has(verdict))
    .map((verdict) => verdictWords(verdict, style))
    .join('  ');
}

function signOf(verdict: Verdict, { unicode }: TableStyle): string {
  return verdictSigns[verdict][unicode ? 'sign' : 'ascii'];
}

function painted(text: string, verdict: Verdict, { chalk }: TableStyle): string {
  switch (verdict) {
    case 'better':
      return chalk.green(text);
    case 'worse':
      return chalk.red(text);
    case 'cannot tell':
      return chalk.yellow(text);
    case 'same':
      return chalk.dim(text);
    default:
      return chalk.cyan(text);
  }
}

function verdictWords(verdict: Verdict, style: TableStyle): string {
  return painted(`${signOf(verdict, style)} ${verdict}`, verdict, style);
}

function cellsOf({ variants, unit }: ComparedMetric): Cell[] {
  return variants.map((variant) => cellOf(variant, unit));
}

/** Null: it does not fit. */
function columnsTable(comparison: Comparison, style: TableStyle): string[] | null {
  const { variants, metrics, reference } = comparison;
  const head = [
    '',
    ...variants.map(({ name }) => [...name.split(', '), ...rolesOf(name, reference, style.pick)].join('\n')),
  ];
  const byMetric = metrics.map((metric) => cellsOf(metric));
  const valueWidths = variants.map((_, index) => widest(byMetric.map((cells) => cells[index]!.value)));
  const rows = metrics.flatMap((metric, at) => [
    ...(at === 0 ? [] : [head.map(() => '')]),
    [
      [...brokenAtDots(metric.metric, metricWidth), style.chalk.dim(directionInWords(metric))].join('\n'),
      ...byMetric[at]!.map(({ value, verdict, difference }, index) =>
        verdict === null
          ? value
          : `${value.padEnd(valueWidths[index]!)} ${verdictWords(verdict, style)}\n${difference}`,
      ),
    ],
  ]);
  const lines = tableWithText({ head, rows, numeric: new Set() }, Number.POSITIVE_INFINITY);
  return widest(lines) <= style.width ? indented(lines) : null;
}

function rolesOf(name: string, reference: string, pick: string | null): string[] {
  return [...(name === reference ? ['(reference)'] : []), ...(name === pick ? ['(pick)'] : [])];
}

function widest(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(visibleLength));
}

/** Under each metric a line for each variant; two where one is too narrow. */
function blocks(comparison: Comparison, style: TableStyle): string[] {
  const { metrics } = comparison;
  const labels = labelsOf(comparison, style.width);
  const texts = labels.cells.map(([name]) => name!);
  const labelWidth = widest(texts);
  const byMetric = metrics.map((metric) => cellsOf(metric));
  const valueWidth = widest(byMetric.flatMap((cells) => cells.map(({ value }) => value)));
  const verdictWidth = widest(allVerdicts) + 2;
  const differenceWidth = widest(byMetric.flatMap((cells) => cells.map(({ difference }) => difference)));
  const isOneLine = labelWidth + valueWidth + verdictWidth + differenceWidth + 6 <= style.width;
  return indented(
    metrics.flatMap((metric, at) => [
      ...(at === 0 ? [] : ['']),
      ...metricTitle(metric, style),
      ...byMetric[at]!.flatMap(({ value, verdict, difference }, index) => {
        const start = `${texts[index]!.padEnd(labelWidth)}  ${value.padStart(valueWidth)}`;
        if (verdict === null) return [`${start}  ${style.chalk.dim('reference')}`];
        const words = verdictWords(verdict, style);
        if (!isOneLine) return [`${start}  ${words}`, ...indented(wrap(difference, style.width - 4), 4)];
        const gap = ' '.repeat(verdictWidth - visibleLength(words));
        return [`${start}  ${words}${gap}  ${difference}`.trimEnd()];
      }),
    ]),
  );
}

function metricTitle(metric: ComparedMetric, { chalk, width }: TableStyle): string[] {
  const { metric: name } = metric;
  const direction = directionInWords(metric);
  return name.length + direction.length + 2 <= width
    ? [`${chalk.bold(name)}  ${chalk.dim(direction)}`]
    : [chalk.bold(name), ...wrap(direction, width).map((line) => chalk.dim(line))];
}

/** First what each came to, then by how much it differs. */
function matrices(comparison: Comparison, style: TableStyle): string[] {
  const { metrics, reference } = comparison;
  const byMetric = metrics.map((metric) => cellsOf(metric));
  const values = byMetric.map((cells) =>
    withStarsAside(cells.map(({ value }) => value)).map((value, index) => {
      const { verdict } = cells[index]!;
      return verdict === null ? `${value}  ` : `${value} ${painted(signOf(verdict, style), verdict, style)}`;
    }),
  );
  const differences = byMetric.map((cells) =>
    cells.map(({ verdict, difference }) =>
      verdict === null ? 'reference' : painted(shortened(difference), verdict, style),
    ),
  );
  const overview = matrix(comparison, values, style);
  const intervals = matrix(comparison, differences, style);
  if (intervals.length > intervalLinesMax) {
    const where = `Differences to ${reference} with their intervals: fewer --metrics, or --format csv or json.`;
    return [...overview, '', ...indented(wrap(where, style.width))];
  }
  const title = `Differences to ${reference}, with their intervals`;
  return [...overview, '', ...wrap(title, style.width).map((line) => style.chalk.bold(line)), ...intervals];
}

/** The phrase in full is in the footnotes. */
function shortened(difference: string): string {
  return difference.startsWith('identical') ? 'identical' : difference;
}

/** Digits stand under digits, whether a star follows or not. */
function withStarsAside(values: readonly string[]): string[] {
  if (!values.some((value) => value.endsWith('*'))) return [...values];
  return values.map((value) => (value.endsWith('*') ? value : `${value} `));
}

/** As many metrics side by side as fit, then the next below. */
function matrix(
  comparison: Comparison,
  columns: readonly (readonly string[])[],
  style: TableStyle,
): string[] {
  const labels = labelsOf(comparison, style.width);
  const roles = comparison.variants.map(({ name }) =>
    [...(name === comparison.reference ? ['ref.'] : []), ...(name === style.pick ? ['pick'] : [])].join(' '),
  );
  const titles = comparison.metrics.map(({ metric }) => brokenAtDots(metric, headWidth).join('\n'));
  const labelsWidth = labels.heads.reduce(
    (sum, title, index) => sum + 2 + widest([title, ...labels.cells.map((cells) => cells[index]!)]),
    2 + widest(roles),
  );
  const widthOf = (index: number) => 2 + widest([...titles[index]!.split('\n'), ...columns[index]!]);
  const lines: string[] = [];
  for (let first = 0; first < columns.length; ) {
    let next = first + 1;
    let width = labelsWidth + widthOf(first);
    while (next < columns.length && width + widthOf(next) <= style.width) {
      width += widthOf(next);
      next += 1;
    }
    const head = [...labels.heads, '', ...titles.slice(first, next)];
    const rows = comparison.variants.map((_, at) => [
      ...labels.cells[at]!,
      roles[at]!,
      ...columns.slice(first, next).map((column) => column[at]!),
    ]);
    const numeric = new Set(head.map((_, index) => index).filter((index) => index > labels.heads.length));
    if (first > 0) lines.push('');
    lines.push(...tableWithText({ head, rows, numeric }, Number.POSITIVE_INFINITY));
    first = next;
  }
  return indented(lines);
}

/** Values stand under their keys in a matrix, which has heads for them. */
function labelsOf({ variants }: Comparison, width: number): Labels {
  const names = variants.map(({ name }) => name);
  const hasHeads = variants.length > sideBySideMax;
  const room = Math.max(16, Math.floor(0.4 * width));
  const grid = hasHeads ? gridOfNames(names) : null;
  if (grid !== null) {
    const columns = grid.keys.map((key, index) => widest([key, ...grid.values.map((row) => row[index]!)]));
    if (columns.reduce((sum, one) => sum + one + 2, -2) <= room)
      return { heads: grid.keys, cells: grid.values, areLetters: false };
  }
  if (widest(names) <= room)
    return { heads: ['variant'], cells: names.map((name) => [name]), areLetters: false };
  const letters = names.map((_, index) => [letterOf(index)]);
  return { heads: ['variant'], cells: letters, areLetters: true };
}

/** `task.Install.` and `finishedBeforeCutoff` on lines of their own where one is too narrow. */
export function brokenAtDots(name: string, width: number): string[] {
  if (name.length <= width) return [name];
  const parts = name
    .split(/(?<=\.)/)
    .flatMap((part) => (part.length <= width ? [part] : part.split(/(?<=[a-z])(?=[A-Z])/)));
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines;
}
