/** Functions: Lambda functions and state machines, as far as `model.functions` describes them. */

import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { checkFunctions } from './check.ts';
import { functionFacts } from './events.ts';
import { Functions } from './machine.ts';
import { functionsModel } from './model.ts';
import { functionMeanings, functionResources } from './resources.ts';

export const functions = define({
  name: 'functions',
  facts: functionFacts,
  takesPart: ({ sources }) => sources.some(({ document }) => document === null),
  modelMaps: [functionsModel],
  resources: functionResources,
  meanings: functionMeanings,
  check: checkFunctions,
  start(simulation: Simulation) {
    const machine = new Functions(simulation);
    return { functions: machine, clear: () => machine.clear() };
  },
});
