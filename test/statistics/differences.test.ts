import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  pairedAmounts,
  pairedShares,
  unpairedAmounts,
  unpairedShares,
} from '../../src/statistics/differences.ts';

const column = (...values: number[]) => Float64Array.from(values);
const repeated = (n: number, value: number) => new Float64Array(n).fill(value);
/** So many values of 1, then zeros. */
const ones = (count: number, n: number) => Float64Array.from({ length: n }, (_, i) => (i < count ? 1 : 0));
const undefinedValue = Number.NaN;

const everyMethod = { pairedAmounts, pairedShares, unpairedAmounts, unpairedShares };

describe('amounts in pairs', () => {
  const maize = column(49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48);

  test("Darwin's maize: t with 14 degrees of freedom, p = 0.0497", () => {
    const found = pairedAmounts(repeated(15, 0), maize, 0.05);
    expect(found).toMatchObject({ n: 15, undefined: 0, differing: 15, method: 'paired t', claim: 1 });
    expect(found.mean).toBeCloseTo(20.933333, 6);
    expect(found.low).toBeCloseTo(0.031193, 6);
    expect(found.high).toBeCloseTo(41.835473, 6);
    expect(found.sd).toBeCloseTo(37.744378, 6);
    expect(pairedAmounts(repeated(15, 0), maize, 0.0497).claim).toBe(0);
    expect(pairedAmounts(repeated(15, 0), maize, 0.0498).claim).toBe(1);
  });

  test("Student's sleepers: nine of ten sleep longer, which their signs alone show", () => {
    const longer = column(1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4);
    const found = pairedAmounts(repeated(10, 0), longer, 0.004);
    expect(found).toMatchObject({ method: 'sign test', differing: 9, low: null, high: null, claim: 1 });
    expect(pairedAmounts(repeated(10, 0), longer, 0.0039).claim).toBe(0);
  });

  test('many small differences claim nothing against the mean, which one large difference decides', () => {
    const found = pairedAmounts(
      repeated(200, 0),
      column(...repeated(8, -1), 1000, ...repeated(191, 0)),
      0.05,
    );
    expect(found).toMatchObject({ method: 'sign test', differing: 9, mean: 4.96, claim: 0 });
  });

  test('the same difference in every run is claimed, and is its own interval', () => {
    const found = pairedAmounts(repeated(200, 100), repeated(200, 108), 0.001);
    expect(found).toMatchObject({ mean: 8, low: 8, high: 8, claim: 1, method: 'sign test', pairing: null });
  });

  test('pairs of which either value is undefined are left out and counted', () => {
    const [reference, variant] = [repeated(20, 1), Float64Array.from({ length: 20 }, (_, i) => 2 + (i % 3))];
    reference[3] = undefinedValue;
    variant[3] = undefinedValue;
    variant[4] = undefinedValue;
    expect(pairedAmounts(reference, variant, 0.05)).toMatchObject({ n: 18, undefined: 2, differing: 18 });
  });

  test('perfectly shared luck reaches the ceiling of pairing, and equal spreads have none', () => {
    const reference = Float64Array.from({ length: 50 }, (_, i) => i % 10);
    const { pairing } = pairedAmounts(
      reference,
      reference.map((value) => 2 * value),
      0.05,
    );
    expect(pairing?.factor).toBeCloseTo(Math.sqrt(5), 10);
    expect(pairing?.ceiling).toBeCloseTo(Math.sqrt(5), 10);
    const shuffled = reference.map((_, i) => reference[(i + 1) % 50]!);
    expect(pairedAmounts(reference, shuffled, 0.05).pairing).toMatchObject({ ceiling: null });
  });

  test('unequal numbers of replications are no pairs', () => {
    expect(() => pairedAmounts(repeated(3, 0), repeated(4, 0), 0.05)).toThrow('unequal numbers');
  });
});

describe('yes or no in pairs', () => {
  test('of 100 pairs 20 turn to yes and 6 to no: 14 points, half a pair added to each cell', () => {
    const reference = ones(50, 100);
    const variant = Float64Array.from({ length: 100 }, (_, i) => ((i >= 6 && i < 50) || i >= 80 ? 1 : 0));
    const found = pairedShares(reference, variant, 0.05);
    expect(found).toMatchObject({ method: 'Agresti-Min', n: 100, differing: 26, mean: 0.14, claim: 1 });
    // (20 - 6)/102 with a standard error of sqrt(27 - 14^2/102)/102.
    const error = Math.sqrt(27 - 196 / 102) / 102;
    expect(found.low).toBeCloseTo(14 / 102 - 1.959964 * error, 6);
    expect(found.high).toBeCloseTo(14 / 102 + 1.959964 * error, 6);
  });

  test('the interval has a width even where one pair differs', () => {
    const found = pairedShares(ones(0, 200), ones(1, 200), 0.05);
    expect(found.claim).toBe(0);
    expect(found.low).toBeLessThan(0);
    expect(found.high).toBeGreaterThan(0.01);
  });

  test('what the exact test does not bear out is not claimed', () => {
    // p = 2 * 2^-10 = 0.00195 of ten pairs, however clear the interval.
    const found = pairedShares(ones(0, 10), ones(10, 10), 0.001);
    expect(found.low).toBeGreaterThan(0);
    expect(found.claim).toBe(0);
    expect(pairedShares(ones(0, 10), ones(10, 10), 0.002).claim).toBe(1);
  });
});

