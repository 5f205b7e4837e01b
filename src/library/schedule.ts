/** `schedule`: when an expression starts next, or when the windows of a file are open. */

import { UsageError } from '../diagnostics/usage-error.ts';
import { type CalendarResult, calendarJson } from '../schedule/calendar-json.ts';
import { type NextStarts, previewOf, scheduleJson } from '../schedule/preview.ts';
import { calendarFor } from './calendar.ts';
import { instantOrNull } from './instants.ts';
import {
  inputOf,
  type ReadingOptions,
  ScenarioError,
  type Source,
  type SourceFile,
  wholeNumber,
} from './source.ts';
import { withoutNull } from './without-null.ts';

export type ScheduleText = `cron(${string}` | `rate(${string}` | `at(${string}`;

export interface NextStartsOptions {
  /** Default: now. */
  readonly from?: string | Date;
  /** How many starts. Default: 10. */
  readonly count?: number;
  /** ScheduleTimezone. Default: UTC. */
  readonly timezone?: string;
  /** ScheduleOffset, in days. */
  readonly offset?: number;
  /** In hours. */
  readonly duration?: number;
  readonly startDate?: string | Date;
  readonly endDate?: string | Date;
  /** Whose dialect. Default: `window`. */
  readonly for?: 'window' | 'association' | 'rule';
}

export interface CalendarOptions extends ReadingOptions {
  /** Default: the scenario's start; for a template, now. */
  readonly from?: string | Date;
  /** Default: 28. */
  readonly days?: number;
}

const daysOfCalendar = 28;
const daysMax = 3_660;

/** The data that `fleetsim schedule --json` prints: of an expression, or of a scenario or template. */
export function schedule(expression: ScheduleText, options?: NextStartsOptions): Promise<NextStarts>;
export function schedule(source: SourceFile | object, options?: CalendarOptions): Promise<CalendarResult>;
/** A text with a line break is a scenario or a template. */
export function schedule(
  source: string,
  options?: NextStartsOptions & CalendarOptions,
): Promise<NextStarts | CalendarResult>;
export async function schedule(
  source: Source,
  options: NextStartsOptions & CalendarOptions = {},
): Promise<NextStarts | CalendarResult> {
  const fromMs = instantOrNull(options.from, 'from');
  const isExpression = typeof source === 'string' && /^\s*\w+\s*\([^\n]*$/.test(source);
  return isExpression ? nextStarts(source, fromMs, options) : calendar(source, fromMs, options);
}

function nextStarts(expression: string, fromMs: number | null, options: NextStartsOptions): NextStarts {
  const { count, timezone, offset: offsetDays, duration: durationHours, for: dialect } = options;
  const given = { count, timezone, offsetDays, durationHours, dialect };
  const answer = previewOf({
    expression,
    fromMs: fromMs ?? Date.now(),
    ...withoutNull({
      ...given,
      startDateMs: instantOrNull(options.startDate, 'startDate'),
      endDateMs: instantOrNull(options.endDate, 'endDate'),
    }),
  });
  if (!('problem' in answer)) return scheduleJson(answer);
  const { message, help } = answer.problem;
  throw new UsageError(`${expression}: ${message}${help === undefined ? '' : `; ${help}`}`);
}

function calendar(source: Source, fromMs: number | null, options: CalendarOptions) {
  const { days = daysOfCalendar } = options;
  const input = inputOf(source, options);
  const found = calendarFor({
    ...input,
    fromMs,
    nowMs: Date.now(),
    days: wholeNumber(days, 'days', 1, daysMax),
  });
  if (found.calendar === null) throw new ScenarioError(found);
  return calendarJson(found.calendar);
}
