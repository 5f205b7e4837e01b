/**
 * Schedules that AWS refuses, that never start, or that start too often.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-cron-and-rate-expressions.html
 */
import {
  type Dialect,
  firstStartAtOrAfter,
  isScheduleProblem,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
  smallestGapMs,
} from '../../aws/schedule/schedule.ts';
import { isTimezone } from '../../aws/schedule/zone.ts';
import { isoTime } from '../../world/time.ts';
import type { Report, Rule } from '../rule.ts';
import type { Resource, Subject } from '../subject.ts';
import { textOf, type Value } from '../values.ts';
import { clockRules } from './clocks.ts';
import {
  counted,
  dayMs,
  hourMs,
  inWords,
  type LintWindow,
  lintWindows,
  minuteMs,
  parameterBehind,
  timeOf,
  todayMs,
  wholeFrom,
  withoutPadding,
} from './windows.ts';

interface Written {
  readonly resource: Resource;
  readonly key: 'Schedule' | 'ScheduleExpression';
  readonly dialect: Dialect;
  readonly value: Value;
  readonly text: string;
  readonly parsed: ReturnType<typeof parseScheduleExpression>;
}

const places = [
  { type: 'AWS::SSM::MaintenanceWindow', key: 'Schedule', dialect: 'window' },
  { type: 'AWS::SSM::Association', key: 'ScheduleExpression', dialect: 'association' },
  { type: 'AWS::Events::Rule', key: 'ScheduleExpression', dialect: 'rule' },
] as const;

function writtenSchedules(subject: Subject): Written[] {
  return places.flatMap(({ type, key, dialect }) =>
    subject.ofType(type).flatMap((resource): Written[] => {
      const value = subject.property(resource, key);
      const written = textOf(value);
      if (value === undefined || written === null) return [];
      const text = dialect === 'rule' ? written : withoutPadding(written);
      return [{ resource, key, dialect, value, text, parsed: parseScheduleExpression(text, dialect) }];
    }),
  );
}

const consumers: Readonly<Record<Dialect, string>> = {
  window: 'a maintenance window',
  association: 'an association',
  rule: 'an EventBridge rule',
};

/** ` (the default of Cron)` */
function defaultOf(subject: Subject, { path }: Value): string {
  const name = parameterBehind(subject, path);
  return name === null ? '' : ` (from the default of ${name})`;
}

function checkInvalid(subject: Subject, report: Report): void {
  for (const written of writtenSchedules(subject)) {
    const { resource, key, dialect, value, text, parsed } = written;
    if (!isScheduleProblem(parsed) || tooOftenForAssociation(written) !== null) continue;
    const field = parsed.field === undefined ? '' : `field ${parsed.field}: `;
    report(
      value.path,
      `${key} of ${resource.logicalId}${defaultOf(subject, value)} is nothing that ${consumers[dialect]} takes: ${field}${parsed.message}`,
      parsed.help === undefined ? { help: exampleFor(dialect, text) } : { help: parsed.help },
    );
  }
  for (const window of subject.ofType('AWS::SSM::MaintenanceWindow')) {
    reportTimezone(window, subject, report);
    reportOffset(window, 'Schedule', subject, report);
    reportPeriod(window, subject, report);
  }
  for (const association of subject.ofType('AWS::SSM::Association')) {
    reportOffset(association, 'ScheduleExpression', subject, report);
    reportCronOnly(association, subject, report);
  }
}

function exampleFor(dialect: Dialect, text: string): string {
  if (text.startsWith('rate'))
    return `for example rate(${dialect === 'association' ? '12 hours' : '7 days'})`;
  return 'for example cron(0 2 ? * SUN *), which is 02:00 every Sunday';
}

function reportTimezone({ logicalId, ...window }: Resource, subject: Subject, report: Report): void {
  const value = subject.property({ logicalId, ...window }, 'ScheduleTimezone');
  const zone = textOf(value);
  if (value === undefined || zone === null || isTimezone(zone)) return;
  report(
    value.path,
    `ScheduleTimezone of ${logicalId}${defaultOf(subject, value)} is ${zone === '' ? 'empty' : zone}, which is no zone of the IANA database: AWS refuses it`,
    { help: 'write a name such as Europe/Berlin, America/New_York or UTC' },
  );
}

