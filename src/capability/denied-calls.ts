/**
 * Calls of `actions` that AWS refuses because of who makes them. Policies of principals do not change in a run, so that lint
 * knows it before.
 */
import { deniedError, policiesAllow, userArn } from '../aws/iam.ts';
import { madeBy, permissionOf } from '../cloudformation/call-spec.ts';
import { oncePer } from '../fields/fields.ts';
import type { Action } from '../world/actions.ts';
import type { Principal } from '../world/identity.ts';
import { accountNamed, type Scenario } from '../world/scenario.ts';
import { capabilitiesOf } from './registry.ts';

/**
 * With the error that AWS answers.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export const deniedCalls = oncePer((scenario: Scenario): ReadonlyMap<Action, string> => {
  const denied = new Map<Action, string>();
  for (const action of scenario.actions) {
    const principal = principalOf(action, scenario);
    if (principal === undefined) continue;
    const needed = permissionsOf(action, scenario);
    const lacked = needed.find((each) => !policiesAllow(principal, each));
    if (lacked === undefined) continue;
    const user = callerOf(action, scenario);
    denied.set(action, `${deniedError(needed[0]!)}: User: ${user} is not authorized to perform: ${lacked}`);
  }
  return denied;
});

/** That of the call first. */
function permissionsOf(action: Action, scenario: Scenario): string[] {
  const specs = capabilitiesOf(scenario).flatMap(({ calls = [] }) => calls);
  const spec = specs.find(({ call }) => call === action.call);
  const permission = spec === undefined ? null : permissionOf(spec);
  if (spec === undefined || permission === null) return [];
  const passesRole = spec.open((typed) => {
    const made = madeBy(action, typed);
    return made !== undefined && typed.passesRole?.(made, scenario) === true;
  });
  return passesRole ? [permission, 'iam:PassRole'] : [permission];
}

function principalOf({ as }: Action, { principals }: Scenario): Principal | undefined {
  return as === undefined ? undefined : principals.get(as);
}

/** The ARN of the principal that makes the call; undefined: someone who may do everything. */
export function callerOf(action: Action, scenario: Scenario): string | undefined {
  const principal = principalOf(action, scenario);
  return principal && userArn(principal, accountNamed(scenario, action.account ?? ''));
}
