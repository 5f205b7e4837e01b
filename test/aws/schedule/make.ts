import {
  type Dialect,
  firstStartAtOrAfter,
  isScheduleProblem,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
  type ScheduleProblem,
} from '../../../src/aws/schedule/schedule.ts';

export function expressionOf(text: string, dialect: Dialect = 'window'): ScheduleExpression {
  const parsed = parseScheduleExpression(text, dialect);
  if (isScheduleProblem(parsed)) throw new Error(`${text}: ${parsed.message}`);
  return parsed;
}

export function problemOf(text: string, dialect: Dialect = 'window'): ScheduleProblem {
  const parsed = parseScheduleExpression(text, dialect);
  if (!isScheduleProblem(parsed)) throw new Error(`${text} is valid for a ${dialect}`);
  return parsed;
}

/** In UTC, always active and created at the beginning of 1970, unless told otherwise. */
export function scheduleOf(text: string, settings: Partial<Schedule> = {}): Schedule {
  return {
    expression: expressionOf(text),
    timezone: 'UTC',
    offsetDays: 0,
    startDateMs: null,
    endDateMs: null,
    anchorMs: 0,
    ...settings,
  };
}

/** The next starts at or after `from`, such as 2026-01-04T02:00:00Z; fewer if there are no more. */
export function nextStarts(schedule: Schedule, from: string, count: number): readonly string[] {
  const starts: string[] = [];
  let startMs = firstStartAtOrAfter(schedule, Date.parse(from));
  while (startMs !== null && starts.length < count) {
    starts.push(inUtc(startMs));
    startMs = firstStartAtOrAfter(schedule, startMs + 1);
  }
  return starts;
}

export function inUtc(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}
