/** A metric over replications, as plain data. Procedures and their sources are in docs/statistics.md. */
import { rounded } from '../result/metrics.ts';
import type { LogHistogram } from '../statistics/histogram.ts';
import {
  meanInterval,
  type OpenInterval,
  otherValueBound,
  quantileInterval,
  quantileIntervalRanks,
  quantileRank,
  wilsonInterval,
} from '../statistics/intervals.ts';
import { mostFrequent } from '../statistics/rare-values.ts';
import type { Column } from './columns.ts';

export type MetricSummary = AmountSummary | ShareSummary;

export type { OpenInterval };

/** Of a number. What does not exist is null; quantiles are values that occurred. */
export interface AmountSummary {
  readonly kind: 'amount';
  readonly mean: number | null;
  readonly sd: number | null;
  /** The 95% interval of the mean. Null with one value, and where all are equal. */
  readonly low: number | null;
  readonly high: number | null;
  readonly min: number | null;
  readonly p5: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly max: number | null;
  /** Runs with a value, and runs in which it is null. */
  readonly n: number;
  readonly undefined: number;
  /** 95% intervals of the quantiles; null where so few runs cannot bound that side. */
  readonly intervals: {
    readonly p5: OpenInterval;
    readonly p50: OpenInterval;
    readonly p95: OpenInterval;
  };
  /** How many values differ from the most frequent one: below ten the interval of the mean is rough. */
  readonly differing: number;
  /** All values equal: the chance of any other is below this, with 95% confidence. Otherwise null. */
  readonly otherBelow: number | null;
  readonly quantiles: 'exact' | '±0.1%';
}

/** Of a yes or no: the share of the runs in which it is true. */
export interface ShareSummary {
  readonly kind: 'share';
  readonly share: number | null;
  /** Wilson's 95% interval. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  readonly undefined: number;
  readonly otherBelow: number | null;
}

const quantileShares = { p5: 0.05, p50: 0.5, p95: 0.95 } as const;
type QuantileName = keyof typeof quantileShares;

/** Everything in it is to six decimals, as results print it. */
export function summaryOf(column: Column): MetricSummary {
  return column.isYesOrNo ? shareSummary(column) : amountSummary(column);
}

function shareSummary({ count, undefinedCount, moments }: Column): ShareSummary {
  const n = count - undefinedCount;
  const trueCount = Math.round(moments.mean * n);
  const interval = n === 0 ? null : wilsonInterval(trueCount, n);
  return {
    kind: 'share',
    share: n === 0 ? null : rounded(trueCount / n),
    low: roundedOrNull(interval?.low),
    high: roundedOrNull(interval?.high),
    n,
    undefined: undefinedCount,
    otherBelow: n > 1 && (trueCount === 0 || trueCount === n) ? rounded(otherValueBound(n)) : null,
  };
}

function amountSummary(column: Column): AmountSummary {
  const { count, undefinedCount, moments, histogram } = column;
  const n = count - undefinedCount;
  const censors = column.meaning.nullIsLongest === true && undefinedCount > 0;
  const order = histogram === null ? exactOrder(column) : orderOfHistogram(histogram, column);
  const meanIsKnown = n > 0 && !censors;
  const interval = meanIsKnown ? meanInterval(moments) : null;
  const { differing } = order;
  return {
    kind: 'amount',
    mean: meanIsKnown ? rounded(moments.mean) : null,
    sd: meanIsKnown ? rounded(moments.sd) : null,
    low: roundedOrNull(interval?.low),
    high: roundedOrNull(interval?.high),
    min: roundedOrNull(order.quantile(0)),
    p5: roundedOrNull(order.quantile(quantileShares.p5)),
    p50: roundedOrNull(order.quantile(quantileShares.p50)),
    p95: roundedOrNull(order.quantile(quantileShares.p95)),
    max: censors ? null : roundedOrNull(order.quantile(1)),
    n,
    undefined: undefinedCount,
    intervals: mapQuantiles((share) => {
      const { low, high } = order.interval(share);
      return { low: roundedOrNull(low), high: roundedOrNull(high) };
    }),
    differing,
    otherBelow: n > 1 && differing === 0 && !censors ? rounded(otherValueBound(n)) : null,
    quantiles: histogram === null ? 'exact' : '±0.1%',
  };
}

interface Order {
  /** Of share 0 the smallest, of share 1 the largest; null if there is none, Infinity where nulls count as that. */
  quantile(share: number): number | null;
  interval(share: number): OpenInterval;
  /** Values off the most frequent one. */
  readonly differing: number;
}

/** Kept from metric to metric: a copy of each for sorting would take more memory than all the values. */
let sortingRoom = new Float64Array(0);

/** In ascending order; good until it is asked of another metric. */
function sortedValues(column: Column): Float64Array {
  const values = column.values();
  if (sortingRoom.length < values.length) sortingRoom = new Float64Array(values.length);
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value) && column.meaning.nullIsLongest !== true) continue;
    sortingRoom[count] = Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
    count += 1;
  }
  return sortingRoom.subarray(0, count).sort();
}

function exactOrder(column: Column): Order {
  const sorted = sortedValues(column);
  return {
    quantile: (share) => (sorted.length === 0 ? null : sorted[quantileRank(sorted.length, share) - 1]!),
    interval: (share) =>
      sorted.length < 2 || sorted[0] === sorted.at(-1)
        ? { low: null, high: null }
        : quantileInterval(sorted, share),
    differing: sorted.length - mostFrequent(sorted).count,
  };
}

function orderOfHistogram(histogram: LogHistogram, { count, meaning, undefinedCount }: Column): Order {
  const total = meaning.nullIsLongest ? count : count - undefinedCount;
  const atRank = (rank: number | null) => {
    if (rank === null) return null;
    return rank > histogram.count ? Number.POSITIVE_INFINITY : histogram.valueAtRank(rank);
  };
  return {
    quantile: (share) => (total === 0 ? null : atRank(quantileRank(total, share))),
    interval: (share) => {
      const { low, high } = quantileIntervalRanks(total, share);
      return { low: atRank(low), high: atRank(high) };
    },
    differing: total - histogram.largestCount,
  };
}

function mapQuantiles<T>(of: (share: number) => T): Record<QuantileName, T> {
  return { p5: of(quantileShares.p5), p50: of(quantileShares.p50), p95: of(quantileShares.p95) };
}

/** JSON knows no Infinity: longer than anything is null there. */
export function roundedOrNull(value: number | null | undefined): number | null {
  return value === null || value === undefined || !Number.isFinite(value) ? null : rounded(value);
}
