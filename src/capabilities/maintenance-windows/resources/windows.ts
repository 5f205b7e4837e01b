/** AWS::SSM::MaintenanceWindow. */

import * as z from 'zod/mini';
import { scheduleRefusal } from '../../../aws/schedule/refusal.ts';
import {
  firstStartAtOrAfter,
  isScheduleProblem,
  isTimezone,
  parseScheduleExpression,
  type Schedule,
  type ScheduleExpression,
  smallestGapMs,
} from '../../../aws/schedule/schedule.ts';
import { warnOverQuota } from '../../../cloudformation/quota.ts';
import type { Known, Seen } from '../../../cloudformation/read-fields.ts';
import { type Reading, resource, type Whole } from '../../../cloudformation/resource-spec.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { awsName, tagList } from '../../../fields/aws-fields.ts';
import type { LoadContext } from '../../../fields/context.ts';
import { boolean, type Field, integer, once, text } from '../../../fields/fields.ts';
import { time } from '../../../fields/quantities.ts';
import { isKnown, Unknown } from '../../../fields/unknown.ts';
import { idFrom } from '../../../world/made-ids.ts';
import type { MaintenanceWindow } from '../../../world/maintenance.ts';

/** `Enabled` is of UpdateMaintenanceWindow, not of the resource type: a scenario may say that a window is disabled. */
export const windowFields = once(() => ({
  AllowUnassociatedTargets: boolean(),
  Cutoff: wholeHours(0, 23),
  Description: z.optional(text('a description', { min: 1, max: 128 })),
  Duration: wholeHours(1, 24),
  Enabled: z.optional(boolean()),
  EndDate: z.optional(time()),
  Name: awsName(),
  Schedule: text('a schedule, such as "cron(0 2 ? * SUN *)"', { min: 1, max: 256 }),
  ScheduleOffset: z.optional(
    integer(1, 6, { help: 'it is in days; leave it out to start on the day of the expression itself' }),
  ),
  ScheduleTimezone: z.optional(text('a time zone, such as Asia/Taipei')),
  StartDate: z.optional(time()),
  Tags: z.optional(tagList()),
}));

/** 120 is hardly meant as hours. */
function wholeHours(min: number, max: number): Field<number> {
  return integer(min, max, (found) => {
    if (Number.isNaN(found)) return {};
    const hours = Math.min(max, Math.max(min, Math.ceil(found > 24 ? found / 60 : found)));
    return { help: `write ${hours} for ${found} ${found > 24 ? 'minutes' : 'hours'}` };
  });
}

export type SeenWindow = Seen<ReturnType<typeof windowFields>>;
type Written = Known<ReturnType<typeof windowFields>>;

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const windowCountQuota = 50;

export const maintenanceWindow = resource({
  type: 'AWS::SSM::MaintenanceWindow',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html',
  is: 'When work may be done',
  attributes: ['Id', 'WindowId'],
  madeId: (scenarioName, logicalId) => idFrom('mw', scenarioName, logicalId),
  fields: windowFields,
  refusals(seen, reading) {
    refuseCutoff(seen, reading);
    refuseSchedule(seen, reading);
    const schedule = scheduleOf(seen, reading.context.startMs);
    if (schedule !== null) warnOfSchedule(schedule, [...reading.path, 'Schedule'], reading.context);
  },
  /** Without its tasks, which are resources of their own. */
  build(known, { logicalId, context }): MaintenanceWindow {
    const account = context.accountOf(logicalId);
    return {
      logicalId,
      name: known.Name,
      ...(account === '' ? {} : { account }),
      schedule: scheduleOf(known, context.startMs)!,
      durationHours: known.Duration,
      cutoffHours: known.Cutoff,
      enabled: known.Enabled ?? true,
      allowUnassociatedTargets: known.AllowUnassociatedTargets,
      tasks: [],
    };
  },
  together(windows, whole: Whole) {
    const awsError = 'ResourceLimitExceededException';
    warnOverQuota(windows.keys(), { most: windowCountQuota, what: 'windows', awsError }, whole);
  },
});

/** Of a call, what it gives. */
type SeenPart = { readonly [Key in keyof SeenWindow]?: SeenWindow[Key] | undefined };
type Place = Pick<Reading, 'path' | 'context'>;

export function refuseCutoff({ Cutoff, Duration }: SeenPart, { path, context }: Place): void {
  if (typeof Cutoff !== 'number' || typeof Duration !== 'number' || Cutoff < Duration) return;
  const message = `expected fewer hours than Duration, which is ${Duration}; found ${Cutoff}: no task could ever start`;
  const help = `write ${Duration - 1} or less, or a longer Duration`;
  context.error([...path, 'Cutoff'], 'bad-value', message, { awsError: 'ValidationException', help });
}

/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html
 */
export function refuseSchedule(seen: SeenPart, { path, context }: Place): void {
  const refuse = (key: string, code: string, message: string, help?: string): void =>
    context.error([...path, key], code, message, { awsError: 'ValidationException', help });
  const { Schedule, ScheduleTimezone: zone = 'UTC', ScheduleOffset: offset, StartDate, EndDate } = seen;
  const expression = typeof Schedule !== 'string' ? null : parseScheduleExpression(Schedule, 'window');
  if (expression !== null && isScheduleProblem(expression)) {
    const { message, help } = scheduleRefusal(Schedule as string, expression, 'window');
    refuse('Schedule', 'bad-schedule', message, help);
  } else if (expression !== null && offset !== undefined && expression.kind !== 'cron') {
    const message = `expected no offset: ${expression.kind} schedules take none, cron does`;
    refuse('ScheduleOffset', 'bad-value', message, 'remove it, or write the schedule as cron(…)');
  }
  if (!(zone instanceof Unknown) && !isTimezone(zone)) {
    const message = `expected a time zone of the IANA database, such as Asia/Taipei; found ${describe(zone)}`;
    refuse('ScheduleTimezone', 'bad-timezone', message);
  }
  if (typeof StartDate === 'number' && typeof EndDate === 'number' && StartDate >= EndDate) {
    const message = 'expected a time after StartDate: the window ends before it begins';
    refuse('EndDate', 'bad-value', message, 'write a later EndDate, or none');
  }
}

/** Null: it is not known as a whole, or AWS refuses it. */
export function scheduleOf(seen: SeenWindow, startMs: number): Schedule | null {
  const { Schedule, ScheduleTimezone = 'UTC', ScheduleOffset = 0, StartDate = null, EndDate = null } = seen;
  const written = { Schedule, ScheduleTimezone, ScheduleOffset, StartDate, EndDate };
  if (
    !isKnown<Required<Pick<Written, 'Schedule' | 'ScheduleTimezone' | 'ScheduleOffset'>> & Period>(written)
  ) {
    return null;
  }
  const expression = parseScheduleExpression(written.Schedule, 'window');
  if (isScheduleProblem(expression) || !isTimezone(written.ScheduleTimezone)) return null;
  if (written.ScheduleOffset > 0 && expression.kind !== 'cron') return null;
  const { StartDate: startDateMs, EndDate: endDateMs } = written;
  if (startDateMs !== null && endDateMs !== null && startDateMs >= endDateMs) return null;
  return {
    expression,
    timezone: written.ScheduleTimezone,
    offsetDays: written.ScheduleOffset,
    startDateMs,
    endDateMs,
    anchorMs: anchorMs(expression, startDateMs, startMs),
  };
}

interface Period {
  readonly StartDate: number | null;
  readonly EndDate: number | null;
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
