/**
 * What a State Manager association takes less than a maintenance window does.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * (#reference-cron-and-rate-expressions-association)
 */
import type { CronExpression, RateExpression, ScheduleProblem } from './expression.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** AWS: every 1/2, 1, 2, 4, 8 or 12 hours; every day; every week; an nth or last day of the week of the month. */
export function associationCronProblem(cron: CronExpression): ScheduleProblem | null {
  if (cron.fields.seconds !== null && !/^0{1,2}$/.test(cron.fields.seconds)) {
    return refused('seconds', `seconds are ${cron.fields.seconds}, expected 0`);
  }
  if (cron.months.length < 12) return refused('month', `month is ${cron.fields.month}, expected *`);
  // ASSUMPTION schedule-association-year: AWS's list of shapes names no year, so none can be chosen.
  if (cron.fields.year !== '*') return refused('year', `year is ${cron.fields.year}, expected *`);
  if (!isDayShapeAllowed(cron)) {
    const [field, text] =
      cron.fields.dayOfWeek === '?'
        ? (['day-of-month', cron.fields.dayOfMonth] as const)
        : (['day-of-week', cron.fields.dayOfWeek] as const);
    return refused(field, `${field} is ${text}, expected *, one day of the week, or one such as TUE#3 or 3L`);
  }
  if (!isClockShapeAllowed(cron)) {
    return refused(
      'hours',
      'the times are none of: one time of day; every 30 minutes; every 1, 2, 4, 8 or 12 hours',
    );
  }
  return null;
}

/** AWS: 30 minutes or more, and less than 31 days. */
export function associationRateProblem(rate: RateExpression): ScheduleProblem | null {
  if (rate.periodMs < 30 * minuteMs) {
    return { message: `${rate.text} is too often for an association, expected 30 minutes or more` };
  }
  // ASSUMPTION schedule-association-rate: the page says "less than 31 days"; the service takes 31 and refuses 32.
  if (rate.periodMs > 31 * dayMs) {
    return { message: `${rate.text} is too rare for an association, expected at most 31 days` };
  }
  return null;
}

function isDayShapeAllowed({ days }: CronExpression): boolean {
  if (days.kind === 'days-of-week') return days.days.length === 1;
  return days.kind === 'every-day' || days.kind === 'nth-day-of-week' || days.kind === 'last-day-of-week';
}

function isClockShapeAllowed({ minutes, hours }: CronExpression): boolean {
  if (minutes.length === 2) return minutes[1]! - minutes[0]! === 30 && hours.length === 24;
  if (minutes.length > 2) return false;
  if (hours.length === 1) return true;
  const everyHours = 24 / hours.length;
  return (
    [1, 2, 4, 8, 12].includes(everyHours) &&
    hours.every((hour, index) => hour === hours[0]! + index * everyHours)
  );
}

function refused(field: ScheduleProblem['field'] & string, message: string): ScheduleProblem {
  return { message: `${message}: an association takes fewer schedules than a maintenance window`, field };
}
