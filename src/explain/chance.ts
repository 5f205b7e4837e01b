/** In how many replications a node is patched: how much of it is chance. */

import { whyUnpatchedView } from '../capability/why-unpatched.ts';
import { Simulator } from '../simulate.ts';
import { wilsonInterval } from '../statistics/intervals.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Chance } from './explanation.ts';

const replicationsMax = 200;
/** So few say little, and the interval shows it. */
const replicationsMin = 10;
/** A long run is repeated less often: an answer comes within seconds. Counted in events, so that it is the same everywhere. */
const eventsMax = 600_000;

/** How many replications a scenario is repeated for, whose first took `eventCount` events. */
export function replicationsFor(eventCount: number): number {
  const affordable = Math.floor(eventsMax / Math.max(1, eventCount));
  return Math.min(replicationsMax, Math.max(replicationsMin, affordable));
}

/** Of the first replications. A node that one of them does not have is not patched there. */
export function chanceOf(scenario: Scenario, name: string): Chance {
  const simulator = new Simulator(scenario);
  let patched = 0;
  let replications = 1;
  for (let replication = 0; replication < replications; replication += 1) {
    const { simulation, end } = simulator.run(replication);
    if (replication === 0) replications = replicationsFor(end.eventCount);
    const node = simulation.names.find(name);
    if (node !== undefined && simulation.views.of(whyUnpatchedView).findingOf(node).cause === null)
      patched += 1;
  }
  const { low, high } = wilsonInterval(patched, replications)!;
  return { share: patched / replications, low, high, replications };
}
