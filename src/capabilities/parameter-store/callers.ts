/** In whose name parameters are read and written. */
import { partitionOf } from '../../aws/arn.ts';
import { userArn } from '../../aws/iam.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { iamRole } from '../../cloudformation/world-resources/roles.ts';
import type { Action } from '../../world/actions.ts';
import type { InstanceProfile, Role } from '../../world/identity.ts';
import { accountNamed, type Scenario } from '../../world/scenario.ts';
import type { Caller } from './access.ts';

/** Someone who may do everything: who makes a call without `as`. */
export const anyone: Caller = { arn: 'the caller', name: 'the caller', arns: [], policies: null };

export function callerOfAction({ as, account = '' }: Action, scenario: Scenario): Caller {
  const principal = as === undefined ? undefined : scenario.principals.get(as);
  if (principal === undefined) return anyone;
  const arn = userArn(principal, accountNamed(scenario, account));
  return { arn, name: principal.name, arns: [arn], policies: principal };
}

/** A node reads in the name of the role of its instance profile. */
export function callerOfNode(
  scenario: Scenario,
  profile: InstanceProfile,
  { account, id }: { readonly account: string; readonly id: string },
): Caller {
  const { id: accountId, region } = accountNamed(scenario, account);
  const roles = [...nounsOf(scenario, iamRole).values()].filter(
    ({ statements }) => statements === profile.statements,
  );
  const names = roles.length === 0 ? [profile.name] : roles.map(({ roleName }) => roleName);
  const arnOfRole = (name: string) => `arn:${partitionOf(region)}:iam::${accountId}:role/${name}`;
  return {
    arn: `arn:${partitionOf(region)}:sts::${accountId}:assumed-role/${names[0]}/${id}`,
    name: profile.name,
    arns: roles.length === 0 ? names.map(arnOfRole) : roles.map(({ arn }) => arn),
    policies: profile,
  };
}

export function callerOfRole(role: Role): Caller {
  const { arn, roleName, managedPolicies, statements } = role;
  // ASSUMPTION role-without-policies: a role that the scenario gives no policy has its permissions left unsaid.
  const isSaid = managedPolicies.length + statements.length > 0;
  return { arn, name: roleName, arns: [arn], policies: isSaid ? role : null };
}
