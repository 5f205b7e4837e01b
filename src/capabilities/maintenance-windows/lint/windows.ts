/** Windows as rules look at them. */
import {
  isScheduleProblem,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
} from '../../../aws/schedule/schedule.ts';
import { isTimezone } from '../../../aws/schedule/zone.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { dayMs } from '../../../capability/lint/words.ts';
import { isGiven, numberWithin, textOf, type Value } from '../../../cloudformation/value.ts';
import { parseTime } from '../../../fields/quantities.ts';

export const windowType = 'AWS::SSM::MaintenanceWindow';
export const targetType = 'AWS::SSM::MaintenanceWindowTarget';
export const taskType = 'AWS::SSM::MaintenanceWindowTask';

export interface LintWindow {
  readonly resource: Resource;
  /** Null: not known, or none that AWS takes. */
  readonly schedule: Schedule | null;
  /** Null: not known, or none that AWS takes. */
  readonly durationHours: number | null;
  readonly cutoffHours: number | null;
  readonly isEnabled: boolean;
}

const known = new WeakMap<Subject, readonly LintWindow[]>();

export function lintWindows(subject: Subject): readonly LintWindow[] {
  let windows = known.get(subject);
  if (windows === undefined) {
    windows = subject.ofType(windowType).map((resource) => ({
      resource,
      schedule: scheduleOf(resource, subject),
      durationHours: numberWithin(subject.property(resource, 'Duration'), 1, 24),
      cutoffHours: numberWithin(subject.property(resource, 'Cutoff'), 0, 23),
      isEnabled: textOf(subject.property(resource, 'Enabled'))?.toLowerCase() !== 'false',
    }));
    known.set(subject, windows);
  }
  return windows;
}

function scheduleOf(resource: Resource, subject: Subject): Schedule | null {
  const text = textOf(subject.property(resource, 'Schedule'));
  const expression = text === null ? null : parseScheduleExpression(text, 'window');
  return expression === null || isScheduleProblem(expression)
    ? null
    : scheduledBy(expression, resource, subject);
}

function scheduledBy(expression: ScheduleExpression, resource: Resource, subject: Subject): Schedule | null {
  const zone = subject.property(resource, 'ScheduleTimezone');
  const timezone = isGiven(zone) ? textOf(zone) : 'UTC';
  const offset = subject.property(resource, 'ScheduleOffset');
  const offsetDays = isGiven(offset) ? numberWithin(offset, 1, 6) : 0;
  const startDateMs = timeOf(subject.property(resource, 'StartDate'));
  const endDateMs = timeOf(subject.property(resource, 'EndDate'));
  if (timezone === null || !isTimezone(timezone) || offsetDays === null) return null;
  if (startDateMs === undefined || endDateMs === undefined) return null;
  const nowMs = subject.todayMs;
  const anchorMs = expression.kind === 'rate' ? Math.min(startDateMs ?? nowMs, nowMs) : nowMs - 8 * dayMs;
  return { expression, timezone, offsetDays, startDateMs, endDateMs, anchorMs };
}

/** Null: none. Undefined: not known, or no time. */
export function timeOf(value: Value | undefined): number | null | undefined {
  if (!isGiven(value)) return null;
  const text = textOf(value);
  const time = text === null ? null : parseTime(text);
  return typeof time === 'number' ? time : undefined;
}
