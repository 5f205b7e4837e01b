/**
 * Whether something has stayed the same within a tolerance: the question of a snapshot. A test of difference would not do:
 * with the same random draws on both sides a change of a thousandth is "significant", and with few runs a large one is not.
 */
import { areEqual, pairedDifferences, unpairedAmounts, unpairedShares } from './differences.ts';
import { clopperPearsonHigh, clopperPearsonLow, type Interval, meanInterval } from './intervals.ts';
import { momentsOf } from './moments.ts';
import {
  areFew,
  type Departures,
  departuresOfValues,
  informativeMin,
  meanBoundOfFew,
} from './rare-values.ts';
import { roundedUp, runsToResolve } from './sample-size.ts';

export interface Equivalence {
  readonly outcome: 'unchanged' | 'within' | 'moved' | 'inconclusive';
  /** Of the differences, after less before. Null where no replication has both values. */
  readonly mean: number | null;
  /** The 90% interval; of the difference itself where it is the same in all runs. */
  readonly low: number | null;
  readonly high: number | null;
  /** About how many replications would settle it; null where it is settled, or none would. */
  readonly needed: number | null;
}

/** Two one-sided tests of 5% each. */
const alphaWithin = 0.1;

/** The share of runs with a value on one side only that still counts as no change. */
const vanishedShareMax = 0.01;

/**
 * Of the same replications before and after. `within`: two one-sided tests (Schuirmann, "A comparison of the two one-sided
 * tests procedure and the power approach", Journal of Pharmacokinetics and Biopharmaceutics 15, 1987), that is, the 90%
 * interval of the mean difference lies inside plus or minus the tolerance. `moved`: the interval at `alphaMoved` lies
 * entirely outside. A tolerance of 0 means exactly: any difference has moved.
 */
export function equivalence(
  before: Float64Array,
  after: Float64Array,
  tolerance: number,
  { alphaMoved }: { readonly alphaMoved: number },
): Equivalence {
  const differences = pairedDifferences(before, after);
  const { n, mean } = momentsOf(differences);
  if (areEqual(before, after)) {
    const none = n === 0 ? null : 0;
    return { outcome: 'unchanged', mean: none, low: none, high: none, needed: null };
  }
  const { low, high } = narrowInterval(differences);
  const found = n === 0 ? { mean: null, low: null, high: null } : { mean, low, high };
  if (tolerance === 0) return { ...found, outcome: 'moved', needed: null };
  const parts = [ofValues(differences, tolerance, alphaMoved), ofExistence(before, after, alphaMoved)];
  return { ...found, ...together(parts, before.length) };
}

/**
 * The same of replications that have nothing to do with each other, by the intervals of two separate samples. It promises
 * the same and finds less: what chance alone moves is in the way.
 */
export function unpairedEquivalence(
  before: Float64Array,
  after: Float64Array,
  tolerance: number,
  { alphaMoved, isShare }: { readonly alphaMoved: number; readonly isShare: boolean },
): Equivalence {
  const { mean, low, high } = (isShare ? unpairedShares : unpairedAmounts)(before, after, alphaWithin);
  const existence = [before.map(exists), after.map(exists)] as const;
  const parts = [
    ofSamples(before, after, tolerance, { alphaMoved, isShare }),
    ofSamples(...existence, vanishedShareMax, { alphaMoved, isShare: true }),
  ].filter((part) => part !== null);
  if (parts.length === 0) return { mean, low, high, outcome: 'unchanged', needed: null };
  return { mean, low, high, ...together(parts, Math.min(before.length, after.length)) };
}

interface Part {
  readonly outcome: 'within' | 'moved' | 'inconclusive';
  readonly needed: number | null;
}

const within: Part = { outcome: 'within', needed: null };
const moved: Part = { outcome: 'moved', needed: null };

/** One that has moved is enough, and all must be within. Whatever settles it takes more runs than there were. */
function together(parts: readonly Part[], count: number): Part {
  if (parts.some(({ outcome }) => outcome === 'moved')) return moved;
  const open = parts.filter(({ outcome }) => outcome === 'inconclusive');
  if (open.length === 0) return within;
  const needed = open.map((part) => part.needed);
  const isHopeless = needed.includes(null);
  return {
    outcome: 'inconclusive',
    needed: isHopeless ? null : roundedUp(Math.max(count + 1, ...needed.map((n) => n!))),
  };
}

