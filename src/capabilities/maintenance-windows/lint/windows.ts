/** Windows as rules look at them. */
import type { Schedule } from '../../../aws/schedule/schedule.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { oncePer } from '../../../fields/fields.ts';
import { isKnown } from '../../../fields/unknown.ts';
import { windowTarget } from '../resources/window-targets.ts';
import { windowTask } from '../resources/window-tasks.ts';
import { maintenanceWindow, scheduleOf } from '../resources/windows.ts';

export const windowType = maintenanceWindow.type;
export const targetType = windowTarget.type;
export const taskType = windowTask.type;

export interface LintWindow {
  readonly resource: Resource;
  /** Null: not known, or none that AWS takes. */
  readonly schedule: Schedule | null;
  /** Null: not known, or none that AWS takes. */
  readonly durationHours: number | null;
  readonly cutoffHours: number | null;
  readonly isEnabled: boolean;
}

export const lintWindows = oncePer((subject: Subject): readonly LintWindow[] => {
  const seen = subject.stack.seen(maintenanceWindow);
  return subject.ofType(windowType).map((resource) => {
    const written = seen.get(resource.logicalId);
    return {
      resource,
      schedule: written === undefined ? null : scheduleOf(written, subject.todayMs),
      durationHours: isKnown(written?.Duration) ? (written?.Duration ?? null) : null,
      cutoffHours: isKnown(written?.Cutoff) ? (written?.Cutoff ?? null) : null,
      isEnabled: written?.Enabled !== false,
    };
  });
});
