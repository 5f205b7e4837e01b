/**
 * A dumb twin of the schedule: it walks the minutes or days of a calendar and asks of each whether the definition
 * fits. What it and the quick search find must be the same.
 */
import { CronExpressionParser } from 'cron-parser';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { startsBetween } from '../../../src/aws/schedule/schedule.ts';
import { inUtc, scheduleOf } from './make.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

interface Field {
  readonly text: string;
  /** By definition, without knowing how the text is read. */
  readonly allows: (value: number) => boolean;
}

const everything: Field = { text: '*', allows: () => true };

function plainField(min: number, max: number): fc.Arbitrary<Field> {
  const value = fc.integer({ min, max });
  const single = value.map((chosen) => ({ text: `${chosen}`, allows: (asked: number) => asked === chosen }));
  const step = fc.tuple(value, fc.integer({ min: 1, max: max - min })).map(([first, by]) => ({
    text: `${first}/${by}`,
    allows: (asked: number) => asked >= first && (asked - first) % by === 0,
  }));
  // How far a value lies behind the first of the range, going round; also right for ranges that wrap around.
  const range = fc.tuple(value, value, fc.integer({ min: 1, max: 4 })).map(([first, last, by]) => {
    const round = max - min + 1;
    const behind = (asked: number) => (asked - first + round) % round;
    return {
      text: `${first}-${last}${by === 1 ? '' : `/${by}`}`,
      allows: (asked: number) => behind(asked) <= behind(last) && behind(asked) % by === 0,
    };
  });
  const list = fc.array(fc.oneof(single, step, range), { minLength: 2, maxLength: 3 }).map((items) => ({
    text: items.map(({ text }) => text).join(','),
    allows: (asked: number) => items.some((item) => item.allows(asked)),
  }));
  return fc.oneof(fc.constant(everything), single, step, range, list);
}

interface DayDefinition {
  readonly monthDay: string;
  readonly weekDay: string;
  readonly allows: (day: DateTime) => boolean;
}

const weekdayOf = (day: DateTime) => (day.weekday % 7) + 1;
const isWorkday = (day: DateTime) => day.weekday <= 5;

const dayDefinition: fc.Arbitrary<DayDefinition> = fc.oneof(
  plainField(1, 31).map(({ text, allows }) => ({
    monthDay: text,
    weekDay: '?',
    allows: (day: DateTime) => allows(day.day),
  })),
  plainField(1, 7).map(({ text, allows }) => ({
    monthDay: '?',
    weekDay: text,
    allows: (day: DateTime) => allows(weekdayOf(day)),
  })),
  fc.integer({ min: 0, max: 30 }).map((before) => ({
    monthDay: before === 0 ? 'L' : `L-${before}`,
    weekDay: '?',
    allows: (day: DateTime) => day.day === day.daysInMonth! - before,
  })),
  fc.integer({ min: 1, max: 31 }).map((wanted) => ({
    monthDay: `${wanted}W`,
    weekDay: '?',
    allows: (day: DateTime) => {
      if (wanted > day.daysInMonth!) return false;
      const workdays = Array.from({ length: day.daysInMonth! }, (_, index) =>
        day.set({ day: index + 1 }),
      ).filter(isWorkday);
      // Of two workdays equally near there are none: Saturday's are one and two away, Sunday's two and one.
      const distances = workdays.map((workday) => Math.abs(workday.day - wanted));
      return isWorkday(day) && Math.abs(day.day - wanted) === Math.min(...distances);
    },
  })),
  fc.constant({
    monthDay: 'LW',
    weekDay: '?',
    allows: (day: DateTime) => isWorkday(day) && !daysLeft(day).some(isWorkday),
  }),
  fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 5 }), fc.boolean())
    .map(([wanted, nth, named]) => ({
      monthDay: '?',
      weekDay: `${named ? dayNames[wanted - 1] : wanted}#${nth}`,
      allows: (day: DateTime) => weekdayOf(day) === wanted && day.day > 7 * (nth - 1) && day.day <= 7 * nth,
    })),
  fc.tuple(fc.integer({ min: 1, max: 7 }), fc.boolean()).map(([wanted, named]) => ({
    monthDay: '?',
    weekDay: `${named ? dayNames[wanted - 1] : wanted}L`,
    allows: (day: DateTime) => weekdayOf(day) === wanted && day.day > day.daysInMonth! - 7,
  })),
);

