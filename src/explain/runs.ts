/**
 * A run up to an instant. What happens before an instant does not depend on what would have come after it: chance is
 * keyed, so a run that ends earlier is the beginning of the longer one.
 */

import type { JournalEntry } from '../capability/facts.ts';
import { RandomStreams } from '../kernel/random.ts';
import type { RunOutcome } from '../result/outcome.ts';
import { launchesOf, Simulator } from '../simulate.ts';
import { FleetState } from '../world/fleet-state.ts';
import type { Scenario } from '../world/scenario.ts';

/** `--at`: everything that happens at that very millisecond has happened. */
export function until(scenario: Scenario, atMs: number | null): Scenario {
  if (atMs === null || atMs + 1 >= scenario.endMs) return scenario;
  return { ...scenario, endMs: atMs + 1 };
}

/** Who takes part, known before anything has been simulated. */
export function fleetOf(scenario: Scenario, replication: number): FleetState {
  const random = new RandomStreams(scenario.seed);
  random.replication = replication;
  return new FleetState(scenario, launchesOf(scenario, random));
}

/** The node's index in a run that ended earlier; null: there it has not been launched yet. */
export function sameNode(node: number, of: FleetState, earlier: FleetState): number | null {
  const { key, first } = of.cohortOf(node);
  const cohort = earlier.cohorts.find((one) => one.key === key);
  const place = node - first;
  return cohort === undefined || place >= cohort.count ? null : cohort.first + place;
}

export interface RunOfNode {
  readonly outcome: RunOutcome;
  /** What the journal says of this node. */
  readonly journal: readonly JournalEntry[];
}

export function runFor(scenario: Scenario, replication: number, node: number): RunOfNode {
  const journal: JournalEntry[] = [];
  const simulator = new Simulator(scenario, {
    journal: (entry) => journal.push(entry),
    journalOf: node,
  });
  return { outcome: simulator.run(replication), journal };
}
