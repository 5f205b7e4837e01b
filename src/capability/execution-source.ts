/** What starts executions of runbooks: a rule's target, a remediation, later a call, an association, a change request. */
import type { Scenario } from '../world/scenario.ts';
import { capabilitiesOf } from './registry.ts';

/** A capability yields its own from the scenario; `executionSourcesOf` is the one list of all. */
export interface ExecutionSource {
  /** Its metrics are `automation.<id>.…`: logical id of the rule or remediation, id of the action. */
  readonly id: string;
  /** The runbook, by its name. */
  readonly document: string;
}

/** One for each id, in the order of the capabilities, and within one in that of the file. */
export function executionSourcesOf(scenario: Scenario): readonly ExecutionSource[] {
  const all = capabilitiesOf(scenario).flatMap((capability) =>
    capability.open((spec) => [...(spec.executions?.(scenario) ?? [])]),
  );
  return [...new Map(all.map((source) => [source.id, source])).values()];
}
