/**
 * Uncertain amounts. Every draw is one uniform number put through the inverse of the distribution function: so a draw
 * grows with its number whatever the family, and two settings that differ in a distribution still get the same random numbers.
 * Hence no rejection, no polar method, no spare value kept.
 */
import { assert, fail } from './assert.ts';
import { gammaQuantile } from './gamma.ts';
import { exp, ln } from './math.ts';
import { standardNormalQuantile } from './normal.ts';
import type { RandomStream } from './random.ts';

/**
 * How an uncertain duration or amount is described. Durations are in milliseconds throughout; `mean` and `sd` are
 * those of the variable itself, also for the lognormal and the gamma family.
 */
export type Distribution =
  | { readonly family: 'constant'; readonly value: number }
  | { readonly family: 'uniform'; readonly min: number; readonly max: number }
  | { readonly family: 'exponential'; readonly mean: number }
  /** Censored: what would be negative is 0, so that mean and sd are only roughly the given ones below three sd. */
  | { readonly family: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly family: 'lognormal'; readonly mean: number; readonly sd: number }
  | { readonly family: 'triangular'; readonly min: number; readonly mode: number; readonly max: number }
  | { readonly family: 'gamma'; readonly mean: number; readonly sd: number }
  | { readonly family: 'weibull'; readonly shape: number; readonly scale: number }
  /** `values` ascending: the loader sorts them, so that a reordered file changes nothing. */
  | { readonly family: 'empirical'; readonly values: readonly number[] };

export interface Sampler {
  /** Whether the same comes out whatever is drawn; then nothing is drawn. */
  readonly isConstant: boolean;
  /** The value that a share u of all draws stays below; u strictly between 0 and 1. */
  quantile(u: number): number;
  /** Whole milliseconds, not negative. Rounded here and nowhere else. */
  durationMs(stream: RandomStream, ordinal: number, occurrence: number, part?: number): number;
}

type Quantile = (u: number) => number;

/** Asserts that the distribution is valid, and that a gamma distribution has been prepared. */
export function samplerOf(distribution: Distribution): Sampler {
  const problem = validateDistribution(distribution);
  assert(problem === null, `${distribution.family} distribution: ${problem}`);
  const value = constantOf(distribution);
  return value === null ? new QuantileSampler(quantileOf(distribution)) : new ConstantSampler(value);
}

class ConstantSampler implements Sampler {
  readonly isConstant = true;
  private readonly value: number;
  private readonly valueMs: number;

  constructor(value: number) {
    this.value = value;
    this.valueMs = wholeMs(value);
  }

  quantile(): number {
    return this.value;
  }

  durationMs(): number {
    return this.valueMs;
  }
}

class QuantileSampler implements Sampler {
  readonly isConstant = false;
  readonly quantile: Quantile;

  constructor(quantile: Quantile) {
    this.quantile = quantile;
  }

  durationMs(stream: RandomStream, ordinal: number, occurrence: number, part = 0): number {
    return wholeMs(this.quantile(stream.uniform(ordinal, occurrence, part)));
  }
}

/** Half a millisecond goes up. No quantile is negative; Math.round would say the same in twice the time. */
function wholeMs(value: number): number {
  return Math.floor(value + 0.5);
}

/** The one value that a distribution without spread has, or null. */
function constantOf(distribution: Distribution): number | null {
  switch (distribution.family) {
    case 'constant':
      return distribution.value;
    case 'uniform':
    case 'triangular':
      return distribution.min === distribution.max ? distribution.min : null;
    case 'normal':
    case 'lognormal':
    case 'gamma':
      return distribution.sd === 0 ? distribution.mean : null;
    case 'empirical':
      return distribution.values.length === 1 ? distribution.values[0]! : null;
    default:
      return null;
  }
}

function quantileOf(distribution: Distribution): Quantile {
  switch (distribution.family) {
    case 'constant':
      return () => distribution.value;
    case 'uniform': {
      const { min, max } = distribution;
      return (u) => min + u * (max - min);
    }
    case 'exponential': {
      const { mean } = distribution;
      // Not -ln(u), which would fall where every other family rises.
      return (u) => -mean * ln(1 - u);
    }
    case 'normal': {
      const { mean, sd } = distribution;
      return (u) => Math.max(0, mean + sd * standardNormalQuantile(u));
    }
    case 'lognormal': {
      const { mu, sigma } = lognormalParameters(distribution.mean, distribution.sd);
      return (u) => exp(mu + sigma * standardNormalQuantile(u));
    }
    case 'triangular':
      return triangularQuantile(distribution.min, distribution.mode, distribution.max);
    case 'gamma':
      return gammaQuantile(distribution.mean, distribution.sd);
    case 'weibull': {
      const { scale, shape } = distribution;
      return (u) => scale * exp(ln(-ln(1 - u)) / shape);
    }
    case 'empirical': {
      const { values } = distribution;
      return (u) => values[Math.floor(u * values.length)]!;
    }
  }
}

