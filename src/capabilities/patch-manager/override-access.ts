/**
 * Whether a node may read the baselines of a patch policy, which are in a bucket of Quick Setup.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/quick-setup-patch-manager.html, "Permissions for the patch policy
 * S3 bucket"
 */
import { policiesAllow } from '../../aws/iam.ts';
import type { InstanceProfile } from '../../world/identity.ts';

/** What nodes have whose profile the file leaves out. */
const unsaidProfiles = ['AmazonSSMManagedInstanceCore', 'SSMServiceRole'];

/**
 * AmazonSSMManagedInstanceCore does not allow s3:GetObject. Quick Setup attaches a policy that does to existing instance profiles
 * where IsPolicyAttachAllowed is true. ASSUMPTION policy-bucket-access: a profile that the file does not describe may read it.
 */
export function mayReadOverride(profile: InstanceProfile | null, attached: readonly string[] = []): boolean {
  if (profile === null || unsaidProfiles.includes(profile.name)) return true;
  return policiesAllow(
    { ...profile, managedPolicies: [...profile.managedPolicies, ...attached] },
    's3:GetObject',
  );
}
