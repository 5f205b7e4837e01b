/** State Manager: documents that are kept applied to nodes, at once and by a schedule. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { attemptsOn } from './attempts.ts';
import { associationEvents } from './aws-events.ts';
import { associationCalls } from './calls.ts';
import { associationCauses } from './causes.ts';
import { associationFacts } from './events.ts';
import { associationScreen } from './first-screen.ts';
import { associationLint } from './lint/index.ts';
import { StateManager } from './machine.ts';
import { associationMeanings } from './meanings.ts';
import { associationMetrics } from './metrics.ts';
import { stateManagerModel } from './model.ts';
import { associationNotes } from './notes.ts';
import { associationOperator } from './operator.ts';
import { association } from './resources.ts';
import { associationResults } from './results.ts';
import { associationExecutions } from './runbooks.ts';
import { associationSchedules } from './schedules.ts';
import { sourcesOfVersions } from './sources.ts';
import { associationView } from './view.ts';

export const stateManager = define({
  name: 'state-manager',
  facts: associationFacts,
  takesPart: () => false,
  model: [stateManagerModel],
  resources: [association],
  calls: associationCalls,
  meanings: associationMeanings,
  schedules: associationSchedules,
  sources: sourcesOfVersions,
  executions: associationExecutions,
  causes: associationCauses,
  lint: associationLint,
  start(simulation: Simulation) {
    const associations = new StateManager(simulation);
    const operator = associationOperator(simulation, associations);
    return {
      associations,
      operator,
      begin: { schedules: () => associations.start(), commands: () => operator.start() },
      settle: () => associations.settle(),
      attemptsOn: (node: number) => attemptsOn(associations, simulation, node),
    };
  },
  awsEvents: associationEvents,
  metrics: associationMetrics,
  notes: associationNotes,
  results: associationResults,
  firstScreen: associationScreen,
  view: associationView,
});
