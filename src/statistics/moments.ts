/** Mean and standard deviation, as values come. */

export interface Moments {
  readonly n: number;
  /** NaN without values. */
  readonly mean: number;
  /** Of a sample: the squares over n - 1. 0 with one value. */
  readonly sd: number;
}

/**
 * Welford's recurrence ("Note on a method for calculating corrected sums of squares and products", Technometrics 4,
 * 1962): no difference of large sums, and sd is exactly 0 as long as all values are equal. The last bits depend on the
 * order of the values, so they are added in the order of the replications.
 */
export class RunningMoments implements Moments {
  private count = 0;
  private sum = 0;
  private meanSoFar = 0;
  /** Sum of squared distances from the mean. */
  private squares = 0;

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    const distance = value - this.meanSoFar;
    this.meanSoFar += distance / this.count;
    this.squares += distance * (value - this.meanSoFar);
  }

  get n(): number {
    return this.count;
  }

  /** By the sum, which is exact for counts: 2.4 and not 2.4000000000000012. Of equal values it is the value. */
  get mean(): number {
    if (this.count === 0) return Number.NaN;
    return this.squares === 0 ? this.meanSoFar : this.sum / this.count;
  }

  get sd(): number {
    return this.count < 2 ? 0 : Math.sqrt(this.squares / (this.count - 1));
  }
}

/** Of values none of which is NaN. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const moments = new RunningMoments();
  for (let i = 0; i < values.length; i += 1) moments.add(values[i]!);
  return { n: moments.n, mean: moments.mean, sd: moments.sd };
}
