/**
 * Patch groups, and which baseline a node gets.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html
 */
import type { PatchBaseline } from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import { predefinedBaseline } from './predefined-baselines.ts';

/** Spelled exactly so. Where instance metadata shows tags, keys cannot have spaces: hence the second. */
export const patchGroupKeys: readonly string[] = ['Patch Group', 'PatchGroup'];

/**
 * Null: the node is in no group, whatever else it is tagged.
 *
 * ASSUMPTION patch-group-two-keys: a node can be in one group only; of two tags the earlier key counts.
 */
export function patchGroupOf(
  tags: Readonly<Record<string, string>>,
  keys: readonly string[] = patchGroupKeys,
): string | null {
  const key = keys.find((one) => Object.hasOwn(tags, one));
  return key === undefined ? null : (tags[key] ?? null);
}

export interface BaselineChoice {
  readonly patchGroup: string | null;
  readonly os: OperatingSystem;
  /** The account's own baselines. */
  readonly baselines: readonly PatchBaseline[];
}

/**
 * The baseline with which the group is registered for the operating system; else the account's default for it; else
 * AWS's. A group that no baseline knows is no error: there is no warning of the fallback.
 */
export function selectBaseline({ patchGroup, os, baselines }: BaselineChoice): PatchBaseline {
  const candidates = baselines.filter(({ operatingSystem }) => operatingSystem === os);
  const registered = candidates.find(
    ({ patchGroups }) => patchGroup !== null && patchGroups.includes(patchGroup),
  );
  return registered ?? candidates.find(({ isDefault }) => isDefault) ?? predefinedBaseline(os);
}
