/**
 * What UpdateMaintenanceWindow makes of a window.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateMaintenanceWindow.html
 */
import type { MaintenanceWindow } from '../../world/maintenance.ts';
import type { WindowUpdate } from './calls/update-window.ts';

type Schedule = MaintenanceWindow['schedule'];

const optionalSchedule = { timezone: 'UTC', offsetDays: 0, startDateMs: null, endDateMs: null } as const;

/** Null: the settings together are what AWS refuses, such as a Cutoff that is no shorter than Duration. */
export function updatedWindow(
  window: MaintenanceWindow,
  { replaces, settings, schedule: written }: WindowUpdate,
  atMs: number,
): MaintenanceWindow | null {
  const kept = { ...window.schedule, ...(replaces ? optionalSchedule : {}), ...written };
  const schedule = { ...kept, anchorMs: anchorOf(kept, written, atMs) };
  const changed = {
    ...window,
    ...settings,
    schedule: isSame(window.schedule, schedule) ? window.schedule : schedule,
  };
  const { startDateMs, endDateMs, offsetDays, expression } = schedule;
  const isOver = startDateMs !== null && endDateMs !== null && startDateMs >= endDateMs;
  const isRefused =
    changed.cutoffHours >= changed.durationHours || isOver || (offsetDays > 0 && expression.kind !== 'cron');
  return isRefused ? null : changed;
}

/** "If you provide a start date that occurs in the past, the current date and time are used": of rate schedules. */
function anchorOf(kept: Schedule, written: WindowUpdate['schedule'], atMs: number): number {
  const isNew = written.expression !== undefined || written.startDateMs !== undefined;
  return kept.expression.kind === 'rate' && isNew ? Math.max(kept.startDateMs ?? atMs, atMs) : kept.anchorMs;
}

function isSame(a: Schedule, b: Schedule): boolean {
  return (Object.keys(a) as (keyof Schedule)[]).every((key) => a[key] === b[key]);
}
