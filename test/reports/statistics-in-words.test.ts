import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixed } from '../../src/blocks/numbers.ts';
import {
  boundPercent,
  claimedPercent,
  decimalsFor,
  plain,
  sharePercent,
  signed,
  upward,
} from '../../src/reports/statistics-figures.ts';
import {
  differenceInWords,
  figureOf,
  remarksOn,
  summaryInWords,
} from '../../src/reports/statistics-in-words.ts';
import { always, amount, difference, identical, share } from './made-up.ts';

const size = fc.double({ min: 1e-4, max: 1e6, noNaN: true });
const numberIn = (text: string) => Number(text.replaceAll(/[,+%]/g, ''));

describe('digits', () => {
  test('the ends of an interval and the estimate between them are never the same in print', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), size, (middle, half) => {
        const decimals = decimalsFor(middle - half, middle + half);
        const printed = [middle - half, middle, middle + half].map((one) => fixed(one, decimals));
        expect(new Set(printed).size).toBe(3);
      }),
    );
  });

  test('there are no more of them than the interval needs', () => {
    expect([decimalsFor(2.2, 2.6), decimalsFor(101, 109), decimalsFor(2.35, 2.45)]).toEqual([1, 0, 2]);
  });

  test('thousands are grouped, and minus nothing is nothing', () => {
    expect([fixed(12_345.678, 1), fixed(-0.04, 1), signed(0.04, 1), signed(1.25, 1), signed(-3, 0)]).toEqual([
      '12,345.7',
      '0.0',
      '0.0',
      '+1.3',
      '-3',
    ]);
  });

  test('a share of some runs is never printed as none or all', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 100_000 }), fc.nat(), (runs, drawn) => {
        const part = 1 + (drawn % (runs - 1));
        expect(numberIn(sharePercent(part / runs))).toBeGreaterThan(0);
        expect(numberIn(sharePercent(part / runs))).toBeLessThan(100);
      }),
    );
  });

  test('a bound is rounded up and a claim is rounded down', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-5, max: 1, noNaN: true }), (value) => {
        expect(numberIn(boundPercent(value))).toBeGreaterThanOrEqual(100 * value - 1e-6);
        expect(numberIn(upward(1000 * value))).toBeGreaterThanOrEqual(1000 * value - 1e-6);
        expect(numberIn(claimedPercent(value))).toBeLessThanOrEqual(100 * value + 1e-6);
      }),
    );
    expect([boundPercent(0.014867), boundPercent(0.029513), boundPercent(0.058155)]).toEqual([
      '1.5%',
      '3%',
      '5.9%',
    ]);
  });

  test('a figure that stands alone has three digits, or as many as it is whole', () => {
    expect([0, 0.0345678, 1.2345, 99.918217, 12_345].map(plain)).toEqual([
      '0',
      '0.0346',
      '1.23',
      '99.9',
      '12,345',
    ]);
  });
});

