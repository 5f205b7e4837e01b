/**
 * cron(minutes hours day-of-month month day-of-week year), with seconds in front if the reader allows them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * and https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
 */
import { associationCronProblem } from './association.ts';
import { type CronField, cronFields, parsePlainField } from './cron-field.ts';
import { parseDayRule } from './day-rule.ts';
import type { CronExpression, Dialect, ScheduleProblem } from './expression.ts';
import { isScheduleProblem } from './expression.ts';

export function parseCron(text: string, inner: string, dialect: Dialect): CronExpression | ScheduleProblem {
  // ASSUMPTION schedule-cron-padding: EventBridge refuses it, and windows and associations are taken to do the same.
  if (inner !== inner.trim() && inner.trim() !== '') {
    return { message: 'expected no blank after the opening or before the closing parenthesis' };
  }
  const parts = inner.split(/[ \t]+/);
  if (parts.length === 7 && dialect === 'rule') {
    return {
      message: 'an EventBridge rule takes six fields, found seven: it has no seconds',
      field: 'seconds',
    };
  }
  if (parts.length !== 6 && parts.length !== 7) {
    return {
      message: `expected six fields (minutes hours day-of-month month day-of-week year), found ${inner === '' ? 0 : parts.length}`,
    };
  }
  const seconds = parts.length === 7 ? parts[0]! : null;
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year] = parts.slice(-6) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const values = (field: CronField, fieldText: string) => parsePlainField(field, fieldText);
  const secondValues = values(cronFields.seconds, seconds ?? '0');
  if (isScheduleProblem(secondValues)) return secondValues;
  const minuteValues = values(cronFields.minutes, minutes);
  if (isScheduleProblem(minuteValues)) return minuteValues;
  const hourValues = values(cronFields.hours, hours);
  if (isScheduleProblem(hourValues)) return hourValues;
  const monthValues = values(cronFields.month, month);
  if (isScheduleProblem(monthValues)) return monthValues;
  const yearValues = values(cronFields.year, year);
  if (isScheduleProblem(yearValues)) return yearValues;
  // Last, so that a seconds-first expression is told about the fields that slipped, not about its days.
  const days = parseDayRule(dayOfMonth, dayOfWeek, dialect);
  if (isScheduleProblem(days)) return days;

  const cron: CronExpression = {
    kind: 'cron',
    text,
    fields: { seconds, minutes, hours, dayOfMonth, month, dayOfWeek, year },
    seconds: secondValues,
    minutes: minuteValues,
    hours: hourValues,
    days,
    months: monthValues,
    years: yearValues,
  };
  return (dialect === 'association' ? associationCronProblem(cron) : null) ?? cron;
}
