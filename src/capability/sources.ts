/** The one list of what makes documents run, and what it means. */
import { oncePer } from '../fields/fields.ts';
import type { Scenario } from '../world/scenario.ts';
import { resolveGroup } from '../world/target-resolution.ts';
import type { ExecutionSource } from './execution-source.ts';
import type { OpsItemSource } from './ops-item-source.ts';
import type { RunSource } from './run-source.ts';
import type { Simulation } from './simulation.ts';
import { takingPart } from './taking-part.ts';

/** In the order of the capabilities, and within one in that of the file. */
export const sourcesOf = oncePer((scenario: Scenario): readonly RunSource[] =>
  takingPart(scenario)
    .flatMap((capability) => capability.open((spec) => [...(spec.sources?.(scenario) ?? [])]))
    .map((source) => knownSource(scenario, source)),
);

/** With what capabilities know of its parameters before the run. */
export function knownSource(scenario: Scenario, source: RunSource): RunSource {
  return takingPart(scenario).reduce(
    (known, capability) => capability.open((spec) => spec.knowsOfSource?.(scenario, known) ?? known),
    source,
  );
}

/** What starts executions of runbooks, in the same order: a rule with two targets twice. */
export const executionStartsOf = oncePer((scenario: Scenario): readonly ExecutionSource[] =>
  takingPart(scenario).flatMap((capability) =>
    capability.open((spec) => [...(spec.executions?.(scenario) ?? [])]),
  ),
);

/** What creates OpsItems, in the same order. */
export const opsItemSourcesOf = oncePer((scenario: Scenario): readonly OpsItemSource[] =>
  takingPart(scenario).flatMap((capability) =>
    capability.open((spec) => [...(spec.opsItems?.(scenario) ?? [])]),
  ),
);

/** One for each id. */
export function executionSourcesOf(scenario: Scenario): readonly ExecutionSource[] {
  return [...new Map(executionStartsOf(scenario).map((source) => [source.id, source])).values()];
}

/** Whether its targets mean the node, managed or not, as tags are at the end. */
export function selects(
  { fleet, names }: Pick<Simulation, 'fleet' | 'names'>,
  { targetGroups, account }: Pick<RunSource, 'targetGroups' | 'account'>,
  node: number,
): boolean {
  return targetGroups.some((group) => resolveGroup(fleet, names, group, account).nodes.includes(node));
}
