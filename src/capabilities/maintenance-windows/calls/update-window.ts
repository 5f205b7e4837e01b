/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindow.html */
import * as z from 'zod/mini';
import { parseScheduleExpression, type ScheduleExpression } from '../../../aws/schedule/schedule.ts';
import { call } from '../../../cloudformation/call-spec.ts';
import { boolean } from '../../../fields/fields.ts';
import type { MaintenanceWindow } from '../../../world/maintenance.ts';
import { refuseReference } from '../resources/window-targets.ts';
import { maintenanceWindow, refuseCutoff, refuseSchedule, windowFields } from '../resources/windows.ts';
import { readingOf, refuseMissing, windowId } from './reading.ts';

export const updateMaintenanceWindow = call({
  call: 'UpdateMaintenanceWindow',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindow.html',
  is: 'Changes a maintenance window; Enabled: false keeps it from opening',
  fields() {
    const { Tags: _, ...fields } = windowFields();
    return {
      ...fields,
      AllowUnassociatedTargets: z.optional(fields.AllowUnassociatedTargets),
      Cutoff: z.optional(fields.Cutoff),
      Duration: z.optional(fields.Duration),
      Name: z.optional(fields.Name),
      Schedule: z.optional(fields.Schedule),
      Replace: z.optional(boolean()),
      WindowId: windowId(),
    };
  },
  refusals(seen, reading) {
    refuseReference(seen.WindowId, maintenanceWindow, [...reading.path, 'WindowId'], readingOf(reading));
    refuseMissing(
      seen,
      ['Name', 'Schedule', 'Duration', 'Cutoff', 'AllowUnassociatedTargets'],
      'CreateMaintenanceWindow',
      reading,
    );
    refuseCutoff(seen, reading);
    refuseSchedule(seen, reading);
  },
  build(known) {
    const { Schedule } = known;
    return {
      windowId: known.WindowId,
      replaces: known.Replace ?? false,
      settings: given({
        name: known.Name,
        durationHours: known.Duration,
        cutoffHours: known.Cutoff,
        enabled: known.Enabled,
        allowUnassociatedTargets: known.AllowUnassociatedTargets,
      }),
      schedule: given({
        // What does not parse has been refused.
        expression:
          Schedule === undefined
            ? undefined
            : (parseScheduleExpression(Schedule, 'window') as ScheduleExpression),
        timezone: known.ScheduleTimezone,
        offsetDays: known.ScheduleOffset,
        startDateMs: known.StartDate,
        endDateMs: known.EndDate,
      }),
    } satisfies WindowUpdate;
  },
});

export interface WindowUpdate {
  readonly windowId: string;
  /** What is left out goes back to its default; otherwise it stays as it is. */
  readonly replaces: boolean;
  readonly settings: Partial<Omit<MaintenanceWindow, 'logicalId' | 'schedule' | 'tasks'>>;
  readonly schedule: Partial<Omit<MaintenanceWindow['schedule'], 'anchorMs'>>;
}

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function given<T extends object>(written: T): Given<T> {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined)) as Given<T>;
}
