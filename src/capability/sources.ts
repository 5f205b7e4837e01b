/** The one list of what makes documents run, and what it means. */
import type { Scenario } from '../world/scenario.ts';
import { capabilitiesOf } from './registry.ts';
import type { RunSource } from './run-source.ts';

const known = new WeakMap<Scenario, readonly RunSource[]>();

/** In the order of the capabilities, and within one in that of the file. */
export function sourcesOf(scenario: Scenario): readonly RunSource[] {
  let sources = known.get(scenario);
  if (sources === undefined) {
    sources = capabilitiesOf(scenario).flatMap((capability) =>
      capability.open((spec) => [...(spec.sources?.(scenario) ?? [])]),
    );
    known.set(scenario, sources);
  }
  return sources;
}
