/**
 * What Amazon Inspector makes of an instance, as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html
 */
import { comparePackageVersions } from '../../aws/package-version.ts';
import type { Patch } from '../../world/patches.ts';

/** Reasons of a scan status, and `ACTIVE` for an instance that is scanned. */
export const coverageStatuses = [
  'ACTIVE',
  'NO_INVENTORY',
  'STALE_INVENTORY',
  'UNMANAGED_EC2_INSTANCE',
  'EC2_INSTANCE_STOPPED',
] as const;
export type CoverageStatus = (typeof coverageStatuses)[number];

export interface InstanceSeen {
  readonly isStopped: boolean;
  readonly isManaged: boolean;
  /** Age of its last report of packages; null: it has none. */
  readonly ageMs: number | null;
}

/** A stopped instance is not scanned, one that is not managed cannot be, and one without inventory has nothing to scan. */
export function coverageOf(
  { isStopped, isManaged, ageMs }: InstanceSeen,
  staleAfterMs: number,
): CoverageStatus {
  if (isStopped) return 'EC2_INSTANCE_STOPPED';
  if (!isManaged) return 'UNMANAGED_EC2_INSTANCE';
  if (ageMs === null) return 'NO_INVENTORY';
  return ageMs > staleAfterMs ? 'STALE_INVENTORY' : 'ACTIVE';
}

/**
 * Whether these packages lack what the patch fixes: one of them is older than its version.
 *
 * AWS: https://docs.aws.amazon.com/inspector/latest/user/findings-types.html
 */
export function isVulnerable(
  packages: readonly Readonly<Record<string, string>>[],
  { packages: names, version, cves }: Pick<Patch, 'packages' | 'version' | 'cves'>,
): boolean {
  if (cves.length === 0 || version === undefined) return false;
  return packages.some(
    ({ Name, Version }) =>
      Name !== undefined &&
      Version !== undefined &&
      names.includes(Name) &&
      comparePackageVersions(Version, version) < 0,
  );
}
