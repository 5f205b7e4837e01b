/** Which nodes a fault means. Shares and counts are keyed draws, so raising one only adds nodes. */

import type { Simulation } from '../../capability/simulation.ts';
import { CohortStreams } from '../../capability/streams.ts';
import { pickSmallest } from '../../kernel/distributions.ts';
import type { NodeSelector } from '../../world/fleet.ts';
import type { FleetState } from '../../world/fleet-state.ts';
import { power } from '../../world/node-records.ts';

export function selectNodes(
  simulation: Simulation,
  selector: NodeSelector,
  draw: { readonly id: string; readonly occurrence: number },
): number[] {
  const { fleet, names } = simulation;
  const meant: number[] = [];
  const named = selector.names === undefined ? null : new Set(selector.names.map((name) => names.find(name)));
  for (const cohort of fleet.cohorts) {
    if (selector.group !== undefined && cohort.group.name !== selector.group) continue;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
      if (named !== null && !named.has(node)) continue;
      if (selector.tags !== undefined && !hasTags(fleet.tagsOf(node), selector.tags)) continue;
      meant.push(node);
    }
  }
  const streams = new CohortStreams(simulation, 'managed-nodes/fault', draw.id);
  const uniform = (node: number) => streams.uniform(node, draw.occurrence);
  const { share, count } = selector;
  const shared = share === undefined || share >= 1 ? meant : meant.filter((node) => uniform(node) < share);
  if (count === undefined) return shared;
  // A run that ends earlier does not know of launches to come: who is chosen must not depend on them.
  const there = shared.filter((node) => !isYetToBeLaunched(fleet, node));
  if (count >= there.length) return there;
  return pickSmallest(count, there.length, (index) => uniform(there[index]!)).map((index) => there[index]!);
}

/** By a fault: nodes of a group itself are known from the beginning. */
function isYetToBeLaunched(fleet: FleetState, node: number): boolean {
  const { key, group } = fleet.cohortOf(node);
  return key !== group.name && fleet.powerOf(node) === power.notLaunched;
}

function hasTags(tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}
