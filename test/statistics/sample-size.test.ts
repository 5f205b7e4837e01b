import { describe, expect, test } from 'vitest';
import { clopperPearson } from '../../src/statistics/intervals.ts';
import {
  roundedUp,
  runsForMean,
  runsForShareGate,
  runsToRefuteShare,
  runsToResolve,
  runsToShowShare,
} from '../../src/statistics/sample-size.ts';

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

test('a share is shown once misses at the rate seen, and some more, leave room', () => {
  // Without a miss 368 runs, in two digits.
  expect(runsToShowShare(0.99, 0, 0.05)).toBe(370);
  // Four in five times there are at most so many misses, and with them the gate passes.
  const needed = runsToShowShare(0.99, 0.005, 0.05)!;
  const missesAtMost = Math.ceil(0.005 * needed + 0.8416 * Math.sqrt(0.005 * 0.995 * needed));
  expect(runsForShareGate(0.99, missesAtMost)).toBeLessThanOrEqual(needed);
  expect(needed).toBeGreaterThan(runsForShareGate(0.99, Math.floor(0.005 * needed)));
  expect(runsToShowShare(0.99, 0.00999, 0.05)).toBeNull();
});

test('a share is refuted the sooner the further it lies below', () => {
  // ((1.96 * sqrt(0.95 * 0.05) + 0.8416 * 0.5) / 0.45)^2 = 3.6
  expect(runsToRefuteShare(0.95, 0.5, 0.05)).toBe(4);
  expect(runsToRefuteShare(0.95, 0.9, 0.05)).toBe(190);
  expect(runsToRefuteShare(0.95, 0.9499, 0.05)).toBeNull();
});