function daysLeft(day: DateTime): readonly DateTime[] {
  return Array.from({ length: day.daysInMonth! - day.day }, (_, index) => day.plus({ days: index + 1 }));
}

const zoneAndChange = fc.constantFrom(
  ['America/Chicago', '2026-03-08'],
  ['America/Chicago', '2026-11-01'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-04-04'],
  ['Australia/Lord_Howe', '2026-10-03'],
  ['America/Santiago', '2026-04-05'],
  ['Africa/Cairo', '2026-04-23'],
  ['Pacific/Apia', '2011-12-30'],
  ['Asia/Taipei', '2026-06-01'],
  ['Asia/Kathmandu', '2026-06-01'],
  ['UTC', '2026-02-28'],
);

describe('the quick search and the dumb walk agree', () => {
  it('minute by minute around changes of clocks', () => {
    fc.assert(
      fc.property(zoneAndChange, plainField(0, 59), plainField(0, 23), ([zone, date], minutes, hours) => {
        const fromMs = Date.parse(`${date}T00:00:00Z`) - 14 * 3_600_000;
        const untilMs = fromMs + 36 * 3_600_000;
        const schedule = scheduleOf(`cron(${minutes.text} ${hours.text} * * ? *)`, { timezone: zone! });
        const walked: string[] = [];
        const seen = new Set<string>();
        // Begun a day early, to know in time which times of the clock repeat.
        for (let atMs = fromMs - dayMs; atMs < untilMs; atMs += minuteMs) {
          const clock = DateTime.fromMillis(atMs, { zone: zone! });
          if (!minutes.allows(clock.minute) || !hours.allows(clock.hour)) continue;
          const shown = clock.toFormat('yyyy-MM-dd HH:mm');
          if (!seen.has(shown) && atMs >= fromMs) walked.push(inUtc(atMs));
          seen.add(shown);
        }
        expect([...startsBetween(schedule, fromMs, untilMs)].map(inUtc)).toEqual(walked);
      }),
      { numRuns: 30 },
    );
  }, 30_000);

  it('day by day for every kind of day rule', () => {
    fc.assert(
      fc.property(
        dayDefinition,
        plainField(1, 12),
        fc.integer({ min: 1970, max: 2198 }),
        (days, months, year) => {
          const schedule = scheduleOf(`cron(30 7 ${days.monthDay} ${months.text} ${days.weekDay} *)`);
          const walked: string[] = [];
          const fromMs = Date.UTC(year, 0, 1);
          const untilMs = Date.UTC(year + 1, 2, 1);
          for (let atMs = fromMs; atMs < untilMs; atMs += dayMs) {
            const day = DateTime.fromMillis(atMs, { zone: 'UTC' });
            if (months.allows(day.month) && days.allows(day)) walked.push(inUtc(atMs + 450 * minuteMs));
          }
          expect([...startsBetween(schedule, fromMs, untilMs)].map(inUtc)).toEqual(walked);
        },
      ),
      { numRuns: 100 },
    );
  }, 30_000);
});

describe('where cron-parser reads an expression as AWS does', () => {
  it('its own walk in UTC finds the same starts', () => {
    const clock = fc.tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }));
    // AWS day-of-week n is cron-parser's n - 1, for lists, L and #.
    const weekDay = fc
      .tuple(fc.integer({ min: 1, max: 7 }), fc.constantFrom('', 'L', '#1', '#4'))
      .map(([day, suffix]) => ({ aws: `${day}${suffix}`, theirs: `${day - 1}${suffix}` }));
    fc.assert(
      fc.property(clock, weekDay, fc.integer({ min: 2000, max: 2100 }), ([minute, hour], day, year) => {
        const currentDate = new Date(Date.UTC(year, 0, 1) - 1);
        const theirs = CronExpressionParser.parse(`0 ${minute} ${hour} * * ${day.theirs}`, {
          currentDate,
          tz: 'UTC',
        });
        const expected = theirs.take(5).map((date) => inUtc(date.getTime()));
        const schedule = scheduleOf(`cron(${minute} ${hour} ? * ${day.aws} *)`);
        const found = [...startsBetween(schedule, Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1))].slice(
          0,
          5,
        );
        expect(found.map(inUtc)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });
});
