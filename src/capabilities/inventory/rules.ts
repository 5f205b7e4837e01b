/**
 * Rules of Inventory as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-inventory.html
 */
import type { InventoryType } from './types.ts';
import { inventoryTypes } from './types.ts';

const dayMs = 86_400_000;

/** Data is kept this long after the last report of the node: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const keptMs = 30 * dayMs;

export function isKept(reportedMs: number, nowMs: number): boolean {
  return nowMs - reportedMs <= keptMs;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-collection.html */
export const minimumIntervalMs = 30 * 60_000;

/** Most that one PutInventory call takes: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const callBytesMax = 1024 * 1024;

/**
 * What a run of AWS-GatherSoftwareInventory collects: every type that its parameter does not leave out. Files and the registry are
 * collected where a path is given.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-collection.html
 */
export function typesCollected(parameters: Readonly<Record<string, readonly string[]>>): InventoryType[] {
  return inventoryTypes.filter(({ parameter }) => {
    if (parameter === undefined) return false;
    const given = parameters[parameter]?.[0];
    const isByPath = parameter === 'files' || parameter === 'windowsRegistry';
    return isByPath ? (given ?? '') !== '' && given !== '[]' : given !== 'Disabled';
  });
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-schema.html, AWS:InstanceInformation */
export type InstanceStatus = 'Active' | 'ConnectionLost' | 'Stopped' | 'Terminated';

export function instanceStatusOf(state: {
  readonly isStopped: boolean;
  readonly isTerminated: boolean;
  readonly isOnline: boolean;
}): InstanceStatus {
  if (state.isTerminated) return 'Terminated';
  if (state.isStopped) return 'Stopped';
  return state.isOnline ? 'Active' : 'ConnectionLost';
}
