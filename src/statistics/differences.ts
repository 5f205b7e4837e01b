/**
 * How far the mean of one sample lies from that of another, and whether that may be said aloud. `alpha` is the chance of a
 * false claim and of an interval that misses; a caller who shows many differences divides it by their number (Bonferroni),
 * which holds however they depend on each other.
 */
import { assert } from '../kernel/assert.ts';
import { standardNormalQuantile, studentTQuantile } from './distributions.ts';
import { exactSignTestOf, permutationTest } from './exact-tests.ts';
import { type Moments, momentsOf } from './moments.ts';
import { informativeMin } from './rare-values.ts';

export type DifferenceMethod =
  | 'identical'
  | 'paired t'
  | 'Agresti-Min'
  | 'sign test'
  | 'Welch'
  | 'Agresti-Caffo'
  | 'permutation test';

/** The variant's values less the reference's. */
export interface EstimatedDifference {
  /** Pairs with both values; unpaired, the values of the sample that has fewer. */
  readonly n: number;
  /** Replications without a value; unpaired, of the sample that has more of them. */
  readonly undefined: number;
  /** Null if n is 0. */
  readonly mean: number | null;
  /** Null where no interval can be trusted. */
  readonly low: number | null;
  readonly high: number | null;
  /** Pairs that differ at all. Null if not paired. */
  readonly differing: number | null;
  readonly method: DifferenceMethod;
  /** The sign of the difference that may be claimed; 0: none. */
  readonly claim: -1 | 0 | 1;
  /** Of the differences; unpaired, of the difference of two values picked at random. */
  readonly sd: number;
  readonly pairing: Pairing | null;
}

/** How many times narrower pairing made the interval, and could have at most. Null: without bound. */
export interface Pairing {
  readonly factor: number;
  readonly ceiling: number | null;
}

/**
 * Of amounts of the same replications. Student's t on the differences; the exact sign test where fewer than ten pairs
 * differ, because t covers too little there (40% instead of 95% where half a pair is expected to differ).
 */
export function pairedAmounts(
  reference: Float64Array,
  variant: Float64Array,
  alpha: number,
): EstimatedDifference {
  const pairs = pairsOf(reference, variant);
  if (pairs.areIdentical) return identical(pairs);
  const { differences, differing, pairing } = pairs;
  const { n, mean, sd } = momentsOf(differences);
  const common = { n, undefined: pairs.undefined, mean: n === 0 ? null : mean, differing, sd, pairing };
  const none = { low: null, high: null };
  if (differing < informativeMin) {
    return { ...common, ...none, method: 'sign test', claim: claimOfSigns(differences, mean, alpha) };
  }
  if (sd === 0) {
    // The same in every run: there is no spread to base a t on, but the signs are plain.
    return {
      ...common,
      low: mean,
      high: mean,
      method: 'sign test',
      claim: claimOfSigns(differences, mean, alpha),
    };
  }
  const half = (studentTQuantile(1 - alpha / 2, n - 1) * sd) / Math.sqrt(n);
  return { ...common, ...around(mean, half), method: 'paired t' };
}

/**
 * Of yes-or-no values of the same replications. Agresti and Min, "Simple improved confidence intervals for comparing
 * matched proportions", Statistics in Medicine 24 (2005): half a pair is added to each of the four cells, so that the
 * interval is never without width. A claim also needs McNemar's exact test, which does not rely on many differing pairs.
 */
export function pairedShares(
  reference: Float64Array,
  variant: Float64Array,
  alpha: number,
): EstimatedDifference {
  const pairs = pairsOf(reference, variant);
  if (pairs.areIdentical) return identical(pairs);
  const { differences, differing, pairing } = pairs;
  const { n, mean, sd } = momentsOf(differences);
  const common = { n, undefined: pairs.undefined, differing, sd, pairing, method: 'Agresti-Min' } as const;
  if (n === 0) return { ...common, mean: null, low: null, high: null, claim: 0 };
  let net = 0;
  for (const difference of differences) net += difference;
  const total = n + 2;
  const error = Math.sqrt(differing + 1 - (net * net) / total) / total;
  const interval = around(net / total, standardNormalQuantile(1 - alpha / 2) * error);
  const claim = claimOfSigns(differences, mean, alpha) === interval.claim ? interval.claim : 0;
  return { ...common, mean, ...withinShares(interval), claim };
}

