/**
 * When windows are open: those of a scenario, and those of a bare template as far as they can be known.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html
 */

import type {
  Scheduled,
  ScheduleInTemplate,
  ScheduleSpec,
  TemplateRead,
} from '../../capability/scheduled.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { isKnown } from '../../fields/unknown.ts';
import { windowsOf } from './resources/index.ts';
import { maintenanceWindow, type SeenWindow, scheduleOf } from './resources/windows.ts';

const kind = 'maintenance window';

export const windowSchedules: ScheduleSpec = {
  of: (scenario) => windowsOf(scenario).map((window) => ({ ...window, kind })),
  inTemplate: (template, fromMs) =>
    [...template.stack.types]
      .filter(([, type]) => type === maintenanceWindow.type)
      .map(([logicalId]) => windowIn(logicalId, template, fromMs)),
};

function windowIn(logicalId: string, { stack, refusals }: TemplateRead, fromMs: number): ScheduleInTemplate {
  const refused = refusals.filter(({ path }) => path[1] === logicalId);
  if (refused.length > 0) return { scheduled: null, undecided: [], refused };
  const written = stack.seen(maintenanceWindow).get(logicalId);
  const scheduled = written === undefined ? null : scheduledBy(logicalId, written, fromMs);
  const undecided = scheduled === null ? undecidedIn(logicalId, written) : [];
  return { scheduled, undecided, refused };
}

/** Created at that instant. Null: when it is open is not known. */
function scheduledBy(logicalId: string, written: SeenWindow, createdMs: number): Scheduled | null {
  const { Name, Duration, Cutoff, Enabled } = written;
  const schedule = scheduleOf(written, createdMs);
  if (schedule === null || !isKnown(Duration) || !isKnown(Cutoff)) return null;
  return {
    kind,
    logicalId,
    name: isKnown(Name) ? Name : logicalId,
    schedule: { ...schedule, anchorMs: createdMs },
    durationHours: Duration,
    cutoffHours: Cutoff,
    enabled: Enabled !== false,
  };
}

const decisive = [
  'Schedule',
  'ScheduleTimezone',
  'ScheduleOffset',
  'Duration',
  'Cutoff',
  'StartDate',
  'EndDate',
] as const;

function undecidedIn(logicalId: string, written: SeenWindow | undefined): DataPath[] {
  const path = ['Resources', logicalId];
  if (written === undefined) return [path];
  return decisive
    .filter((key) => !isKnown<string | number | undefined>(written[key]))
    .map((key) => [...path, 'Properties', key]);
}
