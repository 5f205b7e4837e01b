/**
 * What a resource data sync has written to its bucket: each node has an object for each type, which is overwritten. Objects of nodes
 * that are gone stay.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/inventory-resource-data-sync.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import type { Inventory } from './machine.ts';
import { inventoryModelOf } from './model.ts';
import { type DataSync, dataSync } from './resources.ts';

export interface SyncState {
  readonly sync: DataSync;
  readonly objects: number;
  /** Reports that are newer than their object. */
  readonly behind: number;
  /** Null: it has written nothing. */
  readonly lastMs: number | null;
  readonly status: 'Successful' | 'InProgress';
}

/** Those that write to a bucket. ASSUMPTION inventory-sync: each report is there some time after it, and every write succeeds. */
export function syncStates(inventory: Inventory, { scenario, fleet, kernel }: Simulation): SyncState[] {
  const syncs = [...nounsOf(scenario, dataSync).values()].filter(({ bucket }) => bucket !== null);
  const { syncLag } = inventoryModelOf(scenario);
  return syncs.map((sync) => {
    let [objects, behind, lastMs] = [0, 0, Number.NEGATIVE_INFINITY];
    for (const type of inventory.reports.types) {
      for (let node = 0; node < fleet.count; node += 1) {
        const isMeant = sync.isOfOrganization || (fleet.groupOf(node).account ?? '') === sync.account;
        const report = isMeant ? inventory.reports.of(type, node) : null;
        if (report === null) continue;
        const writtenMs = report.atMs + syncLag;
        if (writtenMs > kernel.nowMs) behind += 1;
        else {
          objects += 1;
          lastMs = Math.max(lastMs, writtenMs);
        }
      }
    }
    const status = behind > 0 ? 'InProgress' : 'Successful';
    return { sync, objects, behind, lastMs: Number.isFinite(lastMs) ? lastMs : null, status };
  });
}
