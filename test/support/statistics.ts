/** Comparing what was simulated with what theory says. Thresholds: four standard errors, once in 16,000 times. */
import { expect } from 'vitest';
import { chiSquareZ, momentsOf } from '../kernel/statistics.ts';

/** The mean lies within four standard errors of what it should be. */
export function expectMean(values: readonly number[], mean: number): void {
  const found = momentsOf(values);
  expect(Math.abs(found.mean - mean) / (found.sd / Math.sqrt(values.length))).toBeLessThan(4);
}

/** The variance lies within four standard errors of what it should be; the error is taken from the values. */
export function expectVariance(values: readonly number[], variance: number): void {
  const { mean } = momentsOf(values);
  expectMean(
    values.map((value) => (value - mean) ** 2),
    variance,
  );
}

/** Chi-square of whole numbers against their probabilities; cells with fewer than eight expected are joined. */
export function expectCounts(values: readonly number[], probabilityOf: (value: number) => number): void {
  const cells: { expected: number; observed: number }[] = [];
  let cell = { expected: 0, observed: 0 };
  let rest = values.length;
  const observed = new Map<number, number>();
  for (const value of values) observed.set(value, (observed.get(value) ?? 0) + 1);
  const last = Math.max(...values);
  for (let value = 0; value <= last; value += 1) {
    const expected = values.length * probabilityOf(value);
    cell.expected += expected;
    cell.observed += observed.get(value) ?? 0;
    rest -= expected;
    if (cell.expected >= 8 && rest >= 8) {
      cells.push(cell);
      cell = { expected: 0, observed: 0 };
    }
  }
  cells.push({ expected: cell.expected + rest, observed: cell.observed });
  const statistic = cells.reduce((sum, one) => sum + (one.observed - one.expected) ** 2 / one.expected, 0);
  expect(Math.abs(chiSquareZ(statistic, cells.length - 1))).toBeLessThan(4);
}

/**
 * Two samples of one distribution: Kolmogorov and Smirnov's distance, scaled; above 2.2 once in 16,000 times. With ties
 * the test is milder than that.
 */
export function twoSampleDistance(first: readonly number[], second: readonly number[]): number {
  const a = Float64Array.from(first).sort();
  const b = Float64Array.from(second).sort();
  let i = 0;
  let j = 0;
  let distance = 0;
  while (i < a.length && j < b.length) {
    const x = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= x) i += 1;
    while (j < b.length && b[j]! <= x) j += 1;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  return distance * Math.sqrt((a.length * b.length) / (a.length + b.length));
}

/** Means of two samples lie within four standard errors of each other. */
export function expectSameMean(first: readonly number[], second: readonly number[]): void {
  const a = momentsOf(first);
  const b = momentsOf(second);
  const error = Math.sqrt(a.sd ** 2 / first.length + b.sd ** 2 / second.length);
  if (error === 0) expect(a.mean).toBe(b.mean);
  else expect(Math.abs(a.mean - b.mean) / error).toBeLessThan(4);
}

/** P(Bin(n, p) = k) for k = 0..n. */
export function binomial(n: number, p: number): number[] {
  let row = [1];
  for (let trial = 0; trial < n; trial += 1) {
    row = Array.from({ length: row.length + 1 }, (_, k) => (row[k] ?? 0) * (1 - p) + (row[k - 1] ?? 0) * p);
  }
  return row;
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** 1 + 1/2 + … + 1/n, or of the squares. */
export function harmonic(n: number, power: 1 | 2 = 1): number {
  return sumOf(Array.from({ length: n }, (_, k) => 1 / (k + 1) ** power));
}
