import { describe, expect, test } from 'vitest';
import { equivalence } from '../../src/statistics/equivalence.ts';

const alphaMoved = 0.01;
const compared = (before: Float64Array, after: Float64Array, tolerance: number) =>
  equivalence(before, after, tolerance, { alphaMoved });
const runs = (n: number, valueAt: (i: number) => number) =>
  Float64Array.from({ length: n }, (_, i) => valueAt(i));
/** 100 runs of which each differs from before by 0 or 2 times the mean. */
const before = runs(100, (i) => 50 + (i % 7));
const shifted = (mean: number) => before.map((value, i) => value + (i % 2 === 0 ? 0 : 2 * mean));

test('equal values are unchanged, though some are undefined', () => {
  const column = runs(10, (i) => (i < 3 ? Number.NaN : i));
  expect(compared(column, column.slice(), 0)).toEqual({
    outcome: 'unchanged',
    mean: 0,
    low: 0,
    high: 0,
    needed: null,
  });
});

test('a difference whose 90% interval lies inside the tolerance is within', () => {
  // The standard error is |mean| / sqrt(99), and t(0.95; 99) = 1.66.
  expect(compared(before, shifted(0.4), 0.5)).toMatchObject({ outcome: 'within', needed: null });
  expect(compared(before, shifted(-0.4), 0.5).outcome).toBe('within');
  expect(compared(before, shifted(0.42), 0.42 * (1 + 1.661 / Math.sqrt(99))).outcome).toBe('within');
  expect(compared(before, shifted(0.42), 0.42 * (1 + 1.66 / Math.sqrt(99))).outcome).toBe('inconclusive');
});

test('a difference whose interval lies wholly outside has moved, in either direction', () => {
  for (const mean of [1, -1]) {
    const found = compared(before, shifted(mean), 0.5);
    expect(found).toMatchObject({ outcome: 'moved', needed: null });
    expect(found.mean).toBeCloseTo(mean, 10);
  }
});

test('a significant difference within the tolerance has not moved', () => {
  expect(compared(before, shifted(0.01), 0.5).outcome).toBe('within');
});

test('in between it is inconclusive, with a number of runs that would settle it', () => {
  const found = compared(before, shifted(0.55), 0.5);
  expect(found.outcome).toBe('inconclusive');
  // ((2.576 + 0.842) * 0.553 / 0.05)^2, to two digits.
  expect(found.needed).toBe(1500);
});

test('on the tolerance itself no number of runs settles it', () => {
  const found = compared(
    runs(4, () => 0),
    Float64Array.of(0, 1, 0, 1),
    0.5,
  );
  expect(found).toMatchObject({ outcome: 'inconclusive', mean: 0.5, needed: null });
});

test('the number of runs asked for is more than there were', () => {
  const found = compared(
    runs(8, () => 0),
    Float64Array.of(9, -9, 9, -9, 1, 1, 1, 1),
    4,
  );
  expect(found.outcome).toBe('inconclusive');
  expect(found.needed).toBeGreaterThan(8);
});

test('a tolerance of 0 means exactly', () => {
  const after = before.slice();
  after[7] = 0;
  expect(compared(before, after, 0).outcome).toBe('moved');
});

test('a single run is within or has moved, never in between', () => {
  expect(compared(Float64Array.of(5), Float64Array.of(5.4), 0.5).outcome).toBe('within');
  expect(compared(Float64Array.of(5), Float64Array.of(5.6), 0.5).outcome).toBe('moved');
  expect(compared(Float64Array.of(5), Float64Array.of(Number.NaN), 0.5).outcome).toBe('moved');
});

test('the same difference in all runs is its own interval', () => {
  const found = compared(
    runs(50, () => 3),
    runs(50, () => 4),
    0.5,
  );
  expect(found).toEqual({ outcome: 'moved', mean: 1, low: 1, high: 1, needed: null });
  expect(
    compared(
      runs(50, () => 3),
      runs(50, () => 4),
      1,
    ).outcome,
  ).toBe('within');
});

describe('values that appear or vanish', () => {
  const vanishing = (n: number, count: number) => ({
    before: runs(n, () => 3),
    after: runs(n, (i) => (i < count ? Number.NaN : 3)),
  });

  test.each([
    { n: 200, count: 20, outcome: 'moved' },
    { n: 200, count: 1, outcome: 'inconclusive' },
    { n: 2000, count: 1, outcome: 'within' },
    { n: 30, count: 30, outcome: 'moved' },
  ])('in $count of $n runs: $outcome', ({ n, count, outcome }) => {
    const columns = vanishing(n, count);
    expect(compared(columns.before, columns.after, 0.5).outcome).toBe(outcome);
    expect(compared(columns.after, columns.before, 0.5).outcome).toBe(outcome);
  });
});
