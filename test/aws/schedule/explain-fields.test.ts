import { describe, expect, it } from 'vitest';
import { explainFields } from '../../../src/aws/schedule/explain-fields.ts';
import type { CronFieldName } from '../../../src/aws/schedule/expression.ts';
import { fieldSpan } from '../../../src/aws/schedule/field-span.ts';
import { expressionOf, problemOf } from './make.ts';

function meaningOf(text: string, field: CronFieldName): string | undefined {
  const cron = expressionOf(text);
  if (cron.kind !== 'cron') throw new Error(`${text} has no fields`);
  return explainFields(cron).find((one) => one.field === field)?.meaning;
}

describe('a field in words', () => {
  it.each<[CronFieldName, string, string]>([
    ['seconds', 'cron(24 30 09 ? * * *)', 'second 24'],
    ['minutes', 'cron(* 9 * * ? *)', 'every minute'],
    ['minutes', 'cron(15 9 * * ? *)', 'minute 15'],
    ['minutes', 'cron(0/15 9 * * ? *)', 'every 15 minutes: 0, 15, 30 and 45'],
    ['minutes', 'cron(1/3 9 * * ? *)', 'every 3 minutes from 1 to 58'],
    ['minutes', 'cron(0,20,50 9 * * ? *)', 'minutes 0, 20 and 50'],
    ['minutes', 'cron(58-1 9 * * ? *)', 'minutes 58 to 1, over the full hour'],
    ['hours', 'cron(0 8-17 * * ? *)', 'hours 08 to 17'],
    ['hours', 'cron(0 20-2 * * ? *)', 'hours 20 to 02, over midnight'],
    ['day-of-month', 'cron(0 2 ? * SUN *)', 'left to day-of-week'],
    ['day-of-month', 'cron(0 2 * * ? *)', 'every day'],
    ['day-of-month', 'cron(0 2 L * ? *)', 'the last day of the month'],
    ['day-of-month', 'cron(0 2 L-2 * ? *)', '2 days before the last day of the month'],
    ['day-of-month', 'cron(0 2 LW * ? *)', 'the last weekday, Monday to Friday, of the month'],
    [
      'day-of-month',
      'cron(0 2 3W * ? *)',
      'the weekday, Monday to Friday, nearest to the 3rd within the month',
    ],
    ['day-of-month', 'cron(0 2 1,15 * ? *)', 'the 1st and 15th'],
    ['month', 'cron(0 2 ? JAN SUN *)', 'January'],
    ['month', 'cron(0 2 ? JAN,JUL SUN *)', 'January and July'],
    ['month', 'cron(0 2 ? NOV-FEB SUN *)', 'November to February, over the turn of the year'],
    ['month', 'cron(0 2 ? MAR/4 SUN *)', 'every 4 months: March, July and November'],
    ['day-of-week', 'cron(0 2 1 * ? *)', 'left to day-of-month'],
    ['day-of-week', 'cron(0 2 ? * THU#3 *)', 'the third Thursday of the month'],
    ['day-of-week', 'cron(0 2 ? * FRIL *)', 'the last Friday of the month'],
    ['day-of-week', 'cron(0 2 ? * MON-FRI *)', 'Monday to Friday'],
    ['day-of-week', 'cron(0 2 ? * L *)', 'every Saturday'],
    ['year', 'cron(0 2 ? * SUN *)', 'every year'],
    ['year', 'cron(0 2 ? * SUN 2026)', 'year 2026'],
    ['year', 'cron(0 2 ? * SUN 2019-2022)', 'years 2019 to 2022'],
    ['year', 'cron(0 2 ? * SUN 2020/3)', 'every 3 years from 2020 to 2197'],
  ])('%s of %s: %s', (field, text, meaning) => {
    expect(meaningOf(text, field)).toBe(meaning);
  });

  it.each(['1-5', '6', '3L', '2#1', 'MON,4'])(
    'says how AWS counts where a day of the week is a number: %s',
    (day) => {
      expect(meaningOf(`cron(0 2 ? * ${day} *)`, 'day-of-week')).toMatch(/AWS counts 1 = Sunday/);
    },
  );

  it.each(['MON-FRI', 'THU#3', 'FRIL', 'MON/2', 'L', 'L-2', '*'])(
    'says nothing of counting where a day has its name: %s',
    (day) => {
      expect(meaningOf(`cron(0 2 ? * ${day} *)`, 'day-of-week')).not.toMatch(/AWS counts/);
    },
  );

  it('comes in the order of writing, with seconds only where there are some', () => {
    const fieldsOf = (text: string) => {
      const cron = expressionOf(text);
      return cron.kind === 'cron'
        ? explainFields(cron).map(({ field, text: written }) => [field, written])
        : [];
    };
    expect(fieldsOf('cron(0 2 ? * SUN *)')).toEqual([
      ['minutes', '0'],
      ['hours', '2'],
      ['day-of-month', '?'],
      ['month', '*'],
      ['day-of-week', 'SUN'],
      ['year', '*'],
    ]);
    expect(fieldsOf('cron(30 0 2 ? * SUN *)')[0]).toEqual(['seconds', '30']);
  });
});

describe('the place of a field', () => {
  it.each([
    ['cron(0 25 ? * SUN *)', '25'],
    ['cron(0  0 25 ? * SUN *)', '25'],
    ['cron(0 2 ? * SUN 1900)', '1900'],
    ['cron(60 0 2 ? * SUN *)', '60'],
    ['cron(0 2 ? * MON#6 *)', 'MON#6'],
    ['cron(0 10 1 * MON *)', 'MON'],
  ])('at fault in %s is that of %s', (text, expected) => {
    const { field } = problemOf(text);
    const span = fieldSpan(text, field!);
    expect(text.slice(span!.start, span!.start + span!.length)).toBe(expected);
  });

  it('is unknown of a field that is not there', () => {
    expect(fieldSpan('cron(0 2 ? * SUN *)', 'seconds')).toBeNull();
    expect(fieldSpan('rate(1 day)', 'year')).toBeNull();
    expect(fieldSpan('hello', 'minutes')).toBeNull();
  });
});
