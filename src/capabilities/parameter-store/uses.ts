/** Whether a scenario has anything to do with Parameter Store: all others pay nothing. */
import { hasReference } from '../../aws/parameter-references.ts';
import type { Needs } from '../../capability/capability.ts';
import { asWritten } from '../../capability/run-source.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { ssmDocument } from '../documents/facts.ts';
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

/** What a run or a document of the file may name by reference is looked up here. */
export function needsParameters({ scenario, sources }: Needs): boolean {
  return (
    nounsOf(scenario, ssmDocument).size > 0 ||
    sources.some((source) => hasReference(asWritten(source).parameters))
  );
}
