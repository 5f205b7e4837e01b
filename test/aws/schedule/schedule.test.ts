import { describe, expect, it } from 'vitest';
import {
  firstStartAtOrAfter,
  isTimezone,
  parseScheduleExpression,
  smallestGapMs,
  startsBetween,
} from '../../../src/aws/schedule/schedule.ts';
import { expressionOf, inUtc, nextStarts, problemOf, scheduleOf } from './make.ts';

const minuteMs = 60_000;

describe('a cron expression', () => {
  it('counts the days of the week from 1 = SUN to 7 = SAT', () => {
    const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
    for (const [index, day] of days.entries()) {
      const named = nextStarts(scheduleOf(`cron(0 2 ? * ${day} *)`), '2026-01-01T00:00:00Z', 3);
      expect(nextStarts(scheduleOf(`cron(0 2 ? * ${index + 1} *)`), '2026-01-01T00:00:00Z', 3)).toEqual(
        named,
      );
      expect(new Date(named[0]!).getUTCDay()).toBe(index);
    }
  });

  it('starts at its very moment if asked from there', () => {
    expect(nextStarts(scheduleOf('cron(0 2 ? * SUN *)'), '2026-01-04T02:00:00Z', 1)).toEqual([
      '2026-01-04T02:00:00Z',
    ]);
  });

  it('starts at the next occurrence if asked a millisecond later', () => {
    expect(nextStarts(scheduleOf('cron(0 2 ? * SUN *)'), '2026-01-04T02:00:00.001Z', 1)).toEqual([
      '2026-01-11T02:00:00Z',
    ]);
  });

  it('takes the Friday before a Saturday for W', () => {
    expect(nextStarts(scheduleOf('cron(0 2 15W 8 ? 2026)'), '2026-01-01T00:00:00Z', 9)).toEqual([
      '2026-08-14T02:00:00Z',
    ]);
  });

  it('takes the Monday after a Sunday for W', () => {
    expect(nextStarts(scheduleOf('cron(0 2 15W 2 ? 2026)'), '2026-01-01T00:00:00Z', 9)).toEqual([
      '2026-02-16T02:00:00Z',
    ]);
  });

  it('keeps 1W on a Saturday in its month: Monday the 3rd', () => {
    expect(nextStarts(scheduleOf('cron(0 2 1W 8 ? 2026)'), '2026-01-01T00:00:00Z', 9)).toEqual([
      '2026-08-03T02:00:00Z',
    ]);
  });

  it('has no 31W in a month of thirty days', () => {
    expect(nextStarts(scheduleOf('cron(0 2 31W 4 ? *)'), '2026-01-01T00:00:00Z', 1)).toEqual([]);
  });

  it('skips the months without a fifth Monday', () => {
    expect(nextStarts(scheduleOf('cron(0 2 ? * MON#5 *)'), '2026-01-01T00:00:00Z', 3)).toEqual([
      '2026-03-30T02:00:00Z',
      '2026-06-29T02:00:00Z',
      '2026-08-31T02:00:00Z',
    ]);
  });

  it('starts on 29 February in leap years only, of which 2100 is none', () => {
    expect(nextStarts(scheduleOf('cron(0 2 29 2 ? *)'), '2095-01-01T00:00:00Z', 2)).toEqual([
      '2096-02-29T02:00:00Z',
      '2104-02-29T02:00:00Z',
    ]);
  });

  it('ends with the year 2199', () => {
    expect(nextStarts(scheduleOf('cron(0 2 ? * * *)'), '2199-12-31T00:00:00Z', 5)).toEqual([
      '2199-12-31T02:00:00Z',
    ]);
    expect(firstStartAtOrAfter(scheduleOf('cron(0 2 ? * * *)'), 8e15)).toBeNull();
  });

  it.each([
    'cron(0 2 30 2 ? *)',
    'cron(0 2 31 4,6,9,11 ? *)',
    'cron(0 2 L-29 2 ? *)',
    'cron(0 2 ? * * 1999)',
  ])('%s is taken, never starts and soon says so', (text) => {
    const begin = performance.now();
    expect(firstStartAtOrAfter(scheduleOf(text), Date.UTC(2026, 0, 1))).toBeNull();
    // A thousand times what it takes; a search without an end would exceed it.
    expect(performance.now() - begin).toBeLessThan(2000);
  });

  it('goes on counting its steps across the end of a range that wraps around', () => {
    const cron = expressionOf('cron(0 20-5/4 * * ? *)');
    expect(cron.kind === 'cron' && cron.hours).toEqual([0, 4, 20]);
    const odd = expressionOf('cron(0 21-5/4 * * ? *)');
    expect(odd.kind === 'cron' && odd.hours).toEqual([1, 5, 21]);
  });

  it('wraps around days of the month, minutes and seconds too', () => {
    const cron = expressionOf('cron(58-1 59-0 2 30-2 * ? *)');
    expect(cron).toMatchObject({ seconds: [0, 1, 58, 59], minutes: [0, 59], days: { days: [1, 2, 30, 31] } });
  });

  it('may name a value twice', () => {
    expect(expressionOf('cron(0,0-5,5 2 ? * MON,mon,2 *)')).toMatchObject({
      minutes: [0, 1, 2, 3, 4, 5],
      days: { days: [2] },
    });
  });

  it('may be 256 characters long and no longer', () => {
    const long = (count: number) => `cron(0${' '.repeat(count - 18)}2 ? * SUN *)`;
    expect(parseScheduleExpression(long(256), 'window')).toMatchObject({ kind: 'cron' });
    expect(problemOf(long(257)).message).toContain('257 characters');
  });

  it('is cited with the field at fault', () => {
    expect(problemOf('cron(0 25 ? * SUN *)')).toMatchObject({ field: 'hours' });
    expect(problemOf('cron(0 2 ? * SUN 1900)')).toMatchObject({ field: 'year' });
  });
});

