/**
 * When something scheduled starts next, and what to know before relying on it: plain data, a function of the question
 * alone.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html
 */

import { type ClockEffect, clockEffects } from '../aws/schedule/clock-effects.ts';
import { describeSchedule } from '../aws/schedule/describe.ts';
import { explainFields, type FieldExplanation } from '../aws/schedule/explain-fields.ts';
import { type QuestionProblem, type ScheduleQuestion, scheduleAsked } from '../aws/schedule/question.ts';
import { type Dialect, firstStartAtOrAfter, type Schedule, startsBetween } from '../aws/schedule/schedule.ts';
import { dayMs, wallTimeAt } from '../aws/schedule/zone.ts';
import { isoTime } from '../world/time.ts';
import { notesOn } from './notes.ts';

/** An instant, and what a clock in the schedule's zone shows: milliseconds as if that clock hung in UTC. */
export interface ClockTime {
  readonly atMs: number;
  readonly wallMs: number;
}

export interface PreviewedStart {
  readonly start: ClockTime;
  /** Null without a duration. */
  readonly end: ClockTime | null;
}

/** Starts that come due before what began earlier has ended. */
export interface Overlaps {
  /** Among the `ofCount` pairs of neighbours that were looked at. */
  readonly count: number;
  readonly ofCount: number;
  readonly first: { readonly earlier: ClockTime; readonly later: ClockTime };
}

export interface SchedulePreview {
  readonly expression: string;
  readonly dialect: Dialect;
  readonly timezone: string;
  readonly offsetDays: number;
  readonly durationHours: number | null;
  readonly from: ClockTime;
  readonly startDateMs: number | null;
  readonly endDateMs: number | null;
  /** "02:00 on the third Thursday of every month" */
  readonly words: string;
  /** Empty for rate() and at(). */
  readonly fields: readonly FieldExplanation[];
  readonly starts: readonly PreviewedStart[];
  /** Nothing comes after those listed. */
  readonly isComplete: boolean;
  /** Between neighbours of the list; null for fewer than two. */
  readonly gap: { readonly shortestMs: number; readonly longestMs: number } | null;
  /** Null without a duration, and where none overlap. */
  readonly overlaps: Overlaps | null;
  readonly clockEffects: readonly ClockEffect[];
  readonly notes: readonly string[];
}

const hourMs = 3_600_000;

/** Further than the list goes: the next change of clocks may lie half a year ahead. */
const lookaheadMs = 366 * dayMs;
const lookaheadMaxMs = 3660 * dayMs;
const lookaheadStartCount = 1000;

export function previewOf(
  question: ScheduleQuestion,
): SchedulePreview | { readonly problem: QuestionProblem } {
  const asked = scheduleAsked(question);
  if ('problem' in asked) return asked;
  const { schedule, dialect, count, durationHours } = asked;
  const { expression, timezone, offsetDays, startDateMs, endDateMs } = schedule;
  const { fromMs } = question;
  const clockTime = (atMs: number): ClockTime => ({ atMs, wallMs: wallTimeAt(timezone, atMs) });

  const found = startsAfter(schedule, fromMs, count + 1);
  const listed = found.slice(0, count);
  const durationMs = durationHours === null ? null : durationHours * hourMs;
  const lastMs = listed.at(-1) ?? fromMs;
  const untilMs = Math.min(Math.max(lastMs + 1, fromMs + lookaheadMs), fromMs + lookaheadMaxMs);
  return {
    expression: expression.text,
    dialect,
    timezone,
    offsetDays,
    durationHours,
    from: clockTime(fromMs),
    startDateMs,
    endDateMs,
    words: describeSchedule(expression, offsetDays),
    fields: expression.kind === 'cron' ? explainFields(expression) : [],
    starts: listed.map((atMs) => ({
      start: clockTime(atMs),
      end: durationMs === null ? null : clockTime(atMs + durationMs),
    })),
    isComplete: found.length <= count,
    gap: gapOf(listed),
    overlaps: durationMs === null ? null : overlapsOf(schedule, fromMs, untilMs, durationMs, clockTime),
    clockEffects:
      expression.kind === 'at'
        ? clockEffects(
            schedule,
            Math.max(fromMs, expression.wallMs - 2 * dayMs),
            expression.wallMs + 2 * dayMs,
          )
        : clockEffects(schedule, fromMs, untilMs),
    notes: notesOn({ schedule, dialect, fromMs, starts: listed }),
  };
}

/** What `--json` prints: the instants in UTC, with milliseconds only where there are some. */
export interface NextStarts {
  readonly expression: string;
  readonly for: Dialect;
  readonly timezone: string;
  /** Empty if it is never due again. */
  readonly next: readonly string[];
}

export function scheduleJson({ expression, dialect, timezone, starts }: SchedulePreview): NextStarts {
  return { expression, for: dialect, timezone, next: starts.map(({ start }) => utcTime(start.atMs)) };
}

/** `2026-01-15T02:00:00Z` */
function utcTime(atMs: number): string {
  return isoTime(atMs).replace('.000Z', 'Z');
}

/** Later than `fromMs`: what starts at that very moment is not the next one. */
function startsAfter(schedule: Schedule, fromMs: number, count: number): readonly number[] {
  const starts: number[] = [];
  let startMs = firstStartAtOrAfter(schedule, fromMs + 1);
  while (startMs !== null && starts.length < count) {
    starts.push(startMs);
    startMs = firstStartAtOrAfter(schedule, startMs + 1);
  }
  return starts;
}

function gapOf(starts: readonly number[]): SchedulePreview['gap'] {
  if (starts.length < 2) return null;
  const gaps = starts.slice(1).map((startMs, index) => startMs - starts[index]!);
  return { shortestMs: Math.min(...gaps), longestMs: Math.max(...gaps) };
}

/** What ends at the very moment at which the next one starts does not overlap it. */
function overlapsOf(
  schedule: Schedule,
  fromMs: number,
  untilMs: number,
  durationMs: number,
  clockTime: (atMs: number) => ClockTime,
): Overlaps | null {
  let first: Overlaps['first'] | null = null;
  let count = 0;
  let ofCount = 0;
  let earlierMs: number | null = null;
  for (const laterMs of startsBetween(schedule, fromMs + 1, untilMs)) {
    if (earlierMs !== null) {
      ofCount += 1;
      if (laterMs - earlierMs < durationMs) {
        count += 1;
        first ??= { earlier: clockTime(earlierMs), later: clockTime(laterMs) };
      }
      if (ofCount === lookaheadStartCount) break;
    }
    earlierMs = laterMs;
  }
  return first === null ? null : { count, ofCount, first };
}
