/** Schedule expressions in words, for people who do not read cron. */
import type { CronExpression, ScheduleExpression } from './expression.ts';
import {
  counted,
  dayName,
  listInWords,
  monthName,
  nthName,
  ordinal,
  runOf,
  stepsToTheEnd,
  twoDigits,
} from './words.ts';

const hourField = { min: 0, max: 23, comesRound: true } as const;
const monthDayField = { min: 1, max: 31, comesRound: false } as const;
const weekDayField = { min: 1, max: 7, comesRound: true } as const;

/**
 * Such as "02:00 on the third Thursday of every month", "every 7 days", "once at 13:15:30 on 7 July 2021"; with a
 * ScheduleOffset "23:30, 2 days after the third Tuesday of every month".
 */
export function describeSchedule(expression: ScheduleExpression, offsetDays = 0): string {
  switch (expression.kind) {
    case 'cron': {
      const days = daysInWords(expression);
      const moved =
        offsetDays === 0 ? ` ${days}` : `, ${counted(offsetDays, 'day')} after ${days.replace(/^on /, '')}`;
      return `${clockInWords(expression)}${moved}${yearsInWords(expression.years)}`;
    }
    case 'rate':
      return `every ${expression.value === 1 ? expression.unit : `${expression.value} ${expression.unit}s`}`;
    case 'at': {
      const at = new Date(expression.wallMs);
      const clock = at.toISOString().slice(11, 19);
      return `once at ${clock} on ${at.getUTCDate()} ${monthName(at.getUTCMonth() + 1)} ${at.getUTCFullYear()}`;
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
    : `${seconds.length === 60 ? 'every second' : `at second ${secondsInWords(seconds)}`}, `;
  return ofSeconds + minutesInWords(minutes, hours);
}

function minutesInWords(minutes: readonly number[], hours: readonly number[]): string {
  const hourStep = evenStepOf(hours, 24);
  if (minutes.length === 1 && hourStep !== null) {
    const at = minutes[0] === 0 ? '' : ` at minute ${minutes[0]}`;
    return `every ${hourStep === 1 ? 'hour' : `${hourStep} hours`}${at}`;
  }
  const run = runOf(hours, hourField);
  if (minutes.length === 1 && minutes[0] === 0 && run !== null) {
    return `every hour from ${twoDigits(run.first)}:00 to ${twoDigits(run.last)}:00`;
  }
  const often = minutesOfTheHour(minutes);
  if (hours.length === 24) return often;
  if (run !== null)
    return `${often}${often.endsWith(' on') ? ',' : ''} from ${twoDigits(run.first)}:00 to ${twoDigits(run.last)}:59`;
  return `${often} in hour ${listInWords(hours.map(String))}`;
}

function minutesOfTheHour(minutes: readonly number[]): string {
  const evenStep = evenStepOf(minutes, 60);
  if (evenStep !== null) return `every ${evenStep === 1 ? 'minute' : `${evenStep} minutes`}`;
  const steps = stepsToTheEnd(minutes, 59);
  return steps === null
    ? `at minute ${listInWords(minutes.map(String))} of the hour`
    : `every ${steps.step} minutes from minute ${steps.first} on`;
}

function daysInWords({ days, months }: CronExpression): string {
  const isEveryMonth = months.length === 12;
  const names = isEveryMonth ? 'every month' : listInWords(months.map(monthName));
  const ofMonths = `of ${names}`;
  const inMonths = isEveryMonth ? '' : ` in ${names}`;
  switch (days.kind) {
    case 'every-day':
      return `every day${inMonths}`;
    case 'days-of-month':
      return `on the ${monthDaysInWords(days.days)} ${ofMonths}`;
    case 'last-day-of-month':
      return days.daysBefore === 0
        ? `on the last day ${ofMonths}`
        : `${counted(days.daysBefore, 'day')} before the last day ${ofMonths}`;
    case 'nearest-weekday':
      return `on the weekday nearest to the ${ordinal(days.day)} ${ofMonths}`;
    case 'last-weekday-of-month':
      return `on the last weekday ${ofMonths}`;
    case 'days-of-week':
      return `${weekDaysInWords(days.days)}${inMonths}`;
    case 'nth-day-of-week':
      return `on the ${nthName(days.nth)} ${dayName(days.day)} ${ofMonths}`;
    case 'last-day-of-week':
      return `on the last ${dayName(days.day)} ${ofMonths}`;
  }
}

/** `1st, 22nd and 23rd`, `1st to 7th` */
export function monthDaysInWords(days: readonly number[]): string {
  const run = runOf(days, monthDayField);
  return run === null ? listInWords(days.map(ordinal)) : `${ordinal(run.first)} to ${ordinal(run.last)}`;
}

/** `every Monday and Wednesday`, `Monday to Friday`, `Friday to Monday` */
export function weekDaysInWords(days: readonly number[]): string {
  const run = runOf(days, weekDayField);
  if (run !== null) return `${dayName(run.first)} to ${dayName(run.last)}`;
  return `every ${listInWords(days.map(dayName))}`;
}

function yearsInWords(years: readonly number[]): string {
  if (years.length === 230) return '';
  const steps = stepsToTheEnd(years, 2199);
  if (steps !== null) return `, every ${steps.step} years from ${steps.first} on`;
  const run = runOf(years, { min: 1970, max: 2199, comesRound: false });
  return run === null ? ` in ${listInWords(years.map(String))}` : ` from ${run.first} to ${run.last}`;
}

function secondsInWords(seconds: readonly number[]): string {
  const run = runOf(seconds, { min: 0, max: 59, comesRound: true });
  return run === null ? listInWords(seconds.map(String)) : `${run.first} to ${run.last}`;
}

/** The distance of values that fill their field evenly from 0 on, else null. */
function evenStepOf(values: readonly number[], valueCount: number): number | null {
  const step = valueCount / values.length;
  return values.length > 1 && values.every((value, index) => value === index * step) ? step : null;
}
