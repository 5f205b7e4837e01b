/**
 * Picking the best of several variants that met the same luck. A column holds the values of the metric to be minimised, one a
 * replication; a caller who maximises negates. What counts as worse than anything is Infinity. Everything is built of
 * differences of pairs, so it holds however the variants depend on each other.
 */
import { pairedDifferences } from './differences.ts';
import { studentTCdf, studentTQuantile } from './distributions.ts';
import { exactSignTestOf } from './exact-tests.ts';
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
export function meanOf(column: Float64Array): number {
  let sum = 0;
  for (const value of column) sum += value;
  return sum / column.length;
}
