/** Inventory: what each node has reported of itself, and when. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { inventoryAtTime } from './at-time.ts';
import { inventoryEvents } from './aws-events.ts';
import { inventoryCalls, inventoryMeanings } from './calls.ts';
import { CustomInventory } from './custom.ts';
import { inventoryDocuments } from './documents.ts';
import { inventoryFacts } from './events.ts';
import { inventoryScreen } from './first-screen.ts';
import { inventoryLint } from './lint/index.ts';
import { Inventory } from './machine.ts';
import { inventoryMetrics } from './metrics.ts';
import { inventoryModel } from './model.ts';
import { inventoryQuery } from './query/index.ts';
import { inventoryResources, syncMeanings } from './resources.ts';
import { inventoryResults } from './results.ts';
import { usesInventory } from './uses.ts';
import { inventoryReport } from './view.ts';

export const inventory = define({
  name: 'inventory',
  facts: inventoryFacts,
  takesPart: ({ scenario }) => usesInventory(scenario),
  model: [inventoryModel],
  resources: inventoryResources,
  calls: inventoryCalls,
  meanings: { ...inventoryMeanings, ...syncMeanings },
  documents: inventoryDocuments,
  start(simulation: Simulation) {
    const machine = new Inventory(simulation);
    const custom = new CustomInventory(simulation, machine);
    return {
      inventory: machine,
      clear() {
        machine.clear();
        custom.clear();
      },
      begin: { calls: () => custom.calls.start() },
    };
  },
  awsEvents: inventoryEvents,
  lint: inventoryLint,
  metrics: inventoryMetrics,
  results: inventoryResults,
  firstScreen: inventoryScreen,
  view: inventoryReport,
  atTime: inventoryAtTime,
  query: inventoryQuery,
});
