/**
 * IAM as far as Systems Manager asks for it: may these statements do this action; does this role trust this service.
 *
 * AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import type { InstanceProfile, Principal, Role } from '../world/identity.ts';
import { partitionOf } from './arn.ts';
import { type Ask, type Asker, judge } from './authorization.ts';
import { managedPolicies } from './managed-policies.ts';

/** All policies are judged together: a Deny in one overrules an Allow in another. */
export function policiesAllow(policies: Asker, action: string, about: Omit<Ask, 'action'> = {}): boolean {
  return judge(policies, { action, ...about }).isAllowed;
}

export function profileAllowsAll(profile: InstanceProfile, actions: readonly string[]): boolean {
  return actions.every((action) => policiesAllow(profile, action));
}

/** False: fleetsim does not know what the policy holds, so it grants nothing, and the loader must say so. */
export function isKnownManagedPolicy(name: string): boolean {
  return managedPolicies.has(name);
}

/** ASSUMPTION role-without-policies: a role that the scenario gives no policy has its permissions left unsaid. */
export function roleAllows(role: Role, action: string, about: Omit<Ask, 'action'> = {}): boolean {
  return isLeftUnsaid(role) || policiesAllow(role, action, about);
}

const isLeftUnsaid = ({ managedPolicies: managed, statements }: Role): boolean =>
  managed.length + statements.length === 0;

/** AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns */
export function userArn(
  { name }: Principal,
  { id, region }: { readonly id: string; readonly region: string },
): string {
  return `arn:${partitionOf(region)}:iam::${id}:user/${name}`;
}

/** The principal whose ARN it is. */
export function userOfArn(
  principals: ReadonlyMap<string, Principal>,
  arn: string | undefined,
): Principal | undefined {
  return principals.get(/^arn:aws[\w-]*:iam::\d{12}:user\/(.+)$/.exec(arn ?? '')?.[1] ?? '');
}

/** Services have names of their own for what is denied. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
export function deniedError(action: string): string {
  if (action.startsWith('ec2:')) return 'UnauthorizedOperation';
  return /^(?:ssm|lambda|states|config|events):/.test(action) ? 'AccessDeniedException' : 'AccessDenied';
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
