/**
 * How fast work spreads, and what stops it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  formatLimit,
  haltingErrorOf,
  maxConcurrencyPattern,
  maxErrorsPattern,
  mustStopSending,
  parseLimit,
  resolveMaxConcurrency,
  resolveMaxErrors,
} from '../../src/aws/rate-control.ts';

describe('the patterns of the API', () => {
  test.each(['1', '10', '4000', '9999999', '1%', '10%', '100%'])('both take %s', (text) => {
    expect(maxConcurrencyPattern.test(text)).toBe(true);
    expect(maxErrorsPattern.test(text)).toBe(true);
  });

  test.each(['0', '0%'])('%s is a MaxErrors, but no MaxConcurrency: nothing would ever be sent', (text) => {
    expect(maxConcurrencyPattern.test(text)).toBe(false);
    expect(maxErrorsPattern.test(text)).toBe(true);
  });

  test.each(['', '-1', '01', '1.5', '101%', '010%', '1 %', '%', '1e2', ' 1', '1\n', 'ten', '10000000'])(
    'neither takes %j',
    (text) => {
      expect(maxConcurrencyPattern.test(text)).toBe(false);
      expect(maxErrorsPattern.test(text)).toBe(false);
    },
  );

  test('whatever they take is read and written back as it was', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.stringMatching(maxConcurrencyPattern), fc.stringMatching(maxErrorsPattern)),
        (text) => {
          expect(formatLimit(parseLimit(text))).toBe(text);
        },
      ),
    );
  });
});

describe('percentages', () => {
  test.each([
    { given: '10%', targets: 50, count: 5, says: '10% of 50 is 5' },
    { given: '10%', targets: 15, count: 1, says: '10% of 15, 1.5, is 1' },
    { given: '29%', targets: 100, count: 29, says: 'no fraction of floating point is lost' },
    { given: '7%', targets: 300, count: 21, says: '7% of 300 is 21, not 20' },
    { given: '100%', targets: 7, count: 7, says: '100% is all' },
    { given: '1%', targets: 99, count: 0, says: '1% of 99 is 0 errors' },
    { given: '0%', targets: 99, count: 0, says: '0% is 0' },
    { given: '12', targets: 5, count: 12, says: 'a number is a number, however few targets there are' },
  ])('MaxErrors: $says', ({ given, targets, count }) => {
    expect(resolveMaxErrors(parseLimit(given), targets, 'down')).toBe(count);
  });

  test('MaxConcurrency is at least 1, however few targets there are', () => {
    expect(resolveMaxConcurrency(parseLimit('1%'), 5, 'down')).toBe(1);
    expect(resolveMaxConcurrency(parseLimit('10%'), 0, 'down')).toBe(1);
  });

  test('are rounded as the model says', () => {
    const limit = parseLimit('10%');
    const rounded = (targets: number) =>
      (['down', 'nearest', 'up'] as const).map((rounding) => resolveMaxErrors(limit, targets, rounding));
    expect(rounded(14)).toEqual([1, 1, 2]);
    expect(rounded(15)).toEqual([1, 2, 2]);
    expect(rounded(20)).toEqual([2, 2, 2]);
  });

  test('grow with the targets, and never exceed them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100 }),
        fc.nat({ max: 1_000_000 }),
        fc.constantFrom('down' as const, 'up' as const, 'nearest' as const),
        (percent, targets, rounding) => {
          const count = resolveMaxErrors({ percent }, targets, rounding);
          expect(count).toBeLessThanOrEqual(targets);
          expect(count).toBeLessThanOrEqual(resolveMaxErrors({ percent }, targets + 1, rounding));
          expect(Math.abs(count * 100 - targets * percent)).toBeLessThan(100);
        },
      ),
    );
  });
});

describe('#send-commands-maxerrors', () => {
  test.each([
    { maxErrors: 3, last: 3, says: 'if you specify 3, it stops when the fourth error is received' },
    { maxErrors: 0, last: 0, says: 'if you specify 0, it stops after the first error' },
  ])('$says', ({ maxErrors, last }) => {
    expect(mustStopSending(last, maxErrors, 'exceeds')).toBe(false);
    expect(mustStopSending(last + 1, maxErrors, 'exceeds')).toBe(true);
  });

  test('study guides stop on the error that reaches the value', () => {
    expect(mustStopSending(2, 3, 'reaches')).toBe(false);
    expect(mustStopSending(3, 3, 'reaches')).toBe(true);
  });

  test('no error never stops it, whatever rules hold', () => {
    expect(mustStopSending(0, 0, 'exceeds')).toBe(false);
    expect(mustStopSending(0, 0, 'reaches')).toBe(false);
    expect(mustStopSending(1, 0, 'reaches')).toBe(true);
  });

  test('the halting error is the first of those on which it stops', () => {
    for (const halt of ['exceeds', 'reaches'] as const) {
      for (let maxErrors = 0; maxErrors <= 50; maxErrors += 1) {
        let errorCount = 0;
        const stops = [
          (count: number) => count > maxErrors,
          (count: number) => count > 0 && count >= maxErrors,
        ][halt === 'exceeds' ? 0 : 1]!;
        while (!stops(errorCount)) errorCount += 1;
        expect(haltingErrorOf(maxErrors, halt)).toBe(errorCount);
      }
    }
  });

  test('the halting error of the largest MaxErrors takes no time', () => {
    expect(haltingErrorOf(9_999_999, 'exceeds')).toBe(10_000_000);
    expect(haltingErrorOf(9_999_999, 'reaches')).toBe(9_999_999);
  });
});
