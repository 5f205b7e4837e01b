/** What the role of an execution lacks, as changes to the file. */
import { roleAllows } from '../../aws/iam.ts';
import { type ChangeSet, configuration, type Incident, setting } from '../../capability/changes.ts';
import type { Role } from '../../world/identity.ts';
import { allSteps } from './content/runbook.ts';
import type { Execution } from './execution.ts';
import {
  assumeObstacle,
  automationService,
  passAction,
  permissionsOf,
  roleOf,
  startAction,
} from './roles.ts';
import { unsentOf } from './unreached.ts';

/** One change for all that is missing; none: the role is not in the file, or lacks nothing. */
export function mendRole(incident: Incident): ChangeSet[] {
  const { situation } = incident;
  const execution = unsentOf(situation)?.execution;
  if (execution === undefined) return [];
  const obstacle = assumeObstacle(situation.scenario, execution);
  const role = obstacle === null ? roleOf(situation.scenario, execution) : obstacle.role;
  if (role === undefined) return [];
  if (obstacle?.kind === 'trust') return [[trustAutomation(incident, role)]];
  const needed = obstacle === null ? stepsNeed(execution) : [startAction, passAction];
  const isRefused = (action: string): boolean => obstacle?.kind === 'pass' && action === passAction;
  const missing = [...new Set(needed)].filter((action) => isRefused(action) || !roleAllows(role, action));
  return missing.length === 0 ? [] : [[allow(incident, role, missing)]];
}

const stepsNeed = ({ runbook }: Execution) =>
  allSteps(runbook?.steps ?? []).flatMap((step) => permissionsOf(step));

function trustAutomation(incident: Incident, { logicalId, roleName }: Role) {
  const statement = {
    Effect: 'Allow',
    Principal: { Service: automationService },
    Action: 'sts:AssumeRole',
  };
  return configuration(
    incident,
    `let ${automationService} assume the role ${roleName}`,
    setting([logicalId, 'AssumeRolePolicyDocument', 'Statement', '+'], statement),
  );
}

function allow(incident: Incident, { logicalId, roleName }: Role, Action: readonly string[]) {
  return configuration(
    incident,
    `allow the role ${roleName} ${Action.join(', ')}`,
    setting([logicalId, 'Policies', '+'], {
      PolicyName: 'runbook',
      PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
    }),
  );
}
