/** Automation: runbooks, run step by step against the simulated fleet. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { automationEvents } from './aws-events.ts';
import { automationCalls } from './calls.ts';
import { automationType } from './content/automation-type.ts';
import { automationFacts } from './events.ts';
import { automationScreen } from './first-screen.ts';
import { Automation } from './machine.ts';
import { automationMeanings } from './meanings.ts';
import { automationMetrics } from './metrics.ts';
import { automationModel, callsModel } from './model.ts';
import { automationOperator, startedByActions } from './operator.ts';
import { automationResults } from './results.ts';
import { automationView } from './view.ts';
import { automationWalk } from './walk.ts';

export const automation = define({
  name: 'automation',
  facts: automationFacts,
  model: [automationModel],
  modelMaps: [callsModel],
  start(simulation: Simulation) {
    const machine = new Automation(simulation);
    const operator = automationOperator(simulation, machine);
    return {
      automation: machine,
      operator,
      clear: () => machine.clear(),
      begin: { calls: () => operator.start() },
    };
  },
  calls: automationCalls,
  meanings: automationMeanings,
  documentTypes: [automationType],
  executions: startedByActions,
  awsEvents: automationEvents,
  metrics: automationMetrics,
  results: automationResults,
  firstScreen: automationScreen,
  view: automationView,
  walks: automationWalk,
});
