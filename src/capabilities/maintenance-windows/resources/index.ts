/** Windows before what belongs to them, and targets before the tasks that name them. */
import { type Nouns, nounsIn } from '../../../cloudformation/nouns.ts';
import { type AnyResourceSpec, resource } from '../../../cloudformation/resource-spec.ts';
import type { MaintenanceWindow } from '../../../world/maintenance.ts';
import { windowTarget } from './window-targets.ts';
import { windowTask } from './window-tasks.ts';
import { maintenanceWindow } from './windows.ts';

/** With its tasks, in the order of the file. */
const wholeWindow = resource({
  ...maintenanceWindow,
  fields: () => maintenanceWindow.fields,
  complete(window, references): MaintenanceWindow {
    const tasks = [...references.nouns(windowTask).values()];
    return { ...window, tasks: tasks.filter(({ windowId }) => windowId === window.logicalId) };
  },
});

export const windowResources: readonly AnyResourceSpec[] = [wholeWindow, windowTarget, windowTask];

/** The windows that specs have built, in the order of the file. */
export function windowsIn(nouns: Nouns): MaintenanceWindow[] {
  return [...nounsIn(nouns, maintenanceWindow).values()];
}

/** The windows of a scenario, in the order of the file. */
export function windowsOf({ nouns }: { readonly nouns: Nouns }): MaintenanceWindow[] {
  return windowsIn(nouns);
}
