/** The values of a metric in ascending order, so that they can be counted: kept ones exactly, others by their histogram. */
import { firstFrom } from '../statistics/intervals.ts';
import type { Moments } from '../statistics/moments.ts';
import { momentsOf } from '../statistics/moments.ts';
import type { Column } from './columns.ts';

/** Runs without a value of minutes count as longer than any; of other metrics they are left out. */
export class OrderedSample {
  /** Values, those at infinity included. */
  readonly n: number;
  /** Runs in which the metric is null. */
  readonly undefinedCount: number;
  /** Of the values that are not null. */
  readonly moments: Moments;
  private readonly valueAt: (rank: number) => number;
  private readonly infiniteCount: number;

  constructor(column: Column) {
    this.undefinedCount = column.undefinedCount;
    this.infiniteCount = column.meaning.nullIsLongest ? column.undefinedCount : 0;
    const definedCount = column.count - column.undefinedCount;
    this.n = definedCount + this.infiniteCount;
    const { histogram } = column;
    if (histogram === null) {
      const sorted = column.values().filter((value) => !Number.isNaN(value));
      // In the order of the replications: what is summed before it is sorted is the same to the bit as elsewhere.
      this.moments = momentsOf(sorted);
      sorted.sort();
      this.valueAt = (rank) => sorted[rank - 1]!;
    } else {
      this.moments = column.moments;
      this.valueAt = (rank) => histogram.valueAtRank(rank);
    }
  }

  /** From 1 to n. */
  at(rank: number): number {
    return rank > this.n - this.infiniteCount ? Number.POSITIVE_INFINITY : this.valueAt(rank);
  }

  countBelow(limit: number): number {
    return firstFrom(1, this.n + 1, (rank) => this.at(rank) >= limit) - 1;
  }

  countAtMost(limit: number): number {
    return firstFrom(1, this.n + 1, (rank) => this.at(rank) > limit) - 1;
  }

  get smallest(): number {
    return this.at(1);
  }

  get largest(): number {
    return this.at(this.n);
  }

  /** The lower one of two. A value that all but a few runs have is this one. */
  get median(): number {
    return this.at(Math.ceil(this.n / 2));
  }
}
