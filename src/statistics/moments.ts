/** Mean, standard deviation and skewness, as values come. */

export interface Moments {
  readonly n: number;
  /** NaN without values. */
  readonly mean: number;
  /** Of a sample: the squares over n - 1. 0 with one value. */
  readonly sd: number;
  /** The third central moment over the cube of the spread; 0 without a spread, and where it was not asked for. */
  readonly skewness?: number;
}

/**
 * Welford's recurrence ("Note on a method for calculating corrected sums of squares and products", Technometrics 4,
 * 1962), with Pébay's for the third power ("Formulas for robust, one-pass parallel computation of covariances and
 * arbitrary-order statistical moments", Sandia report SAND2008-6212): no difference of large sums, and sd is exactly 0 as
 * long as all values are equal. The last bits depend on the order of the values, so they are added in the order of the
 * replications.
 */
export class RunningMoments implements Moments {
  private count = 0;
  private sum = 0;
  private meanSoFar = 0;
  /** Sums of the distances from the mean to the second and the third power. */
  private squares = 0;
  private cubes = 0;

  add(value: number): void {
    const distance = value - this.meanSoFar;
    const before = this.count;
    this.count += 1;
    this.sum += value;
    const step = distance / this.count;
    const square = distance * (step * before);
    this.meanSoFar += step;
    this.cubes += square * step * (before - 1) - 3 * step * this.squares;
    this.squares += square;
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

  get skewness(): number {
    if (this.squares === 0) return 0;
    return (this.cubes / this.squares) * Math.sqrt(this.count / this.squares);
  }
}

/** The values must not contain NaN. */
export function momentsOf(values: ArrayLike<number>): Moments {
  const moments = new RunningMoments();
  for (let i = 0; i < values.length; i += 1) moments.add(values[i]!);
  return { n: moments.n, mean: moments.mean, sd: moments.sd, skewness: moments.skewness };
}
