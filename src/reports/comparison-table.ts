/** Variants side by side: as columns where they fit, as rows under each metric else, and many of them as a matrix. */
import type { ComparedMetric, Comparison } from '../experiment/comparison.ts';
import { cellsOf } from './comparison-cells.ts';
import { matrices } from './comparison-matrix.ts';
import { allVerdicts, directionInWords, letterOf, settingsInWords } from './comparison-report.ts';
import { hasManyVariants, labelsOf, type TableStyle, verdictWords, widest } from './comparison-style.ts';
import { brokenAtDots, indented, visibleLength, wrap } from './layout.ts';
import { tableWithText } from './tables.ts';

/** A metric's name is broken where it is longer. */
const metricWidth = 28;

export function comparisonLines(comparison: Comparison, style: TableStyle): string[] {
  const { metrics } = comparison;
  if (metrics.length === 0) return ['No metric to compare.'];
  const inside = { ...style, width: style.width - 2 };
  if (hasManyVariants(comparison)) return matrices(comparison, inside);
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

/** Null: it does not fit. */
function columnsTable(comparison: Comparison, style: TableStyle): string[] | null {
  const { variants, metrics, reference } = comparison;
  const names = variants.map(({ name }) => [...name.split(', '), ...rolesOf(name, reference, style.pick)]);
  const height = Math.max(...names.map((lines) => lines.length));
  // Names begin on one line, whatever stands below them.
  const head = ['', ...names.map((lines) => [...lines, ...Array(height - lines.length).fill('')].join('\n'))];
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
