/** Against SciPy 1.17. */
import { describe, expect, test } from 'vitest';
import {
  betaQuantile,
  binomialCdf,
  studentTCdf,
  studentTQuantile,
} from '../../src/statistics/distributions.ts';

/** Relative; of what SciPy printed. */
function expectSame(found: number, expected: number, tolerance = 1e-12): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

test.each([
  [0.975, 199, 1.9719565442517533],
  [0.975, 1, 12.706204736174694],
  [0.975, 9, 2.262157162798205],
  [0.995, 30, 2.7499956535672254],
  [0.996875, 199, 2.7637791036428814],
  [0.9998333333333334, 199, 3.6514377255413493],
  [0.95, 4.5, 2.065575888878524],
  [0.975, 1e5, 1.9599877075346095],
])('the %d quantile of t with %d degrees of freedom is %d', (p, df, expected) => {
  expectSame(studentTQuantile(p, df), expected);
});

test.each([
  [2.228138851964939, 10, 0.9749999999990957],
  [-5, 199, 6.273696626250432e-7],
  [0, 3, 0.5],
  [1.7, 24.99, 0.9492269393304236],
])('t stays below %d with %d degrees of freedom', (t, df, expected) => {
  expectSame(studentTCdf(t, df), expected, 1e-10);
});

test.each([
  [0.025, 10, 91, 0.04900468922148595],
  [0.975, 11, 90, 0.17622259774002266],
  [0.025, 99, 2, 0.9455406146079194],
  [0.05, 0.5, 0.5, 0.0061558297024311365],
  [0.025, 99990, 11, 0.9998161041546233],
])('the %d quantile of beta (%d, %d) is %d', (p, a, b, expected) => {
  expectSame(betaQuantile(p, a, b), expected, 1e-11);
});

describe('binomial probabilities', () => {
  test.each([
    [89, 100, 0.95, 0.011472410067484739],
    [3, 10, 0.5, 0.171875],
    [0, 72, 0.05, 0.024894280619189482],
    [99, 100, 0.95, 0.994079470779666],
    [94_950, 100_000, 0.95, 0.23598545167522494],
    [5, 1164, 0.01, 0.024921430734554065],
  ])('at most %d of %d at %d', (k, n, p, expected) => {
    expectSame(binomialCdf(k, n, p), expected, 1e-10);
  });

  test('at and beyond the ends they are 0 or 1', () => {
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), binomialCdf(0, 0, 0.5)]).toEqual([0, 1, 1]);
    expect([binomialCdf(0, 5, 0), binomialCdf(4, 5, 1)]).toEqual([1, 0]);
  });
});
