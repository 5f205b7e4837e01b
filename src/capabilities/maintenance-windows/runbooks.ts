/**
 * Tasks of type AUTOMATION whose runbook is simulated step by step: one execution for each target.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */
import { filledIn } from '../../aws/pseudo-parameters.ts';
import type { ExecutionSource } from '../../capability/execution-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import type { MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import { type ExecutionRequest, isSimulated } from '../automation/facts.ts';
import { windowVersions } from './history.ts';
import type { TaskExecution } from './state.ts';

export function startsRunbook(
  scenario: Scenario,
  { taskType, taskName }: Pick<MaintenanceWindowTask, 'taskType' | 'taskName'>,
): boolean {
  return taskType === 'AUTOMATION' && isSimulated(scenario, taskName);
}

/** `node` null: the task has no targets. */
export function executionRequestOf(
  { fleet, names, kernel }: Simulation,
  { task, source, execution, groupIndex }: TaskExecution,
  node: number | null,
): ExecutionRequest {
  const { logicalId, taskName, serviceRole } = task;
  const resource = node === null ? logicalId : fleet.nameOf(node);
  const values: Record<string, string> =
    node === null ? {} : { TARGET_ID: names.idOf(node), RESOURCE_ID: names.idOf(node) };
  return {
    id: `${execution.id}/${logicalId}/${groupIndex + 1}/${resource}`,
    source: logicalId,
    document: taskName,
    parameters: Object.fromEntries(
      Object.entries(source.parameters).map(([name, given]) => [
        name,
        given.map((value) => filledIn(value, { ...values, WINDOW_ID: source.parent ?? '' })),
      ]),
    ),
    node,
    resource,
    occurrence: epochMinute(execution.nominalMs),
    requestedMs: kernel.nowMs,
    ...(serviceRole === null ? {} : { caller: serviceRole }),
    account: source.account,
  };
}

export function taskExecutions(scenario: Scenario): ExecutionSource[] {
  return windowVersions(scenario)
    .flat()
    .flatMap(({ tasks, account }) =>
      tasks
        .filter((task) => startsRunbook(scenario, task))
        .map(({ logicalId, taskName, serviceRole, parameters }) => ({
          id: logicalId,
          document: taskName,
          parameters,
          account,
          ...(serviceRole === null ? {} : { caller: serviceRole }),
        })),
    );
}
