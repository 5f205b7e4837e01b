import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentsOf, RunningMoments } from '../../src/statistics/moments.ts';

test('mean and standard deviation of the first eight Fibonacci numbers', () => {
  const { n, mean, sd } = momentsOf([1, 1, 2, 3, 5, 8, 13, 21]);
  expect({ n, mean }).toEqual({ n: 8, mean: 6.75 });
  // Their squares sum to 714, and 714 - 8 * 6.75^2 = 349.5.
  expect(sd).toBeCloseTo(Math.sqrt(349.5 / 7), 12);
});

test('without values there is no mean, and one value has no spread', () => {
  expect(momentsOf([])).toEqual({ n: 0, mean: Number.NaN, sd: 0, skewness: 0 });
  expect(momentsOf([7])).toEqual({ n: 1, mean: 7, sd: 0, skewness: 0 });
});

test('one pass says what two passes say', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 });
  fc.assert(
    fc.property(values, (list) => {
      const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
      const squares = list.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
      const moments = momentsOf(list);
      expect(moments.mean).toBeCloseTo(mean, 6);
      expect(moments.sd).toBeCloseTo(Math.sqrt(squares / (list.length - 1)), 5);
      const cubes = list.reduce((sum, value) => sum + (value - mean) ** 3, 0);
      const sd = Math.sqrt(squares / list.length);
      if (sd > 1) expect(moments.skewness).toBeCloseTo(cubes / list.length / sd ** 3, 6);
    }),
  );
});

test('one value in ten that is 1 among zeros is skewed by 2.67', () => {
  // (1 - 2p) / sqrt(p (1 - p))
  expect(momentsOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).skewness).toBeCloseTo(0.8 / 0.3, 12);
});

test('a large offset does not spoil the spread', () => {
  expect(momentsOf([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16]).sd).toBeCloseTo(Math.sqrt(30), 6);
});

test('the spread of equal values is exactly 0, whatever the value', () => {
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: 1, max: 50 }),
      (value, n) => {
        const moments = momentsOf(Array.from({ length: n }, () => value));
        expect(moments.sd).toBe(0);
        // No minus sign before a 0.
        expect(moments.mean).toBe(value + 0);
      },
    ),
  );
});

test('values may come one by one', () => {
  const moments = new RunningMoments();
  for (const value of [3, 5, 10]) moments.add(value);
  expect(moments).toMatchObject(momentsOf([3, 5, 10]));
});
