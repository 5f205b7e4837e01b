/**
 * Parameters that AWS publishes, in every account: anyone may read them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
 */
const families: readonly string[] = [
  'ami-amazon-linux-latest',
  'ami-macos-latest',
  'ami-windows-latest',
  'bottlerocket',
  'canonical',
  'datasync',
  'debian',
  'deeplearning',
  'ecs',
  'eks',
  'freebsd',
  'global-infrastructure',
  'marketplace',
  'storagegateway',
  'suse',
];

/** Of a family that is known here. Its value is AWS's, and not known. */
export function isPublicParameter(name: string): boolean {
  const family = /^\/aws\/service\/([^/]+)\/./.exec(name)?.[1];
  return family !== undefined && families.includes(family);
}
