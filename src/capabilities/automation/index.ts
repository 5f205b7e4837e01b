/** Automation: executions of runbooks, for now by what `model.documents` says of each. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { automationEvents } from './aws-events.ts';
import { automationFacts } from './events.ts';
import { automationScreen } from './first-screen.ts';
import { Automation } from './machine.ts';
import { automationMetrics } from './metrics.ts';
import { callsModel } from './model.ts';
import { automationResults } from './results.ts';
import { automationView } from './view.ts';

export const automation = define({
  name: 'automation',
  facts: automationFacts,
  modelMaps: [callsModel],
  start(simulation: Simulation) {
    const machine = new Automation(simulation);
    return { automation: machine, clear: () => machine.clear() };
  },
  awsEvents: automationEvents,
  metrics: automationMetrics,
  results: automationResults,
  firstScreen: automationScreen,
  view: automationView,
});
