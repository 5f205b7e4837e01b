/** What AWS leaves open about Inventory: `model.inventory`. */
import { type ModelSection, modelIn } from '../../capability/model.ts';
import { once } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Scenario } from '../../world/scenario.ts';

/** In milliseconds. */
export interface InventoryModel {
  readonly staleAfter: number;
  readonly deletion: number;
  readonly syncLag: number;
}

export const inventoryModel: ModelSection<InventoryModel> = {
  name: 'inventory',
  is: 'When a report of inventory counts as stale, and what AWS does in its own time',
  perNode: false,
  keys: once(() => ({
    staleAfter: {
      field: duration(),
      is: 'How old a report is before it counts as stale',
      default: '7d',
      reason: 'AWS has no such word for Inventory; Amazon Inspector calls inventory stale after 7 days',
    },
    deletion: {
      field: duration(),
      is: 'How long DeleteInventory is InProgress',
      default: '5m',
      reason: 'AWS gives no time; ASSUMPTION inventory-deletion',
    },
    syncLag: {
      field: duration(),
      is: 'How long after a report a resource data sync has written it to its bucket',
      default: '5m',
      reason: 'AWS sends new data by itself and does not say how soon; ASSUMPTION inventory-sync',
    },
  })),
};

export const inventoryModelOf = (scenario: Pick<Scenario, 'model'>): InventoryModel =>
  modelIn(scenario, inventoryModel);
