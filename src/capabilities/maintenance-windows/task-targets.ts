/** Whom one target group of a task means at this instant. */

import type { Target } from '../../aws/targets.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { MaintenanceWindowTask } from '../../world/maintenance.ts';
import { power } from '../../world/node-records.ts';
import { resolveTargets } from '../../world/target-resolution.ts';
import { nodesView } from '../managed-nodes/facts.ts';

/**
 * A command goes to managed nodes. Runs of a service need no agent, so a resource group or an id reaches nodes that are
 * stopped or were never managed, and can start them; tags select managed nodes only.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html
 */
export function targetsOfGroup(
  simulation: Pick<Simulation, 'fleet' | 'names' | 'views'>,
  task: Pick<MaintenanceWindowTask, 'taskType' | 'targetGroups'>,
  groupIndex: number,
  account: string | undefined,
): number[] {
  const { fleet, names, views } = simulation;
  const view = views.of(nodesView);
  const { targets } = task.targetGroups[groupIndex]!;
  const meant = resolveTargets(fleet, names, targets, account).nodes;
  if (task.taskType === 'RUN_COMMAND' || !reachesUnmanaged(targets)) {
    return meant.filter((node) => view.pingStatus(node) !== null);
  }
  return meant.filter((node) => exists(fleet.powerOf(node)));
}

function reachesUnmanaged(targets: readonly Target[]): boolean {
  return targets.some(({ key }) => key !== 'tag' && key !== 'tag-key');
}

function exists(state: number): boolean {
  return state !== power.notLaunched && state !== power.terminated;
}
