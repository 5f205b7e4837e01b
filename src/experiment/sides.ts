/** What an expectation asks of a number: one or two limits, and what a number can be at all. */
import type { MetricMeaning } from '../capability/metrics.ts';
import type { Comparison } from '../world/expectations.ts';

/** Every comparison of numbers is one or two of these. */
export interface Side {
  readonly direction: 'atLeast' | 'atMost';
  readonly bound: number;
  /** The bound itself does not hold. */
  readonly isStrict: boolean;
}

export function sidesOf(comparison: Comparison): Side[] {
  const side = (direction: Side['direction'], bound: number, isStrict = false) => ({
    direction,
    bound,
    isStrict,
  });
  switch (comparison.operator) {
    case 'atLeast':
    case 'above':
      return [side('atLeast', comparison.bound, comparison.operator === 'above')];
    case 'atMost':
    case 'below':
      return [side('atMost', comparison.bound, comparison.operator === 'below')];
    case 'between':
      return [side('atLeast', comparison.low), side('atMost', comparison.high)];
    case 'equals':
      return typeof comparison.bound === 'number'
        ? [side('atLeast', comparison.bound), side('atMost', comparison.bound)]
        : [];
  }
}

export function keeps({ direction, bound, isStrict }: Side, value: number): boolean {
  if (value === bound) return !isStrict;
  return direction === 'atLeast' ? value > bound : value < bound;
}

/** What a metric can be at all. */
export function rangeOf({ kind }: MetricMeaning): { readonly low: number; readonly high: number } {
  return { low: 0, high: kind === 'percent' ? 100 : Number.POSITIVE_INFINITY };
}