/** Mean and deviation of the logarithm. */
function lognormalParameters(mean: number, sd: number): { mu: number; sigma: number } {
  const ratio = sd / mean;
  const variance = ln(1 + ratio * ratio);
  return { mu: ln(mean) - variance / 2, sigma: Math.sqrt(variance) };
}

function triangularQuantile(min: number, mode: number, max: number): Quantile {
  const width = max - min;
  const shareBelowMode = (mode - min) / width;
  return (u) =>
    u < shareBelowMode
      ? min + Math.sqrt(u * width * (mode - min))
      : max - Math.sqrt((1 - u) * width * (max - mode));
}

/** What is wrong with a distribution, in the words of its own parameters; null if nothing is. */
export function validateDistribution(distribution: Distribution): string | null {
  switch (distribution.family) {
    case 'constant':
      return notBelowZero('value', distribution.value);
    case 'uniform':
      return notBelowZero('min', distribution.min) ?? ascending('min', 'max', distribution);
    case 'exponential':
      return aboveZero('mean', distribution.mean);
    case 'normal':
    case 'lognormal':
    case 'gamma':
      return aboveZero('mean', distribution.mean) ?? notBelowZero('sd', distribution.sd);
    case 'triangular':
      return (
        notBelowZero('min', distribution.min) ??
        ascending('min', 'mode', distribution) ??
        ascending('mode', 'max', distribution)
      );
    case 'weibull':
      return aboveZero('shape', distribution.shape) ?? aboveZero('scale', distribution.scale);
    case 'empirical':
      return validateValues(distribution.values);
  }
}

function notBelowZero(name: string, value: number): string | null {
  return Number.isFinite(value) && value >= 0 ? null : `${name} must be a number from 0, not ${value}`;
}

function aboveZero(name: string, value: number): string | null {
  return Number.isFinite(value) && value > 0 ? null : `${name} must be a number above 0, not ${value}`;
}

function ascending<Low extends string, High extends string>(
  low: Low,
  high: High,
  values: Readonly<Record<Low | High, number>>,
): string | null {
  if (!Number.isFinite(values[high])) return `${high} must be a number, not ${values[high]}`;
  return values[low] <= values[high]
    ? null
    : `${high} must not be below ${low}: ${values[high]} is below ${values[low]}`;
}

function validateValues(values: readonly number[]): string | null {
  if (values.length === 0) return 'values must not be empty';
  for (const [index, value] of values.entries()) {
    const problem = notBelowZero(`value ${index + 1}`, value);
    if (problem !== null) return problem;
    if (index > 0 && value < values[index - 1]!) return `values must ascend: value ${index + 1} does not`;
  }
  return null;
}

/** The mean as described: for the normal family the one before it is censored at 0. */
export function meanOf(distribution: Distribution): number {
  switch (distribution.family) {
    case 'constant':
      return distribution.value;
    case 'uniform':
      return distribution.min + (distribution.max - distribution.min) / 2;
    case 'exponential':
    case 'normal':
    case 'lognormal':
    case 'gamma':
      return distribution.mean;
    case 'triangular':
      return (distribution.min + distribution.mode + distribution.max) / 3;
    case 'weibull':
      return distribution.scale * gammaFunction(1 + 1 / distribution.shape);
    case 'empirical':
      return distribution.values.reduce((sum, value) => sum + value, 0) / distribution.values.length;
  }
}

/** Euler's gamma function from 1 upwards, by Lanczos' series with g = 7 and nine terms: 15 digits. */
function gammaFunction(x: number): number {
  const coefficients = [
    676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
    -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
  ];
  let series = 0.9999999999998099;
  for (const [index, coefficient] of coefficients.entries()) series += coefficient / (x + index);
  const t = x + 6.5;
  return 2.5066282746310002 * series * exp((x - 0.5) * ln(t) - t);
}

/**
 * Which of several categories a draw falls into, given the share of each. The shares sum to 1 but for rounding; a draw
 * above their sum belongs to the last category that has a share at all.
 */
export function chooseByShare(u: number, shares: readonly number[]): number {
  let total = 0;
  let last = -1;
  for (let index = 0; index < shares.length; index += 1) {
    const share = shares[index]!;
    if (share === 0) continue;
    total += share;
    if (u < total) return index;
    last = index;
  }
  return last === -1 ? fail('nothing to choose from') : last;
}

/**
 * Exactly `pickCount` of the numbers 0 to count - 1, ascending: those with the smallest draws. So the eight picked of
 * some contain the seven that would have been picked.
 */
export function pickSmallest(
  pickCount: number,
  count: number,
  uniformOf: (ordinal: number) => number,
): number[] {
  assert(pickCount >= 0 && pickCount <= count, `cannot pick ${pickCount} of ${count}`);
  const draws = Float64Array.from({ length: count }, (_, ordinal) => uniformOf(ordinal));
  const ordinals = Array.from(draws.keys());
  ordinals.sort((a, b) => draws[a]! - draws[b]! || a - b);
  return ordinals.slice(0, pickCount).sort((a, b) => a - b);
}
