/**
 * Which days of a month a cron expression means: day-of-month and day-of-week with `?`, `L`, `W` and `#`.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * and https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import { cronFields, parsePlainField, parseValue, problem } from './cron-field.ts';
import type { DayOfWeek, DayRule, Dialect, ScheduleProblem } from './expression.ts';
import { isScheduleProblem } from './expression.ts';

const { dayOfMonth: monthDayField, dayOfWeek: weekDayField } = cronFields;

/** AWS: a value or `*` in one of the two fields asks for `?` in the other. */
export function parseDayRule(monthDay: string, weekDay: string, dialect: Dialect): DayRule | ScheduleProblem {
  if (monthDay === '?' && weekDay === '?') {
    return problem(weekDayField, '? in both day-of-month and day-of-week, expected it in only one of them');
  }
  if (weekDay === '?') return parseMonthDays(monthDay.toUpperCase());
  if (monthDay === '?') return parseWeekDays(weekDay.toUpperCase(), dialect);
  return problem(
    weekDayField,
    `day-of-month is ${monthDay} and day-of-week is ${weekDay}, expected ? in one of the two`,
  );
}

function parseMonthDays(text: string): DayRule | ScheduleProblem {
  if (text === '*') return { kind: 'every-day' };
  if (text === 'L') return { kind: 'last-day-of-month', daysBefore: 0 };
  if (text === 'LW') return { kind: 'last-weekday-of-month' };
  // ASSUMPTION schedule-last-weekday: no AWS page spells LW or L-2 out; parsers made for AWS expressions read
  // them as the last weekday and as two days before the last day.
  const before = /^L-([0-9]{1,2})$/.exec(text);
  if (before !== null) {
    const daysBefore = Number(before[1]);
    return daysBefore >= 1 && daysBefore <= 30
      ? { kind: 'last-day-of-month', daysBefore }
      : problem(monthDayField, `${text} is not a day, expected L-1 to L-30`);
  }
  const nearest = /^([0-9]+)W$/.exec(text);
  if (nearest !== null) {
    const day = parseValue(monthDayField, nearest[1]!);
    return typeof day === 'number' ? { kind: 'nearest-weekday', day } : day;
  }
  if (/[LW]/.test(text)) {
    return problem(
      monthDayField,
      `"${text}" is not a day, expected L, LW, L-n or nW, each alone in its field`,
    );
  }
  const days = parsePlainField(monthDayField, text);
  if (isScheduleProblem(days)) return days;
  return days.length === 31 ? { kind: 'every-day' } : { kind: 'days-of-month', days };
}

function parseWeekDays(text: string, dialect: Dialect): DayRule | ScheduleProblem {
  if (text === '*') return { kind: 'every-day' };
  // AWS: L is the last day of the month or week; the last day of AWS's week is Saturday.
  if (text === 'L') return { kind: 'days-of-week', days: [7] };
  const nth = /^([A-Z0-9]+)#([0-9]+)$/.exec(text);
  if (nth !== null) {
    const day = parseValue(weekDayField, nth[1]!);
    if (typeof day !== 'number') return day;
    return /^[1-5]$/.test(nth[2]!)
      ? { kind: 'nth-day-of-week', day: day as DayOfWeek, nth: Number(nth[2]) }
      : problem(weekDayField, `#${nth[2]} is not a week of a month, expected #1 to #5`);
  }
  if (text.includes('#')) {
    return problem(weekDayField, `"${text}" mixes # with more, expected a single day such as 3#2`);
  }
  const last = /^([A-Z0-9]+)L$/.exec(text);
  if (last !== null) {
    const day = parseValue(weekDayField, last[1]!);
    return typeof day === 'number' ? { kind: 'last-day-of-week', day: day as DayOfWeek } : day;
  }
  // ASSUMPTION schedule-last-day-of-week-minus: no page has L-2 in this field, and yet validators made from what
  // AWS takes let it pass. Read as in day-of-month: that number of days before the last one, which here is Saturday.
  const before = /^L-([1-7])$/.exec(text);
  if (before !== null) {
    return { kind: 'days-of-week', days: [(((13 - Number(before[1])) % 7) + 1) as DayOfWeek] };
  }
  // Of the names only JUL has an L, and that is a month.
  if (text.includes('L')) {
    return problem(weekDayField, `"${text}" is not a day, expected L or a single day such as 6L`);
  }
  // The EventBridge page lists , - * ? L # for this field, the Systems Manager page / as well.
  if (dialect === 'rule' && text.includes('/')) {
    return problem(weekDayField, 'an EventBridge rule takes no step (/) here, expected , - * ? L or #');
  }
  const days = parsePlainField(weekDayField, text);
  if (isScheduleProblem(days)) return days;
  return days.length === 7
    ? { kind: 'every-day' }
    : { kind: 'days-of-week', days: days as readonly DayOfWeek[] };
}

/** The days of one month, ascending; none where the month has no such day. `month` counts from 1. */
export function daysOfMonth(rule: DayRule, year: number, month: number): readonly number[] {
  const dayCount = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const weekdayOf = weekdays(year, month);
  const days = daysInOrder(1, dayCount);
  switch (rule.kind) {
    case 'every-day':
      return days;
    case 'days-of-month':
      return rule.days.filter((day) => day <= dayCount);
    case 'last-day-of-month':
      return rule.daysBefore < dayCount ? [dayCount - rule.daysBefore] : [];
    case 'nearest-weekday':
      return rule.day <= dayCount ? [nearestWeekday(rule.day, dayCount, weekdayOf)] : [];
    case 'last-weekday-of-month':
      return [nearestWeekday(dayCount, dayCount, weekdayOf)];
    case 'days-of-week':
      return days.filter((day) => rule.days.includes(weekdayOf(day)));
    case 'nth-day-of-week':
      return days.filter((day) => weekdayOf(day) === rule.day).slice(rule.nth - 1, rule.nth);
    case 'last-day-of-week':
      return days.filter((day) => weekdayOf(day) === rule.day).slice(-1);
  }
}

/**
 * EventBridge: 3W is the weekday closest to the third day of the month. (The Systems Manager page says "third
 * weekday", which no service does.) It stays in its month: 1W on a Saturday is Monday the 3rd, not the day before.
 */
function nearestWeekday(day: number, dayCount: number, weekdayOf: (day: number) => DayOfWeek): number {
  const weekday = weekdayOf(day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === dayCount ? day - 2 : day + 1;
  return day;
}

function weekdays(year: number, month: number): (day: number) => DayOfWeek {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay();
  return (day) => (((first + day - 1) % 7) + 1) as DayOfWeek;
}

function daysInOrder(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
