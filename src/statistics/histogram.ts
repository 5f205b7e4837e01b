/**
 * Counts of values in buckets a thousandth wide: quantiles of more values than one would keep. Buckets are fixed and counts
 * whole, so that histograms merged in any order are the same; sketches such as t-digest and P² are not.
 *
 * A bucket is what the sign, the exponent and the first ten bits of the significand of a double have in common: between one
 * power of two and the next lie 1024. It stands for its end nearest to 0, so a quantile is at most 2^-10 too close to 0,
 * and exact for whole numbers up to 2048, for powers of two, for 0 and for the infinities.
 */
import { assert } from '../kernel/assert.ts';
import { quantileRank } from './intervals.ts';

const bits = new DataView(new ArrayBuffer(8));
/** Of a double's upper 32 bits, those that do not tell buckets apart. */
const bitsIgnored = 10;
const signBit = 0x80000000;

export class LogHistogram {
  private countAll = 0;
  /** By bucket number: the bits, negated where the sign is. So numbers ascend as values do. */
  private readonly counts = new Map<number, number>();

  get count(): number {
    return this.countAll;
  }

  add(value: number): void {
    assert(!Number.isNaN(value), 'a histogram of no number');
    this.addTo(bucketOf(value), 1);
  }

  merge(other: LogHistogram): void {
    for (const [bucket, count] of other.counts) this.addTo(bucket, count);
  }

  /** Of the fullest bucket: values off the most frequent one are the others. */
  get largestCount(): number {
    let largest = 0;
    for (const count of this.counts.values()) largest = Math.max(largest, count);
    return largest;
  }

  /** The smallest value that at least a share p of the values does not exceed. NaN without values. */
  quantile(p: number): number {
    return this.valueAtRank(quantileRank(this.countAll, p));
  }

  /** From 1, in ascending order. NaN if there are fewer. */
  valueAtRank(rank: number): number {
    let reached = 0;
    for (const bucket of Array.from(this.counts.keys()).sort((a, b) => a - b)) {
      reached += this.counts.get(bucket)!;
      if (reached >= rank) return lowerEndOf(bucket);
    }
    return Number.NaN;
  }

  private addTo(bucket: number, count: number): void {
    this.counts.set(bucket, (this.counts.get(bucket) ?? 0) + count);
    this.countAll += count;
  }
}

function bucketOf(value: number): number {
  bits.setFloat64(0, value);
  const upper = bits.getUint32(0);
  const magnitude = (upper & ~signBit) >>> bitsIgnored;
  return upper >= signBit ? -magnitude : magnitude;
}

function lowerEndOf(bucket: number): number {
  bits.setUint32(0, Math.abs(bucket) << bitsIgnored);
  bits.setUint32(4, 0);
  const magnitude = bits.getFloat64(0);
  return bucket < 0 ? -magnitude : magnitude;
}
