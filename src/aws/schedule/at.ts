/**
 * at(yyyy-mm-ddThh:mm:ss): once.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 * (single-run schedules)
 */
import type { AtExpression, Dialect, ScheduleProblem } from './expression.ts';

export function parseAt(text: string, inner: string, dialect: Dialect): AtExpression | ScheduleProblem {
  if (dialect === 'rule') {
    return {
      message: 'an EventBridge rule takes cron() and rate(), found at()',
      help: 'a schedule of EventBridge Scheduler takes at(), a rule does not',
    };
  }
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$/.test(inner)) {
    const zoned = /(Z|[+-][0-9]{2}:?[0-9]{2})$/i.test(inner)
      ? { help: 'the zone goes into ScheduleTimezone' }
      : {};
    return { message: `"${inner}" is not a time, expected yyyy-mm-ddThh:mm:ss`, ...zoned };
  }
  const wallMs = Date.parse(`${inner}Z`);
  // Date.parse lets 30 February slip into March; the way back shows it.
  if (Number.isNaN(wallMs) || new Date(wallMs).toISOString().slice(0, 19) !== inner) {
    return { message: `${inner} does not exist, expected a date and time of the calendar` };
  }
  return { kind: 'at', text, wallMs };
}
