/** Windows before what belongs to them, and targets before the tasks that name them. */
import type { AnyResourceSpec, References } from '../../../cloudformation/resource-spec.ts';
import type { MaintenanceWindow } from '../../../world/maintenance.ts';
import { windowTarget } from './window-targets.ts';
import { windowTask } from './window-tasks.ts';
import { maintenanceWindow } from './windows.ts';

export const windowResources: readonly AnyResourceSpec[] = [maintenanceWindow, windowTarget, windowTask];

/** The windows with their tasks, all in the order of the file. */
export function windowsOf(references: References): MaintenanceWindow[] {
  const tasks = [...references.nouns(windowTask).values()];
  return [...references.nouns(maintenanceWindow).values()].map((window) => ({
    ...window,
    tasks: tasks.filter(({ windowId }) => windowId === window.logicalId),
  }));
}
