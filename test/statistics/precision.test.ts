import { expect, test } from 'vitest';
import { isPreciseEnough, isSharePreciseEnough, lookAt } from '../../src/statistics/precision.ts';

test('looks are at 30, then half as many again', () => {
  const looks = [0];
  while (looks.length < 9) looks.push(lookAt(looks.at(-1)!));
  expect(looks.slice(1)).toEqual([30, 45, 68, 102, 152, 228, 342, 513]);
});

test('from between two looks the next is the later one', () => {
  expect([29, 30, 31, 44, 45].map(lookAt)).toEqual([30, 45, 45, 45, 68]);
});

test('half a width of 0.5 is precise enough from 18 standard deviations squared on', () => {
  // t(0.975; 99) = 1.984, so that 100 values of sd 2.5 give half a width of 0.496.
  expect(isPreciseEnough({ n: 100, mean: 3, sd: 2.5 }, { absolute: 0.5 })).toBe(true);
  expect(isPreciseEnough({ n: 100, mean: 3, sd: 2.53 }, { absolute: 0.5 })).toBe(false);
});

test('a relative width is one of the estimate, tightened so that it holds of the true mean', () => {
  // Half a width of 4.96 is 5% of 100, but the true mean may be 95.
  expect(isPreciseEnough({ n: 100, mean: 100, sd: 25 }, { relative: 0.05 })).toBe(false);
  expect(isPreciseEnough({ n: 100, mean: 105, sd: 25 }, { relative: 0.05 })).toBe(true);
  expect(isPreciseEnough({ n: 100, mean: -105, sd: 25 }, { relative: 0.05 })).toBe(true);
});

test('equal values are never precise enough, and fewer than 30 neither', () => {
  expect(isPreciseEnough({ n: 9000, mean: 0, sd: 0 }, { absolute: 10 })).toBe(false);
  expect(isPreciseEnough({ n: 29, mean: 3, sd: 0.001 }, { absolute: 10 })).toBe(false);
  expect(isSharePreciseEnough(9000, 9000, 0.05)).toBe(false);
  expect(isSharePreciseEnough(0, 9000, 0.05)).toBe(false);
  expect(isSharePreciseEnough(15, 29, 0.5)).toBe(false);
});

test('skewed values take more than 25 runs for each unit of the square of their skewness', () => {
  // 25 * 2^2 = 100.
  expect(isPreciseEnough({ n: 100, mean: 3, sd: 1, skewness: -2 }, { absolute: 0.5 })).toBe(false);
  expect(isPreciseEnough({ n: 101, mean: 3, sd: 1, skewness: -2 }, { absolute: 0.5 })).toBe(true);
});

test('a share of a half is known to five points after 400 runs', () => {
  expect(isSharePreciseEnough(190, 380, 0.05)).toBe(false);
  expect(isSharePreciseEnough(200, 400, 0.05)).toBe(true);
});
