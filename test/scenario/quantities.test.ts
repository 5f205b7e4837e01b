import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Slip } from '../../src/fields/fields.ts';
import { parseDuration, parseShare, parseTime } from '../../src/fields/quantities.ts';

const messageOf = (result: unknown) => (result instanceof Slip ? result.message : undefined);
const helpOf = (result: unknown) => (result instanceof Slip ? result.options.help : undefined);

describe('a duration', () => {
  test.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['4m', 240_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['0s', 0],
    ['0.07s', 70],
    ['1d2h3m4s5ms', 93_784_005],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  test.each([
    '',
    '4',
    '-4m',
    '4 m',
    '4M',
    'm',
    '4m4m',
    '4s4m',
    '4m 3s',
    '1e3s',
    '.5h',
    '5.m',
    '101000d',
    '0.1ms',
    '4w',
  ])('"%s" is none', (text) => {
    expect(parseDuration(text)).toBeInstanceOf(Slip);
  });

  test.each([
    ['40', 'a bare number has no unit: write 40s or 40m'],
    ['40 min', 'did you mean 40m?'],
    ['40 seconds', 'did you mean 40s?'],
    ['40M', 'did you mean 40m?'],
    ['3 days', 'did you mean 3d?'],
    ['250 milliseconds', 'did you mean 250ms?'],
    ['2 weeks', 'did you mean 14d?'],
    ['4s4m', 'each unit once, the largest first'],
  ])('%s gets the hint: %s', (text, help) => {
    expect(helpOf(parseDuration(text))).toBe(help);
  });

  test('written in any mixture of units is their sum', () => {
    const amount = fc.nat(1_000);
    fc.assert(
      fc.property(amount, amount, amount, (hours, minutes, seconds) => {
        const sum = hours * 3_600_000 + minutes * 60_000 + seconds * 1_000;
        expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(sum);
      }),
    );
  });
});

describe('a share', () => {
  test.each([
    ['5%', 0.05],
    ['1.5%', 0.015],
    ['0%', 0],
    ['100%', 1],
    ['98 %', 0.98],
  ])('%s is %d', (text, share) => {
    expect(parseShare(text)).toBe(share);
  });

  test.each(['', '5', '101%', '-1%', '%', '0.5.5%', '5%%', 'all'])('"%s" is none', (text) => {
    expect(parseShare(text)).toBeInstanceOf(Slip);
  });

  test.each([
    ['0.05', 'did you mean 5%?'],
    ['0.07', 'did you mean 7%?'],
    ['20', 'did you mean 20%?'],
  ])('%s gets the hint: %s', (text, help) => {
    expect(helpOf(parseShare(text))).toBe(help);
  });
});

describe('a time', () => {
  test.each([
    ['2025-01-05', '2025-01-05T00:00:00.000Z'],
    ['2025-01-05T02:00:00Z', '2025-01-05T02:00:00.000Z'],
    ['2025-01-05T02:00Z', '2025-01-05T02:00:00.000Z'],
    ['2025-01-05T02:00:00.125Z', '2025-01-05T02:00:00.125Z'],
    ['2025-01-05T02:00:00+08:00', '2025-01-04T18:00:00.000Z'],
    ['2025-01-05T02:00:00-0330', '2025-01-05T05:30:00.000Z'],
    ['2025-01-05T02:00:00+08', '2025-01-04T18:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2000-02-29', '2000-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseTime(text)).toBe(Date.parse(iso));
  });

  test.each([
    ['2025-02-29', 'expected a date that exists'],
    ['1900-02-29', 'expected a date that exists'],
    ['2025-04-31', 'expected a date that exists'],
    ['2025-13-01', 'expected a date that exists'],
    ['2025-00-01', 'expected a date that exists'],
    ['2025-01-05T24:00:00Z', 'expected a time of day from 00:00:00 to 23:59:59'],
    ['2025-01-05T02:60:00Z', 'expected a time of day from 00:00:00 to 23:59:59'],
    ['2025-01-05T23:59:60Z', 'expected a time of day from 00:00:00 to 23:59:59'],
    ['2025-01-05T02:00:00+15:00', 'expected an offset from -14:00 to +14:00'],
  ])('%s: %s', (text, message) => {
    expect(messageOf(parseTime(text))).toBe(message);
  });

  test.each([
    '',
    'yesterday',
    '2025',
    '2025-1-5',
    '05.01.2025',
    '20250105',
    '2025-01-05T02Z',
    '1736042400',
    '2025-01-05Z',
  ])('"%s" is none', (text) => {
    expect(parseTime(text)).toBeInstanceOf(Slip);
  });

  test.each([
    ['2025-01-05T02:00:00', 'is it UTC? then write 2025-01-05T02:00:00Z'],
    ['2025-01-05 02:00:00Z', 'put a T between date and time: 2025-01-05T02:00:00Z'],
    ['2025-02-30', 'that month has 28 days'],
  ])('%s gets the hint: %s', (text, help) => {
    expect(helpOf(parseTime(text))).toBe(help);
  });

  test('that JavaScript writes is read back', () => {
    const date = fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (each) => {
        expect(parseTime(each.toISOString())).toBe(each.getTime());
      }),
    );
  });
});
