/**
 * A maintenance window of which only text is known, as in a CloudFormation template that stands alone.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 */
import type { MaintenanceWindow } from '../world/maintenance.ts';
import { type QuestionProblem, scheduleAsked } from './question.ts';

/** Property names of AWS::SSM::MaintenanceWindow; absent: not given, or not a literal value. */
export interface WrittenWindow {
  readonly Name?: string;
  readonly Schedule?: string;
  readonly ScheduleTimezone?: string;
  readonly ScheduleOffset?: string;
  readonly Duration?: string;
  readonly Cutoff?: string;
  readonly StartDate?: string;
  readonly EndDate?: string;
}

/** Null where the schedule or the duration is missing: nothing can be said about when it is open. */
export function windowWritten(
  logicalId: string,
  written: WrittenWindow,
  fromMs: number,
): MaintenanceWindow | { readonly problem: QuestionProblem } | null {
  const { Schedule, ScheduleTimezone, ScheduleOffset, Duration, Cutoff, StartDate, EndDate } = written;
  if (Schedule === undefined || Duration === undefined) return null;
  const asked = scheduleAsked({
    expression: Schedule,
    fromMs,
    durationHours: Number(Duration),
    ...(ScheduleTimezone === undefined ? {} : { timezone: ScheduleTimezone }),
    ...(ScheduleOffset === undefined ? {} : { offsetDays: Number(ScheduleOffset) }),
    ...dateOf('startDateMs', StartDate),
    ...dateOf('endDateMs', EndDate),
  });
  if ('problem' in asked) return asked;
  return {
    logicalId,
    name: written.Name ?? logicalId,
    schedule: asked.schedule,
    durationHours: Number(Duration),
    cutoffHours: Number(Cutoff ?? 0),
    enabled: true,
    allowUnassociatedTargets: false,
    tasks: [],
  };
}

/** A date that cannot be read bounds nothing; the loader of templates says so. */
function dateOf<Key extends string>(key: Key, text: string | undefined): { readonly [One in Key]?: number } {
  const atMs = text === undefined ? Number.NaN : Date.parse(text);
  return (Number.isNaN(atMs) ? {} : { [key]: atMs }) as { readonly [One in Key]?: number };
}
