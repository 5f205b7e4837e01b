/**
 * Samples whose values are all equal but for a few. Their spread, and with it t, says little of how often and how far the mean
 * is pulled: where one value is expected to differ, a 95% interval of t covers 63%.
 */
import { clopperPearson, firstFrom, type Interval } from './intervals.ts';

/** Fewer values than this off the usual one, and a t interval is a guess: an exact test or a bound decides, or nothing does. */
export const informativeMin = 10;

/** Values in ascending order, by rank from 1 to n. */
export interface Ordered {
  readonly n: number;
  at(rank: number): number;
}

export interface Departures {
  readonly n: number;
  /** The lower median: a value that all but a few have is this one. */
  readonly usual: number;
  readonly below: DeparturesOfSide;
  readonly above: DeparturesOfSide;
}

interface DeparturesOfSide {
  readonly count: number;
  /** Distances from the usual value; 0 if there are none. */
  readonly least: number;
  readonly most: number;
}

export function departuresOf(values: Ordered): Departures {
  const { n } = values;
  const usual = values.at(Math.ceil(n / 2));
  const below = firstFrom(1, n + 1, (rank) => values.at(rank) >= usual) - 1;
  const above = n + 1 - firstFrom(1, n + 1, (rank) => values.at(rank) > usual);
  const distance = (rank: number) => Math.abs(values.at(rank) - usual);
  return {
    n,
    usual,
    below: below === 0 ? none : { count: below, least: distance(below), most: distance(1) },
    above: above === 0 ? none : { count: above, least: distance(n - above + 1), most: distance(n) },
  };
}

const none: DeparturesOfSide = { count: 0, least: 0, most: 0 };

/** Of values that need not be in order. */
export function departuresOfValues(values: Float64Array): Departures {
  const sorted = values.toSorted();
  return departuresOf({ n: sorted.length, at: (rank) => sorted[rank - 1]! });
}

/** Of values in ascending order; of several as frequent the smallest. Infinity is a value like any other. */
export function mostFrequent(sorted: Float64Array): { readonly value: number; readonly count: number } {
  let value = Number.NaN;
  let count = 0;
  let start = 0;
  for (let i = 1; i <= sorted.length; i += 1) {
    if (i < sorted.length && sorted[i] === sorted[start]) continue;
    if (i - start > count) {
      value = sorted[start]!;
      count = i - start;
    }
    start = i;
  }
  return { value, count };
}

export function areFew({ below, above }: Departures): boolean {
  return below.count + above.count < informativeMin;
}

/**
 * The mean lies above the usual value by at most the share of larger values times their largest distance, and by at least
 * their share times the smallest distance, less what smaller values take away. Shares by Clopper and Pearson: nothing is
 * taken for granted but that no value lies beyond those seen.
 */
export function meanBoundOfFew({ n, usual, below, above }: Departures, alpha: number): Interval {
  // Two shares are bounded on either side.
  const sharesOf = ({ count }: DeparturesOfSide) => clopperPearson(count, n, alpha / 2);
  const [shareBelow, shareAbove] = [sharesOf(below), sharesOf(above)];
  return {
    low: usual + shareAbove.low * above.least - shareBelow.high * below.most,
    high: usual + shareAbove.high * above.most - shareBelow.low * below.least,
  };
}
