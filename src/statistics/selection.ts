/**
 * Picking the best of several variants with the same random draws. A column holds the values of the metric to be minimised, one a
 * replication; a caller who maximises negates. What counts as worse than anything is Infinity. Everything is built of
 * differences of pairs, so it holds however the variants depend on each other.
 */
import { pairedDifferences } from './differences.ts';
import { studentTCdf, studentTQuantile } from './distributions.ts';
import { exactSignTestOf } from './exact-tests.ts';
import { clopperPearsonHigh } from './intervals.ts';
import { momentsOf } from './moments.ts';
import { informativeMin } from './rare-values.ts';

/** The first of those with the smallest mean. */
export function pickSmallestMean(columns: readonly Float64Array[]): number {
  const means = columns.map(meanOf);
  return means.reduce((best, mean, index) => (mean < means[best]! ? index : best), 0);
}

/**
 * By how much the pick may be worse than the best, with 1 - alpha: Hsu's multiple comparisons with the best ("Multiple
 * Comparisons", 1996, chapter 4), with Bonferroni's bound in place of the assumption of independence. Infinity where all
 * variants have an infinite mean.
 */
export function regretBound(columns: readonly Float64Array[], pick: number, alpha = 0.05): number {
  let bound = 0;
  for (const [index, column] of columns.entries()) {
    if (index === pick) continue;
    // How much better than the pick the other one may be.
    const gap = gapBetween(column, columns[pick]!);
    const allowance = Math.max(allowanceOf(gap, alpha / (columns.length - 1)), gap.rareLoss);
    bound = Math.max(bound, allowance - gap.mean);
  }
  return bound;
}

/**
 * All that may still be the best, with 1 - alpha; the pick is always among them. Subset selection of Nelson, Swann, Goldsman
 * and Song, "Simple procedures for selecting the best simulated system when the number of alternatives is large", Operations
 * Research 49 (2001).
 */
export function tooCloseToCall(columns: readonly Float64Array[], alpha = 0.05): number[] {
  const alphaEach = alpha / (columns.length - 1);
  const isBeaten = (column: Float64Array, by: Float64Array) => {
    const gap = gapBetween(column, by);
    return gap.mean > Math.max(allowanceOf(gap, alphaEach), gap.rareLoss) && gap.pOfSigns <= alphaEach;
  };
  return Array.from(columns.keys()).filter(
    (index) => !columns.some((by, other) => other !== index && isBeaten(columns[index]!, by)),
  );
}

/**
 * With at least this probability no other is better than the pick by more than `within`: 1 less the sum, over the others,
 * of the tail of Student's t (Bonferroni's form of the probability of correct selection; Chen, "A lower bound for the correct
 * subset-selection probability", Winter Simulation Conference 1996). Not the share of resamples in which the pick is best, which
 * claims too much. Columns that are equal in all replications leave it open which is better, unless `within` forgives it.
 */
export function probabilityOfRightPick(
  columns: readonly Float64Array[],
  pick: number,
  within: number,
): number {
  let wrong = 0;
  for (const [index, column] of columns.entries()) {
    if (index !== pick) wrong += chanceOfBetter(gapBetween(column, columns[pick]!), within);
  }
  return Math.max(0, 1 - wrong);
}

function chanceOfBetter(gap: Gap, within: number): number {
  const margin = gap.mean + within;
  if (gap.error === 0 && margin === 0) return 0.5;
  const byMeans = gap.error === 0 ? 0 : studentTCdf(-margin / gap.error, Math.max(1, gap.n - 1));
  const tail = margin <= gap.rareLoss ? Math.max(byMeans, 0.5) : byMeans;
  return within > 0 ? tail : Math.max(tail, gap.pOfSigns);
}

/** How much larger one column is than another, on average. */
interface Gap {
  readonly n: number;
  readonly mean: number;
  /** Standard error of the mean; Infinity where nothing is known of it. */
  readonly error: number;
  /** One-sided, where so few pairs differ that the spread says little and their signs are all there is; otherwise 0. */
  readonly pOfSigns: number;
  /** By how much less it may be, were what few runs of either column show as frequent as it may be. Of t nothing is known of it. */
  readonly rareLoss: number;
}

function gapBetween(one: Float64Array, other: Float64Array): Gap {
  const n = one.length;
  const [isOneFinite, isOtherFinite] = [Number.isFinite(meanOf(one)), Number.isFinite(meanOf(other))];
  if (!isOneFinite && !isOtherFinite) return { n, mean: 0, error: Infinity, pOfSigns: 0, rareLoss: 0 };
  if (!isOneFinite) return { n, mean: Infinity, error: 0, pOfSigns: 0, rareLoss: 0 };
  if (!isOtherFinite) return { n, mean: -Infinity, error: 0, pOfSigns: 0, rareLoss: 0 };
  const differences = pairedDifferences(other, one);
  const { mean, sd } = momentsOf(differences);
  const signs = exactSignTestOf(differences);
  return {
    n,
    mean,
    error: n < 2 ? Infinity : sd / Math.sqrt(n),
    pOfSigns: signs.differing < informativeMin ? signs.p / 2 : 0,
    rareLoss: rareLossOf(one, differences) + rareLossOf(other, differences),
  };
}

const alphaOfRare = 0.05;

/**
 * What fewer than ten runs of a column show, an outage say, may be more frequent than it was: by Clopper and Pearson so
 * frequent at most, and supposing that none is worse than those seen. Judged by what it did to the difference, since what
 * both variants suffer alike is no matter.
 */
function rareLossOf(column: Float64Array, differences: Float64Array): number {
  const n = column.length;
  // So few are apart that most of the first 21 are the usual one.
  const usual = medianOf(column.subarray(0, 2 * informativeMin + 1));
  const apart: number[] = [];
  for (let run = 0; run < n && apart.length < informativeMin; run += 1) {
    if (column[run] !== usual) apart.push(run);
  }
  const count = apart.length;
  // With half of the runs apart nothing is usual.
  if (count === 0 || count >= informativeMin || 2 * count >= n) return 0;
  const usualDifference = medianOf(differences);
  const most = Math.max(0, ...apart.map((run) => usualDifference - differences[run]!));
  return most * (clopperPearsonHigh(count, n, alphaOfRare) - count / n);
}

/** The lower one of two. */
function medianOf(values: Float64Array): number {
  return values.toSorted()[Math.ceil(values.length / 2) - 1]!;
}

/** What chance may add to a difference of means. */
function allowanceOf({ n, error }: Gap, alpha: number): number {
  return error === 0 || error === Infinity ? error : studentTQuantile(1 - alpha, n - 1) * error;
}

/** Infinity as soon as one of the values is. */
export function meanOf(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum / column.length;
}
