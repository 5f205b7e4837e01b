/**
 * Whose permissions a node has, and what they leave out.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html
 */
import { defaultHostManagementSince, isAtLeast } from '../../aws/agent-version.ts';
import { actionsNeeded, profileAllowsAll } from '../../aws/iam.ts';
import type { InstanceProfile } from '../../world/identity.ts';

/** What an EC2 instance has that decides about its credentials. */
export interface CredentialFacts {
  readonly profile: InstanceProfile | null;
  /** The role of Default Host Management Configuration in the account and Region; null: it is off. */
  readonly hostRole: InstanceProfile | null;
  readonly imdsV2: boolean;
  readonly agentVersion: string;
}

export type CredentialBlock = 'NO_INSTANCE_PROFILE' | 'PROFILE_LACKS_SSM';

/** The role that Default Host Management lends to every instance, unless another is set. */
export const defaultHostManagementProfile: InstanceProfile = {
  name: 'AWSSystemsManagerDefaultEC2InstanceManagementRole',
  managedPolicies: ['AmazonSSMManagedEC2InstanceDefaultPolicy'],
  statements: [],
};

/** A hybrid node's service role, as AWS has one create it; its activation stands for it. */
export const hybridServiceRole: InstanceProfile = {
  name: 'SSMServiceRole',
  managedPolicies: ['AmazonSSMManagedInstanceCore'],
  statements: [],
};

/**
 * The permissions that the agent works with. An instance profile that allows ssm:UpdateInstanceInformation takes precedence over
 * Default Host Management, whatever else it lacks. The latter needs IMDSv2 and agent 3.2.582.0.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
export function effectiveProfile(facts: CredentialFacts): InstanceProfile | null {
  const { profile, hostRole } = facts;
  if (profile !== null && allowsRegistration(profile)) return profile;
  return isManagedByDefault(facts) ? hostRole : profile;
}

/** Null: the node has credentials that let it register. */
export function credentialBlock(facts: CredentialFacts): CredentialBlock | null {
  const profile = effectiveProfile(facts);
  if (profile === null) return 'NO_INSTANCE_PROFILE';
  return allowsRegistration(profile) ? null : 'PROFILE_LACKS_SSM';
}

/**
 * The code with which AWS-RunPatchBaseline fails for want of permission. 145 comes before anything is looked at. Without
 * ssm:PutInventory the report is refused after everything is installed: the node's code catches that (149 never leaves it),
 * reboots where a reboot is due, and ends with 1.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html
 */
export function profileLacksPatching(profile: InstanceProfile): 145 | 1 | null {
  if (!profileAllowsAll(profile, actionsNeeded.patching)) return 145;
  return profileAllowsAll(profile, actionsNeeded.inventory) ? null : 1;
}

function isManagedByDefault({ hostRole, imdsV2, agentVersion }: CredentialFacts): boolean {
  return hostRole !== null && imdsV2 && isAtLeast(agentVersion, defaultHostManagementSince);
}

function allowsRegistration(profile: InstanceProfile): boolean {
  return profileAllowsAll(profile, actionsNeeded.register);
}
