/** A comparison for a spreadsheet: one row for each variant and metric. The columns are listed in docs/comparing.md. */
import { oneLine, withoutCommands } from '../diagnostics/safe-text.ts';
import type {
  ComparedMetric,
  ComparedVariant,
  Comparison,
  MetricOfVariant,
} from '../experiment/comparison.ts';
import type { AmountSummary } from '../experiment/summary.ts';

type Value = string | number | boolean | null | undefined;

/** What is known of one variant, before what was set for it. */
const firstColumns = ['metric', 'unit', 'better', 'variant', 'reference', 'file', 'seed'] as const;

const figureColumns = [
  'kind',
  'n',
  'undefined',
  'mean',
  'low',
  'high',
  'sd',
  'min',
  'p5',
  'p50',
  'p95',
  'max',
  'differing',
  'otherBelow',
  'halted',
  'leftOver',
  'difference',
  'differenceLow',
  'differenceHigh',
  'verdict',
  'minDifference',
  'method',
  'paired',
  'pairs',
  'pairsUndefined',
  'pairsDiffering',
  'pairingFactor',
  'pairingCeiling',
  'confidence',
  'jointComparisons',
] as const;

export const csvColumns: readonly string[] = [...firstColumns, ...figureColumns];

export function renderComparisonCsv(comparison: Comparison): string {
  const { variants, metrics } = comparison;
  const keys = [...new Set(variants.flatMap(({ settings }) => Object.keys(settings)))];
  const head = [...firstColumns, ...keys.map((key) => `set ${key}`), ...figureColumns];
  const rows = metrics.flatMap((metric) =>
    metric.variants.map((one, index) => {
      const variant = variants[index]!;
      const figures = figuresOf(comparison, metric, one);
      return [
        ...firstValues(comparison, metric, variant),
        ...keys.map((key) => settingOf(variant, key)),
        ...figureColumns.map((column) => figures[column]),
      ];
    }),
  );
  return [head, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function firstValues(
  { reference }: Comparison,
  { metric, unit, better }: ComparedMetric,
  { name, scenario, seed }: ComparedVariant,
): Value[] {
  return [metric, unit, better, name, reference, scenario.file, seed];
}

function settingOf({ settings }: ComparedVariant, key: string): Value {
  const value = settings[key];
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function figuresOf(
  { confidence, jointComparisons }: Comparison,
  { minDifference }: ComparedMetric,
  { summary, star, difference }: MetricOfVariant,
): Record<(typeof figureColumns)[number], Value> {
  const amount: Partial<AmountSummary> = summary.kind === 'amount' ? summary : {};
  const { mean, low, high, verdict, method, paired, n, pairing } = difference ?? {};
  return {
    kind: summary.kind,
    n: summary.n,
    undefined: summary.undefined,
    mean: summary.kind === 'share' ? summary.share : summary.mean,
    low: summary.low,
    high: summary.high,
    sd: amount.sd,
    min: amount.min,
    p5: amount.p5,
    p50: amount.p50,
    p95: amount.p95,
    max: amount.max,
    differing: amount.differing,
    otherBelow: summary.otherBelow,
    halted: star?.halted,
    leftOver: star?.leftOver,
    difference: mean,
    differenceLow: low,
    differenceHigh: high,
    verdict,
    minDifference,
    method,
    paired,
    pairs: n,
    pairsUndefined: difference?.undefined,
    pairsDiffering: difference?.differing,
    pairingFactor: pairing?.factor,
    pairingCeiling: pairing?.ceiling,
    confidence,
    jointComparisons,
  };
}

/** Quotes where a field needs them: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180 */
function field(value: Value): string {
  const text = typeof value === 'string' ? asText(value) : String(value ?? '');
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A spreadsheet runs a cell that begins like a formula, unless an apostrophe precedes it.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function asText(given: string): string {
  const isFormula = /^\s*[=+\-@\uff0b\uff0d\uff1d\uff20]/.test(given) && !/^[-+]?[\d.]+%?$/.test(given);
  return withoutCommands(oneLine(isFormula || /^[\t\r\n]/.test(given) ? `'${given}` : given));
}
