/** The metrics of a run as numbers in a row, for whoever makes thousands of runs and keeps only that. */
import { type MetricValue, metricsOf } from './metrics.ts';
import type { RunOutcome } from './outcome.ts';

/**
 * Writes the metrics of these names into `row` from `at` on, in the order of the names and not rounded. A row holds numbers
 * only: null is NaN, true is 1, false is 0.
 */
export function metricRowOf(
  outcome: RunOutcome,
  names: readonly string[],
  row: Float64Array,
  at: number,
): void {
  const metrics = metricsOf(outcome);
  names.forEach((name, index) => {
    row[at + index] = asNumber(metrics.get(name) ?? null);
  });
}

function asNumber(value: MetricValue): number {
  return value === null ? Number.NaN : Number(value);
}
