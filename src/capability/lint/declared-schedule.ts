/** Schedule expressions of a file, as each is written and as its reader takes it. */
import {
  type Dialect,
  isScheduleProblem,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
} from '../../aws/schedule/schedule.ts';
import { entry, textOf, type Value } from '../../cloudformation/value.ts';
import type { Resource } from './resource.ts';
import { minuteMs } from './words.ts';

export interface DeclaredSchedule {
  readonly resource: Resource;
  readonly key: string;
  readonly dialect: Dialect;
  readonly value: Value;
  readonly text: string;
  /** Null: not known, or none that AWS takes. */
  readonly schedule: Schedule | null;
}

/** None where it is left out or not known. */
export function readSchedule(
  resource: Resource,
  key: string,
  dialect: Dialect,
  scheduleOf: (expression: ScheduleExpression) => Schedule | null,
): DeclaredSchedule[] {
  const value = entry(resource.properties, key);
  const text = textOf(value);
  if (value === undefined || text === null) return [];
  const parsed = parseScheduleExpression(text, dialect);
  const schedule = isScheduleProblem(parsed) ? null : scheduleOf(parsed);
  return [{ resource, key, dialect, value, text, schedule }];
}

/** Of an association or rule, whose times are in UTC and have no end. */
export function plainSchedule(expression: ScheduleExpression, nowMs: number): Schedule {
  return { expression, timezone: 'UTC', offsetDays: 0, startDateMs: null, endDateMs: null, anchorMs: nowMs };
}

/** A rate that any other would take; null otherwise. */
export function tooOftenForAssociation({ dialect, text }: DeclaredSchedule): number | null {
  const parsed = dialect === 'association' ? parseScheduleExpression(text, 'window') : null;
  if (parsed === null || isScheduleProblem(parsed) || parsed.kind !== 'rate') return null;
  return parsed.periodMs < 30 * minuteMs ? parsed.periodMs : null;
}
