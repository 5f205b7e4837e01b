/** A recurrence rule as it is written. RFC 5545, 3.3.10: https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10 */
import {
  type Frequency,
  frequencies,
  type NthWeekday,
  type Recurrence,
} from '../../aws/schedule/recurrence.ts';
import { dayMs } from '../../aws/schedule/zone.ts';
import { CalendarFault, type EventTime } from './calendar.ts';
import { instantIn } from './clock.ts';
import { writtenTime } from './written-time.ts';

const weekdayNames = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** The numbers that each part may have, by its name; negative ones count from the end. */
const ranges = {
  bymonth: { most: 12, fromEnd: false, least: 1 },
  byweekno: { most: 53, fromEnd: true, least: 1 },
  byyearday: { most: 366, fromEnd: true, least: 1 },
  bymonthday: { most: 31, fromEnd: true, least: 1 },
  byhour: { most: 23, fromEnd: false, least: 0 },
  byminute: { most: 59, fromEnd: false, least: 0 },
  bysecond: { most: 59, fromEnd: false, least: 0 },
  bysetpos: { most: 366, fromEnd: true, least: 1 },
} as const;

type Part = keyof typeof ranges;

const otherParts = ['freq', 'interval', 'count', 'until', 'byday', 'wkst'];

type Written = Readonly<Record<string, unknown>>;

/** `written`: as jCal (RFC 7265) has it, one value or a list of them for each part. Throws a CalendarFault. */
export function recurrenceOf(written: unknown, start: EventTime, summary: string): Recurrence {
  const rule = written as Written;
  const fault = (message: string) => new CalendarFault(`${summary}: RRULE: ${message}`);
  for (const part of Object.keys(rule)) {
    if (!Object.hasOwn(ranges, part) && !otherParts.includes(part))
      throw fault(`unknown part ${part.toUpperCase()}`);
  }
  const frequency = String(rule.freq);
  if (!(frequencies as readonly string[]).includes(frequency)) {
    throw fault(
      `expected FREQ=${frequencies.join(', ')}; found ${frequency}: it would open and close within a day many times`,
    );
  }
  const numbers = (part: Part) =>
    listOf(rule[part]).map((value) => {
      const { least, most, fromEnd } = ranges[part];
      const number = Number(value);
      const size = fromEnd ? Math.abs(number) : number;
      if (Number.isInteger(number) && size >= least && size <= most) return number;
      throw fault(
        `${part.toUpperCase()}: expected ${fromEnd ? `±${least}` : least} to ${most}; found ${value}`,
      );
    });
  const whole = (part: string) => {
    const number = Number(rule[part]);
    if (rule[part] === undefined) return null;
    if (Number.isInteger(number) && number >= 1) return number;
    throw fault(`${part.toUpperCase()}: expected a whole number from 1; found ${rule[part]}`);
  };
  return {
    frequency: frequency as Frequency,
    interval: whole('interval') ?? 1,
    count: whole('count'),
    untilWallMs: rule.until === undefined ? null : untilOf(String(rule.until), start, fault),
    months: numbers('bymonth'),
    weeks: numbers('byweekno'),
    yearDays: numbers('byyearday'),
    monthDays: numbers('bymonthday'),
    weekdays: listOf(rule.byday).map((day) => weekdayOf(String(day), fault)),
    hours: numbers('byhour'),
    minutes: numbers('byminute'),
    seconds: numbers('bysecond'),
    positions: numbers('bysetpos'),
    weekStart: rule.wkst === undefined ? 1 : weekStartOf(rule.wkst, fault),
  };
}

function listOf(value: unknown): readonly unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

/** A number counts from Sunday = 1, as the library has it. */
function weekStartOf(value: unknown, fault: (message: string) => Error): number {
  const index = typeof value === 'number' ? value - 1 : weekdayNames.indexOf(String(value));
  if (index < 0 || index > 6) throw fault(`WKST: expected ${weekdayNames.join(', ')}; found ${value}`);
  return index;
}

function weekdayOf(text: string, fault: (message: string) => Error): NthWeekday {
  const [, nth, name] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? [];
  const weekday = weekdayNames.indexOf(name ?? '');
  if (weekday < 0 || Number(nth) === 0)
    throw fault(`BYDAY: expected a day such as MO, 2TU or -1FR; found ${text}`);
  return { weekday, nth: nth === undefined ? null : Number(nth) };
}

/** In the wall time of the event: UNTIL is an instant where it ends in Z, and a whole day where it has no time. */
function untilOf(text: string, { clock }: EventTime, fault: (message: string) => Error): number {
  const time = writtenTime(text);
  if (time === null) throw fault(`UNTIL: ${text} is no date, or a date that does not exist`);
  if (time.isDate) return time.wallMs + dayMs - 1;
  return time.isUtc ? lastWallTimeBy(clock, time.wallMs) : time.wallMs;
}

/** The last wall time whose instant is not after this one: no zone is further than a day from UTC. */
function lastWallTimeBy(clock: EventTime['clock'], atMs: number): number {
  let [before, after] = [atMs - dayMs, atMs + dayMs];
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000;
    const instant = instantIn(clock, middle) ?? instantIn(clock, middle + 3_600_000);
    if (instant !== null && instant <= atMs) before = middle;
    else after = middle;
  }
  return before;
}
