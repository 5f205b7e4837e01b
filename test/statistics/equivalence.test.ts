import { describe, expect, test } from 'vitest';
import { RandomStreams } from '../../src/kernel/random.ts';
import { equivalence, unpairedEquivalence } from '../../src/statistics/equivalence.ts';

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

describe('a change that few runs show', () => {
  /** Of 200 runs: so many differ, by as much. */
  const few = (count: number, by: number) =>
    compared(
      runs(200, () => 5),
      runs(200, (i) => (i < count ? 5 + by : 5)),
      0.5,
    );

  test('is not within by t alone, since a few runs more would be too many', () => {
    // t ends at 0.15 + 1.65 * 0.15; one run of 200 may be one of 43, of 30 each.
    expect(few(1, 30)).toMatchObject({ outcome: 'inconclusive', needed: 2000 });
    expect(few(1, 30).high).toBeGreaterThan(0.5);
  });

  test('is within if several times as many would be', () => {
    expect(few(1, 10).outcome).toBe('within');
    expect(few(9, 1).outcome).toBe('within');
  });

  test('passes in at most 5% of cases if it is as large as the tolerance', () => {
    const stream = new RandomStreams('snapshot').stream('rare changes');
    for (const [rank, by] of [15, 12, 10].entries()) {
      const share = 0.5 / by;
      let passed = 0;
      for (let trial = 0; trial < 1_000; trial += 1) {
        const after = runs(200, (i) => (stream.uniform(rank, trial, i) < share ? 5 + by : 5));
        const { outcome } = compared(
          runs(200, () => 5),
          after,
          0.5,
        );
        if (outcome === 'within' || outcome === 'unchanged') passed += 1;
      }
      expect(passed).toBeLessThanOrEqual(50);
    }
  });
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

describe('of separate samples', () => {
  const alternating = (n: number, shift: number) => runs(n, (i) => 10 + (i % 2) + shift);
  const apart = (one: Float64Array, other: Float64Array, tolerance: number) =>
    unpairedEquivalence(one, other, tolerance, { alphaMoved, isShare: false });

  test.each([
    { shift: 0.1, outcome: 'within' },
    { shift: 1, outcome: 'moved' },
    { shift: 0.45, outcome: 'inconclusive' },
  ])('a change of $shift where 0.5 is tolerated: $outcome', ({ shift, outcome }) => {
    expect(apart(alternating(100, 0), alternating(120, shift), 0.5).outcome).toBe(outcome);
  });

  test('it takes more runs to settle than there were', () => {
    const { needed } = apart(alternating(100, 0), alternating(120, 0.49), 0.5);
    expect(needed).toBeGreaterThan(100);
  });

  test('values that vanish in a tenth of the runs have moved', () => {
    const after = alternating(200, 0).map((value, i) => (i % 10 === 0 ? Number.NaN : value));
    expect(apart(alternating(200, 0), after, 0.5).outcome).toBe('moved');
  });

  test('constants that are equal are unchanged, however many', () => {
    const constant = (n: number) => runs(n, () => 3);
    expect(apart(constant(100), constant(50), 0.5).outcome).toBe('unchanged');
  });
});
