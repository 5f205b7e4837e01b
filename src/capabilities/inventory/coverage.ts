/** How much of the fleet has reported what, how long ago, and whether it is still so. */
import type { Simulation } from '../../capability/simulation.ts';
import { platformTypeOf } from '../../world/operating-systems.ts';
import type { Inventory } from './machine.ts';
import { inventoryModelOf } from './model.ts';
import { exists } from './truth.ts';
import { customType, type InventoryType, inventoryTypes, isCustom } from './types.ts';

export interface Coverage {
  readonly type: InventoryType;
  /** Nodes that have a report. */
  readonly nodes: number;
  /** Nodes that exist, could report it, and have no report. */
  readonly never: number;
  readonly stale: number;
  /** Nodes whose report is not what is there. Null: a run does not know. */
  readonly outdated: number | null;
  /** Null: none has one. */
  readonly oldestMs: number | null;
  readonly newestMs: number | null;
}

/** Of every type that some node has reported, or that something reports. */
export function coverageOf(inventory: Inventory, simulation: Simulation): readonly Coverage[] {
  const custom = inventory.reports.types.filter(isCustom).map(customType);
  return [...inventoryTypes, ...custom]
    .map((type) => coverageOfType(inventory, simulation, type))
    .filter(({ nodes }) => nodes > 0);
}

export function coverageOfType(
  inventory: Inventory,
  { fleet, kernel, scenario }: Simulation,
  type: InventoryType,
): Coverage {
  const { staleAfter } = inventoryModelOf(scenario);
  let [nodes, never, stale, outdated] = [0, 0, 0, 0];
  let isKnown = true;
  let [oldestMs, newestMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let node = 0; node < fleet.count; node += 1) {
    const report = inventory.reportOf(node, type.name);
    if (report === null) {
      const platform = platformTypeOf(fleet.groupOf(node).os);
      if (exists(fleet, node) && (type.platforms?.includes(platform) ?? true)) never += 1;
      continue;
    }
    nodes += 1;
    oldestMs = Math.min(oldestMs, report.atMs);
    newestMs = Math.max(newestMs, report.atMs);
    if (kernel.nowMs - report.atMs > staleAfter) stale += 1;
    const isTrue = inventory.isTrue(node, type.name, report);
    if (isTrue === null) isKnown = false;
    else if (!isTrue) outdated += 1;
  }
  const isAny = nodes > 0;
  return {
    type,
    nodes,
    never,
    stale,
    outdated: isKnown && isAny ? outdated : null,
    oldestMs: isAny ? oldestMs : null,
    newestMs: isAny ? newestMs : null,
  };
}

export interface Collected {
  readonly collected: number;
  readonly neverCollected: number;
  readonly stale: number;
  readonly outdated: number;
  readonly ageHoursMax: number | null;
  readonly uploads: number;
  readonly failed: number;
}

/** Of what associations collect. */
export function collectedOf(inventory: Inventory, { fleet, kernel, scenario }: Simulation): Collected {
  const { staleAfter } = inventoryModelOf(scenario);
  let [collected, neverCollected, stale, outdated, ageMs] = [0, 0, 0, 0, -1];
  for (let node = 0; node < fleet.count; node += 1) {
    if (!exists(fleet, node)) continue;
    const atMs = inventory.collectedMs(node);
    if (atMs === null) {
      neverCollected += 1;
      continue;
    }
    collected += 1;
    ageMs = Math.max(ageMs, kernel.nowMs - atMs);
    if (kernel.nowMs - atMs > staleAfter) stale += 1;
    if (inventory.isOutdated(node)) outdated += 1;
  }
  const { uploads, failures: failed } = inventory;
  const ageHoursMax = ageMs < 0 ? null : ageMs / 3_600_000;
  return { collected, neverCollected, stale, outdated, ageHoursMax, uploads, failed };
}
