import { describe, expect, test } from 'vitest';
import {
  pickSmallestMean,
  probabilityOfRightPick,
  regretBound,
  tooCloseToCall,
} from '../../src/statistics/selection.ts';

const runs = (n: number, valueAt: (i: number) => number) =>
  Float64Array.from({ length: n }, (_, i) => valueAt(i));
/** Sixteen values that differ from the base by 1 on average, with a standard deviation of 0.8. */
const base = runs(16, (i) => 10 + (i % 5));
const spread = Math.sqrt((0.8 * 0.8 * 15) / 16);
const worse = base.map((value, i) => value + 1 + (i % 2 === 0 ? spread : -spread));
const endless = runs(16, (i) => (i === 3 ? Infinity : 1));

describe('the pick', () => {
  test('is the first of those with the smallest mean', () => {
    expect(pickSmallestMean([worse, base, base.slice()])).toBe(1);
    expect(pickSmallestMean([base])).toBe(0);
  });

  test('is never one that is infinite in any run, unless all are', () => {
    expect(pickSmallestMean([endless, worse])).toBe(1);
    expect(pickSmallestMean([endless, endless.slice()])).toBe(0);
  });
});

describe('between a pick and a rival that is 5 standard errors worse', () => {
  test('the pick may be worse by nothing', () => {
    expect(regretBound([base, worse], 0)).toBe(0);
  });

  test('the other pick would be worse by 1 and 1.753 standard errors at most', () => {
    // t(0.95; 15) = 1.7531, with a standard error of 0.2.
    expect(regretBound([base, worse], 1)).toBeCloseTo(1 + 1.7531 * 0.2, 4);
    // Of three each gets half of the chance: t(0.975; 15) = 2.1314.
    expect(regretBound([base, worse, worse], 1)).toBeCloseTo(1 + 2.1314 * 0.2, 4);
  });

  test('the pick is right unless t with 15 degrees of freedom exceeds 5', () => {
    expect(probabilityOfRightPick([base, worse], 0, 0)).toBeCloseTo(1 - 0.0000796, 6);
    expect(probabilityOfRightPick([base, worse], 1, 0)).toBeCloseTo(0.0000796, 6);
  });

  test('what is forgiven counts', () => {
    // P(T <= -0.5 / 0.2)
    expect(probabilityOfRightPick([base, worse], 1, 0.5)).toBeCloseTo(0.0122525, 6);
    expect(probabilityOfRightPick([base, worse], 1, 1)).toBeCloseTo(0.5, 10);
  });

  test('each rival adds its own chance', () => {
    const one = 1 - probabilityOfRightPick([base, worse], 0, 0);
    const noisy = worse.map((value, i) => value + (i % 3));
    const two = 1 - probabilityOfRightPick([base, noisy], 0, 0);
    expect(probabilityOfRightPick([noisy, base, worse], 1, 0)).toBeCloseTo(1 - one - two, 12);
  });

  test('it is not too close to call', () => {
    expect(tooCloseToCall([worse, base])).toEqual([1]);
  });
});

describe('variants that are equal in all runs', () => {
  test('are too close to call, none is worse, and each may be the better one', () => {
    const columns = [base, base.slice()];
    expect(tooCloseToCall(columns)).toEqual([0, 1]);
    expect(regretBound(columns, 0)).toBe(0);
    expect(probabilityOfRightPick(columns, 0, 0)).toBe(0.5);
  });

  test('are right within anything', () => {
    expect(probabilityOfRightPick([base, base.slice()], 0, 0.1)).toBe(1);
  });
});

test('three runs of 200 that differ decide nothing, though t would say so', () => {
  const rare = runs(200, (i) => (i < 3 ? 1 : 0));
  const columns = [runs(200, () => 0), rare];
  // The chance of three equal signs is 1 in 8.
  expect(probabilityOfRightPick(columns, 0, 0)).toBeCloseTo(0.875, 12);
  expect(tooCloseToCall(columns)).toEqual([0, 1]);
});

describe('one that is infinite in some run', () => {
  test('is out of the question', () => {
    expect(tooCloseToCall([endless, base])).toEqual([1]);
    expect(probabilityOfRightPick([endless, base], 1, 0)).toBe(1);
    expect(regretBound([endless, base], 1)).toBe(0);
  });

  test('leaves everything open against another of its kind', () => {
    expect(tooCloseToCall([endless, endless.slice()])).toEqual([0, 1]);
    expect(probabilityOfRightPick([endless, endless.slice()], 0, 0)).toBe(0.5);
    expect(regretBound([endless, endless.slice()], 0)).toBe(Infinity);
  });
});

test('the only variant is right', () => {
  expect(tooCloseToCall([base])).toEqual([0]);
  expect(probabilityOfRightPick([base], 0, 0)).toBe(1);
  expect(regretBound([base], 0)).toBe(0);
});

test('from one run nothing follows', () => {
  const columns = [Float64Array.of(1), Float64Array.of(2)];
  expect(tooCloseToCall(columns)).toEqual([0, 1]);
  expect(probabilityOfRightPick(columns, 0, 0)).toBe(0.5);
  expect(regretBound(columns, 0)).toBe(Infinity);
});

describe('a variant that a rare outage spoils', () => {
  const steady = runs(200, (i) => 10 + (i % 7) / 100);
  /** The usual value is one, so that what departs from it can be counted. */
  const rare = (outages: number, size: number) => runs(200, (i) => (i < outages ? 9 + size : 9));

  test('is not picked with confidence where a few more of them would cost what it is ahead', () => {
    // 3 of 200 may be 4.1%, by Clopper and Pearson: 2.5 points more of 50 each are more than the 0.28 that it is ahead.
    expect(probabilityOfRightPick([rare(3, 50), steady], 0, 0)).toBeLessThanOrEqual(0.5);
    expect(tooCloseToCall([rare(3, 50), steady])).toEqual([0, 1]);
    expect(regretBound([rare(3, 50), steady], 0)).toBeGreaterThan(0.8);
  });

  test('is picked with confidence where they would not', () => {
    expect(probabilityOfRightPick([rare(3, 10), steady], 0, 0)).toBeGreaterThan(0.99);
    expect(tooCloseToCall([rare(3, 10), steady])).toEqual([0]);
  });

  test('is as good as without outages if the other one suffers the same', () => {
    const also = rare(3, 50).map((value, i) => value + 1 + (i % 7) / 100);
    expect(probabilityOfRightPick([rare(3, 50), also], 0, 0)).toBeGreaterThan(0.99);
  });
});
