/** Automation: runbooks, run step by step against the simulated fleet. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { attemptsOn } from './attempts.ts';
import { automationEvents } from './aws-events.ts';
import { automationCalls } from './calls.ts';
import { automationCauses } from './causes.ts';
import { checkRunbooks } from './check.ts';
import { automationType } from './content/automation-type.ts';
import { automationFacts } from './events.ts';
import { automationScreen } from './first-screen.ts';
import { automationLint } from './lint/index.ts';
import { Automation } from './machine.ts';
import { automationMeanings } from './meanings.ts';
import { automationMetrics } from './metrics.ts';
import { approvalsModel, automationModel, callsModel, throttlingModel } from './model.ts';
import { automationOperator, startedByActions } from './operator.ts';
import { stepOpsItems } from './ops-items.ts';
import { automationResults } from './results.ts';
import { managedDocuments } from './runbooks/index.ts';
import { automationSources } from './sources.ts';
import { automationView } from './view.ts';
import { automationWalk } from './walk.ts';

export const automation = define({
  name: 'automation',
  facts: automationFacts,
  takesPart: ({ executions }) => executions.length > 0,
  model: [automationModel],
  modelMaps: [callsModel, throttlingModel, approvalsModel],
  start(simulation: Simulation) {
    const machine = new Automation(simulation);
    const operator = automationOperator(simulation, machine);
    return {
      automation: machine,
      operator,
      clear: () => machine.clear(),
      begin: { calls: () => operator.start() },
      settle: () => machine.settle(),
      attemptsOn: (node: number) => attemptsOn(simulation, node),
    };
  },
  calls: automationCalls,
  meanings: automationMeanings,
  documents: managedDocuments,
  documentTypes: [automationType],
  executions: startedByActions,
  opsItems: stepOpsItems,
  sources: automationSources,
  causes: automationCauses,
  check: checkRunbooks,
  lint: automationLint,
  awsEvents: automationEvents,
  metrics: automationMetrics,
  results: automationResults,
  firstScreen: automationScreen,
  view: automationView,
  walks: automationWalk,
});
