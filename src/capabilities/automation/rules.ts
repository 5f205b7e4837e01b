/**
 * Whether an execution can begin.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-walk-security-assume.html
 */
import { trusts } from '../../aws/iam.ts';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { roleMeant } from '../../cloudformation/world-resources/roles.ts';
import type { ExecutionRequest } from './request.ts';

/** The service that assumes the role of a runbook. */
const automationService = 'ssm.amazonaws.com';

/** What makes the execution fail before its first step; null: nothing. A role that is not in the file is taken to be set up well. */
export function assumeObstacle(
  { nouns }: { readonly nouns: Nouns },
  { parameters }: Pick<ExecutionRequest, 'parameters'>,
): string | null {
  const role = roleMeant(nouns, parameters['AutomationAssumeRole']?.[0]);
  if (role === undefined || trusts(role, automationService)) return null;
  return `the role ${role.roleName} does not trust ${automationService}`;
}
