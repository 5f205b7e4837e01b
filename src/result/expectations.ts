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
  nodesOf: (metric: string) => readonly string[] | null = () => null,
): ExpectationOutcome[] {
  return expectations.map(({ metric, expected, comparison, statistic, nodes }) => {
    const value = metrics.get(metric) ?? null;
    const observed = statistic === 'share' && typeof value === 'boolean' ? Number(value) : value;
    const outcome = holds(comparison, observed) ? 'pass' : 'fail';
    const why = outcome === 'pass' ? null : whyNot(observed, nodes === undefined ? null : nodesOf(metric));
    return {
      metric,
      expected,
      observed: rounded(observed),
      outcome,
      ...(why === null ? {} : { because: why }),
    };
  });
}

function whyNot(observed: MetricValue, nodes: readonly string[] | null): string | null {
  if (nodes !== null) return `its nodes: ${nodes.length === 0 ? 'none' : nodes.join(', ')}`;
  return observed === null ? 'never ran: the metric is null' : null;
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
