/**
 * When something scheduled starts: the expression, its time zone, its offset and the period in which it is active.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html
 * and https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
import { parseAt } from './at.ts';
import { parseCron } from './cron.ts';
import { wallTimeAtOrAfter } from './cron-times.ts';
import type {
  AtExpression,
  CronExpression,
  Dialect,
  RateExpression,
  ScheduleExpression,
  ScheduleProblem,
} from './expression.ts';
import { isScheduleProblem } from './expression.ts';
import { parseRate } from './rate.ts';
import { cronCorrection, wrapperCorrection } from './suggestion.ts';
import { dayMs, instantOf, isTimezone, wallTimeAt, wallTimeFrom } from './zone.ts';

export type { Dialect, ScheduleExpression, ScheduleProblem };
export { isScheduleProblem, isTimezone };

export interface Schedule {
  readonly expression: ScheduleExpression;
  /** An IANA name; UTC unless ScheduleTimezone says otherwise. */
  readonly timezone: string;
  /** ScheduleOffset: 0 for none, else 1-6 days; AWS has it for cron expressions only, and only those heed it. */
  readonly offsetDays: number;
  /** StartDate, or null. */
  readonly startDateMs: number | null;
  /** EndDate, or null. */
  readonly endDateMs: number | null;
  /** When the schedule came to be. A rate without a later StartDate counts from here. */
  readonly anchorMs: number;
}

/** Beyond these a cron expression has no year. */
const cronBeginMs = Date.UTC(1969, 11, 30);
const cronEndMs = Date.UTC(2200, 0, 3);

/** AWS: an expression has 1 to 256 characters. */
const lengthMax = 256;

export function parseScheduleExpression(
  text: string,
  dialect: Dialect,
): ScheduleExpression | ScheduleProblem {
  if (text.length === 0 || text.length > lengthMax) {
    return { message: `the expression has ${text.length} characters, expected 1 to ${lengthMax}` };
  }
  const isValid = (candidate: string) => !isScheduleProblem(parse(candidate, dialect));
  const parsed = parse(text, dialect);
  if (!isScheduleProblem(parsed) || parsed.help !== undefined) return parsed;
  const correction = wrapperCorrection(text, isValid) ?? cronCorrection(text, isValid);
  return correction === null ? parsed : { ...parsed, help: `did you mean ${correction}` };
}

/** The first start at or after `fromMs`, in epoch milliseconds; null if there is none any more. */
export function firstStartAtOrAfter(schedule: Schedule, fromMs: number): number | null {
  const activeFromMs = Math.max(fromMs, schedule.startDateMs ?? fromMs);
  const startMs = startOf(schedule, activeFromMs);
  // ASSUMPTION schedule-end-date: at EndDate itself the schedule is no longer active; what started before runs on.
  const hasEnded = startMs !== null && schedule.endDateMs !== null && startMs >= schedule.endDateMs;
  return hasEnded ? null : startMs;
}

/** Every start from `fromMs` on, up to but not including `untilMs`. */
export function* startsBetween(schedule: Schedule, fromMs: number, untilMs: number): Generator<number> {
  let startMs = firstStartAtOrAfter(schedule, fromMs);
  while (startMs !== null && startMs < untilMs) {
    yield startMs;
    startMs = firstStartAtOrAfter(schedule, startMs + 1);
  }
}

/** The shortest time between neighbours among the next ten starts; null if fewer than two remain. */
export function smallestGapMs(schedule: Schedule, fromMs: number): number | null {
  let gapMs: number | null = null;
  let previousMs: number | null = null;
  let startCount = 0;
  for (const startMs of startsBetween(schedule, fromMs, Number.POSITIVE_INFINITY)) {
    if (previousMs !== null) gapMs = Math.min(gapMs ?? Number.POSITIVE_INFINITY, startMs - previousMs);
    previousMs = startMs;
    startCount += 1;
    if (startCount === 10) break;
  }
  return gapMs;
}

function parse(text: string, dialect: Dialect): ScheduleExpression | ScheduleProblem {
  const match = /^(cron|rate|at)\((.*)\)$/.exec(text);
  switch (match?.[1]) {
    case 'cron':
      return parseCron(text, match[2]!, dialect);
    case 'rate':
      return parseRate(text, match[2]!, dialect);
    case 'at':
      return parseAt(text, match[2]!, dialect);
    default:
      return {
        message: `expected cron(...), rate(...)${dialect === 'rule' ? '' : ' or at(...)'}, found "${text}"`,
      };
  }
}

function startOf(schedule: Schedule, fromMs: number): number | null {
  switch (schedule.expression.kind) {
    case 'cron':
      return cronStart(schedule, schedule.expression, fromMs);
    case 'rate':
      return rateStart(schedule, schedule.expression, fromMs);
    case 'at':
      return atStart(schedule, schedule.expression, fromMs);
  }
}

/**
 * The offset moves a start by whole days and keeps its time of day in the zone.
 *
 * AWS: if the cron day has already passed, but the day it is moved to has not, there is no run in that period: only
 * cron times from the creation of the schedule on count.
 * ASSUMPTION schedule-offset-active-period: StartDate and EndDate bound the start itself, after the offset.
 */
function cronStart(schedule: Schedule, cron: CronExpression, fromMs: number): number | null {
  if (fromMs >= cronEndMs) return null;
  const { timezone, offsetDays, anchorMs } = schedule;
  const earliestMs = Math.max(fromMs, cronBeginMs);
  const offsetMs = offsetDays * dayMs;
  let wallMs = wallTimeFrom(timezone, earliestMs) - offsetMs;
  if (offsetDays > 0) wallMs = Math.max(wallMs, wallTimeAt(timezone, Math.max(anchorMs, cronBeginMs)));
  for (;;) {
    const nextMs = wallTimeAtOrAfter(cron, wallMs);
    if (nextMs === null) return null;
    const startMs = instantOf(timezone, nextMs + offsetMs);
    if (startMs !== null && startMs >= earliestMs) return startMs;
    // Skipped by the clocks; the next one is at least a second away.
    wallMs = nextMs + 1000;
  }
}

/**
 * AWS: a rate counts from StartDate, and from now if StartDate lies in the past.
 * ASSUMPTION schedule-rate-first-start: the first start is at that moment itself, one period later the second;
 * AWS's weekly example starts on StartDate's own weekday and time.
 */
function rateStart(schedule: Schedule, rate: RateExpression, fromMs: number): number | null {
  const anchorMs = Math.max(schedule.startDateMs ?? schedule.anchorMs, schedule.anchorMs);
  const periodCount = Math.max(0, Math.ceil((fromMs - anchorMs) / rate.periodMs));
  const startMs = anchorMs + periodCount * rate.periodMs;
  // What a Date can hold; a rate of ages leaves it.
  return startMs <= 8.64e15 ? startMs : null;
}

/**
 * ASSUMPTION schedule-at-timezone: AWS documents at() as UTC and yet shows it with ScheduleTimezone; it is read in
 * that zone, which is UTC unless given.
 */
function atStart(schedule: Schedule, at: AtExpression, fromMs: number): number | null {
  const startMs = instantOf(schedule.timezone, at.wallMs);
  return startMs !== null && startMs >= fromMs ? startMs : null;
}
