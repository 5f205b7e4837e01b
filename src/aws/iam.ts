/**
 * IAM as far as Systems Manager asks for it: may these statements do this action; does this role trust this service.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { InstanceProfile, PolicyStatement, Role } from '../world/identity.ts';
import { managedPolicies } from './managed-policies.ts';
import { matchesWildcard } from './wildcard.ts';

/**
 * An explicit Deny overrides any Allow, and what nothing allows is denied. `Resource` and `Condition` count as
 * satisfied.
 */
export function allows(statements: readonly PolicyStatement[], action: string): boolean {
  let isAllowed = false;
  for (const statement of statements) {
    if (!applies(statement, action)) continue;
    if (statement.effect === 'Deny') return false;
    isAllowed = true;
  }
  return isAllowed;
}

/**
 * Action names are compared without regard to case, with `*` and `?`. NotAction means every action but those listed.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function applies(statement: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  const names = (pattern: string): boolean => matchesWildcard(pattern.toLowerCase(), wanted);
  if (statement.notActions !== undefined) return !statement.notActions.some(names);
  return statement.actions?.some(names) ?? false;
}

/** All policies of a profile are judged together: a Deny in one overrules an Allow in another. */
export function profileAllows(profile: InstanceProfile, action: string): boolean {
  const managed = profile.managedPolicies.flatMap((name) => managedPolicies.get(name) ?? []);
  return allows([...managed, ...profile.statements], action);
}

export function profileAllowsAll(profile: InstanceProfile, actions: readonly string[]): boolean {
  return actions.every((action) => profileAllows(profile, action));
}

/** False: fleetsim does not know what the policy holds, so it grants nothing, and the loader must say so. */
export function isKnownManagedPolicy(name: string): boolean {
  return managedPolicies.has(name);
}

/** ASSUMPTION role-without-policies: a role that the scenario gives no policy has its permissions left unsaid. */
export function roleAllows({ managedPolicies, statements, roleName }: Role, action: string): boolean {
  if (managedPolicies.length + statements.length === 0) return true;
  return profileAllows({ name: roleName, managedPolicies, statements }, action);
}

/**
 * Whether the trust policy lets the service assume the role; a principal of `*` trusts everyone.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-maintenance-perm-console.html
 */
export function trusts(role: Pick<Role, 'trustedServices'>, service: string): boolean {
  return role.trustedServices.some((trusted) => trusted === '*' || trusted.toLowerCase() === service);
}

/**
 * Which actions which step of a managed node's life needs.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export const actionsNeeded = {
  /** To appear among the managed nodes, and to stay Online: the heartbeat is this call. */
  register: ['ssm:UpdateInstanceInformation'],
  /** To take commands over the control channel. */
  commandsThroughSsmMessages: ['ssmmessages:CreateControlChannel', 'ssmmessages:OpenControlChannel'],
  /** To take commands by polling. */
  commandsThroughEc2Messages: [
    'ec2messages:AcknowledgeMessage',
    'ec2messages:DeleteMessage',
    'ec2messages:FailMessage',
    'ec2messages:GetEndpoint',
    'ec2messages:GetMessages',
    'ec2messages:SendReply',
  ],
  /** To learn what the baseline approves; without it AWS-RunPatchBaseline exits 145 before it looks at a package. */
  patching: ['ssm:GetDeployablePatchSnapshotForInstance'],
  /** To report compliance; without it AWS-RunPatchBaseline fails with exit code 1, with everything already installed. */
  inventory: ['ssm:PutInventory'],
} as const satisfies Readonly<Record<string, readonly string[]>>;
