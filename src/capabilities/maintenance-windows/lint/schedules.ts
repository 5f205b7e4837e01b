/**
 * Schedules that never start, or that start too often.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */

import { firstStartAtOrAfter, type Schedule, smallestGapMs } from '../../../aws/schedule/schedule.ts';
import { type DeclaredSchedule, tooOftenForAssociation } from '../../../capability/lint/declared-schedule.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { counted, dayMs, hourMs, inWords, minuteMs } from '../../../capability/lint/words.ts';
import { parameterBehind } from '../../../capability/lint/written.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { isoTime } from '../../../world/time.ts';
import { clockRules } from './clocks.ts';
import { type LintWindow, lintWindows, windowType } from './windows.ts';

interface Timed extends DeclaredSchedule {
  readonly schedule: Schedule;
}

/** Those that AWS takes. */
function timed({ schedules }: Subject): Timed[] {
  return schedules.flatMap(({ schedule, ...written }) =>
    schedule === null ? [] : [{ ...written, schedule }],
  );
}

function checkNever(subject: Subject, report: Report): void {
  const nowMs = subject.todayMs;
  for (const declared of timed(subject)) {
    const { resource, key, value, text, schedule } = declared;
    const firstMs = firstStartAtOrAfter(schedule, nowMs);
    if (firstMs !== null) {
      reportBeyondEnd(declared, firstMs, subject, report);
      continue;
    }
    const from = parameterBehind(subject, value.path);
    const why = reasonFor(schedule, text, nowMs);
    report(
      value.path,
      `${resource.logicalId} never starts${from === null ? '' : `, unless ${from} is given`}: ${why}`,
      {
        // Many a template has it that way so that nothing runs unasked.
        severity: from === null ? 'warning' : 'note',
        help: `write a ${key} that comes, such as cron(0 2 ? * SUN *)`,
      },
    );
  }
}

/** A run ends, and what starts later is not simulated. */
function reportBeyondEnd(
  { resource, dialect, value }: Timed,
  firstMs: number,
  { scenario }: Subject,
  report: Report,
): void {
  if (scenario === null || dialect !== 'window' || firstMs < scenario.endMs) return;
  const [first, end] = [firstMs, scenario.endMs].map((atMs) => isoTime(atMs).slice(0, 16).replace('T', ' '));
  report(
    value.path,
    `${resource.logicalId} starts on ${first} UTC for the first time, after the run has ended (${end} UTC): nothing of it is seen`,
    {
      severity: 'note',
      help: 'a later end, or a start of the run shortly before the window',
    },
  );
}

function reasonFor(schedule: Schedule, text: string, nowMs: number): string {
  const { expression, endDateMs } = schedule;
  if (endDateMs !== null && firstStartAtOrAfter({ ...schedule, endDateMs: null }, nowMs) !== null) {
    return `EndDate, ${isoTime(endDateMs).slice(0, 10)}, comes first`;
  }
  const lastYear = expression.kind === 'cron' ? expression.years.at(-1)! : null;
  if (lastYear !== null && Date.UTC(lastYear + 1, 0, 2) < nowMs)
    return `${text} ended with the year ${lastYear}`;
  if (expression.kind === 'at') return `${text} is over`;
  return `no calendar has the day of ${text}`;
}

const shortestMs = 5 * minuteMs;

function checkTooOften(subject: Subject, report: Report): void {
  for (const written of subject.schedules) {
    const periodMs = tooOftenForAssociation(written);
    if (periodMs === null) continue;
    const { resource, value } = written;
    report(
      value.path,
      `${resource.logicalId} is to run every ${inWords(periodMs)}: an association takes 30 minutes or more, and AWS refuses this`,
      { severity: 'error', help: 'write rate(30 minutes) or more' },
    );
  }
  for (const { resource, dialect, value, schedule } of timed(subject)) {
    const gapMs = dialect === 'window' ? smallestGapMs(schedule, subject.todayMs) : null;
    if (gapMs === null || gapMs >= shortestMs) continue;
    report(
      value.path,
      `${resource.logicalId} starts every ${inWords(gapMs)}: AWS supports nothing faster than every five minutes`,
      { help: 'write rate(5 minutes) or more; patching needs once a week' },
    );
  }
}

function checkOverlaps(subject: Subject, report: Report): void {
  for (const window of lintWindows(subject)) {
    const { resource, durationHours, schedule } = window;
    if (schedule === null || durationHours === null) continue;
    const gapMs = smallestGapMs(schedule, subject.todayMs);
    if (gapMs === null || gapMs >= durationHours * hourMs) continue;
    report(
      [...resource.path, 'Schedule'],
      `${resource.logicalId} starts again after ${inWords(gapMs)} and is open for ${counted(durationHours, 'hour')}: while one execution ` +
        'runs the next is skipped (SKIPPED_OVERLAPPING)',
      { help: remedyFor(gapMs, window) },
    );
  }
}

function remedyFor(gapMs: number, { schedule }: LintWindow): string {
  const hours = Math.floor(gapMs / hourMs);
  if (gapMs < dayMs && schedule?.expression.kind === 'rate') {
    return 'write a rate longer than Duration; patching is commonly once a week, such as cron(0 2 ? * SUN *)';
  }
  return hours >= 1 ? `write Duration: ${hours} or less, or a rarer Schedule` : 'write a rarer Schedule';
}

const source =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html';

export const scheduleRules: readonly Rule[] = [
  {
    id: 'schedule-invalid',
    place: 260,
    severity: 'error',
    finds:
      'a schedule, time zone, offset or period of a schedule that AWS refuses, and the field that is wrong',
    source,
    refusals: [
      {
        of: windowType,
        keys: ['Schedule', 'ScheduleTimezone', 'ScheduleOffset', 'StartDate', 'EndDate'],
        codes: ['bad-schedule', 'bad-timezone', 'bad-value'],
      },
    ],
  },
  {
    id: 'schedule-never',
    place: 270,
    severity: 'warning',
    finds: 'a schedule that never starts any more',
    source,
    check: checkNever,
  },
  {
    id: 'schedule-too-often',
    place: 280,
    severity: 'warning',
    finds: 'a window more often than every five minutes, an association more often than every 30',
    source,
    check: checkTooOften,
  },
  {
    id: 'schedule-overlaps-itself',
    place: 290,
    severity: 'warning',
    finds: 'a window that is due again while it is still open',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html',
    check: checkOverlaps,
  },
  ...clockRules,
];
