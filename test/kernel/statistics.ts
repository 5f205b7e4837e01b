/** Textbook statistics for tests: simple, independent of what they test, and free to use Math. */

/** How many standard deviations a chi-square statistic lies from its mean (Wilson and Hilferty's approximation). */
export function chiSquareZ(statistic: number, degreesOfFreedom: number): number {
  const spread = 2 / (9 * degreesOfFreedom);
  return (Math.cbrt(statistic / degreesOfFreedom) - (1 - spread)) / Math.sqrt(spread);
}

/** The same for counts that should all be equal. */
export function uniformityZ(counts: ArrayLike<number>): number {
  const total = Array.from(counts).reduce((sum, count) => sum + count, 0);
  const expected = total / counts.length;
  const statistic = Array.from(counts).reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return chiSquareZ(statistic, counts.length - 1);
}

/** Correlation of two series of uniform numbers, in standard deviations from 0. */
export function correlationZ(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < first.length; i += 1) sum += (first[i]! - 0.5) * (second[i]! - 0.5);
  return (sum * 12) / Math.sqrt(first.length);
}

/** Kolmogorov and Smirnov: sqrt(n) times the largest distance; above 1.95 once in a thousand times. */
export function kolmogorovSmirnov(values: readonly number[], distributionOf: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  let distance = 0;
  for (const [i, x] of sorted.entries()) {
    const share = distributionOf(x);
    distance = Math.max(distance, share - i / sorted.length, (i + 1) / sorted.length - share);
  }
  return distance * Math.sqrt(sorted.length);
}

export function momentsOf(values: ArrayLike<number>): { mean: number; sd: number } {
  const list = Array.from(values);
  const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
  return {
    mean,
    sd: Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1)),
  };
}

/** P(Z <= z), by the series for small |z| and Lentz' continued fraction of Mills' ratio for large. */
export function normalDistribution(z: number): number {
  if (z > 0) return 1 - normalDistribution(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < -3) {
    let fraction = 0;
    for (let k = 60; k >= 1; k -= 1) fraction = k / (-z + fraction);
    return density / (-z + fraction);
  }
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + density * sum;
}

/** Regularized lower incomplete gamma function by its power series. */
export function gammaDistribution(shape: number, x: number): number {
  if (x <= 0) return 0;
  let term = 1 / shape;
  let sum = term;
  for (let k = 1; term > sum * 1e-17; k += 1) {
    term *= x / (shape + k);
    sum += term;
  }
  return Math.min(1, sum * Math.exp(shape * Math.log(x) - x - logGamma(shape)));
}

/** Stirling's series, after lifting the argument above 10. */
function logGamma(x: number): number {
  let lifted = x;
  let product = 1;
  for (; lifted < 10; lifted += 1) product *= lifted;
  const inverse = 1 / lifted;
  const series =
    inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260 - inverse ** 7 / 1680 + inverse ** 9 / 1188;
  return (lifted - 0.5) * Math.log(lifted) - lifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