describe('amounts of unrelated runs', () => {
  test("two small samples with t = 2.455 and 24.99 degrees of freedom by Welch's formula", () => {
    const first = [27.5, 21, 19, 23.6, 17, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19, 21.7, 21.4];
    const second = [27.1, 22, 20.8, 23.4, 23.4, 23.5, 25.8, 22, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
    const found = unpairedAmounts(column(...first), column(...second), 0.05);
    expect(found).toMatchObject({ method: 'Welch', n: 15, differing: null, pairing: null, claim: 1 });
    expect(found.low).toBeCloseTo(0.349237, 6);
    expect(found.high).toBeCloseTo(3.984096, 6);
    expect(unpairedAmounts(column(...first), column(...second), 0.0213).claim).toBe(0);
    expect(unpairedAmounts(column(...first), column(...second), 0.0214).claim).toBe(1);
  });

  test('nine runs with losses on one side only are claimed by permutation, p = 0.0036', () => {
    const found = unpairedAmounts(repeated(200, 0), ones(9, 200), 0.0037);
    expect(found).toMatchObject({ method: 'permutation test', mean: 0.045, low: null, high: null, claim: 1 });
    expect(unpairedAmounts(repeated(200, 0), ones(9, 200), 0.0035).claim).toBe(0);
  });

  test('one run with a great loss is not claimed', () => {
    const outage = column(5000, ...repeated(199, 0));
    expect(unpairedAmounts(repeated(200, 0), outage, 0.05).claim).toBe(0);
  });

  test('two constants that differ are claimed if there are runs enough', () => {
    expect(unpairedAmounts(repeated(30, 1), repeated(30, 2), 0.001)).toMatchObject({
      low: 1,
      high: 1,
      claim: 1,
    });
    expect(unpairedAmounts(repeated(2, 1), repeated(2, 2), 0.05).claim).toBe(0);
  });

  test('runs without a value are left out on their own side', () => {
    const reference = Float64Array.from({ length: 20 }, (_, i) => (i < 5 ? undefinedValue : i));
    const variant = Float64Array.from({ length: 20 }, (_, i) => (i < 2 ? undefinedValue : i));
    expect(unpairedAmounts(reference, variant, 0.05)).toMatchObject({ n: 15, undefined: 5, mean: -1.5 });
  });
});

describe('yes or no of unrelated runs', () => {
  test('9 of 10 against 3 of 10, each with one yes and one no added', () => {
    const found = unpairedShares(ones(3, 10), ones(9, 10), 0.05);
    expect(found).toMatchObject({ method: 'Agresti-Caffo', claim: 1 });
    expect(found.mean).toBeCloseTo(0.6, 12);
    const error = Math.sqrt(((10 / 12) * (2 / 12)) / 12 + ((4 / 12) * (8 / 12)) / 12);
    expect(found.low).toBeCloseTo(0.5 - 1.959964 * error, 6);
    expect(found.high).toBeCloseTo(0.5 + 1.959964 * error, 6);
  });
});

describe.each(Object.entries(everyMethod))('%s', (name, method) => {
  const yesOrNo = name.endsWith('Shares');
  const values = yesOrNo ? fc.constantFrom(0, 1) : fc.constantFrom(0, 0, 0, 1, 2, 7, 30.5);
  const columns = fc
    .array(fc.tuple(fc.option(values, { nil: undefinedValue }), values), { minLength: 1, maxLength: 60 })
    .map((pairs) => [column(...pairs.map(([a]) => a)), column(...pairs.map(([, b]) => b))] as const);
  const alphas = fc.constantFrom(0.05, 0.01, 0.001);

  test('says that what is equal is identical, and claims nothing of it', () => {
    const same = column(0, 1, undefinedValue, 1);
    expect(method(same, same.slice(), 0.05)).toMatchObject({
      method: 'identical',
      n: 3,
      undefined: 1,
      mean: 0,
      low: null,
      high: null,
      claim: 0,
    });
    expect(method(column(undefinedValue), column(undefinedValue), 0.05)).toMatchObject({
      method: 'identical',
      n: 0,
      mean: null,
    });
  });

  test('does not call identical what is undefined on one side only', () => {
    const found = method(column(0, 1, 1), column(0, 1, undefinedValue), 0.05);
    expect(found.method).not.toBe('identical');
    expect(found).toMatchObject({ n: 2, undefined: 1, claim: 0 });
    expect(method(column(1, 1), column(undefinedValue, undefinedValue), 0.05)).toMatchObject({
      n: 0,
      undefined: 2,
      mean: null,
      low: null,
      high: null,
      claim: 0,
    });
  });

  test('changes its sign when the two are exchanged', () => {
    fc.assert(
      fc.property(columns, alphas, ([first, second], alpha) => {
        const [there, back] = [method(first, second, alpha), method(second, first, alpha)];
        expect(there.claim + back.claim).toBe(0);
        expect(there.method).toBe(back.method);
        expect((there.mean ?? 0) + (back.mean ?? 0)).toBeCloseTo(0, 9);
        expect((there.low ?? 0) + (back.high ?? 0)).toBeCloseTo(0, 9);
      }),
    );
  });

  test('claims nothing that its interval leaves open, and no more at a smaller alpha', () => {
    fc.assert(
      fc.property(columns, ([first, second]) => {
        const [loose, strict] = [method(first, second, 0.05), method(first, second, 0.005)];
        if (loose.claim === 1 && loose.low !== null) expect(loose.low).toBeGreaterThan(0);
        if (loose.claim === -1 && loose.high !== null) expect(loose.high).toBeLessThan(0);
        if (strict.claim !== 0) expect(loose.claim).toBe(strict.claim);
      }),
    );
  });

  test('leaves no number out of its counts', () => {
    fc.assert(
      fc.property(columns, ([first, second]) => {
        const found = method(first, second, 0.05);
        expect(found.n + found.undefined).toBe(first.length);
        for (const value of [found.sd, found.mean ?? 0, found.low ?? 0, found.high ?? 0])
          expect(value).not.toBeNaN();
      }),
    );
  });
});
