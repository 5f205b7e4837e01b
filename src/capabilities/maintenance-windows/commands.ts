/** What a RUN_COMMAND task asks of Run Command, and whether its role lets it. */
import { allows, profileAllows, trusts } from '../../aws/iam.ts';
import type { MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { CommandRequest } from '../run-command/request.ts';
import { epochMinute } from '../simulation.ts';
import type { TaskExecution } from './state.ts';

/** TimeoutSeconds of SendCommand where nobody names it. */
const defaultTimeoutSeconds = 3600;

export function commandRequestOf(scenario: Scenario, task: TaskExecution): CommandRequest {
  const { execution, groupIndex } = task;
  const {
    logicalId,
    taskName,
    parameters,
    targetGroups,
    maxConcurrency,
    maxErrors,
    timeoutSeconds,
    hasOutputBucket,
  } = task.task;
  const suffix = targetGroups.length > 1 ? `/${groupIndex + 1}` : '';
  return {
    id: `${execution.id}/${logicalId}${suffix}`,
    sourceId: logicalId,
    part: groupIndex,
    occurrence: epochMinute(execution.nominalMs),
    documentName: taskName,
    instanceIds: [],
    targets: targetGroups[groupIndex]!.targets,
    parameters,
    maxConcurrency: maxConcurrency ?? { count: 1 },
    maxErrors: maxErrors ?? { count: 0 },
    timeoutSeconds: timeoutSeconds ?? defaultTimeoutSeconds,
    hasOutputBucket,
    windowExecutionId: execution.id,
    isAccessDenied: !maySendCommands(scenario, task.task),
  };
}

/**
 * Without a service role of its own a task runs under the service-linked role. One that does not trust Systems Manager
 * cannot be assumed, and the task fails at its start.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html
 */
export function roleObstacle(scenario: Scenario, task: MaintenanceWindowTask): string | null {
  const role = task.serviceRole === null ? undefined : scenario.roles.get(task.serviceRole);
  if (role === undefined || trusts(role, 'ssm.amazonaws.com')) return null;
  return `The role ${role.roleName} does not trust ssm.amazonaws.com.`;
}

function maySendCommands(scenario: Scenario, task: MaintenanceWindowTask): boolean {
  const role = task.serviceRole === null ? undefined : scenario.roles.get(task.serviceRole);
  // A role that the scenario gives no policy is one whose permissions it leaves unsaid.
  if (role === undefined || role.managedPolicies.length + role.statements.length === 0) return true;
  const { managedPolicies, statements, roleName } = role;
  return (
    allows(statements, 'ssm:SendCommand') ||
    profileAllows({ name: roleName, managedPolicies, statements }, 'ssm:SendCommand')
  );
}
