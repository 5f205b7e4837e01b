import stdlibExp from '@stdlib/math-base-special-exp';
import stdlibLn from '@stdlib/math-base-special-ln';
import { describe, expect, test } from 'vitest';
import { exp, ln } from '../../src/kernel/math.ts';
import { RandomStreams } from '../../src/kernel/random.ts';

/** From 2^-53 to 1, below and above; tiny and huge; around 1, where the series takes over. */
const argumentsOf = (u: number): number[] => [
  u,
  1 / u,
  1 + (u - 0.5) * 4e-6,
  0.5 + u,
  u * 1e-307,
  u * 1e-310,
];

describe('ln', () => {
  test('equals an independent port of fdlibm to the last bit on 300,000 arguments', () => {
    const stream = new RandomStreams('ln').stream('arguments');
    const different: number[] = [];
    for (let i = 0; i < 50_000; i += 1) {
      const u = stream.uniform(i, 0);
      for (const x of argumentsOf(u)) if (!Object.is(ln(x), stdlibLn(x))) different.push(x);
    }
    expect(different).toEqual([]);
  });

  test.each([
    [1e-300, -690.7755278982137],
    [0.5, -Math.LN2],
    [1, 0],
    [2, Math.LN2],
    [1e10, 23.025850929940457],
    [5e-324, -744.4400719213812],
    [0, -Infinity],
    [-0, -Infinity],
    [-1, Number.NaN],
    [Number.NaN, Number.NaN],
    [Infinity, Infinity],
  ])('of %d is %d', (x, expected) => {
    expect(ln(x)).toBe(expected);
  });
});

describe('exp', () => {
  test('equals an independent port of fdlibm to the last bit on 200,000 arguments', () => {
    const stream = new RandomStreams('exp').stream('arguments');
    const different: number[] = [];
    for (let i = 0; i < 50_000; i += 1) {
      const centred = stream.uniform(i, 0) - 0.5;
      for (const x of [centred * 1488, centred * 20, centred, centred * 1e-7]) {
        if (!Object.is(exp(x), stdlibExp(x))) different.push(x);
      }
    }
    expect(different).toEqual([]);
  });

  test.each([
    [-746, 0],
    // Here that port says 0; the smallest number is the nearer one.
    [-744.9, 5e-324],
    [-1, 0.36787944117144233],
    [0, 1],
    [1e-10, 1.0000000001],
    [0.5, 1.6487212707001282],
    [10, 22026.465794806718],
    [700, 1.0142320547350045e304],
    [710, Infinity],
    [Infinity, Infinity],
    [-Infinity, 0],
    [Number.NaN, Number.NaN],
  ])('of %d is %d', (x, expected) => {
    expect(exp(x)).toBe(expected);
  });
});
