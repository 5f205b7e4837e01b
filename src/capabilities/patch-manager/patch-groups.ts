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

/** What a baseline is for: the nodes of one operating system in one account and Region. */
export interface Served {
  readonly os: OperatingSystem;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string | undefined;
}

export function serves(baseline: PatchBaseline, { os, account }: Served): boolean {
  return baseline.operatingSystem === os && baseline.account === account;
}

export interface BaselineChoice extends Served {
  readonly patchGroup: string | null;
  /** Of one's own, in any account. */
  readonly baselines: readonly PatchBaseline[];
}

/**
 * The baseline with which the group is registered for the operating system; else the account's default for it; else
 * AWS's. A group that no baseline knows is no error: there is no warning of the fallback.
 */
export function selectBaseline({ patchGroup, baselines, ...node }: BaselineChoice): PatchBaseline {
  const candidates = baselines.filter((baseline) => serves(baseline, node));
  const registered = candidates.find(
    ({ patchGroups }) => patchGroup !== null && patchGroups.includes(patchGroup),
  );
  return registered ?? candidates.find(({ isDefault }) => isDefault) ?? predefinedBaseline(node.os);
}
