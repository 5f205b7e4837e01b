/**
 * The distributions that intervals and tests ask. The packages behind them are pure arithmetic, without the functions of
 * `Math` that engines may round as they like: the same bits everywhere.
 */
import betaCdf from '@stdlib/stats-base-dists-beta-cdf';
import betaQuantileOf from '@stdlib/stats-base-dists-beta-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

export { standardNormalQuantile } from '../kernel/normal.ts';

/** The value that Student's t with `df` degrees of freedom, not necessarily whole, stays below with probability p. */
export function studentTQuantile(p: number, df: number): number {
  return tQuantile(p, df);
}

/** P(T <= t). */
export function studentTCdf(t: number, df: number): number {
  return tCdf(t, df);
}

export function betaQuantile(p: number, a: number, b: number): number {
  return betaQuantileOf(p, a, b);
}

/**
 * P(X <= k) of n independent trials that succeed with probability p each. By the incomplete beta function (Johnson, Kemp,
 * Kotz, "Univariate Discrete Distributions", 3rd edition, 3.2), so that n may be large.
 */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n || p <= 0) return 1;
  if (p >= 1) return 0;
  const whole = Math.floor(k);
  return betaCdf(1 - p, n - whole, whole + 1);
}
