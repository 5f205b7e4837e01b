/**
 * When an event of a calendar repeats, in wall time: what a clock in its zone shows, as if that clock hung in UTC.
 *
 * RFC 5545, 3.3.10: https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10. Days are walked one by one, so that a rule
 * that never matches ends as soon as one that does. Tests hold it to a library.
 */
import { dayMs } from './zone.ts';

export interface Recurrence {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** The last wall time that still belongs to it. */
  readonly untilWallMs: number | null;
  readonly months: readonly number[];
  /** Negative numbers count from the end of the year, or month. */
  readonly weeks: readonly number[];
  readonly yearDays: readonly number[];
  readonly monthDays: readonly number[];
  readonly weekdays: readonly NthWeekday[];
  readonly hours: readonly number[];
  readonly minutes: readonly number[];
  readonly seconds: readonly number[];
  /** Which of the times of one period; negative from its end. */
  readonly positions: readonly number[];
  /** 0: Sunday. */
  readonly weekStart: number;
}

export const frequencies = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof frequencies)[number];

export interface NthWeekday {
  /** 0: Sunday. */
  readonly weekday: number;
  /** Which one of the month or year; null: each. */
  readonly nth: number | null;
}

interface Walk {
  readonly startWallMs: number;
  /** Those before are not asked for, nor those from `beforeWallMs` on. */
  readonly fromWallMs: number;
  readonly beforeWallMs: number;
  /** Clocks skip some wall times: such an occurrence does not exist, and COUNT does not count it. */
  readonly exists: (wallMs: number) => boolean;
}

/** In order. */
export function occurrences(rule: Recurrence, walk: Walk): readonly number[] {
  const { startWallMs, beforeWallMs, fromWallMs, exists } = walk;
  const isDue = dayTest(rule, startWallMs);
  const times = timesOfDay(rule, startWallMs);
  const lastMs = Math.min(beforeWallMs - 1, rule.untilWallMs ?? beforeWallMs);
  const found: number[] = [];
  let count = 0;
  for (let index = firstIndex(rule, startWallMs, fromWallMs); ; index += rule.interval) {
    const [first, end] = periodAt(rule, startWallMs, index);
    if (first * dayMs > lastMs) return found;
    for (const wallMs of timesOfPeriod(first, end, isDue, times, rule.positions)) {
      if (wallMs < startWallMs || !exists(wallMs)) continue;
      if (wallMs > lastMs || count === rule.count) return found;
      count += 1;
      if (wallMs >= fromWallMs) found.push(wallMs);
    }
  }
}

const longestDays: Readonly<Record<Frequency, number>> = { DAILY: 1, WEEKLY: 7, MONTHLY: 31, YEARLY: 366 };

/** A period before the first that is asked for; that of the start where all before it have to be counted. */
function firstIndex(
  { frequency, interval, count }: Recurrence,
  startWallMs: number,
  fromWallMs: number,
): number {
  if (count !== null || fromWallMs <= startWallMs) return 0;
  const periods = Math.floor((fromWallMs - startWallMs) / dayMs / longestDays[frequency]) - 1;
  return Math.max(0, Math.floor(periods / interval) * interval);
}

/** How many times a day at most. */
export function timesADay(rule: Recurrence): number {
  const { hours, minutes, seconds } = rule;
  return Math.max(1, hours.length) * Math.max(1, minutes.length) * Math.max(1, seconds.length);
}

/** The period that many after that of the start: its first day and the one after its last. */
function periodAt(
  { frequency, weekStart }: Recurrence,
  startWallMs: number,
  index: number,
): [number, number] {
  const start = new Date(startWallMs);
  const day = Math.floor(startWallMs / dayMs);
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  switch (frequency) {
    case 'YEARLY':
      return [dayOf(year + index, 0, 1), dayOf(year + index + 1, 0, 1)];
    case 'MONTHLY':
      return [dayOf(year, month + index, 1), dayOf(year, month + index + 1, 1)];
    case 'WEEKLY': {
      const first = startOfWeek(day, weekStart) + 7 * index;
      return [first, first + 7];
    }
    case 'DAILY':
      return [day + index, day + index + 1];
  }
}

function timesOfPeriod(
  first: number,
  end: number,
  isDue: (day: number) => boolean,
  times: readonly number[],
  positions: readonly number[],
): readonly number[] {
  const all: number[] = [];
  for (let day = first; day < end; day += 1) {
    if (isDue(day)) for (const time of times) all.push(day * dayMs + time);
  }
  if (positions.length === 0) return all;
  const chosen = positions.map((position) => all.at(position > 0 ? position - 1 : position));
  return [...new Set(chosen.filter((one) => one !== undefined))].sort((a, b) => a - b);
}

