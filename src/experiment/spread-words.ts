/** How far the runs of a metric lie apart, in words: tables of many runs and expectations say the same. */
import type { MetricMeaning } from '../capability/metrics.ts';
import { figure } from '../result/figures.ts';
import type { Column } from './columns.ts';
import { type AmountSummary, summaryOf } from './summary.ts';

export interface SpreadInWords {
  readonly median: string;
  /** From the run at 5% to the run at 95%. */
  readonly range: string;
  /** Both ends where neither is better. */
  readonly worst: string;
}

/** Null where all runs are the same, or there is only one: a spread would say nothing. */
export function spreadInWords(
  { p5, p50, p95, min, max, n, undefined: without, differing }: AmountSummary,
  { unit, better }: Pick<MetricMeaning, 'unit' | 'better'>,
): SpreadInWords | null {
  if (n === 0 || n + without === 1 || differing === 0) return null;
  const one = (value: number | null) => (value === null ? 'unfinished' : inUnit(value, unit));
  const range = (low: number | null, high: number | null) =>
    `${low === null || high === null ? one(low) : short(low)} to ${one(high)}`;
  const worst = better === 'neither' ? range(min, max) : one(better === 'lower' ? max : min);
  return { median: one(p50), range: range(p5, p95), worst };
}

/** `; median 72.5 min, 5% to 95% of runs 63.1 to 92.3 min, worst 200 min`, for the end of a sentence. */
export function spreadAtEnd(column: Column): string {
  const summary = summaryOf(column);
  const spread = summary.kind === 'amount' ? spreadInWords(summary, column.meaning) : null;
  if (spread === null) return '';
  return `; median ${spread.median}, 5% to 95% of runs ${spread.range}, worst ${spread.worst}`;
}

/** A count is known by the name of its metric. */
function inUnit(value: number, unit: string): string {
  if (unit === 'percent') return `${short(value)}%`;
  return unit === 'minutes' ? `${short(value)} min` : short(value);
}

/** Ends of a spread are there to be seen at a glance. */
function short(value: number): string {
  return figure(Math.abs(value) < 100 ? value : Math.round(value));
}
