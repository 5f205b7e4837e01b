/**
 * Whether the service role of a task lets it run.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/configuring-maintenance-window-permissions-cli.html
 */

import { roleAllows, trusts } from '../../aws/iam.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { iamRole } from '../../cloudformation/world-resources/roles.ts';
import type { Role } from '../../world/identity.ts';
import type { MaintenanceWindowTask, TaskType } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';

/** What the role must be allowed to do for a task of each type. */
export const actionOf: Readonly<Record<TaskType, string>> = {
  RUN_COMMAND: 'ssm:SendCommand',
  AUTOMATION: 'ssm:StartAutomationExecution',
  LAMBDA: 'lambda:InvokeFunction',
  STEP_FUNCTIONS: 'states:StartExecution',
};

/**
 * What makes the task fail at its start; null: nothing. Without a service role of its own a task runs under the
 * service-linked role; one that does not trust Systems Manager cannot be assumed.
 */
export function roleObstacle(
  scenario: Pick<Scenario, 'nouns'>,
  task: Pick<MaintenanceWindowTask, 'serviceRole' | 'taskType' | 'runbookRole'>,
): string | null {
  const runbookRole = roleNamed(scenario, task.runbookRole);
  if (runbookRole !== undefined && !trusts(runbookRole, 'ssm.amazonaws.com')) {
    return `The role ${runbookRole.roleName} does not trust ssm.amazonaws.com: the automation fails before its first step.`;
  }
  const role = roleOf(scenario, task);
  if (role === undefined) return null;
  if (!trusts(role, 'ssm.amazonaws.com')) {
    return `The role ${role.roleName} does not trust ssm.amazonaws.com.`;
  }
  // Of a command each invocation is denied by itself.
  if (task.taskType === 'RUN_COMMAND' || roleAllows(role, actionOf[task.taskType])) return null;
  return `AccessDenied: the role ${role.roleName} does not allow ${actionOf[task.taskType]}.`;
}

/** ASSUMPTION task-access-denied: a role that may not send commands leaves every invocation AccessDenied. */
export function maySendCommands(
  scenario: Pick<Scenario, 'nouns'>,
  task: Pick<MaintenanceWindowTask, 'serviceRole'>,
): boolean {
  const role = roleOf(scenario, task);
  return role === undefined || roleAllows(role, actionOf.RUN_COMMAND);
}

function roleOf(
  scenario: Pick<Scenario, 'nouns'>,
  task: Pick<MaintenanceWindowTask, 'serviceRole'>,
): Role | undefined {
  return roleNamed(scenario, task.serviceRole);
}

function roleNamed(scenario: Pick<Scenario, 'nouns'>, logicalId: string | null): Role | undefined {
  return logicalId === null ? undefined : nounsOf(scenario, iamRole).get(logicalId);
}
