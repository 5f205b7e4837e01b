/** Parameter Store: values with versions, who may read them, and how many reads a second AWS takes. */

import { hasReference } from '../../aws/parameter-references.ts';
import { define } from '../../capability/capability.ts';
import { asWritten } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { parameterEvents } from './aws-events.ts';
import { BootReads } from './boot-reads.ts';
import { callMeanings, parameterCalls } from './calls.ts';
import { parameterFacts } from './events.ts';
import { parameterScreen } from './first-screen.ts';
import { parameterLinks } from './links.ts';
import { parameterLint } from './lint/index.ts';
import { ParameterStore } from './machine.ts';
import { parameterMetrics } from './metrics.ts';
import { parameterStoreModel } from './model.ts';
import { ParameterOperator } from './operator.ts';
import { checkReferences, knowsOfSource } from './references.ts';
import { parameterResources, resourceMeanings } from './resources.ts';
import { parameterResults } from './results.ts';
import { parameterSettings } from './settings.ts';
import { parameterView } from './view.ts';
import { parameterWalk } from './walk.ts';

export const parameterStore = define({
  name: 'parameter-store',
  facts: parameterFacts,
  takesPart: ({ sources }) => sources.some((one) => hasReference(asWritten(one).parameters)),
  model: [parameterStoreModel],
  resources: parameterResources,
  calls: parameterCalls,
  knowsOfSource,
  check: checkReferences,
  serviceSettings: parameterSettings,
  meanings: { ...callMeanings, ...resourceMeanings },
  start(simulation: Simulation) {
    const parameters = new ParameterStore(simulation);
    const boots = new BootReads(simulation, parameters);
    const operator = new ParameterOperator(simulation, parameters);
    return {
      parameters,
      clear: () => {
        parameters.clear();
        boots.clear();
      },
      begin: { fleet: () => parameters.start(), calls: () => operator.calls.start() },
    };
  },
  awsEvents: parameterEvents,
  links: parameterLinks,
  lint: parameterLint,
  metrics: parameterMetrics,
  results: parameterResults,
  firstScreen: parameterScreen,
  view: parameterView,
  viewTells: parameterCalls,
  walks: parameterWalk,
});
