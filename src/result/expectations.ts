/** Holds a run to what `expect` says. A metric that is null fails every expectation but that of null itself. */
import type { MetricValue } from '../capability/metrics.ts';
import type { Comparison, Expectation } from '../world/expectations.ts';
import { type Metrics, rounded } from './metrics.ts';

export interface ExpectationOutcome {
  readonly metric: string;
  readonly expected: string;
  readonly observed: MetricValue;
  readonly outcome: 'pass' | 'fail';
  /** Why, where the figure alone does not say it. */
  readonly because?: string;
}

/** Of one run every statistic is the value itself; over replications other rules hold. */
export function evaluateExpectations(
  expectations: readonly Expectation[],
  metrics: Metrics,
): ExpectationOutcome[] {
  return expectations.map(({ metric, expected, comparison, statistic }) => {
    const value = metrics.get(metric) ?? null;
    const observed = statistic === 'share' && typeof value === 'boolean' ? Number(value) : value;
    const outcome = holds(comparison, observed) ? 'pass' : 'fail';
    const because =
      observed === null && outcome === 'fail' ? { because: 'never ran: the metric is null' } : {};
    return { metric, expected, observed: rounded(observed), outcome, ...because };
  });
}

export function holds(comparison: Comparison, value: MetricValue): boolean {
  if (comparison.operator === 'equals') return value === comparison.bound;
  if (typeof value !== 'number') return false;
  switch (comparison.operator) {
    case 'atLeast':
      return value >= comparison.bound;
    case 'atMost':
      return value <= comparison.bound;
    case 'above':
      return value > comparison.bound;
    case 'below':
      return value < comparison.bound;
    case 'between':
      return value >= comparison.low && value <= comparison.high;
  }
}

/** The limits that figures are held against. */
export function boundsOf(comparison: Comparison): number[] {
  if (comparison.operator === 'between') return [comparison.low, comparison.high];
  return typeof comparison.bound === 'number' ? [comparison.bound] : [];
}
