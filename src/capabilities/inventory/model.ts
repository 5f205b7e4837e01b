/** What AWS leaves open about Inventory: `model.inventory`. */
import { type ModelSection, modelIn } from '../../capability/model.ts';
import { once } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Scenario } from '../../world/scenario.ts';

/** In milliseconds. */
export interface InventoryModel {
  readonly staleAfter: number;
}

export const inventoryModel: ModelSection<InventoryModel> = {
  name: 'inventory',
  is: 'When a report of inventory counts as stale',
  perNode: false,
  keys: once(() => ({
    staleAfter: {
      field: duration(),
      is: 'How old a report is before it counts as stale',
      default: '7d',
      reason: 'AWS has no such word for Inventory; Amazon Inspector calls inventory stale after 7 days',
    },
  })),
};

export const inventoryModelOf = (scenario: Pick<Scenario, 'model'>): InventoryModel =>
  modelIn(scenario, inventoryModel);
