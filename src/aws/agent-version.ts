/**
 * Versions of SSM Agent, and from which of them what works.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent.html
 */

/**
 * Commands travel through the `ssmmessages` control channel where it opens, instead of by polling `ec2messages`.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-setting-up-messageAPIs.html
 */
export const commandsThroughSsmMessagesSince = '3.3.40.0';

/**
 * Default Host Management Configuration.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/fleet-manager-default-host-management-configuration.html
 */
export const defaultHostManagementSince = '3.2.582.0';

/**
 * AWS-RunPatchBaseline.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
 */
export const runPatchBaselineSince = '2.0.834.0';

/** Negative if `a` is the older one, 0 if they are the same. A part that one of them lacks counts as 0. */
export function compareAgentVersions(a: string, b: string): number {
  const partsOfA = a.split('.').map(Number);
  const partsOfB = b.split('.').map(Number);
  for (let index = 0; index < Math.max(partsOfA.length, partsOfB.length); index += 1) {
    const difference = (partsOfA[index] ?? 0) - (partsOfB[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isAtLeast(version: string, least: string): boolean {
  return compareAgentVersions(version, least) >= 0;
}