describe('help for a refused expression', () => {
  it.each([
    ['cron(0 2 * * SUN)', 'cron(0 2 ? * SUN *)'],
    ['cron(0 2 * * 0)', 'cron(0 2 ? * SUN *)'],
    ['cron(30 4 1 * *)', 'cron(30 4 1 * ? *)'],
    ['cron(0 2 * * 1-5)', 'cron(0 2 ? * MON-FRI *)'],
    ['cron(0 2 * * SUN *)', 'cron(0 2 ? * SUN *)'],
    ['cron(0 2 1 * * *)', 'cron(0 2 1 * ? *)'],
    ['cron(0 15 10 ? * 6L)', 'cron(15 10 ? * 6L *)'],
    ['cron(0 0 2 L * ?)', 'cron(0 2 L * ? *)'],
    ['cron(0 1 * * * *)', 'cron(0 1 * * ? *)'],
    ['0 2 ? * SUN *', 'cron(0 2 ? * SUN *)'],
    ['7 days', 'rate(7 days)'],
    ['2026-01-01T00:00:00', 'at(2026-01-01T00:00:00)'],
    ['CRON(0 2 ? * SUN *)', 'cron(0 2 ? * SUN *)'],
    ['@weekly', 'cron(0 0 ? * SUN *)'],
    ['rate(5 hour)', 'rate(5 hours)'],
    ['rate(1day)', 'rate(1 day)'],
    ['Rate(7 Days)', 'rate(7 days)'],
  ])('of %s names %s', (text, meant) => {
    expect(problemOf(text).help).toBe(`did you mean ${meant}`);
    expect(expressionOf(meant).text).toBe(meant);
  });

  it('is not given where nothing likely would be valid', () => {
    expect(problemOf('cron(0 99 ? * SUN *)').help).toBeUndefined();
    expect(problemOf('hello').help).toBeUndefined();
  });
});

describe('a rate', () => {
  it('starts on StartDate and repeats its weekday and time, up to EndDate', () => {
    // AWS's own example: every Tuesday, for the last time on 25 June.
    const schedule = scheduleOf('rate(7 days)', {
      timezone: 'Asia/Tokyo',
      startDateMs: Date.parse('2019-01-01T00:03:15+09:00'),
      endDateMs: Date.parse('2019-06-30T00:06:15+09:00'),
    });
    const starts = nextStarts(schedule, '2018-12-01T00:00:00Z', 99);
    expect(starts).toHaveLength(26);
    expect(starts[0]).toBe('2018-12-31T15:03:15Z');
    expect(starts.at(-1)).toBe('2019-06-24T15:03:15Z');
  });

  it('counts from now if StartDate lies in the past', () => {
    const schedule = scheduleOf('rate(7 days)', {
      startDateMs: Date.parse('2026-01-01T00:00:00Z'),
      anchorMs: Date.parse('2026-01-03T12:00:00Z'),
    });
    expect(nextStarts(schedule, '2026-01-03T12:00:00Z', 2)).toEqual([
      '2026-01-03T12:00:00Z',
      '2026-01-10T12:00:00Z',
    ]);
  });

  it('counts from its creation without StartDate, to the millisecond', () => {
    const schedule = scheduleOf('rate(3 days)', { anchorMs: Date.parse('2009-11-17T20:34:58.651Z') });
    expect(nextStarts(schedule, '2009-11-18T00:00:00Z', 1)).toEqual(['2009-11-20T20:34:58.651Z']);
  });

  it('takes a day for 24 hours when clocks change', () => {
    const schedule = scheduleOf('rate(1 day)', {
      timezone: 'America/Chicago',
      anchorMs: Date.parse('2026-03-07T09:00:00-06:00'),
    });
    expect(nextStarts(schedule, '2026-03-08T00:00:00Z', 1)).toEqual(['2026-03-08T15:00:00Z']);
  });
});

