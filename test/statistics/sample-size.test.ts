import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../src/statistics/intervals.ts';
import { roundedUp, runsForMean, runsForShareGate, runsToResolve } from '../../src/statistics/sample-size.ts';

describe('runs that show a share', () => {
  test.each([
    [0.95, [72, 110, 142, 173, 202, 230]],
    [0.99, [368, 555, 720, 874, 1022, 1164]],
  ])('of at least %d, with 0 to 5 misses', (limit, expected) => {
    expect([0, 1, 2, 3, 4, 5].map((misses) => runsForShareGate(limit, misses))).toEqual(expected);
  });

  test('one fewer would leave the lower end of the interval below the limit', () => {
    for (const limit of [0.5, 0.8, 0.9, 0.975, 0.995]) {
      for (const misses of [0, 1, 7]) {
        const n = runsForShareGate(limit, misses);
        expect(clopperPearson(n - misses, n).low).toBeGreaterThanOrEqual(limit);
        expect(clopperPearson(n - 1 - misses, n - 1).low).toBeLessThan(limit);
      }
    }
  });

  test('no number of runs shows that something always holds', () => {
    expect(runsForShareGate(1, 0)).toBe(Infinity);
  });

  test('a share of at least nothing is shown by any run', () => {
    expect(runsForShareGate(0, 0)).toBe(1);
  });
});

describe('runs that settle a mean', () => {
  test('half a standard deviation from the bound it takes 32', () => {
    expect(runsForMean({ n: 10, mean: 10.5, sd: 1 }, 10)).toBe(32);
    expect(runsForMean({ n: 10, mean: 9.5, sd: 1 }, 10)).toBe(32);
  });

  test('on the bound, or without spread, there is no such number', () => {
    expect(runsForMean({ n: 10, mean: 10, sd: 1 }, 10)).toBeNull();
    expect(runsForMean({ n: 10, mean: 11, sd: 0 }, 10)).toBeNull();
    expect(runsForMean({ n: 1, mean: 11, sd: 0 }, 10)).toBeNull();
    expect(runsToResolve(1e-12, 1, 0.025)).toBeNull();
  });
});

test('numbers of runs are rounded up to two digits', () => {
  expect([0, 7, 72, 100, 101, 368, 990, 991, 1234, 123_456].map(roundedUp)).toEqual([
    0, 7, 72, 100, 110, 370, 990, 1000, 1300, 130_000,
  ]);
});
