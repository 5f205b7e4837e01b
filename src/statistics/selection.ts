/**
 * Picking the best of several variants that met the same luck. A column holds the values of the metric to be minimised, one a
 * replication; a caller who maximises negates. What counts as worse than anything is Infinity. Everything is built of
 * differences of pairs, so it holds however the variants depend on each other.
 */
import { exp, ln } from '../kernel/math.ts';
import { informativeMin, pairedDifferences } from './differences.ts';
import { studentTCdf, studentTQuantile } from './distributions.ts';
import { exactSignTestOf } from './exact-tests.ts';
import { momentsOf } from './moments.ts';

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
    const gap = gapBetween(columns[pick]!, column);
    bound = Math.max(bound, gap.mean + allowanceOf(gap, alpha / (columns.length - 1)));
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
    return gap.mean > allowanceOf(gap, alphaEach) && gap.pOfSigns <= alphaEach;
  };
  return Array.from(columns.keys()).filter(
    (index) => !columns.some((by, other) => other !== index && isBeaten(columns[index]!, by)),
  );
}

/**
 * With at least this probability no other is better than the pick by more than `within`: 1 less the sum, over the others,
 * of the tail of Student's t (Bonferroni's form of the probability of correct selection; Chen, "A lower bound for the correct
 * subset-selection probability", Winter Simulation Conference 1996). Not the share of resamples that the pick wins, which
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
  const tail = gap.error === 0 ? 0 : studentTCdf(-margin / gap.error, Math.max(1, gap.n - 1));
  return within > 0 ? tail : Math.max(tail, gap.pOfSigns);
}

/** Of the first stage, on which the spread of the differences is estimated. */
const firstStage = 30;

/**
 * Whoever is left of the procedure of Kim and Nelson, "A fully sequential procedure for indifference-zone selection in
 * simulation", ACM TOMACS 11 (2001), with c = 1, after all replications at hand: from the 30th on, every further one may
 * throw out a variant; those with an infinite mean are out beforehand. If one is left, it is the best, or worse by `within` at most, with 1 - alpha. More replications leave
 * a subset of these; the one that is left need not have the smallest mean then. Of those that settle at a tie the first stays.
 */
export function survivorsOfKimNelson(
  columns: readonly Float64Array[],
  within: number,
  alpha = 0.05,
): number[] {
  const n = columns[0]?.length ?? 0;
  const all = withoutInfinite(columns);
  if (n < firstStage || !(within > 0) || columns.length < 2) return all;

  const eta = (exp((-2 / (firstStage - 1)) * ln((2 * alpha) / (columns.length - 1))) - 1) / 2;
  const scale = 2 * eta * (firstStage - 1);
  const variances = columns.map((one) => columns.map((other) => varianceOfFirstStage(one, other)));
  const totals = columns.map((column) => column.subarray(0, firstStage - 1).reduce((sum, x) => sum + x, 0));

  let left = all;
  for (let r = firstStage; r <= n && left.length > 1; r += 1) {
    for (const i of left) totals[i]! += columns[i]![r - 1]!;
    const isOut = (i: number, j: number) => {
      const behind = (totals[i]! - totals[j]!) / r;
      const spread = (scale * variances[i]![j]!) / (within * within);
      const allowed = Math.max(0, (within / 2) * (spread / r - 1));
      return behind > allowed || (allowed === 0 && behind === 0 && j < i);
    };
    const before = left;
    left = before.filter((i) => !before.some((j) => j !== i && isOut(i, j)));
  }
  return left;
}

/** Those with a finite mean; all, if there is none. */
function withoutInfinite(columns: readonly Float64Array[]): number[] {
  const all = Array.from(columns.keys());
  const finite = all.filter((index) => Number.isFinite(meanOf(columns[index]!)));
  return finite.length === 0 ? all : finite;
}

function varianceOfFirstStage(one: Float64Array, other: Float64Array): number {
  const { sd } = momentsOf(pairedDifferences(other.subarray(0, firstStage), one.subarray(0, firstStage)));
  return sd * sd;
}

/** How much larger one column is than another, on average. */
interface Gap {
  readonly n: number;
  readonly mean: number;
  /** Standard error of the mean; Infinity where nothing is known of it. */
  readonly error: number;
  /** One-sided, where so few pairs differ that the spread says little and their signs are all there is; otherwise 0. */
  readonly pOfSigns: number;
}

function gapBetween(one: Float64Array, other: Float64Array): Gap {
  const n = one.length;
  const [isOneFinite, isOtherFinite] = [Number.isFinite(meanOf(one)), Number.isFinite(meanOf(other))];
  if (!isOneFinite && !isOtherFinite) return { n, mean: 0, error: Infinity, pOfSigns: 0 };
  if (!isOneFinite) return { n, mean: Infinity, error: 0, pOfSigns: 0 };
  if (!isOtherFinite) return { n, mean: -Infinity, error: 0, pOfSigns: 0 };
  const differences = pairedDifferences(other, one);
  const { mean, sd } = momentsOf(differences);
  const signs = exactSignTestOf(differences);
  return {
    n,
    mean,
    error: n < 2 ? Infinity : sd / Math.sqrt(n),
    pOfSigns: signs.differing < informativeMin ? signs.p / 2 : 0,
  };
}

/** What chance may add to a difference of means. */
function allowanceOf({ n, error }: Gap, alpha: number): number {
  return error === 0 || error === Infinity ? error : studentTQuantile(1 - alpha, n - 1) * error;
}

/** Infinity as soon as one of the values is. */
function meanOf(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum / column.length;
}
