/**
 * A cron expression field by field, in words.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * (cron fields and their wildcards)
 */
import { monthDaysInWords, weekDaysInWords } from './describe.ts';
import type { CronExpression, CronFieldName, DayRule } from './expression.ts';
import {
  counted,
  dayName,
  listInWords,
  monthName,
  nthName,
  ordinal,
  runOf,
  stepOf,
  twoDigits,
} from './words.ts';

export interface FieldExplanation {
  readonly field: CronFieldName;
  /** As written. */
  readonly text: string;
  readonly meaning: string;
}

interface Field {
  readonly noun: string;
  readonly min: number;
  readonly max: number;
  readonly comesRound: boolean;
  readonly inWords: (value: number) => string;
}

const secondField: Field = { noun: 'second', min: 0, max: 59, comesRound: true, inWords: String };
const minuteField: Field = { noun: 'minute', min: 0, max: 59, comesRound: true, inWords: String };
const hourField: Field = { noun: 'hour', min: 0, max: 23, comesRound: true, inWords: twoDigits };
const monthField: Field = { noun: 'month', min: 1, max: 12, comesRound: true, inWords: monthName };
const yearField: Field = { noun: 'year', min: 1970, max: 2199, comesRound: false, inWords: String };

/** In the order in which the fields are written; without seconds in the six-field form. */
export function explainFields(cron: CronExpression): readonly FieldExplanation[] {
  const { fields } = cron;
  const explain = (field: CronFieldName, text: string, meaning: string) => ({ field, text, meaning });
  return [
    ...(fields.seconds === null
      ? []
      : [explain('seconds', fields.seconds, valuesInWords(cron.seconds, secondField))]),
    explain('minutes', fields.minutes, valuesInWords(cron.minutes, minuteField)),
    explain('hours', fields.hours, valuesInWords(cron.hours, hourField)),
    explain(
      'day-of-month',
      fields.dayOfMonth,
      fields.dayOfMonth === '?' ? 'left to day-of-week' : dayInWords(cron.days),
    ),
    explain('month', fields.month, valuesInWords(cron.months, monthField)),
    explain(
      'day-of-week',
      fields.dayOfWeek,
      fields.dayOfWeek === '?'
        ? 'left to day-of-month'
        : `${dayInWords(cron.days)}${countingOf(fields.dayOfWeek)}`,
    ),
    explain('year', fields.year, valuesInWords(cron.years, yearField)),
  ];
}

function valuesInWords(values: readonly number[], field: Field): string {
  const { noun, inWords } = field;
  if (values.length === field.max - field.min + 1) return `every ${noun}`;
  const isNamed = inWords === monthName;
  if (values.length === 1) return isNamed ? inWords(values[0]!) : `${noun} ${inWords(values[0]!)}`;
  const run = runOf(values, field);
  if (run !== null) {
    const across = run.first > run.last ? acrossWhat(noun) : '';
    return `${isNamed ? '' : `${noun}s `}${inWords(run.first)} to ${inWords(run.last)}${across}`;
  }
  const step = stepOf(values);
  const all = listInWords(values.map(inWords));
  if (step === null) return isNamed ? all : `${noun}s ${all}`;
  const every = `every ${counted(step, noun)}`;
  return values.length <= 12
    ? `${every}: ${all}`
    : `${every} from ${inWords(values[0]!)} to ${inWords(values.at(-1)!)}`;
}

function acrossWhat(noun: string): string {
  if (noun === 'hour') return ', over midnight';
  return noun === 'month'
    ? ', over the turn of the year'
    : `, over the full ${noun === 'minute' ? 'hour' : 'minute'}`;
}

function dayInWords(days: DayRule): string {
  switch (days.kind) {
    case 'every-day':
      return 'every day';
    case 'days-of-month':
      return `the ${monthDaysInWords(days.days)}`;
    case 'last-day-of-month':
      return days.daysBefore === 0
        ? 'the last day of the month'
        : `${counted(days.daysBefore, 'day')} before the last day of the month`;
    case 'nearest-weekday':
      return `the weekday, Monday to Friday, nearest to the ${ordinal(days.day)} within the month`;
    case 'last-weekday-of-month':
      return 'the last weekday, Monday to Friday, of the month';
    case 'days-of-week':
      return weekDaysInWords(days.days);
    case 'nth-day-of-week':
      return `the ${nthName(days.nth)} ${dayName(days.day)} of the month`;
    case 'last-day-of-week':
      return `the last ${dayName(days.day)} of the month`;
  }
}

/** Unix counts from 0 = Sunday, and many take AWS's 1 for Monday: where a day is a number, say how it was counted. */
function countingOf(text: string): string {
  return /(^|[,-])[1-7]/.test(text) && !/^L-/i.test(text) ? ' (AWS counts 1 = Sunday to 7 = Saturday)' : '';
}
