/**
 * What a RUN_COMMAND task asks of Run Command.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowRunCommandParameters.html
 */

import { filledIn } from '../../aws/pseudo-parameters.ts';
import { epochMinute } from '../../capability/streams.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { CommandRequest } from '../run-command/facts.ts';
import { maySendCommands } from './roles.ts';
import type { TaskExecution } from './state.ts';

/** TimeoutSeconds of SendCommand where it is not given. */
const defaultTimeoutSeconds = 3600;

/** Of the command of the target group whose turn it is. */
export function commandIdOf({ execution, groupIndex, task }: TaskExecution): string {
  const suffix = task.targetGroups.length > 1 ? `/${groupIndex + 1}` : '';
  return `${execution.id}/${task.logicalId}${suffix}`;
}

/** What the window fills in differs from execution to execution, such as a SnapshotId of `{{WINDOW_EXECUTION_ID}}`. */
function parametersOf({ execution, task }: TaskExecution): CommandRequest['parameters'] {
  const texts = Object.values(task.parameters).flat();
  if (!texts.some((text) => text.includes('{{'))) return task.parameters;
  const values = { WINDOW_EXECUTION_ID: execution.id };
  return Object.fromEntries(
    Object.entries(task.parameters).map(([name, given]) => [
      name,
      given.map((text) => filledIn(text, values)),
    ]),
  );
}

export function commandRequestOf(
  scenario: Scenario,
  task: TaskExecution,
  requestedMs: number,
): CommandRequest {
  const { execution, groupIndex } = task;
  const { targetGroups, maxConcurrency, maxErrors } = task.task;
  return {
    id: commandIdOf(task),
    source: task.source,
    part: groupIndex,
    occurrence: epochMinute(execution.nominalMs),
    documentName: task.task.taskName,
    instanceIds: [],
    targets: targetGroups[groupIndex]!.targets,
    parameters: parametersOf(task),
    maxConcurrency: maxConcurrency ?? { count: 1 },
    maxErrors: maxErrors ?? { count: 0 },
    timeoutSeconds: task.task.timeoutSeconds ?? defaultTimeoutSeconds,
    hasOutputBucket: task.task.hasOutputBucket,
    requestedMs,
    ownerId: execution.id,
    // All nodes that a window execution patches share one snapshot.
    snapshot: execution.id,
    isAccessDenied: !maySendCommands(scenario, task.task),
  };
}
