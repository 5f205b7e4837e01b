/** Against SciPy 1.17, which enumerates. */
import { describe, expect, test } from 'vitest';
import { exactSignTest, exactSignTestOf, permutationTest } from '../../src/statistics/exact-tests.ts';

describe('the sign test', () => {
  test.each([
    [9, 0, 0.00390625],
    [1, 8, 0.0390625],
    [2, 10, 0.03857421875],
    [5, 5, 1],
    [0, 0, 1],
  ])('%d above and %d below', (above, below, p) => {
    expect(exactSignTest(above, below)).toBeCloseTo(p, 12);
  });

  test('differences of 0 count on neither side', () => {
    expect(exactSignTestOf(Float64Array.of(0, -3, -1, 0, 2, -7))).toEqual({
      differing: 4,
      direction: -1,
      p: exactSignTest(1, 3),
    });
  });
});

describe('the permutation test', () => {
  const none = (n: number) => Array.from({ length: n }, () => 0);

  test.each([
    { name: 'amounts', first: [0, 0, 0, 1, 2.5], second: [0, 3, 0, 0, 4, 0], p: 0.696969696969697 },
    {
      name: 'counts',
      first: [...none(17), 3, 1, 0],
      second: [...none(12), 2, 5, 1, 7],
      p: 0.17192937781173073,
    },
    {
      name: 'yes or no, as by Fisher',
      first: none(8),
      second: [...none(4), 1, 1, 1, 1],
      p: 0.07692307692307693,
    },
  ])('of $name', ({ first, second, p }) => {
    const found = permutationTest(Float64Array.from(first), Float64Array.from(second), 9);
    expect(found.p).toBeCloseTo(p, 12);
  });

  test('is the same around any usual value, in either order and mirrored', () => {
    const [first, second] = [Float64Array.of(0, 0, 0, 1, 2.5), Float64Array.of(0, 3, 0, 0, 4, 0)];
    const { p } = permutationTest(first, second, 9);
    const shifted = (values: Float64Array) => values.map((value) => 100 - 2 * value);
    expect(permutationTest(shifted(second), shifted(first), 9).p).toBeCloseTo(p, 12);
  });

  test('is not asked when too many values are unusual', () => {
    expect(permutationTest(Float64Array.of(0, 0, 1), Float64Array.of(2, 0, 3), 2)).toEqual({
      differing: 3,
      p: Number.NaN,
    });
  });
});