function ofValues(differences: Float64Array, tolerance: number, alphaMoved: number): Part {
  const moments = momentsOf(differences);
  const { n, mean, sd } = moments;
  const isInside = Math.abs(mean) <= tolerance;
  // Without a spread, as in a single run, the difference speaks for itself.
  if (n === 0 || sd === 0) return n === 0 || isInside ? within : moved;
  if (isWithin(narrowInterval(differences), tolerance)) return within;
  if (isBeyond(meanInterval(moments, alphaMoved)!, tolerance)) return moved;
  if (isWithin(meanInterval(moments, alphaWithin)!, tolerance)) {
    return { outcome: 'inconclusive', needed: runsForInformation(departuresOfValues(differences)) };
  }
  const alphaOneSided = isInside ? alphaWithin / 2 : alphaMoved / 2;
  return {
    outcome: 'inconclusive',
    needed: runsToResolve(tolerance - Math.abs(mean), sd, alphaOneSided),
  };
}

/**
 * By t; and where fewer than ten differences are off the usual one, also wide enough for as many as there may be. By t alone
 * a change of exactly the tolerance, made by one run in sixty, would be within in one case of seven.
 */
function narrowInterval(differences: Float64Array): Interval {
  const moments = momentsOf(differences);
  const interval = meanInterval(moments, alphaWithin);
  if (interval === null) return { low: moments.mean, high: moments.mean };
  const departures = departuresOfValues(differences);
  if (!areFew(departures)) return interval;
  const bound = meanBoundOfFew(departures, alphaWithin);
  return { low: Math.min(interval.low, bound.low), high: Math.max(interval.high, bound.high) };
}

/** In this number of runs as many should be off the usual one as t requires. */
function runsForInformation({ n, below, above }: Departures): number {
  return Math.ceil((n * informativeMin) / (below.count + above.count));
}

/** Whether a value exists is a yes or no of its own: it has appeared or vanished in some share of the runs. */
function ofExistence(before: Float64Array, after: Float64Array, alphaMoved: number): Part {
  const n = before.length;
  const changed = before.filter((value, i) => exists(value) !== exists(after[i]!)).length;
  if (changed === 0) return within;
  if (n === 1 || clopperPearsonLow(changed, n, alphaMoved) > vanishedShareMax) return moved;
  if (clopperPearsonHigh(changed, n, alphaWithin / 2) <= vanishedShareMax) return within;
  const share = changed / n;
  const sd = Math.sqrt(share * (1 - share));
  return { outcome: 'inconclusive', needed: runsToResolve(vanishedShareMax - share, sd, alphaWithin / 2) };
}

function exists(value: number): number {
  return Number.isNaN(value) ? 0 : 1;
}

/** Null: nothing has changed. */
function ofSamples(
  before: Float64Array,
  after: Float64Array,
  tolerance: number,
  { alphaMoved, isShare }: { readonly alphaMoved: number; readonly isShare: boolean },
): Part | null {
  const difference = isShare ? unpairedShares : unpairedAmounts;
  const narrow = difference(before, after, alphaWithin);
  const { mean, method, sd } = narrow;
  if (method === 'identical') return null;
  // Only one side has values, or none: that is the business of existence.
  if (mean === null) return within;
  const isInside = Math.abs(mean) <= tolerance;
  if (Math.min(before.length, after.length) === 1) return isInside ? within : moved;
  if (tolerance === 0) return moved;
  if (isWithin(narrow, tolerance)) return within;
  if (isBeyond(difference(before, after, alphaMoved), tolerance)) return moved;
  const alphaOneSided = isInside ? alphaWithin / 2 : alphaMoved / 2;
  return {
    outcome: 'inconclusive',
    needed: runsToResolve(tolerance - Math.abs(mean), sd, alphaOneSided),
  };
}

/** Without an interval nothing is known to be either. */
type Ends = Pick<Equivalence, 'low' | 'high'>;

function isWithin({ low, high }: Ends, tolerance: number): boolean {
  return low !== null && high !== null && low >= -tolerance && high <= tolerance;
}

function isBeyond({ low, high }: Ends, tolerance: number): boolean {
  return (low !== null && low > tolerance) || (high !== null && high < -tolerance);
}