function reportOffset(
  resource: Resource,
  key: 'Schedule' | 'ScheduleExpression',
  subject: Subject,
  report: Report,
): void {
  const value = subject.property(resource, 'ScheduleOffset');
  const text = textOf(value);
  const schedule = textOf(subject.property(resource, key));
  if (value === undefined || text === null) return;
  if (wholeFrom(value, 1, 6) === null) {
    report(value.path, `ScheduleOffset of ${resource.logicalId} is ${text}: it is in days, from 1 to 6`, {
      help: 'leave it out to start on the day of the expression itself',
    });
  } else if (schedule !== null && /^(rate|at)\(/.test(schedule)) {
    report(
      value.path,
      `ScheduleOffset of ${resource.logicalId} moves the day of a cron expression, and ${schedule} has none: AWS refuses it`,
      { help: 'remove ScheduleOffset, or write the schedule as cron(…)' },
    );
  }
}

function reportPeriod(window: Resource, subject: Subject, report: Report): void {
  const end = subject.property(window, 'EndDate');
  const startMs = timeOf(subject.property(window, 'StartDate'));
  const endMs = timeOf(end);
  if (end === undefined || typeof startMs !== 'number' || typeof endMs !== 'number' || startMs < endMs)
    return;
  report(end.path, `${window.logicalId} ends before it begins: EndDate is not after StartDate`, {
    help: 'write an EndDate after StartDate, or none',
  });
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html */
function reportCronOnly(association: Resource, subject: Subject, report: Report): void {
  const value = subject.property(association, 'ApplyOnlyAtCronInterval');
  const schedule = textOf(subject.property(association, 'ScheduleExpression'));
  if (
    value === undefined ||
    textOf(value)?.toLowerCase() !== 'true' ||
    schedule?.startsWith('rate(') !== true
  )
    return;
  report(
    value.path,
    `ApplyOnlyAtCronInterval of ${association.logicalId} is for cron expressions, and ${schedule} is a rate: AWS refuses it`,
    { help: 'remove it, or write the schedule as cron(…)' },
  );
}

/** A rate that any other would take; null otherwise. */
function tooOftenForAssociation({ dialect, text }: Written): number | null {
  const parsed = dialect === 'association' ? parseScheduleExpression(text, 'window') : null;
  if (parsed === null || isScheduleProblem(parsed) || parsed.kind !== 'rate') return null;
  return parsed.periodMs < 30 * minuteMs ? parsed.periodMs : null;
}

/** Of an association or rule, whose times are in UTC and have no end. */
function plainSchedule(expression: ScheduleExpression, nowMs: number): Schedule {
  return { expression, timezone: 'UTC', offsetDays: 0, startDateMs: null, endDateMs: null, anchorMs: nowMs };
}

interface Timed extends Written {
  readonly schedule: Schedule;
}

/** Those that AWS takes. */
function timed(subject: Subject): Timed[] {
  const windows = lintWindows(subject);
  return writtenSchedules(subject).flatMap((written): Timed[] => {
    if (isScheduleProblem(written.parsed)) return [];
    const window = windows.find(({ resource }) => resource === written.resource);
    const schedule = window === undefined ? plainSchedule(written.parsed, todayMs(subject)) : window.schedule;
    return schedule === null ? [] : [{ ...written, schedule }];
  });
}

function checkNever(subject: Subject, report: Report): void {
  const nowMs = todayMs(subject);
  for (const { resource, key, value, text, schedule } of timed(subject)) {
    if (firstStartAtOrAfter(schedule, nowMs) !== null) continue;
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
  for (const written of writtenSchedules(subject)) {
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
    const gapMs = dialect === 'window' ? smallestGapMs(schedule, todayMs(subject)) : null;
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
    const gapMs = smallestGapMs(schedule, todayMs(subject));
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
    severity: 'error',
    finds:
      'a schedule, time zone, offset or period of a schedule that AWS refuses, and the field that is wrong',
    source,
    check: checkInvalid,
  },
  {
    id: 'schedule-never',
    severity: 'warning',
    finds: 'a schedule that never starts any more',
    source,
    check: checkNever,
  },
  {
    id: 'schedule-too-often',
    severity: 'warning',
    finds: 'a window more often than every five minutes, an association more often than every 30',
    source,
    check: checkTooOften,
  },
  {
    id: 'schedule-overlaps-itself',
    severity: 'warning',
    finds: 'a window that is due again while it is still open',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html',
    check: checkOverlaps,
  },
  ...clockRules,
];
