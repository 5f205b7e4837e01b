import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LogHistogram } from '../../src/statistics/histogram.ts';
import { quantileRank } from '../../src/statistics/intervals.ts';

const values = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
    fc.integer({ min: -5, max: 5000 }),
    fc.constantFrom(0, -0, Infinity, -Infinity),
  ),
  { minLength: 1, maxLength: 80 },
);
const shares = [0.001, 0.05, 0.3, 0.5, 0.95, 1];

function histogramOf(list: readonly number[]): LogHistogram {
  const histogram = new LogHistogram();
  for (const value of list) histogram.add(value);
  return histogram;
}

const quantilesOf = (histogram: LogHistogram) => shares.map((p) => histogram.quantile(p));

test('a quantile is at most a thousandth closer to 0 than the value that it stands for', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(...shares), (list, p) => {
      const exact = list.toSorted((a, b) => a - b)[quantileRank(list.length, p) - 1]!;
      const found = histogramOf(list).quantile(p);
      if (Math.abs(exact) === Infinity) expect(found).toBe(exact);
      // Below normal numbers a bucket is as wide as they are.
      else if (Math.abs(exact) < 1e-307) expect(Math.abs(found)).toBeLessThanOrEqual(Math.abs(exact));
      else {
        expect(Math.abs(found)).toBeLessThanOrEqual(Math.abs(exact));
        expect(Math.abs(exact - found)).toBeLessThanOrEqual(Math.abs(exact) / 1024);
      }
    }),
  );
});

test('quantiles of whole numbers up to 2048 are exact', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -2048, max: 2048 }), { minLength: 1 }), (list) => {
      const sorted = list.toSorted((a, b) => a - b);
      const exact = shares.map((p) => sorted[quantileRank(list.length, p) - 1]! + 0);
      expect(quantilesOf(histogramOf(list))).toEqual(exact);
    }),
  );
});

test('in whatever order histograms are merged, they are the same as one', () => {
  fc.assert(
    fc.property(values, values, values, (a, b, c) => {
      const whole = histogramOf([...a, ...b, ...c]);
      const [first, second] = [histogramOf(c), histogramOf(b)];
      second.merge(histogramOf(a));
      first.merge(second);
      expect(first.count).toBe(whole.count);
      expect(quantilesOf(first)).toEqual(quantilesOf(whole));
    }),
  );
});

test('values are found by their rank, and the most frequent one by its count', () => {
  const histogram = histogramOf([7, 3, 3, 1, 3, 7]);
  expect([1, 2, 4, 5, 6, 7].map((rank) => histogram.valueAtRank(rank))).toEqual([1, 3, 3, 7, 7, Number.NaN]);
  expect(histogram.largestCount).toBe(3);
  expect(new LogHistogram().largestCount).toBe(0);
});

test('an empty histogram has no quantiles', () => {
  expect(new LogHistogram().quantile(0.5)).toBeNaN();
});

test('what is no number is refused', () => {
  expect(() => new LogHistogram().add(Number.NaN)).toThrow('no number');
});