describe('at()', () => {
  it('is read in UTC without ScheduleTimezone', () => {
    const schedule = scheduleOf('at(2021-07-07T13:15:30)');
    expect(nextStarts(schedule, '2021-01-01T00:00:00Z', 5)).toEqual(['2021-07-07T13:15:30Z']);
  });

  it('is read in ScheduleTimezone', () => {
    const schedule = scheduleOf('at(2021-07-07T13:15:30)', { timezone: 'America/Los_Angeles' });
    expect(nextStarts(schedule, '2021-01-01T00:00:00Z', 5)).toEqual(['2021-07-07T20:15:30Z']);
  });

  it('never comes again once it is past', () => {
    expect(firstStartAtOrAfter(scheduleOf('at(2021-07-07T13:15:30)'), Date.UTC(2026, 0, 1))).toBeNull();
  });
});

describe('StartDate and EndDate', () => {
  const pacific = { timezone: 'America/Los_Angeles', startDateMs: Date.parse('2021-01-01T00:00:00-08:00') };

  it('let the first Wednesday after StartDate be the first run', () => {
    const schedule = scheduleOf('cron(0 09 ? * WED *)', pacific);
    expect(nextStarts(schedule, '2020-01-01T00:00:00Z', 1)).toEqual(['2021-01-06T17:00:00Z']);
  });

  it('leave no start at EndDate itself', () => {
    const endDateMs = Date.parse('2021-01-13T17:00:00Z');
    expect(
      nextStarts(scheduleOf('cron(0 09 ? * WED *)', { ...pacific, endDateMs }), '2020-01-01T00:00:00Z', 9),
    ).toEqual(['2021-01-06T17:00:00Z']);
    const later = scheduleOf('cron(0 09 ? * WED *)', { ...pacific, endDateMs: endDateMs + 1 });
    expect(nextStarts(later, '2020-01-01T00:00:00Z', 9)).toHaveLength(2);
  });

  it('bound at() and rate() alike', () => {
    const bounds = { startDateMs: Date.UTC(2026, 0, 1), endDateMs: Date.UTC(2026, 0, 3) };
    expect(nextStarts(scheduleOf('at(2025-12-31T23:00:00)', bounds), '2025-01-01T00:00:00Z', 9)).toEqual([]);
    expect(nextStarts(scheduleOf('at(2026-01-02T00:00:00)', bounds), '2025-01-01T00:00:00Z', 9)).toHaveLength(
      1,
    );
    expect(nextStarts(scheduleOf('rate(1 day)', bounds), '2025-01-01T00:00:00Z', 9)).toHaveLength(2);
  });
});

describe('ScheduleOffset', () => {
  it('moves the third Tuesday 23:30 by two days to Thursday 23:30', () => {
    const schedule = scheduleOf('cron(30 23 ? * TUE#3 *)', { offsetDays: 2 });
    expect(nextStarts(schedule, '2026-01-01T00:00:00Z', 2)).toEqual([
      '2026-01-22T23:30:00Z',
      '2026-02-19T23:30:00Z',
    ]);
  });

  it('finds a start whose cron day is already behind', () => {
    const schedule = scheduleOf('cron(30 23 ? * TUE#3 *)', { offsetDays: 2 });
    expect(nextStarts(schedule, '2026-01-21T12:00:00Z', 1)).toEqual(['2026-01-22T23:30:00Z']);
  });

  it('does not run in the period whose cron day had passed when the window was created', () => {
    const anchorMs = Date.parse('2026-01-21T00:00:00Z');
    const schedule = scheduleOf('cron(30 23 ? * TUE#3 *)', { offsetDays: 2, anchorMs });
    expect(nextStarts(schedule, '2026-01-21T00:00:00Z', 1)).toEqual(['2026-02-19T23:30:00Z']);
  });

  it('keeps the time of day across a change of clocks', () => {
    const schedule = scheduleOf('cron(0 9 ? * SAT *)', { offsetDays: 2, timezone: 'America/Chicago' });
    expect(nextStarts(schedule, '2026-03-07T00:00:00Z', 1)).toEqual(['2026-03-09T14:00:00Z']);
  });
});

