/** How many replications it takes. */
import { binomialCdf, standardNormalQuantile } from './distributions.ts';
import { clopperPearsonLow, firstFrom } from './intervals.ts';
import type { Moments } from './moments.ts';

/**
 * The fewest runs that show a share to be at least `limit` when `misses` of them miss: the lower end of Clopper and
 * Pearson's two-sided interval reaches the limit. Infinity for a limit of 1, which no number of runs can show.
 */
export function runsForShareGate(limit: number, misses: number, alpha = 0.05): number {
  if (limit >= 1) return Infinity;
  if (limit <= 0) return misses + 1;
  // The lower end reaches the limit where so few misses are unlikely enough, were the share just below it.
  const passes = (n: number) => n > misses && binomialCdf(misses, n, 1 - limit) <= alpha / 2;
  let end = misses + 1;
  while (!passes(end)) end *= 2;
  return firstFrom(misses + 1, end, passes);
}

/** Chance that the runs asked for settle it, if the estimates at hand are the truth: four in five. */
const powerQuantile = standardNormalQuantile(0.8);

/** More runs than this are never proposed. */
const runsMax = 10_000_000;

/**
 * With misses at such a rate, in four cases of five not many more, about how many runs show that a share is at least what is
 * wanted? Null: more than is practical.
 */
export function runsToShowShare(wanted: number, missRate: number, alpha: number): number | null {
  const missesIn = (n: number) =>
    Math.ceil(missRate * n + powerQuantile * Math.sqrt(missRate * (1 - missRate) * n) - 1e-9);
  const isShown = (n: number) => clopperPearsonLow(n - missesIn(n), n, alpha / 2) >= wanted;
  const fewest = runsForShareGate(wanted, 0, alpha);
  let enough = fewest;
  while (enough < runsMax && !isShown(enough)) enough *= 2;
  return enough < runsMax ? roundedWithinReach(firstFrom(fewest, enough, isShown)) : null;
}

/** And how many show that it is less, if its true value is `share`? Here a textbook's normal approximation does. */
export function runsToRefuteShare(wanted: number, share: number, alpha: number): number | null {
  const z = standardNormalQuantile(1 - alpha / 2);
  const spread = z * Math.sqrt(wanted * (1 - wanted)) + powerQuantile * Math.sqrt(share * (1 - share));
  const ratio = spread / (wanted - share);
  return roundedWithinReach(ratio * ratio);
}

export function roundedWithinReach(n: number): number | null {
  return n < runsMax ? roundedUp(Math.ceil(n)) : null;
}

/**
 * About how many runs settle on which side of a bound a mean lies (any textbook on the size of samples). Null where none
 * would: the mean sits on the bound, or nothing is known of the spread.
 */
export function runsForMean({ n, mean, sd }: Moments, bound: number, alpha = 0.05): number | null {
  return n < 2 || sd === 0 ? null : runsToResolve(mean - bound, sd, alpha / 2);
}

/** About how many values of this spread tell a distance from 0, with `alphaOneSided` in the one tail. */
export function runsToResolve(distance: number, sd: number, alphaOneSided: number): number | null {
  const ratio = ((standardNormalQuantile(1 - alphaOneSided) + powerQuantile) * sd) / distance;
  const runs = Math.ceil(ratio * ratio);
  return Number.isSafeInteger(runs) ? runs : null;
}

/** Upwards, to two digits: more would pretend to know. */
export function roundedUp(n: number): number {
  let unit = 1;
  while (n / unit > 100) unit *= 10;
  return Math.ceil(n / unit) * unit;
}
