/** Inventory: what each node has reported of itself, and when. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { inventoryAtTime } from './at-time.ts';
import { inventoryDocuments } from './documents.ts';
import { inventoryFacts } from './events.ts';
import { inventoryScreen } from './first-screen.ts';
import { inventoryLint } from './lint/index.ts';
import { Inventory } from './machine.ts';
import { inventoryMetrics } from './metrics.ts';
import { inventoryModel } from './model.ts';
import { inventoryQuery } from './query/index.ts';
import { usesInventory } from './uses.ts';
import { inventoryReport } from './view.ts';

export const inventory = define({
  name: 'inventory',
  facts: inventoryFacts,
  takesPart: ({ scenario }) => usesInventory(scenario),
  model: [inventoryModel],
  documents: inventoryDocuments,
  start(simulation: Simulation) {
    const machine = new Inventory(simulation);
    return { inventory: machine, clear: () => machine.clear() };
  },
  lint: inventoryLint,
  metrics: inventoryMetrics,
  firstScreen: inventoryScreen,
  view: inventoryReport,
  atTime: inventoryAtTime,
  query: inventoryQuery,
});
