/** Whether something has stayed the same within a tolerance, told from replications that have nothing to do with each other. */
import { unpairedAmounts, unpairedShares } from '../statistics/differences.ts';
import type { Equivalence } from '../statistics/equivalence.ts';
import { roundedUp, runsToResolve } from '../statistics/sample-size.ts';

export interface UnpairedOptions {
  readonly alphaMoved: number;
  readonly isShare: boolean;
}

/** Two one-sided tests of 5% each. */
const alphaWithin = 0.1;

/** Runs of which only one side has a value: so large a share is not to be noticed. */
const vanishedShareMax = 0.01;

/**
 * As with common luck, by the intervals of two separate samples. It promises the same and finds less: what chance alone
 * moves is in the way, and a seed changed on purpose is the only reason to ask it.
 */
export function unpairedEquivalence(
  before: Float64Array,
  after: Float64Array,
  tolerance: number,
  options: UnpairedOptions,
): Equivalence {
  const ofValues = judged(before, after, tolerance, options);
  const existence = judged(before.map(exists), after.map(exists), vanishedShareMax, {
    ...options,
    isShare: true,
  });
  if (existence.outcome === 'unchanged') return ofValues;
  const found = { mean: ofValues.mean, low: ofValues.low, high: ofValues.high };
  const parts = [ofValues, existence];
  if (parts.some(({ outcome }) => outcome === 'moved')) return { ...found, outcome: 'moved', needed: null };
  const open = parts.filter(({ outcome }) => outcome === 'inconclusive');
  if (open.length === 0) return { ...found, outcome: 'within', needed: null };
  const needed = open.map((part) => part.needed);
  const most = needed.includes(null) ? null : Math.max(...needed.map((n) => n!));
  return { ...found, outcome: 'inconclusive', needed: most };
}

function exists(value: number): number {
  return Number.isNaN(value) ? 0 : 1;
}

function judged(
  before: Float64Array,
  after: Float64Array,
  tolerance: number,
  { alphaMoved, isShare }: UnpairedOptions,
): Equivalence {
  const difference = isShare ? unpairedShares : unpairedAmounts;
  const narrow = difference(before, after, alphaWithin);
  const { mean, low, high } = narrow;
  const found = { mean, low, high };
  if (narrow.method === 'identical') return { ...found, outcome: 'unchanged', needed: null };
  // Neither side has values at all, or only one has: that is the business of existence.
  if (mean === null) return { ...found, outcome: 'within', needed: null };
  const isInside = Math.abs(mean) <= tolerance;
  const isOneRun = Math.min(before.length, after.length) === 1;
  if (isOneRun) return { ...found, outcome: isInside ? 'within' : 'moved', needed: null };
  if (tolerance === 0) return { ...found, outcome: 'moved', needed: null };
  if (isWithin(narrow, tolerance)) return { ...found, outcome: 'within', needed: null };
  if (isBeyond(difference(before, after, alphaMoved), tolerance)) {
    return { ...found, outcome: 'moved', needed: null };
  }
  const alpha = isInside ? alphaWithin / 2 : alphaMoved / 2;
  const needed = runsToResolve(tolerance - Math.abs(mean), narrow.sd, alpha);
  return { ...found, outcome: 'inconclusive', needed: needed === null ? null : roundedUp(needed) };
}

interface Ends {
  readonly low: number | null;
  readonly high: number | null;
}

function isWithin({ low, high }: Ends, tolerance: number): boolean {
  return low !== null && high !== null && low >= -tolerance && high <= tolerance;
}

function isBeyond({ low, high }: Ends, tolerance: number): boolean {
  return (low !== null && low > tolerance) || (high !== null && high < -tolerance);
}
