/**
 * In whose name an execution calls, and whether it may.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-walk-security-assume.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html
 */
import { roleAllows, trusts } from '../../aws/iam.ts';
import type { Nouns } from '../../cloudformation/nouns.ts';
import { roleMeant } from '../../cloudformation/world-resources/roles.ts';
import type { Role } from '../../world/identity.ts';
import { resolve } from './content/references.ts';
import type { Execution, Failure } from './execution.ts';

/** The service that assumes the role of a runbook. */
const automationService = 'ssm.amazonaws.com';

interface World {
  readonly nouns: Nouns;
}
type Started = Pick<Execution, 'runbook' | 'parameters' | 'request'>;

/** What the runbook says its role is; a runbook that nothing is known of has it in AutomationAssumeRole. Null: none. */
export function assumedRole({ runbook, parameters, request }: Started): string | null {
  const written =
    runbook === null ? (request.parameters['AutomationAssumeRole']?.[0] ?? null) : runbook.assumeRole;
  const role = written === null ? '' : resolve(written, (name) => parameters[name]);
  return typeof role === 'string' && role !== '' ? role : null;
}

/** What makes the execution fail before its first step; null: nothing. A role that is not in the file is taken to be set up well. */
export function assumeObstacle({ nouns }: World, started: Started): string | null {
  const role = roleMeant(nouns, assumedRole(started) ?? undefined);
  if (role === undefined || trusts(role, automationService)) return null;
  return `the role ${role.roleName} does not trust ${automationService}`;
}

/** Undefined: one that is not in the file, or a caller who may do everything. */
function roleOf({ nouns }: World, started: Started): Role | undefined {
  return roleMeant(nouns, assumedRole(started) ?? started.request.caller);
}

/** Null: it may. */
export function deniedTo(world: World, started: Started, action: string): Failure | null {
  const role = roleOf(world, started);
  if (role === undefined || roleAllows(role, action)) return null;
  return {
    stage: 'Invocation',
    type: 'Permission',
    message: `AccessDenied: the role ${role.roleName} is not authorized to perform ${action}`,
  };
}
