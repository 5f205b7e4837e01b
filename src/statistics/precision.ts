/**
 * When to stop adding replications: Law and Kelton, "Confidence intervals for steady-state simulations II: a survey of
 * sequential procedures", Management Science 28 (1982), for independent replications. Three rules keep the coverage that was
 * promised: no look before 30 replications and few looks after; never a stop while all values are equal, which would take a
 * rare event that has not happened yet for one that cannot; and not before the mean of values so skewed is about normal.
 */
import { meanInterval, wilsonInterval } from './intervals.ts';
import type { Moments } from './moments.ts';

const firstLook = 30;
const growth = 1.5;

/** How narrow: half the width of the 95% interval as a share of the mean, or in the metric's unit. */
export type Precision = { readonly relative: number } | { readonly absolute: number };

/** The next number of replications above `count` at which to ask whether they are enough. */
export function lookAt(count: number): number {
  let exact = firstLook;
  while (Math.ceil(exact) <= count) exact *= growth;
  return Math.ceil(exact);
}

export function isPreciseEnough(moments: Moments, wanted: Precision): boolean {
  const interval = meanInterval(moments);
  if (interval === null || moments.n < firstLook || isTooSkewed(moments)) return false;
  const half = (interval.high - interval.low) / 2;
  if ('absolute' in wanted) return half <= wanted.absolute;
  // Relative to the estimate, so that it holds relative to the true mean: Law, "Simulation Modeling and Analysis", 9.4.1.
  return half <= (wanted.relative / (1 + wanted.relative)) * Math.abs(moments.mean);
}

/**
 * Cochran's rule ("Sampling Techniques", 3rd edition, 2.15): with more than 25 times the square of the skewness, 95% intervals
 * miss in 6% of the cases at most. Without it, stopping where the spread happens to look small would cost five points of
 * coverage for an event that is seen in every fifth run.
 */
function isTooSkewed({ n, skewness = 0 }: Moments): boolean {
  return n <= 25 * skewness * skewness;
}

/** `half` of 0.02 is two percentage points. */
export function isSharePreciseEnough(successes: number, n: number, half: number): boolean {
  const interval = wilsonInterval(successes, n);
  if (interval === null || n < firstLook || successes === 0 || successes === n) return false;
  return (interval.high - interval.low) / 2 <= half;
}
