/** In how many replications a node is patched: how much of it is chance. */

import { whyUnpatchedView } from '../capability/why-unpatched.ts';
import { Simulator } from '../simulate.ts';
import { wilsonInterval } from '../statistics/intervals.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Chance } from './explanation.ts';

const replicationCount = 200;

/** Of replications 0 to 199. A node that one of them does not have is not patched there. */
export function chanceOf(scenario: Scenario, name: string): Chance {
  const simulator = new Simulator(scenario);
  let patched = 0;
  for (let replication = 0; replication < replicationCount; replication += 1) {
    const { simulation } = simulator.run(replication);
    const node = simulation.names.find(name);
    if (node !== undefined && simulation.views.of(whyUnpatchedView).findingOf(node).cause === null)
      patched += 1;
  }
  const { low, high } = wilsonInterval(patched, replicationCount)!;
  return { share: patched / replicationCount, low, high, replications: replicationCount };
}
