/** Schedules that AWS's public pages show or describe, with the times worked out by calendar. */
import { describe, expect, test } from 'vitest';
import { nextStarts, problemOf, scheduleOf } from '../aws/schedule/make.ts';

const at = (text: string) => Date.parse(text);

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html */
describe('the page on cron and rate expressions', () => {
  const tuesdays = scheduleOf('cron(0 16 ? * TUE *)', {
    timezone: 'America/Los_Angeles',
    startDateMs: at('2019-01-01T00:00:00-08:00'),
    endDateMs: at('2019-06-30T00:00:00-08:00'),
  });

  test('Tuesdays at 16:00 in Los Angeles begin on the first day of the active period, a Tuesday', () => {
    expect(nextStarts(tuesdays, '2018-12-01T00:00:00Z', 1)).toEqual(['2019-01-02T00:00:00Z']);
  });

  test('and end with the last Tuesday before its end, by then an hour earlier in UTC', () => {
    expect(nextStarts(tuesdays, '2019-06-19T00:00:00Z', 5)).toEqual(['2019-06-25T23:00:00Z']);
  });

  test('a single run at a time stamp is read in ScheduleTimezone', () => {
    const once = scheduleOf('at(2019-07-07T13:15:30)', { timezone: 'America/Los_Angeles' });
    expect(nextStarts(once, '2019-01-01T00:00:00Z', 2)).toEqual(['2019-07-07T20:15:30Z']);
  });

  test('a cron day of yesterday with an offset of two days does not run tomorrow, but in the next period', () => {
    const created = '2026-01-21T12:00:00Z';
    const schedule = scheduleOf('cron(30 23 ? * TUE#3 *)', { offsetDays: 2, anchorMs: at(created) });
    expect(nextStarts(schedule, created, 2)).toEqual(['2026-02-19T23:30:00Z', '2026-03-19T23:30:00Z']);
  });

  test('the second Thursday and an offset of three days is a Sunday', () => {
    const schedule = scheduleOf('cron(0 0 ? * THU#2 *)', { offsetDays: 3 });
    expect(nextStarts(schedule, '2026-01-01T00:00:00Z', 2)).toEqual([
      '2026-01-11T00:00:00Z',
      '2026-02-15T00:00:00Z',
    ]);
  });

  test.each([
    [
      '1/10 in the minutes is the first, 11th, 21st and so on',
      'cron(1/25 7 * * ? *)',
      ['07:01', '07:26', '07:51'],
    ],
    ['a list and a range share a field', 'cron(0 1-2,22 * * ? *)', ['01:00', '02:00', '22:00']],
  ])('%s', (_, text, times) => {
    expect(nextStarts(scheduleOf(text), '2026-05-04T00:00:00Z', 3)).toEqual(
      times.map((time) => `2026-05-04T${time}:00Z`),
    );
  });

  test.each([
    [
      'JAN,APR,JUL,OCT and the first Sunday',
      'cron(0 2 ? JAN,APR,JUL,OCT 1#1 *)',
      ['01-04', '04-05', '07-05', '10-04'],
    ],
    ['months in steps, 1/3', 'cron(0 2 ? 1/3 SUN#1 *)', ['01-04', '04-05', '07-05', '10-04']],
    [
      'a fifth Sunday skips the months that have none',
      'cron(0 2 ? * SUN#5 *)',
      ['03-29', '05-31', '08-30', '11-29'],
    ],
    ['day 31 skips the shorter months', 'cron(0 2 31 * ? *)', ['01-31', '03-31', '05-31', '07-31']],
    ['the last Saturday', 'cron(0 2 ? * 7L *)', ['01-31', '02-28', '03-28', '04-25']],
    ['L is the last day of the month', 'cron(0 2 L * ? *)', ['01-31', '02-28', '03-31', '04-30']],
    ['15W moves off a Sunday to the Monday', 'cron(0 2 15W 2-5 ? *)', ['02-16', '03-16', '04-15', '05-15']],
    [
      '1W on a Saturday or Sunday stays in its month',
      'cron(0 2 1W 2,8,11 ? 2026)',
      ['02-02', '08-03', '11-02'],
    ],
    ['31W exists only where day 31 does', 'cron(0 2 31W 1-5 ? 2026)', ['01-30', '03-31', '05-29']],
  ])('%s', (_, text, days) => {
    expect(nextStarts(scheduleOf(text), '2026-01-01T00:00:00Z', days.length)).toEqual(
      days.map((day) => `2026-${day}T02:00:00Z`),
    );
  });

  test('29 February waits for a leap year', () => {
    expect(nextStarts(scheduleOf('cron(0 2 29 2 ? *)'), '2026-01-01T00:00:00Z', 2)).toEqual([
      '2028-02-29T02:00:00Z',
      '2032-02-29T02:00:00Z',
    ]);
  });

  test('a year that has passed never comes again', () => {
    expect(nextStarts(scheduleOf('cron(0 2 * * ? 2025)'), '2026-01-01T00:00:00Z', 1)).toEqual([]);
  });

  test.each([
    'cron(0 15 10 ? * *)',
    'cron(0 0 2 L * ?)',
    'cron(0 2 ? * MON#6 *)',
    'cron(0 2 ? * SUN 2200)',
    'cron(0 2 ? * SUN 1969)',
    'cron(60 0 2 ? * SUN *)',
    'cron(0 2 ? * SUNDAY *)',
    'cron(0 2 0 * ? *)',
    'rate(1 week)',
    'rate(1 days)',
    'rate(2 day)',
    'rate(1.5 hours)',
    'at(2026-02-29T00:00:00)',
    'at(2026-03-01T00:00:00Z)',
  ])('%s is no schedule of a window', (text) => {
    expect(problemOf(text).message).not.toBe('');
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html */
describe('the page on schedules and active periods', () => {
  test('StartDate may name another zone than the schedule: Fridays at 9 in Los Angeles from midnight in New York', () => {
    const schedule = scheduleOf('cron(0 09 ? * FRI *)', {
      timezone: 'America/Los_Angeles',
      startDateMs: at('2019-01-01T00:00:00-05:00'),
    });
    expect(nextStarts(schedule, '2018-12-01T00:00:00Z', 1)).toEqual(['2019-01-04T17:00:00Z']);
  });

  test('every seven days from a Tuesday in Tokyo: the last is the Tuesday before the period ends', () => {
    const startDateMs = at('2019-01-01T00:03:15+09:00');
    const endDateMs = at('2019-06-30T00:06:15+09:00');
    const schedule = scheduleOf('rate(7 days)', { startDateMs, endDateMs, timezone: 'Asia/Tokyo' });
    const starts = nextStarts(schedule, '2019-01-01T00:00:00Z', 99);
    expect(starts).toHaveLength(25);
    expect(starts.at(-1)).toBe('2019-06-24T15:03:15Z');
  });

  test('a schedule offset keeps the time of day across a change of clocks', () => {
    const schedule = scheduleOf('cron(0 2 ? * TUE#1 *)', { offsetDays: 6, timezone: 'America/New_York' });
    expect(nextStarts(schedule, '2026-03-01T00:00:00Z', 1)).toEqual(['2026-03-09T06:00:00Z']);
  });

  test('an offset may carry a run into the next month', () => {
    const schedule = scheduleOf('cron(0 2 L * ? *)', { offsetDays: 6, timezone: 'Asia/Tokyo' });
    expect(nextStarts(schedule, '2026-01-07T00:00:00Z', 2)).toEqual([
      '2026-02-05T17:00:00Z',
      '2026-03-05T17:00:00Z',
    ]);
  });
});

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time */
describe('changing clocks', () => {
  test.each([
    [
      'America/New_York',
      'cron(30 2 * * ? *)',
      '2026-03-07T05:00:00Z',
      ['2026-03-07T07:30:00Z', '2026-03-09T06:30:00Z'],
    ],
    [
      'America/New_York',
      'cron(0 2 ? * SUN *)',
      '2026-03-02T05:00:00Z',
      ['2026-03-15T06:00:00Z', '2026-03-22T06:00:00Z'],
    ],
    [
      'Europe/London',
      'cron(30 1 * * ? *)',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T01:30:00Z', '2026-03-30T00:30:00Z'],
    ],
    [
      'Australia/Lord_Howe',
      'cron(15 2 * * ? *)',
      '2026-10-02T14:00:00Z',
      ['2026-10-02T15:45:00Z', '2026-10-04T15:15:00Z'],
    ],
    [
      'America/Sao_Paulo',
      'cron(0 0 * * ? *)',
      '2018-11-03T03:00:00Z',
      ['2018-11-03T03:00:00Z', '2018-11-05T02:00:00Z'],
    ],
  ])('a time that %s skips does not come: %s', (timezone, text, from, starts) => {
    expect(nextStarts(scheduleOf(text, { timezone }), from, 2)).toEqual(starts);
  });

  test.each([
    [
      'America/New_York',
      'cron(30 1 * * ? *)',
      '2026-11-01T04:00:00Z',
      ['2026-11-01T05:30:00Z', '2026-11-02T06:30:00Z'],
    ],
    [
      'Europe/London',
      'cron(30 1 * * ? *)',
      '2026-10-24T23:00:00Z',
      ['2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
    ],
    [
      'Australia/Lord_Howe',
      'cron(45 1 * * ? *)',
      '2026-04-04T13:00:00Z',
      ['2026-04-04T14:45:00Z', '2026-04-05T15:15:00Z'],
    ],
  ])('a time that %s shows twice comes once: %s', (timezone, text, from, starts) => {
    expect(nextStarts(scheduleOf(text, { timezone }), from, 2)).toEqual(starts);
  });

  test('a rate of days counts 24 hours, whatever the clocks do', () => {
    const schedule = scheduleOf('rate(1 day)', {
      timezone: 'America/New_York',
      anchorMs: at('2026-03-07T07:00:00Z'),
    });
    expect(nextStarts(schedule, '2026-03-08T00:00:00Z', 2)).toEqual([
      '2026-03-08T07:00:00Z',
      '2026-03-09T07:00:00Z',
    ]);
  });
});

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
test('half-hourly from 20 to 2 on weekdays begins on Monday after midnight', () => {
  const schedule = scheduleOf('cron(0/30 20-2 ? * MON-FRI *)');
  const starts = nextStarts(schedule, '2026-01-04T00:00:00Z', 7);
  expect(starts[0]).toBe('2026-01-05T00:00:00Z');
  expect(starts.slice(5)).toEqual(['2026-01-05T02:30:00Z', '2026-01-05T20:00:00Z']);
});
