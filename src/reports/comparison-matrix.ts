/** Many variants: one to a row, a metric to a column, so that a grid of settings is seen as one. */
import type { ComparedMetric, Comparison } from '../experiment/comparison.ts';
import { cellsOf } from './comparison-cells.ts';
import { labelsOf, painted, signOf, type TableStyle, widest } from './comparison-style.ts';
import { brokenAtDots, indented, wrap } from './layout.ts';
import { roundShare } from './statistics-figures.ts';
import { tableWithText } from './tables.ts';

/** More lines of intervals than this nobody reads in a terminal: CSV and JSON have them. */
const intervalLinesMax = 90;

/** A metric's name is broken where it is longer. */
const headWidth = 10;

interface Column {
  readonly title: string;
  /** By variant. */
  readonly cells: readonly string[];
}

/** First what each came to, then by how much it differs. */
export function matrices(comparison: Comparison, style: TableStyle): string[] {
  const { metrics } = comparison;
  const byMetric = metrics.map((metric) => cellsOf(metric));
  const values = metrics.flatMap((metric, at) => [
    {
      title: metric.metric,
      cells: withStarsAside(byMetric[at]!.map(({ value }) => value)).map((value, index) => {
        const { verdict } = byMetric[at]![index]!;
        return verdict === null
          ? `${value}  `
          : `${value} ${painted(signOf(verdict, style), verdict, style)}`;
      }),
    },
    ...starColumns(metric),
  ]);
  const differences = metrics.map(({ metric }, at) => ({
    title: metric,
    cells: byMetric[at]!.map(({ verdict, difference }) =>
      verdict === null ? 'reference' : painted(shortened(difference), verdict, style),
    ),
  }));
  const overview = matrix(comparison, values, style);
  const intervals = matrix(comparison, differences, style);
  if (intervals.length > intervalLinesMax) {
    const where =
      'Differences to the reference with their intervals: fewer --metrics, or --format csv or json.';
    return [...overview, '', ...indented(wrap(where, style.width))];
  }
  const title = 'Differences to the reference, with their intervals';
  return [...overview, '', ...wrap(title, style.width).map((line) => style.chalk.bold(line)), ...intervals];
}

/** In how many of the runs a rollout stopped early, beside the minutes that it took. */
function starColumns({ variants }: ComparedMetric): Column[] {
  const shares = (title: string, of: (star: { halted: number; leftOver: number }) => number): Column[] => {
    if (variants.every(({ star }) => star === null || of(star) === 0)) return [];
    return [{ title, cells: variants.map(({ star }) => roundShare(star === null ? 0 : of(star))) }];
  };
  return [
    ...shares('* halted', ({ halted }) => halted),
    ...shares('* left over', ({ leftOver }) => leftOver),
  ];
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
function matrix(comparison: Comparison, columns: readonly Column[], style: TableStyle): string[] {
  const labels = labelsOf(comparison, style.width);
  const roles = comparison.variants.map(({ name }) =>
    [...(name === comparison.reference ? ['ref.'] : []), ...(name === style.pick ? ['pick'] : [])].join(' '),
  );
  const titles = columns.map(({ title }) => brokenAtDots(title, headWidth).join('\n'));
  const labelsWidth = labels.heads.reduce(
    (sum, title, index) => sum + 2 + widest([title, ...labels.cells.map((cells) => cells[index]!)]),
    2 + widest(roles),
  );
  const widthOf = (index: number) => 2 + widest([...titles[index]!.split('\n'), ...columns[index]!.cells]);
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
      ...columns.slice(first, next).map(({ cells }) => cells[at]!),
    ]);
    const numeric = new Set(head.map((_, index) => index).filter((index) => index > labels.heads.length));
    if (first > 0) lines.push('');
    lines.push(...tableWithText({ head, rows, numeric }, Number.POSITIVE_INFINITY));
    first = next;
  }
  return indented(lines);
}
