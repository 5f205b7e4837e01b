/** Schedule expressions in words, for people who do not read cron. */
import type { CronExpression, ScheduleExpression } from './expression.ts';

const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const nthNames = ['first', 'second', 'third', 'fourth', 'fifth'];

/** Such as "02:00 on the third Thursday of every month", "every 7 days", "once at 13:15:30 on 7 July 2021". */
export function describeSchedule(expression: ScheduleExpression): string {
  switch (expression.kind) {
    case 'cron':
      return `${clockInWords(expression)} ${daysInWords(expression)}${yearsInWords(expression.years)}`;
    case 'rate':
      return `every ${expression.value === 1 ? expression.unit : `${expression.value} ${expression.unit}s`}`;
    case 'at': {
      const at = new Date(expression.wallMs);
      const clock = at.toISOString().slice(11, 19);
      return `once at ${clock} on ${at.getUTCDate()} ${monthNames[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
    }
  }
}

function clockInWords({ hours, minutes, seconds }: CronExpression): string {
  const isOnTheMinute = seconds.length === 1 && seconds[0] === 0;
  if (hours.length * minutes.length * seconds.length <= 4) {
    const clocks = hours.flatMap((hour) =>
      minutes.flatMap((minute) =>
        seconds.map((second) =>
          (isOnTheMinute ? [hour, minute] : [hour, minute, second]).map(twoDigits).join(':'),
        ),
      ),
    );
    return listInWords(clocks);
  }
  const ofSeconds = isOnTheMinute
    ? ''
    : `${seconds.length === 60 ? 'every second' : `at second ${valuesInWords(seconds, 60)}`}, `;
  return ofSeconds + minutesInWords(minutes, hours);
}

function minutesInWords(minutes: readonly number[], hours: readonly number[]): string {
  const hourStep = stepOf(hours, 24);
  if (minutes.length === 1 && hourStep !== null) {
    const at = minutes[0] === 0 ? '' : ` at minute ${minutes[0]}`;
    return `every ${hourStep === 1 ? 'hour' : `${hourStep} hours`}${at}`;
  }
  const minuteStep = stepOf(minutes, 60);
  const often =
    minuteStep === null
      ? `at minute ${listInWords(minutes.map(String))} of the hour`
      : `every ${minuteStep === 1 ? 'minute' : `${minuteStep} minutes`}`;
  if (hours.length === 24) return often;
  return isRun(hours)
    ? `${often} from ${twoDigits(hours[0]!)}:00 to ${twoDigits(hours.at(-1)!)}:59`
    : `${often} in hour ${listInWords(hours.map(String))}`;
}

function daysInWords({ days, months }: CronExpression): string {
  const isEveryMonth = months.length === 12;
  const ofMonths = `of ${isEveryMonth ? 'every month' : namesInWords(months, monthNames)}`;
  const inMonths = isEveryMonth ? '' : ` in ${namesInWords(months, monthNames)}`;
  switch (days.kind) {
    case 'every-day':
      return `every day${inMonths}`;
    case 'days-of-month':
      return `on the ${listInWords(days.days.map(ordinal))} ${ofMonths}`;
    case 'last-day-of-month':
      return days.daysBefore === 0
        ? `on the last day ${ofMonths}`
        : `${days.daysBefore} day${days.daysBefore === 1 ? '' : 's'} before the last day ${ofMonths}`;
    case 'nearest-weekday':
      return `on the weekday nearest to the ${ordinal(days.day)} ${ofMonths}`;
    case 'last-weekday-of-month':
      return `on the last weekday ${ofMonths}`;
    case 'days-of-week':
      return isRun(days.days) && days.days.length > 2
        ? `${dayName(days.days[0]!)} to ${dayName(days.days.at(-1)!)}${inMonths}`
        : `every ${listInWords(days.days.map(dayName))}${inMonths}`;
    case 'nth-day-of-week':
      return `on the ${nthNames[days.nth - 1]} ${dayName(days.day)} ${ofMonths}`;
    case 'last-day-of-week':
      return `on the last ${dayName(days.day)} ${ofMonths}`;
  }
}

function yearsInWords(years: readonly number[]): string {
  if (years.length === 230) return '';
  return isRun(years) && years.length > 2
    ? ` from ${years[0]} to ${years.at(-1)}`
    : ` in ${listInWords(years.map(String))}`;
}

function valuesInWords(values: readonly number[], valueCount: number): string {
  if (values.length === valueCount) return 'every';
  if (isRun(values) && values.length > 2) return `${values[0]} to ${values.at(-1)}`;
  return listInWords(values.map(String));
}

function namesInWords(values: readonly number[], names: readonly string[]): string {
  return values.length === names.length ? 'every' : listInWords(values.map((value) => names[value - 1]!));
}

/** The distance of values that fill their field evenly from 0 on, else null. */
function stepOf(values: readonly number[], valueCount: number): number | null {
  const step = valueCount / values.length;
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : null;
}

function isRun(values: readonly number[]): boolean {
  return values.length > 1 && values.every((value, index) => value === values[0]! + index);
}

function listInWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

function dayName(day: number): string {
  return dayNames[day - 1]!;
}

function ordinal(day: number): string {
  const isTeen = day >= 11 && day <= 13;
  return `${day}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
