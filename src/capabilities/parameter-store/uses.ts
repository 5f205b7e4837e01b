/** Whether a scenario has anything to do with Parameter Store: all others pay nothing. */
import { nounsOf } from '../../cloudformation/nouns.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { parameterCalls } from './calls.ts';
import { modelsByGroup } from './model.ts';
import { parameter } from './resources.ts';

export const usesParameters = oncePer(
  (scenario: Scenario): boolean =>
    nounsOf(scenario, parameter).size > 0 || callsParameters(scenario) || bootsWithParameters(scenario),
);

function callsParameters({ actions }: Scenario): boolean {
  return actions.some((action) => parameterCalls.some(({ call }) => call === action.call));
}

export function bootsWithParameters(scenario: Scenario): boolean {
  return modelsByGroup(scenario).some(({ atBoot }) => atBoot.length > 0);
}
