/**
 * Recurrences by hand where RFC 5545 says them in words, and random ones with the times that a library found. It is not asked
 * here, since it walks to the year 9999 where a rule never matches.
 */
import { describe, expect, test } from 'vitest';
import { occurrences } from '../../src/aws/schedule/recurrence.ts';
import { instantOf } from '../../src/aws/schedule/zone.ts';
import type { EventTime } from '../../src/capabilities/change-calendar/calendar.ts';
import { recurrenceOf } from '../../src/capabilities/change-calendar/rrule.ts';
import cases from './recurrence-cases.json' with { type: 'json' };

const always = () => true;
/** `FREQ=DAILY;COUNT=2` as the library that reads calendars hands it on. */
function jcal(rule: string): Record<string, unknown> {
  return Object.fromEntries(
    rule.split(';').map((part) => {
      const [name, value] = part.split('=') as [string, string];
      const values = value.split(',').map((one) => (/^[+-]?\d+$/.test(one) ? Number(one) : one));
      return [name.toLowerCase(), values.length === 1 ? values[0] : values];
    }),
  );
}

function timesOf(rule: string, start: string, before: string, exists: (wallMs: number) => boolean = always) {
  const startWallMs = Date.parse(`${start}Z`);
  const time: EventTime = { wallMs: startWallMs, clock: { kind: 'utc' }, isDate: false };
  const walk = { startWallMs, fromWallMs: startWallMs, beforeWallMs: Date.parse(`${before}Z`), exists };
  return occurrences(recurrenceOf(jcal(rule), time, 'event'), walk).map((ms) =>
    new Date(ms).toISOString().slice(0, 16),
  );
}

describe('the numbers of a part', () => {
  const read = (part: string, value: number) => () =>
    timesOf(`FREQ=YEARLY;COUNT=1;${part}=${value}`, '2024-12-31T00:00', '2025-01-01T00:00');

  test.each([
    ['BYMONTH', 1, 12],
    ['BYHOUR', 0, 23],
    ['BYMINUTE', 0, 59],
    ['BYSECOND', 0, 59],
  ])('%s: from %i to %i', (part, least, most) => {
    for (const value of [least, most]) expect(read(part, value)).not.toThrow();
    for (const value of [least - 1, most + 1]) expect(read(part, value)).toThrow(part);
  });

  test.each([
    ['BYWEEKNO', 53],
    ['BYYEARDAY', 366],
    ['BYMONTHDAY', 31],
    ['BYSETPOS', 366],
  ])('%s: from 1 to %i, and as many from the end', (part, most) => {
    for (const value of [1, most, -1, -most]) expect(read(part, value)).not.toThrow();
    for (const value of [0, most + 1, -most - 1]) expect(read(part, value)).toThrow(part);
  });
});

test.each(['tomorrow', '2025-13-01', '2025-02-30', '2025-02-29T08:00:00Z', '2025-01-01T99:00:00Z'])(
  'UNTIL=%s does not exist',
  (until) => {
    expect(() => timesOf(`FREQ=DAILY;UNTIL=${until}`, '2025-01-01T00:00', '2025-01-02T00:00')).toThrow(
      'is no date, or a date that does not exist',
    );
  },
);

describe('a rule', () => {
  test.each([
    [
      'FREQ=DAILY;INTERVAL=10;COUNT=3',
      '2025-01-30T09:00',
      ['2025-01-30T09:00', '2025-02-09T09:00', '2025-02-19T09:00'],
    ],
    [
      'FREQ=MONTHLY;BYDAY=2TU;COUNT=3',
      '2025-01-14T02:00',
      ['2025-01-14T02:00', '2025-02-11T02:00', '2025-03-11T02:00'],
    ],
    [
      'FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3',
      '2025-01-31T00:00',
      ['2025-01-31T00:00', '2025-02-28T00:00', '2025-03-31T00:00'],
    ],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=2',
      '2025-01-31T00:00',
      ['2025-01-31T00:00', '2025-02-28T00:00'],
    ],
    [
      'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;COUNT=2',
      '1997-05-12T09:00',
      ['1997-05-12T09:00', '1998-05-11T09:00'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '1997-08-05T09:00',
      ['1997-08-05T09:00', '1997-08-10T09:00', '1997-08-19T09:00', '1997-08-24T09:00'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '1997-08-05T09:00',
      ['1997-08-05T09:00', '1997-08-17T09:00', '1997-08-19T09:00', '1997-08-31T09:00'],
    ],
    [
      'FREQ=YEARLY;BYYEARDAY=1;COUNT=3',
      '2025-01-01T00:00',
      ['2025-01-01T00:00', '2026-01-01T00:00', '2027-01-01T00:00'],
    ],
    [
      'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=1,-1;COUNT=3',
      '2025-01-01T00:00',
      ['2025-01-01T00:00', '2025-12-31T00:00', '2026-01-01T00:00'],
    ],
    // The seventh day from the end of a month is the last of its kind.
    ['FREQ=MONTHLY;BYDAY=-1SA;COUNT=2', '2025-01-25T00:00', ['2025-01-25T00:00', '2025-02-22T00:00']],
    // UNTIL as an instant: the occurrence of that day comes two hours later.
    ['FREQ=DAILY;UNTIL=2025-01-03T10:00:00Z', '2025-01-01T12:00', ['2025-01-01T12:00', '2025-01-02T12:00']],
  ])('%s from %s', (rule, start, expected) => {
    expect(timesOf(rule, start, '2030-01-01T00:00')).toEqual(expected);
  });

  test('the 31st of February does not exist, and COUNT does not count it', () => {
    expect(timesOf('FREQ=MONTHLY;COUNT=3', '2025-01-31T00:00', '2030-01-01T00:00')).toEqual([
      '2025-01-31T00:00',
      '2025-03-31T00:00',
      '2025-05-31T00:00',
    ]);
  });

  test('a time that clocks skip does not exist, and COUNT does not count it', () => {
    const exists = (wallMs: number) => instantOf('America/Los_Angeles', wallMs) !== null;
    expect(timesOf('FREQ=DAILY;COUNT=2', '2025-03-08T02:30', '2025-04-01T00:00', exists)).toEqual([
      '2025-03-08T02:30',
      '2025-03-10T02:30',
    ]);
  });

  test('one that never matches ends soon', () => {
    const rule = 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30';
    const begunMs = performance.now();
    expect(timesOf(rule, '1970-01-01T00:00', '2030-01-01T00:00')).toEqual([]);
    expect(performance.now() - begunMs).toBeLessThan(2000);
  });
});

test('random rules give the times that the library rrule 2.8.1 gave for them', () => {
  expect(cases.length).toBeGreaterThan(100);
  for (const { rule, start, count, first, last } of cases) {
    const found = timesOf(rule, start, '2027-01-01T00:00');
    expect({ rule, count: found.length, first: found.slice(0, 6), last: found.at(-1) }).toEqual({
      rule,
      count,
      first,
      last,
    });
  }
});

test('asked from later on it gives the same times from there', () => {
  for (const { rule, start } of cases) {
    const startWallMs = Date.parse(`${start}Z`);
    const time: EventTime = { wallMs: startWallMs, clock: { kind: 'utc' }, isDate: false };
    const ask = (fromWallMs: number) =>
      occurrences(recurrenceOf(jcal(rule), time, 'event'), {
        startWallMs,
        fromWallMs,
        beforeWallMs: Date.UTC(2028, 0, 1),
        exists: always,
      });
    const fromMs = Date.UTC(2026, 6, 1);
    expect(ask(fromMs)).toEqual(ask(startWallMs).filter((wallMs) => wallMs >= fromMs));
  }
});
