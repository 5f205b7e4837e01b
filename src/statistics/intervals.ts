/** Intervals of one sample: of its mean, of a share, of a quantile. `alpha` is the chance of missing, 5% if not said. */
import { exp, ln } from '../kernel/math.ts';
import { betaQuantile, binomialCdf, standardNormalQuantile, studentTQuantile } from './distributions.ts';
import type { Moments } from './moments.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An interval that may have an unknown side. */
export interface OpenInterval {
  readonly low: number | null;
  readonly high: number | null;
}

const alphaUsual = 0.05;

/** Student's t. Null where spread is unknown: below two values, or while all are equal. */
export function meanInterval({ n, mean, sd }: Moments, alpha = alphaUsual): Interval | null {
  if (n < 2 || sd === 0) return null;
  const half = (studentTQuantile(1 - alpha / 2, n - 1) * sd) / Math.sqrt(n);
  return { low: mean - half, high: mean + half };
}

/**
 * Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927). For estimates: right on
 * average over all shares, a little too sure close to 0 and 1. Null without trials.
 */
export function wilsonInterval(successes: number, n: number, alpha = alphaUsual): Interval | null {
  if (n === 0) return null;
  const z = standardNormalQuantile(1 - alpha / 2);
  const share = successes / n;
  const weight = 1 + (z * z) / n;
  const center = (share + (z * z) / (2 * n)) / weight;
  const half = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / weight;
  return {
    low: successes === 0 ? 0 : Math.max(0, center - half),
    high: successes === n ? 1 : Math.min(1, center + half),
  };
}

/**
 * Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26
 * (1934): misses with `alpha` at most, whatever the share. For decisions, which must not claim too much.
 */
export function clopperPearson(successes: number, n: number, alpha = alphaUsual): Interval {
  return {
    low: clopperPearsonLow(successes, n, alpha / 2),
    high: clopperPearsonHigh(successes, n, alpha / 2),
  };
}

/** The share is at least this, but for a chance of alpha. */
export function clopperPearsonLow(successes: number, n: number, alpha: number): number {
  return successes === 0 ? 0 : betaQuantile(alpha, successes, n - successes + 1);
}

/** The share is at most this, but for a chance of alpha. */
export function clopperPearsonHigh(successes: number, n: number, alpha: number): number {
  return successes === n ? 1 : betaQuantile(1 - alpha, successes + 1, n - successes);
}

/**
 * Which of n values in ascending order, counted from 1, is the p quantile: the smallest that at least a share p of the
 * values does not exceed. Type 1 of Hyndman and Fan, "Sample quantiles in statistical packages", The American Statistician
 * 50 (1996): always a value that occurred.
 */
export function quantileRank(n: number, p: number): number {
  // p n of a whole product may lie a little above it.
  return Math.max(1, Math.ceil(p * n - 1e-9));
}

/**
 * Of the p quantile of whatever distribution: between two of the values (David and Nagaraja, "Order Statistics", 3rd
 * edition, 7.1). `sorted` ascending; it may end in Infinity. A side is null where so few values cannot bound it, or where
 * Infinity would be the bound.
 */
export function quantileInterval(sorted: ArrayLike<number>, p: number, alpha = alphaUsual): OpenInterval {
  const { low, high } = quantileIntervalRanks(sorted.length, p, alpha);
  return { low: valueAt(sorted, low), high: valueAt(sorted, high) };
}

/** The places of the two values, from 1. */
export function quantileIntervalRanks(n: number, p: number, alpha = alphaUsual): OpenInterval {
  // The largest l with P(X <= l - 1) <= alpha / 2, and the smallest u with P(X <= u - 1) >= 1 - alpha / 2.
  const low = firstFrom(0, n, (k) => binomialCdf(k, n, p) > alpha / 2);
  const high = firstFrom(0, n, (k) => binomialCdf(k, n, p) >= 1 - alpha / 2) + 1;
  return { low: low < 1 ? null : low, high: high > n ? null : high };
}

/** The smallest whole number from `start` on, below `end`, at which something holds and holds ever after; or `end`. */
export function firstFrom(start: number, end: number, holds: (k: number) => boolean): number {
  let from = start;
  let to = end;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

function valueAt(sorted: ArrayLike<number>, rank: number | null): number | null {
  if (rank === null) return null;
  const value = sorted[rank - 1]!;
  return Number.isFinite(value) ? value : null;
}

/** All of n values are equal: the chance of any other is below this, or something that rare has just happened. */
export function otherValueBound(n: number, alpha = alphaUsual): number {
  return n === 0 ? 1 : 1 - exp(ln(alpha) / n);
}