/** Whether an event is due on a day: each part that the rule has must hold. What it leaves open is as at the start. */
function dayTest(rule: Recurrence, startWallMs: number): (day: number) => boolean {
  const { frequency, months, weeks, yearDays, weekdays, weekStart } = rule;
  const start = new Date(startWallMs);
  const saysDay = weekdays.length + yearDays.length + rule.monthDays.length + weeks.length > 0;
  const isOfMonth = frequency === 'MONTHLY' || frequency === 'YEARLY';
  const monthDays = saysDay || !isOfMonth ? rule.monthDays : [start.getUTCDate()];
  const ownMonth = frequency === 'YEARLY' && !saysDay && months.length === 0;
  const ownWeekday = weekdays.length === 0 && (frequency === 'WEEKLY' || (weeks.length > 0 && isOfMonth));
  const monthsDue = ownMonth ? [start.getUTCMonth() + 1] : months;
  const weekdaysDue = ownWeekday ? [{ weekday: start.getUTCDay(), nth: null }] : weekdays;
  const isNthOfYear = frequency === 'YEARLY' && months.length === 0;
  return (day) => {
    // The weekday first, since it rules out most days and asks no calendar.
    const weekdaysHere = weekdaysDue.filter(({ weekday }) => weekday === weekdayOf(day));
    if (weekdaysDue.length > 0 && weekdaysHere.length === 0) return false;
    const date = new Date(day * dayMs);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    if (monthsDue.length > 0 && !monthsDue.includes(month + 1)) return false;
    const [monthFirst, monthEnd] = [dayOf(year, month, 1), dayOf(year, month + 1, 1)];
    if (!isAmong(monthDays, day - monthFirst + 1, monthEnd - monthFirst)) return false;
    const [yearFirst, yearEnd] = [dayOf(year, 0, 1), dayOf(year + 1, 0, 1)];
    if (!isAmong(yearDays, day - yearFirst + 1, yearEnd - yearFirst)) return false;
    if (weeks.length > 0 && !isAmong(weeks, ...weekOfYear(day, weekStart))) return false;
    const [first, end] = isNthOfYear ? [yearFirst, yearEnd] : [monthFirst, monthEnd];
    return weekdaysDue.length === 0 || weekdaysHere.some(({ nth }) => isNth(nth, day, first, end));
  };
}

/** Of the days of its kind from `first` to before `end`. Null: each is. */
function isNth(nth: number | null, day: number, first: number, end: number): boolean {
  if (nth === null) return true;
  const place = nth > 0 ? Math.floor((day - first) / 7) + 1 : -Math.floor((end - 1 - day) / 7) - 1;
  return place === nth;
}

/** An empty list leaves it open. Counted from 1, or backwards from -1. */
function isAmong(wanted: readonly number[], number: number, count: number): boolean {
  return wanted.length === 0 || wanted.includes(number) || wanted.includes(number - count - 1);
}

/** The number of a day's week, and how many its year has: week 1 is the first with four days of the year. */
function weekOfYear(day: number, weekStart: number): [number, number] {
  const first = startOfWeek(day, weekStart);
  const year = new Date((first + 3) * dayMs).getUTCFullYear();
  const weekOne = startOfWeek(dayOf(year, 0, 4), weekStart);
  return [(first - weekOne) / 7 + 1, (startOfWeek(dayOf(year + 1, 0, 4), weekStart) - weekOne) / 7];
}

function startOfWeek(day: number, weekStart: number): number {
  return day - ((weekdayOf(day) - weekStart + 7) % 7);
}

/** 0: Sunday. 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

function dayOf(year: number, month: number, date: number): number {
  return Math.floor(Date.UTC(year, month, date) / dayMs);
}

/** Milliseconds after midnight, in order. */
function timesOfDay({ hours, minutes, seconds }: Recurrence, startWallMs: number): readonly number[] {
  const start = new Date(startWallMs);
  const or = (given: readonly number[], own: number) => (given.length === 0 ? [own] : given);
  const times = or(hours, start.getUTCHours()).flatMap((hour) =>
    or(minutes, start.getUTCMinutes()).flatMap((minute) =>
      or(seconds, start.getUTCSeconds()).map((second) => ((hour * 60 + minute) * 60 + second) * 1000),
    ),
  );
  return [...new Set(times)].sort((a, b) => a - b);
}