/**
 * Of amounts of replications that have nothing to do with each other. Welch, "The generalization of 'Student's' problem
 * when several different population variances are involved", Biometrika 34 (1947). Where fewer than ten of all values differ
 * from the most frequent one, the exact permutation test instead: the few are as likely to have fallen on either side.
 */
export function unpairedAmounts(
  reference: Float64Array,
  variant: Float64Array,
  alpha: number,
): EstimatedDifference {
  const samples = samplesOf(reference, variant);
  if (samples.areIdentical) return identical(samples);
  const { first, second, common, mean } = samples;
  if (mean === null) return { ...common, mean, low: null, high: null, method: 'Welch', claim: 0 };
  const { differing, p } = permutationTest(first.values, second.values, informativeMin - 1);
  if (differing < informativeMin) {
    const claim = p <= alpha ? signOf(mean) : 0;
    return { ...common, mean, low: null, high: null, method: 'permutation test', claim };
  }
  const { error, df } = welch(first.moments, second.moments);
  // Without any spread on either side: two constants, in ten runs at least.
  const half = error === 0 ? 0 : studentTQuantile(1 - alpha / 2, df) * error;
  return { ...common, mean, ...around(mean, half), method: 'Welch' };
}

/**
 * Of yes-or-no values of replications that have nothing to do with each other. Agresti and Caffo, "Simple and effective
 * confidence intervals for proportions and differences of proportions result from adding two successes and two failures",
 * The American Statistician 54 (2000).
 */
export function unpairedShares(
  reference: Float64Array,
  variant: Float64Array,
  alpha: number,
): EstimatedDifference {
  const samples = samplesOf(reference, variant);
  if (samples.areIdentical) return identical(samples);
  const { first, second, common, mean } = samples;
  if (mean === null) return { ...common, mean, low: null, high: null, method: 'Agresti-Caffo', claim: 0 };
  const [p, q] = [plusTwo(first.moments), plusTwo(second.moments)];
  const error = Math.sqrt(p.variance + q.variance);
  const interval = around(q.share - p.share, standardNormalQuantile(1 - alpha / 2) * error);
  const { differing, p: pExact } = permutationTest(first.values, second.values, informativeMin - 1);
  // So few on the other side, that the exact test can be asked as well.
  const claim = differing < informativeMin && pExact > alpha ? 0 : interval.claim;
  return { ...common, mean, ...withinShares(interval), claim, method: 'Agresti-Caffo' };
}

/** One trial more that succeeds and one that fails. */
function plusTwo({ n, mean }: Moments): { share: number; variance: number } {
  const share = (mean * n + 1) / (n + 2);
  return { share, variance: (share * (1 - share)) / (n + 2) };
}

interface Pairs {
  readonly differences: Float64Array;
  readonly undefined: number;
  readonly differing: number;
  /** Nothing differs, and what is undefined is so on both sides. */
  readonly areIdentical: boolean;
  readonly pairing: Pairing | null;
}

function pairsOf(reference: Float64Array, variant: Float64Array): Pairs {
  assert(reference.length === variant.length, 'pairs of unequal numbers of replications');
  const differences = pairedDifferences(reference, variant);
  let differing = 0;
  for (const difference of differences) if (difference !== 0) differing += 1;
  return {
    differences,
    undefined: reference.length - differences.length,
    differing,
    areIdentical: areEqual(reference, variant),
    pairing: pairingOf(reference, variant, differences),
  };
}

/** The differences of pairs with both values, in order. */
export function pairedDifferences(reference: Float64Array, variant: Float64Array): Float64Array {
  const differences = new Float64Array(reference.length);
  let n = 0;
  for (let i = 0; i < reference.length; i += 1) {
    const difference = variant[i]! - reference[i]!;
    if (Number.isNaN(difference)) continue;
    differences[n] = difference;
    n += 1;
  }
  return differences.subarray(0, n);
}

