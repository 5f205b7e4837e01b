import { describe, expect, test } from 'vitest';
import { survivorsOfKimNelson } from '../../src/statistics/kim-nelson.ts';

const runs = (n: number, valueAt: (i: number) => number) =>
  Float64Array.from({ length: n }, (_, i) => valueAt(i));

describe('the procedure of Kim and Nelson', () => {
  const noise = (i: number) => ((i * 37) % 11) - 5;
  const good = runs(400, (i) => 100 + noise(i));
  const bad = runs(400, (i) => 101 + noise(i + 6));

  test('throws nobody out before 30 runs', () => {
    expect(survivorsOfKimNelson([good.subarray(0, 29), bad.subarray(0, 29)], 1)).toEqual([0, 1]);
  });

  test('throws out the worse one as soon as it is too far behind', () => {
    const within = 0.3;
    const survivorsAt = (n: number) =>
      survivorsOfKimNelson([good.subarray(0, n), bad.subarray(0, n)], within);
    const numbers = Array.from({ length: 371 }, (_, i) => i + 30);

    const gaps = Array.from(bad, (value, i) => value - good[i]!);
    const meanOf = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;
    const first30 = gaps.slice(0, 30);
    const variance = first30.reduce((sum, gap) => sum + (gap - meanOf(first30)) ** 2, 0) / 29;
    // eta = ((2 * 0.05)^(-2/29) - 1) / 2, and h^2 = 2 eta (30 - 1).
    const h2 = 29 * (0.1 ** (-2 / 29) - 1);
    const allowed = (r: number) => Math.max(0, (within / (2 * r)) * ((h2 * variance) / within ** 2 - r));
    const byHand = numbers.find((r) => meanOf(gaps.slice(0, r)) > allowed(r))!;

    expect(byHand).toBeGreaterThan(30);
    expect(survivorsAt(byHand - 1)).toEqual([0, 1]);
    expect(survivorsAt(byHand)).toEqual([0]);
  });

  test('more runs never bring anybody back', () => {
    const columns = [bad, good, runs(400, (i) => 100.2 + noise(i + 5))];
    let left = [0, 1, 2];
    for (let n = 30; n <= 400; n += 10) {
      const next = survivorsOfKimNelson(
        columns.map((column) => column.subarray(0, n)),
        0.5,
      );
      expect(left).toEqual(expect.arrayContaining(next));
      left = next;
    }
    expect(left).not.toContain(0);
  });

  test('of equal variants the first is left', () => {
    expect(survivorsOfKimNelson([good, good.slice(), good.slice()], 1)).toEqual([0]);
  });

  test('an indifference of nothing settles nothing', () => {
    expect(survivorsOfKimNelson([good, bad], 0)).toEqual([0, 1]);
  });

  test('one that is infinite in some run goes', () => {
    const sometimes = good.map((value, i) => (i === 50 ? Infinity : value - 50));
    expect(survivorsOfKimNelson([sometimes, good], 1)).toEqual([1]);
  });
});
