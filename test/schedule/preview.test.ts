import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scheduleJson } from '../../src/schedule/preview.ts';
import { clock, preview, refusal } from './ask.ts';

describe('the next starts', () => {
  it('are ten, in UTC, unless the question says otherwise', () => {
    const json = scheduleJson(preview('cron(0 2 ? * THU#3 *)'));
    expect(json).toEqual({
      expression: 'cron(0 2 ? * THU#3 *)',
      for: 'window',
      timezone: 'UTC',
      next: [
        '2026-01-15T02:00:00Z',
        '2026-02-19T02:00:00Z',
        '2026-03-19T02:00:00Z',
        '2026-04-16T02:00:00Z',
        '2026-05-21T02:00:00Z',
        '2026-06-18T02:00:00Z',
        '2026-07-16T02:00:00Z',
        '2026-08-20T02:00:00Z',
        '2026-09-17T02:00:00Z',
        '2026-10-15T02:00:00Z',
      ],
    });
    expect(Object.keys(json)).toEqual(['expression', 'for', 'timezone', 'next']);
  });

  it('are later than the moment that is asked from', () => {
    expect(scheduleJson(preview('cron(0/15 * * * ? *)', { count: 2 })).next).toEqual([
      '2026-01-01T00:15:00Z',
      '2026-01-01T00:30:00Z',
    ]);
  });

  it('are none once a schedule never starts again', () => {
    const { starts, isComplete, notes } = preview('cron(0 2 * * ? 2025)');
    expect([starts, isComplete]).toEqual([[], true]);
    expect(notes.join()).toMatch(/2025 was its last year/);
  });

  it('are fewer than asked for where a schedule ends', () => {
    const { starts, isComplete } = preview('rate(7 days)', {
      startDateMs: Date.parse('2026-02-01T00:00:00Z'),
      endDateMs: Date.parse('2026-02-20T00:00:00Z'),
    });
    expect(starts.map(({ start }) => clock(start.atMs))).toEqual([
      '2026-02-01T00:00',
      '2026-02-08T00:00',
      '2026-02-15T00:00',
    ]);
    expect(isComplete).toBe(true);
  });

  it('keep the milliseconds of a rate and show none where there are none', () => {
    const { next } = scheduleJson(preview('rate(1 day)', { from: '2026-01-01T00:00:00.250Z', count: 1 }));
    expect(next).toEqual(['2026-01-02T00:00:00.250Z']);
  });

  it('stand beside what the clock of the zone shows', () => {
    const [first] = preview('cron(0 2 ? * SUN *)', { timezone: 'Asia/Taipei', durationHours: 3 }).starts;
    expect([clock(first!.start.atMs), clock(first!.start.wallMs)]).toEqual([
      '2026-01-03T18:00',
      '2026-01-04T02:00',
    ]);
    expect([clock(first!.end!.atMs), clock(first!.end!.wallMs)]).toEqual([
      '2026-01-03T21:00',
      '2026-01-04T05:00',
    ]);
  });

  it('are a function of the question alone', () => {
    const ask = () => JSON.stringify(preview('cron(30 2 ? * SUN *)', { timezone: 'America/Chicago' }));
    expect(ask()).toBe(ask());
  });

  it('rise, lie after the asked moment and are as far apart as is said', () => {
    const expression = fc.oneof(
      fc
        .tuple(fc.nat(59), fc.nat(23), fc.integer({ min: 1, max: 7 }))
        .map(([minute, hour, day]) => `cron(${minute} ${hour} ? * ${day} *)`),
      fc.integer({ min: 2, max: 90 }).map((days) => `rate(${days} days)`),
    );
    const timezone = fc.constantFrom('UTC', 'America/Chicago', 'Asia/Taipei', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(expression, timezone, fc.integer({ min: 2, max: 20 }), (text, zone, count) => {
        const { starts, gap, from } = preview(text, { timezone: zone, count });
        const atMs = starts.map(({ start }) => start.atMs);
        expect(atMs).toHaveLength(count);
        expect(atMs[0]!).toBeGreaterThan(from.atMs);
        const gaps = atMs.slice(1).map((ms, index) => ms - atMs[index]!);
        expect(gap).toEqual({ shortestMs: Math.min(...gaps), longestMs: Math.max(...gaps) });
        expect(gap!.shortestMs).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('overlapping starts', () => {
  it('are those that come due before the duration of the one before is over', () => {
    const { overlaps } = preview('cron(0 2,4 ? * SUN *)', { durationHours: 3 });
    expect(clock(overlaps!.first.earlier.atMs)).toBe('2026-01-04T02:00');
    expect(clock(overlaps!.first.later.atMs)).toBe('2026-01-04T04:00');
    // Of the starts of 52 Sundays: two, and the next one a week later.
    expect(overlaps).toMatchObject({ count: 52, ofCount: 103 });
  });

  it('are none where one ends as the next begins', () => {
    expect(preview('rate(3 hours)', { durationHours: 3 }).overlaps).toBeNull();
    expect(preview('rate(179 minutes)', { durationHours: 3 }).overlaps).not.toBeNull();
  });

  it('are not spoken of without a duration', () => {
    expect(preview('rate(5 minutes)').overlaps).toBeNull();
  });

  it('are found where clocks bring two days together', () => {
    const { overlaps } = preview('cron(0 3 * * ? *)', { timezone: 'America/Chicago', durationHours: 24 });
    expect(clock(overlaps!.first.earlier.wallMs)).toBe('2026-03-07T03:00');
    expect(overlaps!.count).toBe(1);
  });
});

describe('what AWS would refuse', () => {
  it('names the field of the expression, its place and the error', () => {
    expect(refusal('cron(0 25 ? * SUN *)')).toEqual({
      key: 'expression',
      message: 'hours: 25 is out of range, expected 0-23',
      awsError: 'ValidationException',
      span: { start: 7, length: 2 },
    });
    expect(refusal('cron(0 2 ? JAN SUN *)', { dialect: 'association' })).toMatchObject({
      awsError: 'InvalidSchedule',
      span: { start: 11, length: 3 },
    });
  });

  it('says when a shell has put names of files into the expression', () => {
    expect(refusal('cron(0 2 ? LICENSE README.md bin docs src SUN test)').help).toMatch(/in quotes/);
  });

  it.each([
    ['cron(0 2 ? * SUN *)', { timezone: 'Mars/Base' }, 'timezone', /IANA/],
    ['cron(0 2 ? * SUN *)', { timezone: '+02:00' }, 'timezone', /IANA/],
    ['cron(0 2 ? * SUN *)', { offsetDays: 7 }, 'offset', /1 to 6 days/],
    ['cron(0 2 ? * SUN *)', { offsetDays: 0 }, 'offset', /1 to 6 days/],
    ['rate(7 days)', { offsetDays: 2 }, 'offset', /rate schedules take no offset/],
    ['at(2026-02-01T00:00:00)', { offsetDays: 2 }, 'offset', /at schedules take no offset/],
    ['rate(7 days)', { durationHours: 25 }, 'duration', /1 to 24/],
    ['rate(7 days)', { durationHours: 1.5 }, 'duration', /1 to 24/],
    ['rate(7 days)', { dialect: 'rule', durationHours: 0 }, 'duration', /more than 0/],
    ['rate(7 days)', { startDateMs: 5, endDateMs: 5 }, 'end-date', /after the start/],
    ['rate(7 days)', { count: 0 }, 'count', /1 to 10000/],
    ['rate(7 days)', { dialect: 'association', timezone: 'Asia/Taipei' }, 'timezone', /in UTC/],
    ['rate(7 days)', { dialect: 'association', startDateMs: 5 }, 'start-date', /no active period/],
    ['rate(7 days)', { dialect: 'rule', timezone: 'Asia/Taipei' }, 'timezone', /in UTC/],
    ['rate(7 days)', { dialect: 'rule', endDateMs: 5 }, 'end-date', /no active period/],
    ['cron(0 2 ? * SUN *)', { dialect: 'rule', offsetDays: 1 }, 'offset', /no offset/],
  ] as const)('of %s with %o is --%s', (text, asked, key, message) => {
    expect(refusal(text, asked)).toMatchObject({ key, message: expect.stringMatching(message) });
  });

  it('is not the time zone UTC, whoever reads the expression', () => {
    expect(preview('rate(7 days)', { dialect: 'rule', timezone: 'UTC' }).timezone).toBe('UTC');
  });
});

describe('notes', () => {
  const notesOf = (...asked: Parameters<typeof preview>) => preview(...asked).notes.join('\n');

  it('tell from when a rate counts', () => {
    expect(notesOf('rate(7 days)')).toMatch(
      /counts from its creation, here taken to be 2026-01-01 00:00 UTC/,
    );
    expect(notesOf('rate(7 days)', { startDateMs: Date.parse('2026-02-01T00:00:00Z') })).toBe('');
    expect(notesOf('rate(7 days)', { startDateMs: Date.parse('2025-02-01T00:00:00Z') })).toMatch(
      /in the past does not count/,
    );
  });

  it('tell of the start that only an older schedule makes, its day having passed before the offset', () => {
    const asked = { offsetDays: 2, from: '2026-01-21T12:00:00Z' };
    const { starts, notes } = preview('cron(30 23 ? * TUE#3 *)', asked);
    expect(clock(starts[0]!.start.atMs)).toBe('2026-02-19T23:30');
    expect(notes.join()).toMatch(/also starts at 2026-01-22 23:30 UTC/);
    expect(notesOf('cron(30 23 ? * TUE#3 *)', { ...asked, from: '2026-01-19T00:00:00Z' })).toBe('');
  });

  it('tell of starts more often than every five minutes, for windows only', () => {
    expect(notesOf('rate(4 minutes)')).toMatch(/every five minutes/);
    expect(notesOf('rate(5 minutes)')).not.toMatch(/every five minutes/);
    expect(notesOf('rate(1 minute)', { dialect: 'rule' })).not.toMatch(/every five minutes/);
  });

  it('tell what an association does besides its schedule', () => {
    expect(notesOf('cron(0 2 ? * SUN *)', { dialect: 'association' })).toMatch(/ApplyOnlyAtCronInterval/);
    expect(notesOf('rate(1 day)', { dialect: 'association' })).toMatch(/runs at once when it is created/);
    expect(notesOf('cron(0 2 ? * SUN#2 *)', { dialect: 'association', offsetDays: 2 })).toMatch(
      /ScheduleOffset of an association needs/,
    );
  });

  it("tell of the agent's own counting where an association names a day by number", () => {
    expect(notesOf('cron(0 0 ? * 3L *)', { dialect: 'association' })).toMatch(/0 = SUN/);
    expect(notesOf('cron(0 0 ? * TUEL *)', { dialect: 'association' })).not.toMatch(/0 = SUN/);
    expect(notesOf('cron(0 0 ? * 3L *)')).not.toMatch(/0 = SUN/);
  });

  it('tell of a day that no page explains', () => {
    expect(notesOf('cron(0 0 ? * L-2 *)')).toMatch(/No page of AWS says what L-2/);
  });

  it.each([
    ['cron(0 2 30 2 ? *)', {}, /does not come/],
    ['at(2025-01-01T00:00:00)', {}, /only time has passed/],
    ['rate(7 days)', { endDateMs: Date.parse('2026-01-02T00:00:00Z') }, /active period ends first/],
  ] as const)('tell why %s never starts', (text, asked, reason) => {
    expect(notesOf(text, asked)).toMatch(reason);
  });
});

it('a preview is quick, whether starts are years apart or seconds', () => {
  const begin = performance.now();
  preview('cron(0 2 29 2 ? *)', { timezone: 'America/Chicago', count: 200 });
  preview('cron(* * * * * ? *)', { timezone: 'America/Chicago', durationHours: 24 });
  expect(performance.now() - begin).toBeLessThan(5000);
});