describe('daylight saving', () => {
  it.each([
    ['America/Chicago', 'cron(30 2 * * ? *)', '2026-03-07T12:00:00Z', ['2026-03-09T07:30:00Z']],
    ['Europe/Berlin', 'cron(30 2 * * ? *)', '2026-03-28T12:00:00Z', ['2026-03-30T00:30:00Z']],
    ['Australia/Lord_Howe', 'cron(15 2 * * ? *)', '2026-10-03T00:00:00Z', ['2026-10-04T15:15:00Z']],
  ])('in %s skips a time that does not exist', (timezone, text, from, expected) => {
    expect(nextStarts(scheduleOf(text, { timezone }), from, 1)).toEqual(expected);
  });

  it.each([
    [
      'America/Chicago',
      'cron(30 1 * * ? *)',
      '2026-11-01T00:00:00Z',
      ['2026-11-01T06:30:00Z', '2026-11-02T07:30:00Z'],
    ],
    [
      'Europe/Berlin',
      'cron(30 2 * * ? *)',
      '2026-10-24T12:00:00Z',
      ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    ],
    [
      'Australia/Lord_Howe',
      'cron(45 1 * * ? *)',
      '2026-04-04T12:00:00Z',
      ['2026-04-04T14:45:00Z', '2026-04-05T15:15:00Z'],
    ],
  ])('in %s starts once, the first time, at a time that repeats', (timezone, text, from, expected) => {
    expect(nextStarts(scheduleOf(text, { timezone }), from, 2)).toEqual(expected);
  });

  it('does not start again when asked from within the repeated hour', () => {
    const schedule = scheduleOf('cron(0/15 * * * ? *)', { timezone: 'America/Chicago' });
    // 01:20 for the second time; 01:30 and 01:45 were an hour ago.
    expect(nextStarts(schedule, '2026-11-01T07:20:00Z', 1)).toEqual(['2026-11-01T08:00:00Z']);
  });

  it('never comes for an at() inside the gap', () => {
    const schedule = scheduleOf('at(2026-03-08T02:30:00)', { timezone: 'America/Chicago' });
    expect(firstStartAtOrAfter(schedule, 0)).toBeNull();
  });

  it('follows the clock on the wall: 09:00 in Chicago before and after', () => {
    const schedule = scheduleOf('cron(0 9 * * ? *)', { timezone: 'America/Chicago' });
    expect(nextStarts(schedule, '2024-03-09T00:00:00Z', 3)).toEqual([
      '2024-03-09T15:00:00Z',
      '2024-03-10T14:00:00Z',
      '2024-03-11T14:00:00Z',
    ]);
  });

  it('is unknown in Asia/Taipei, where Sunday 02:00 is Saturday 18:00 in UTC', () => {
    const schedule = scheduleOf('cron(0 2 ? * SUN *)', { timezone: 'Asia/Taipei' });
    const starts = [...startsBetween(schedule, Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))].map(inUtc);
    expect(starts).toHaveLength(52);
    expect(starts.filter((start) => start.endsWith('T18:00:00Z'))).toHaveLength(52);
  });
});

describe('the starts of a period', () => {
  it('include its first moment and exclude its last', () => {
    const schedule = scheduleOf('rate(1 hour)');
    const starts = [...startsBetween(schedule, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 1, 2))];
    expect(starts.map(inUtc)).toEqual(['2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z']);
  });

  it('are never closer than the smallest gap says', () => {
    expect(smallestGapMs(scheduleOf('cron(0,4,30 2 * * ? *)'), Date.UTC(2026, 0, 1))).toBe(4 * minuteMs);
    expect(smallestGapMs(scheduleOf('rate(2 minutes)'), Date.UTC(2026, 0, 1))).toBe(2 * minuteMs);
    expect(smallestGapMs(scheduleOf('at(2026-02-01T00:00:00)'), Date.UTC(2026, 0, 1))).toBeNull();
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Asia/Taipei', 'America/Los_Angeles', 'Europe/Berlin', 'Etc/GMT+3'])(
    'is named by %s',
    (name) => {
      expect(isTimezone(name)).toBe(true);
    },
  );

  it.each(['', '+02:00', 'Mars/Base', 'local', 'Taipei', '8'])('is not named by "%s"', (name) => {
    expect(isTimezone(name)).toBe(false);
  });
});
