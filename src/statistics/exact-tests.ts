/** Tests that hold for however few values, because they count all the ways in which chance could have dealt them. */
import { binomialCdf } from './distributions.ts';
import { mostFrequent } from './rare-values.ts';

/**
 * Two-sided p of these numbers of differences above and below 0, if both signs are equally likely; differences of 0 say nothing (Dixon
 * and Mood, "The statistical sign test", JASA 41, 1946). Of yes-or-no values it is McNemar's exact test.
 */
export function exactSignTest(above: number, below: number): number {
  return Math.min(1, 2 * binomialCdf(Math.min(above, below), above + below, 0.5));
}

/** The same of the differences themselves. */
export function exactSignTestOf(differences: Float64Array): {
  readonly differing: number;
  /** More above 0 than below: 1, fewer: -1. */
  readonly direction: -1 | 0 | 1;
  readonly p: number;
} {
  let above = 0;
  let below = 0;
  for (const difference of differences) {
    if (difference > 0) above += 1;
    if (difference < 0) below += 1;
  }
  const direction = above > below ? 1 : above < below ? -1 : 0;
  return { differing: above + below, direction, p: exactSignTest(above, below) };
}

/**
 * Fisher's permutation test of the difference of two means, for samples whose values are nearly all equal ("The Design of
 * Experiments", 1935): in how large a share of the ways to deal all values into two samples of these sizes is the difference
 * at least as large, either way? Only which of the few unusual values fall into the first sample matters. Not asked for when
 * more than `differingMax` of all values differ from the most frequent one: then p is NaN, and `differing` beyond it.
 */
export function permutationTest(
  first: Float64Array,
  second: Float64Array,
  differingMax: number,
): { readonly differing: number; readonly p: number } {
  const { value: mode, count } = mostFrequent(sortedTogether(first, second));
  const total = first.length + second.length;
  const differing = total - count;
  if (differing > differingMax) return { differing, p: Number.NaN };

  const offMode = (values: Float64Array) =>
    Array.from(
      values.filter((v) => v !== mode),
      (v) => v - mode,
    );
  const [inFirst, inSecond] = [offMode(first), offMode(second)];
  const unusual = [...inFirst, ...inSecond];
  const observed = distance(sumOf(inFirst), sumOf(unusual), first.length, second.length);
  const chances = chancesBySize(unusual.length, first.length, second.length);
  let p = 0;
  for (let subset = 0; subset < 1 << unusual.length; subset += 1) {
    const chosen = unusual.filter((_, i) => ((subset >> i) & 1) === 1);
    const dealt = distance(sumOf(chosen), sumOf(unusual), first.length, second.length);
    // Sums of the same values in another order may differ in the last bits.
    if (dealt >= observed * (1 - 1e-12)) p += chances[chosen.length]!;
  }
  return { differing, p: Math.min(1, p) };
}

function distance(sumFirst: number, sumAll: number, nFirst: number, nSecond: number): number {
  return Math.abs((sumAll - sumFirst) / nSecond - sumFirst / nFirst);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Probability that a given number of the values falls into the first sample, by that number. */
function chancesBySize(count: number, nFirst: number, nSecond: number): number[] {
  return Array.from({ length: count + 1 }, (_, size) => {
    let chance = 1;
    for (let i = 0; i < size; i += 1) chance *= (nFirst - i) / (nFirst + nSecond - i);
    for (let i = 0; i < count - size; i += 1) chance *= (nSecond - i) / (nFirst + nSecond - size - i);
    return chance;
  });
}

function sortedTogether(first: Float64Array, second: Float64Array): Float64Array {
  const all = new Float64Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all.sort();
}
