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

/** Types of the user's own in an account and Region: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const customTypesMax = 20;
const customBytesMax = 200 * 1024;
const attributesMax = 50;

export interface PutRefusal {
  readonly error: string;
  readonly why: string;
}

/**
 * What AWS refuses of a PutInventory by its size; null: nothing.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutInventory.html#API_PutInventory_Errors
 */
export function putRefusal(
  items: readonly {
    readonly type: string;
    readonly isCustom: boolean;
    readonly content: readonly Readonly<Record<string, string>>[];
  }[],
): PutRefusal | null {
  let bytes = 0;
  for (const { type, isCustom, content } of items) {
    const size = JSON.stringify(content).length;
    bytes += size;
    if (isCustom && size > customBytesMax) {
      return { error: 'ItemSizeLimitExceededException', why: `${type} is larger than 200 KB` };
    }
    if (content.some((item) => Object.keys(item).length > attributesMax)) {
      return {
        error: 'InvalidItemContentException',
        why: `an entry of ${type} has more than ${attributesMax} attributes`,
      };
    }
  }
  return bytes > callBytesMax
    ? { error: 'TotalSizeLimitExceededException', why: 'the items together are larger than 1 MB' }
    : null;
}
