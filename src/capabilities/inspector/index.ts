/** Amazon Inspector: which instances it scans by their inventory, and what it finds. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { inspectorAssociations } from './associations.ts';
import { inspectorFacts } from './events.ts';
import { inspectorScreen } from './first-screen.ts';
import { inspectorLint } from './lint/index.ts';
import { Inspector } from './machine.ts';
import { inspectorMetrics } from './metrics.ts';
import { inspectorModel } from './model.ts';
import { inspectorResults } from './results.ts';
import { inspectorAtTime, inspectorReport } from './view.ts';

export const inspector = define({
  name: 'inspector',
  facts: inspectorFacts,
  takesPart: () => false,
  model: [inspectorModel],
  makes: inspectorAssociations,
  start(simulation: Simulation) {
    const machine = new Inspector(simulation);
    return { inspector: machine, clear: () => machine.clear() };
  },
  lint: inspectorLint,
  metrics: inspectorMetrics,
  results: inspectorResults,
  firstScreen: inspectorScreen,
  view: inspectorReport,
  atTime: inspectorAtTime,
});