describe('a metric over many runs', () => {
  test('has its average, the interval of it, and the number of runs', () => {
    expect(summaryInWords(amount(2.4, 0.2), 'targets')).toBe('2.4 on average (2.2 to 2.6), 200 runs');
    expect(summaryInWords(amount(91.04, 1.2), 'minutes')).toBe(
      '91.0 min on average (89.8 to 92.2), 200 runs',
    );
  });

  test('of a yes or no has the share of the runs', () => {
    expect(summaryInWords(share(0.97, 0.936, 0.986), 'yes or no')).toBe(
      'in 97% of runs (94% to 99%), 200 runs',
    );
  });

  test('that is the same in every run has a bound on the chance of any other, never a bare value', () => {
    expect(summaryInWords(always(0), 'nodes')).toBe('0 in all 200 runs; chance of any other is below 1.5%');
    expect(summaryInWords(share(1, 0.981, 1), 'yes or no')).toBe(
      'in all 200 runs; chance of any other is below 1.5%',
    );
    expect(summaryInWords(share(0, 0, 0.019), 'yes or no')).toBe(
      'in none of 200 runs; chance of any other is below 1.5%',
    );
  });

  test('in which fewer than ten runs differ says that its interval is rough', () => {
    const remark = '! few runs differ (6 of 200): take the interval as rough';
    expect(summaryInWords(amount(0.03, 0.024, { differing: 6 }), 'nodes')).toBe(
      `0.03 on average (0.01 to 0.05), 200 runs; ${remark}`,
    );
    expect(remarksOn(amount(0.05, 0.024, { differing: 10 }), 'nodes')).toEqual([]);
  });

  test('of minutes has the median once a run did not finish, and says how many did not', () => {
    const some = amount(null, 0, { p50: 91, n: 188, undefined: 12, differing: 199 });
    expect(summaryInWords(some, 'minutes')).toBe('median 91 min (12 of 200 runs did not finish)');
    const most = { ...some, p50: null, n: 80, undefined: 120 };
    expect(summaryInWords(most, 'minutes')).toBe('no average: 120 of 200 runs did not finish');
    expect(summaryInWords({ ...most, n: 0, undefined: 200 }, 'minutes')).toBe('finished in none of 200 runs');
  });

  test('that some runs do not have is of the others, and says so', () => {
    expect(summaryInWords(amount(95.5, 0.8, { n: 188, undefined: 12 }), 'percent')).toBe(
      '95.5% on average (94.7 to 96.3), 188 runs; 12 of 200 runs have no value',
    );
  });

  test('of one run is the value, with a word on how little that says', () => {
    expect(summaryInWords(always(8, { n: 1, otherBelow: null, sd: null }), 'targets')).toBe(
      '8 in one run, which says little of others',
    );
    expect(summaryInWords({ ...share(1, null, null), n: 1, otherBelow: null }, 'yes or no')).toBe(
      'yes in one run, which says little of others',
    );
  });

  test('is never told as an estimate between two ends that read the same', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), size, (mean, half) => {
        const { value, interval } = figureOf(amount(mean, half), 'targets')!;
        expect(interval!.split(' to ')).not.toContain(value);
      }),
    );
  });
});

describe('a difference', () => {
  test('has a sign, and its interval has too', () => {
    expect(differenceInWords(difference(-85.6, 2.4, 'better'), 'minutes')).toBe('-86 (-88 to -83)');
    expect(differenceInWords(difference(2, 3.4, 'cannot tell'), 'targets')).toBe('+2 (-1 to +5)');
  });

  test('of shares and of percentages is in points', () => {
    expect(differenceInWords(difference(0.02, 0.034, 'cannot tell'), 'yes or no')).toBe(
      '+2 points (-1 to +5)',
    );
    expect(differenceInWords(difference(-1.2, 0.4, 'worse'), 'percent')).toBe('-1.2 points (-1.6 to -0.8)');
  });

  test('that is nothing in every run is called identical', () => {
    expect(differenceInWords(identical, 'minutes')).toBe('identical in all 200 runs');
  });

  test('that is the same in every run has no interval', () => {
    expect(differenceInWords(difference(10, 0, 'higher'), 'targets')).toBe('+10 in all 200 runs');
  });

  test('of few runs says how many differ', () => {
    const few = difference(0.015, 0, 'cannot tell', { low: null, high: null, differing: 3 });
    expect(differenceInWords(few, 'nodes')).toBe('+0.015 (3 of 200 runs differ)');
  });

  test('without an average counts the runs of which one side has no value', () => {
    const endless = difference(null, 0, 'worse', { n: 0, undefined: 50, differing: 50 });
    expect(differenceInWords(endless, 'minutes')).toBe('no average; 50 of 50 runs differ');
  });

  test('of values that never meet says so', () => {
    const none = difference(null, 0, 'cannot tell', { n: 0, undefined: 50, differing: 0 });
    expect(differenceInWords(none, 'percent')).toBe('both have a value in no run');
  });

  test('of separate samples that hardly differ has no interval, and says why', () => {
    const few = difference(0.01, 0, 'cannot tell', { low: null, high: null, paired: false, differing: null });
    expect(differenceInWords(few, 'nodes')).toBe('+0.01 (too few runs differ)');
  });
});
