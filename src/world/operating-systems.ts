/**
 * The operating systems of Patch Manager, in the words of the `OperatingSystem` enum.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html
 */
export const operatingSystems = [
  'AMAZON_LINUX',
  'AMAZON_LINUX_2',
  'AMAZON_LINUX_2022',
  'AMAZON_LINUX_2023',
  'REDHAT_ENTERPRISE_LINUX',
  'CENTOS',
  'ROCKY_LINUX',
  'ALMA_LINUX',
  'ORACLE_LINUX',
  'SUSE',
  'DEBIAN',
  'UBUNTU',
  'RASPBIAN',
  'MACOS',
  'WINDOWS',
] as const;

export type OperatingSystem = (typeof operatingSystems)[number];

/** What a document's precondition asks for: `platformType` in AWS's words. */
export type PlatformType = 'Linux' | 'MacOS' | 'Windows';

export function platformTypeOf(os: OperatingSystem): PlatformType {
  if (os === 'WINDOWS') return 'Windows';
  return os === 'MACOS' ? 'MacOS' : 'Linux';
}
