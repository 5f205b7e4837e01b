/** AWS::SSM::MaintenanceWindow. */
import * as z from 'zod/mini';
import {
  firstStartAtOrAfter,
  isScheduleProblem,
  isTimezone,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
  smallestGapMs,
} from '../../aws/schedule/schedule.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { awsName, readAsAws, tagList } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { boolean, integer, map, text } from '../../fields/fields.ts';
import { time } from '../../fields/quantities.ts';
import type { MaintenanceWindow } from '../../world/maintenance.ts';

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 * `Enabled` is of UpdateMaintenanceWindow, not of the resource type: a scenario may say that a window is disabled.
 */
export const windowFields = map({
  AllowUnassociatedTargets: boolean(),
  Cutoff: integer(0, 23),
  Description: z.optional(text('a description', { min: 1, max: 128 })),
  Duration: integer(1, 24),
  Enabled: z.optional(boolean()),
  EndDate: z.optional(time()),
  Name: awsName(),
  Schedule: text('a schedule, such as "cron(0 2 ? * SUN *)"', { min: 1, max: 256 }),
  ScheduleOffset: z.optional(integer(1, 6)),
  ScheduleTimezone: z.optional(text('a time zone, such as Asia/Taipei')),
  StartDate: z.optional(time()),
  Tags: z.optional(tagList()),
});

type WrittenWindow = z.output<typeof windowFields>;

/** Without its tasks, which are resources of their own. */
export function readWindow(
  logicalId: string,
  properties: unknown,
  path: DataPath,
  context: LoadContext,
): MaintenanceWindow | undefined {
  const read = readAsAws(windowFields, properties, path, context);
  if (read === undefined) return undefined;
  checkCutoff(read, path, context);
  const schedule = readSchedule(read, path, context);
  if (schedule === undefined) return undefined;
  return {
    logicalId,
    name: read.Name,
    schedule,
    durationHours: read.Duration,
    cutoffHours: read.Cutoff,
    enabled: read.Enabled ?? true,
    allowUnassociatedTargets: read.AllowUnassociatedTargets,
    tasks: [],
  };
}

/** A window whose cutoff is as long as the window could start no task at all. */
function checkCutoff({ Cutoff, Duration }: WrittenWindow, path: DataPath, context: LoadContext): void {
  if (Cutoff < Duration) return;
  context.error(
    [...path, 'Cutoff'],
    'bad-value',
    `expected fewer hours than Duration, which is ${Duration}; found ${Cutoff}`,
    { awsError: 'ValidationException' },
  );
}

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html
 */
function readSchedule(read: WrittenWindow, path: DataPath, context: LoadContext): Schedule | undefined {
  const refuse = (key: string, code: string, message: string, help?: string): void =>
    context.error([...path, key], code, message, { awsError: 'ValidationException', help });
  const expression = parseScheduleExpression(read.Schedule, 'window');
  if (isScheduleProblem(expression)) {
    refuse('Schedule', 'bad-schedule', expression.message, expression.help);
    return undefined;
  }
  const { ScheduleTimezone: timezone = 'UTC', ScheduleOffset: offsetDays = 0 } = read;
  const isKnownZone = isTimezone(timezone);
  if (!isKnownZone) {
    const message = `expected a time zone of the IANA database, such as Asia/Taipei; found ${describe(timezone)}`;
    refuse('ScheduleTimezone', 'bad-timezone', message);
  }
  const isOffsetAllowed = offsetDays === 0 || expression.kind === 'cron';
  if (!isOffsetAllowed) {
    refuse(
      'ScheduleOffset',
      'bad-value',
      `expected no offset: ${expression.kind} schedules take none, cron does`,
    );
  }
  const { StartDate = null, EndDate = null } = read;
  const isPeriod = StartDate === null || EndDate === null || StartDate < EndDate;
  if (!isPeriod) refuse('EndDate', 'bad-value', 'expected a time after StartDate');
  if (!isKnownZone || !isOffsetAllowed || !isPeriod) return undefined;
  const schedule: Schedule = {
    expression,
    timezone,
    offsetDays,
    startDateMs: StartDate,
    endDateMs: EndDate,
    anchorMs: anchorMs(expression, StartDate, context.startMs),
  };
  warnOfSchedule(schedule, [...path, 'Schedule'], context);
  return schedule;
}

/** Longer than any ScheduleOffset: what the run begins with has been there for so long. */
const existsSinceMs = 8 * 86_400_000;

/**
 * When the window came to be. It is older than the run, so that a cron day just before `start` is moved by its offset
 * into the run, and a StartDate before `start` was once ahead; a rate that names no StartDate counts from `start`.
 */
function anchorMs(expression: ScheduleExpression, startDateMs: number | null, startMs: number): number {
  if (expression.kind !== 'rate') return startMs - existsSinceMs;
  return Math.min(startDateMs ?? startMs, startMs);
}

const fiveMinutesMs = 5 * 60_000;

function warnOfSchedule(schedule: Schedule, path: DataPath, context: LoadContext): void {
  if (firstStartAtOrAfter(schedule, context.startMs) === null) {
    context.warning(path, 'never-starts', 'this window never starts again after the start of the run');
    return;
  }
  const gapMs = smallestGapMs(schedule, context.startMs);
  if (gapMs !== null && gapMs < fiveMinutesMs) {
    const message = 'more often than every five minutes, which AWS names as the shortest interval';
    context.warning(path, 'too-often', message);
  }
}
