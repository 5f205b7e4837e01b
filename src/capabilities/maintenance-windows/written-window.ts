/**
 * A maintenance window of which only text is known, as in a CloudFormation template that stands alone.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 */

import { type QuestionProblem, scheduleAsked } from '../../aws/schedule/question.ts';
import type { Scheduled } from '../../capability/scheduled.ts';

/** Property names of AWS::SSM::MaintenanceWindow; absent: not given, or not a literal value. */
export interface WrittenWindow {
  readonly Name?: string;
  readonly Schedule?: string;
  readonly ScheduleTimezone?: string;
  readonly ScheduleOffset?: string;
  readonly Duration?: string;
  readonly Cutoff?: string;
  /** Read already: the clock of the machine has no say in it. */
  readonly startDateMs?: number;
  readonly endDateMs?: number;
}

/** Null where the schedule or the duration is missing: nothing can be said about when it is open. */
export function windowWritten(
  logicalId: string,
  written: WrittenWindow,
  fromMs: number,
): Scheduled | { readonly problem: QuestionProblem } | null {
  const { Schedule, ScheduleTimezone, ScheduleOffset, Duration, Cutoff, startDateMs, endDateMs } = written;
  if (Schedule === undefined || Duration === undefined) return null;
  const asked = scheduleAsked({
    expression: Schedule,
    fromMs,
    durationHours: Number(Duration),
    ...(ScheduleTimezone === undefined ? {} : { timezone: ScheduleTimezone }),
    ...(ScheduleOffset === undefined ? {} : { offsetDays: Number(ScheduleOffset) }),
    ...(startDateMs === undefined ? {} : { startDateMs }),
    ...(endDateMs === undefined ? {} : { endDateMs }),
  });
  if ('problem' in asked) return asked;
  return {
    logicalId,
    name: written.Name ?? logicalId,
    schedule: asked.schedule,
    durationHours: Number(Duration),
    cutoffHours: Number(Cutoff ?? 0),
    enabled: true,
  };
}