/** Value by value; NaN, which stands for none, equals NaN. */
export function areEqual(first: Float64Array, second: Float64Array): boolean {
  if (first.length !== second.length) return false;
  return first.every((value, i) => value === second[i] || (Number.isNaN(value) && Number.isNaN(second[i]!)));
}

function pairingOf(
  reference: Float64Array,
  variant: Float64Array,
  differences: Float64Array,
): Pairing | null {
  const bothExist = (_: number, i: number) => !Number.isNaN(variant[i]! - reference[i]!);
  const first = momentsOf(reference.filter(bothExist)).sd;
  const second = momentsOf(variant.filter(bothExist)).sd;
  const paired = momentsOf(differences).sd;
  if (paired === 0) return null;
  const unpaired = Math.sqrt(first * first + second * second);
  const factor = unpaired / paired;
  // Were the two perfectly correlated, what is left would be the difference of their spreads.
  const left = Math.abs(first - second);
  const isNothing = left <= 1e-9 * unpaired;
  return { factor, ceiling: isNothing ? null : Math.max(unpaired / left, factor) };
}

interface Sample {
  readonly values: Float64Array;
  readonly moments: Moments;
}

interface Samples {
  readonly first: Sample;
  readonly second: Sample;
  readonly areIdentical: boolean;
  readonly undefined: number;
  readonly mean: number | null;
  readonly common: Pick<EstimatedDifference, 'n' | 'undefined' | 'differing' | 'sd' | 'pairing'>;
}

function samplesOf(reference: Float64Array, variant: Float64Array): Samples {
  const [first, second] = [sampleOf(reference), sampleOf(variant)];
  const n = Math.min(first.moments.n, second.moments.n);
  const undefinedCount = Math.max(reference.length - first.moments.n, variant.length - second.moments.n);
  const sd = Math.sqrt(first.moments.sd * first.moments.sd + second.moments.sd * second.moments.sd);
  const isConstant = n > 0 && undefinedCount === 0 && sd === 0 && first.moments.mean === second.moments.mean;
  return {
    first,
    second,
    areIdentical: isConstant || areEqual(reference, variant),
    undefined: undefinedCount,
    mean: n === 0 ? null : second.moments.mean - first.moments.mean,
    common: { n, undefined: undefinedCount, differing: null, sd, pairing: null },
  };
}

function sampleOf(column: Float64Array): Sample {
  const values = column.filter((value) => !Number.isNaN(value));
  return { values, moments: momentsOf(values) };
}

function welch(first: Moments, second: Moments): { error: number; df: number } {
  const a = (first.sd * first.sd) / first.n;
  const b = (second.sd * second.sd) / second.n;
  const sum = a + b;
  const part = (variance: number, n: number) => (variance === 0 ? 0 : (variance * variance) / (n - 1));
  return { error: Math.sqrt(sum), df: (sum * sum) / (part(a, first.n) + part(b, second.n)) };
}

function identical(of: Pairs | Samples): EstimatedDifference {
  const isPaired = 'differences' in of;
  const n = isPaired ? of.differences.length : of.common.n;
  return {
    n,
    undefined: of.undefined,
    mean: n === 0 ? null : 0,
    low: null,
    high: null,
    differing: isPaired ? 0 : null,
    method: 'identical',
    claim: 0,
    sd: isPaired ? 0 : of.common.sd,
    pairing: null,
  };
}

/** The sign of the mean, if this number of differences of that sign would hardly be chance. */
function claimOfSigns(differences: Float64Array, mean: number, alpha: number): -1 | 0 | 1 {
  const { direction, p } = exactSignTestOf(differences);
  return p <= alpha && direction === signOf(mean) ? direction : 0;
}

function around(center: number, half: number): { low: number; high: number; claim: -1 | 0 | 1 } {
  const [low, high] = [center - half, center + half];
  return { low, high, claim: low > 0 ? 1 : high < 0 ? -1 : 0 };
}

function withinShares({ low, high }: { low: number; high: number }): { low: number; high: number } {
  return { low: Math.max(-1, low), high: Math.min(1, high) };
}

function signOf(value: number): -1 | 0 | 1 {
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}
