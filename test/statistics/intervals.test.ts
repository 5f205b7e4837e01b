import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clopperPearson,
  clopperPearsonHigh,
  clopperPearsonLow,
  firstFrom,
  type Interval,
  meanInterval,
  otherValueBound,
  quantileInterval,
  quantileIntervalRanks,
  quantileRank,
  wilsonInterval,
} from '../../src/statistics/intervals.ts';
import { momentsOf } from '../../src/statistics/moments.ts';

function expectInterval(found: Interval | null, low: number, high: number, digits = 4): void {
  expect(found?.low).toBeCloseTo(low, digits);
  expect(found?.high).toBeCloseTo(high, digits);
}

describe('the mean', () => {
  test("Darwin's maize: crossed plants are taller by 0.03 to 41.8 eighths of an inch", () => {
    const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];
    expectInterval(meanInterval(momentsOf(differences)), 0.031193, 41.835473, 6);
  });

  test('without spread there is no interval', () => {
    expect(meanInterval(momentsOf([4]))).toBeNull();
    expect(meanInterval(momentsOf([4, 4, 4]))).toBeNull();
  });
});

/** Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I. */
describe("shares of Newcombe's examples", () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('by Wilson: %d of %d', (successes, n, low, high) => {
    expectInterval(wilsonInterval(successes, n), low, high);
  });

  test.each([
    [81, 263, 0.2527, 0.3676],
    [15, 148, 0.0578, 0.1617],
    [0, 20, 0, 0.1684],
    [1, 29, 0.0009, 0.1776],
  ])('by Clopper and Pearson: %d of %d', (successes, n, low, high) => {
    expectInterval(clopperPearson(successes, n), low, high);
  });

  test('a two-sided interval is two one-sided ones of half the chance', () => {
    expect(clopperPearson(15, 148, 0.1)).toEqual({
      low: clopperPearsonLow(15, 148, 0.05),
      high: clopperPearsonHigh(15, 148, 0.05),
    });
  });

  test('no trials, no share', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  test('never and always keep their end exactly', () => {
    expect(wilsonInterval(0, 33)?.low).toBe(0);
    expect(wilsonInterval(33, 33)?.high).toBe(1);
    expect(clopperPearson(0, 33).low).toBe(0);
    expect(clopperPearson(33, 33).high).toBe(1);
  });

  test('intervals of misses mirror those of successes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const successes = Math.round(share * n);
          for (const interval of [wilsonInterval, clopperPearson]) {
            const mirrored = interval(n - successes, n)!;
            expectInterval(interval(successes, n), 1 - mirrored.high, 1 - mirrored.low, 9);
          }
        },
      ),
    );
  });
});

describe('quantiles', () => {
  test('a quantile is a value that occurred, and at least so many are no larger', () => {
    const wholeNumbers = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(wholeNumbers, fc.constantFrom(5, 50, 95), (n, percent) => {
        const rank = quantileRank(n, percent / 100);
        expect(100 * rank).toBeGreaterThanOrEqual(percent * n);
        expect(100 * (rank - 1)).toBeLessThan(percent * n);
      }),
    );
  });

  test.each([
    [72, 64, 72],
    [100, 90, 100],
    [200, 184, 197],
    [1000, 936, 964],
  ])('of %d values the 95th percentile lies between the %dth and the %dth', (n, low, high) => {
    expect(quantileIntervalRanks(n, 0.95)).toEqual({ low, high });
  });

  test('the 95th percentile has no upper end below 72 values, and the 5th no lower end', () => {
    expect(quantileIntervalRanks(71, 0.95)).toEqual({ low: 63, high: null });
    expect(quantileIntervalRanks(71, 0.05)).toEqual({ low: null, high: 9 });
    expect(quantileIntervalRanks(72, 0.05)).toEqual({ low: 1, high: 9 });
  });

  test('nothing is known of quantiles of nothing', () => {
    expect(quantileInterval([], 0.5)).toEqual({ low: null, high: null });
  });

  test('an end at infinity is open', () => {
    const sorted = [
      ...Array.from({ length: 190 }, (_, i) => i + 1),
      ...Array.from({ length: 10 }, () => Infinity),
    ];
    expect(quantileInterval(sorted, 0.95)).toEqual({ low: 184, high: null });
  });

  test('such an interval holds for 95% whatever the distribution', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.constantFrom(0.05, 0.5, 0.95), (n, p) => {
        const { low, high } = quantileIntervalRanks(n, p);
        // By summing binomial probabilities in logarithms: between `low` and `high` - 1 values below the quantile.
        let covered = 0;
        let logarithm = n * Math.log(1 - p);
        for (let k = 0; k <= n; k += 1) {
          if (k >= (low ?? 0) && k < (high ?? n + 1)) covered += Math.exp(logarithm);
          logarithm += Math.log(((n - k) / (k + 1)) * (p / (1 - p)));
        }
        expect(covered).toBeGreaterThanOrEqual(0.95 - 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

test('after 50, 100 and 200 equal values any other has a chance of at most 5.8%, 3% and 1.5%', () => {
  expect([50, 100, 200].map((n) => Math.round(1000 * otherValueBound(n)))).toEqual([58, 30, 15]);
});

test('the first number at which something holds is found between the ends', () => {
  expect([0, 1, 6, 7, 8].map((from) => firstFrom(0, 7, (k) => k >= from))).toEqual([0, 1, 6, 7, 7]);
});
