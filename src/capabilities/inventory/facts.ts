/** What Inventory tells and shows the others: a leaf that every capability may import. */
import { view } from '../../capability/views.ts';
import type { Report } from './reports.ts';

export { gatherInventory } from './documents.ts';
export { inventoryFacts } from './events.ts';
export type { Report } from './reports.ts';

export interface InventoryView {
  /** What Systems Manager has of the node: as last reported. Null: nothing, or no longer. */
  reportOf(node: number, type: string): Report | null;
  /** What a report would say now. Null: a run does not know that of the type. */
  truthOf(node: number, type: string): readonly Report['items'][number][] | null;
  /** When the node reported any type by an association last. Null: never. */
  collectedMs(node: number): number | null;
}

export const inventoryView = view<InventoryView>('inventory');
