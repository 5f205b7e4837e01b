/** Inventory in the report of a run. */
import { type Block, section } from '../../blocks/block.ts';
import type { ReportPart } from '../../capability/view.ts';
import { coverageOf } from './coverage.ts';
import type { Machine } from './machine.ts';
import { usesInventory } from './uses.ts';
import { coverageTable } from './words.ts';

export const inventoryReport: readonly ReportPart<Machine>[] = [
  {
    place: 29,
    blocks({ inventory }, simulation): Block[] {
      if (!usesInventory(simulation.scenario)) return [];
      const coverage = coverageOf(inventory, simulation).filter(
        ({ type: { from } }) => from === 'association' || from === 'PutInventory',
      );
      if (coverage.length === 0) return [];
      return [section('Inventory', [coverageTable(coverage, simulation.kernel.nowMs)])];
    },
  },
];
