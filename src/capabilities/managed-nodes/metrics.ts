/** The metrics of managed nodes. */

import { CauseTable } from '../../capability/causes.ts';
import {
  compared,
  count,
  countCohorts,
  family,
  fleetAndGroups,
  inGroups,
  type Metric,
  type MetricFamily,
  theFleet,
} from '../../capability/metrics.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import { nodeCauses } from './causes/index.ts';
import type { ManagedNodes } from './machine.ts';

/** What comes to light only when AWS-RunPatchBaseline runs keeps no node from being managed. */
const unmanagedIds = new CauseTable([{ causes: nodeCauses }]).ids.filter(
  (cause) => !['ENDPOINT_MISSING_S3', 'REPOSITORY_UNREACHABLE', 'PROFILE_LACKS_PATCHING'].includes(cause),
);

interface Machine {
  readonly nodes: ManagedNodes;
}

export interface NodeCounts extends Record<string, number> {
  total: number;
  online: number;
  connectionLost: number;
  lost: number;
}

const managed = ({ online, connectionLost }: NodeCounts) => online + connectionLost;

export const ofNodes: readonly Metric<NodeCounts>[] = [
  inGroups(
    'nodes',
    count(
      'nodes.total',
      'nodes',
      'neither',
      'All nodes of the fleet, launched ones included.',
      ({ total }) => total,
    ),
  ),
  inGroups(
    'managed',
    count(
      'nodes.managed',
      'nodes',
      'higher',
      'Listed by DescribeInstanceInformation: Online or ConnectionLost.',
      managed,
    ),
  ),
  count(
    'nodes.unmanaged',
    'nodes',
    'lower',
    'All others. Stopped nodes are among them.',
    (counts) => counts.total - managed(counts),
  ),
  inGroups(
    'online',
    count('nodes.online', 'nodes', 'higher', 'PingStatus Online.', ({ online }) => online),
  ),
  count(
    'nodes.connectionLost',
    'nodes',
    'lower',
    'PingStatus ConnectionLost.',
    ({ connectionLost }) => connectionLost,
  ),
  compared(
    3,
    inGroups(
      'lost',
      count('nodes.lost', 'nodes', 'lower', 'Did not come back from a reboot.', ({ lost }) => lost),
    ),
  ),
];

const ofUnmanaged: readonly Metric<number>[] = [
  count(
    '',
    'nodes',
    'lower',
    'Nodes that are not managed, by the first prerequisite that they lack at the end.',
    (nodes) => nodes,
  ),
];

const ofReboots: readonly Metric<number>[] = [
  count('reboots.total', 'reboots', 'lower', 'Of all nodes, by any cause.', (reboots) => reboots),
];

export function countNodes(nodes: ManagedNodes, simulation: Simulation): NodeCounts[] {
  const { fleet } = simulation;
  return countCohorts(simulation, noNodes, (cohort, counts) => {
    counts.total += cohort.count;
    for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
      const ping = nodes.pingStatus(node);
      if (ping === 'Online') counts.online += 1;
      else if (ping === 'ConnectionLost') counts.connectionLost += 1;
      if (fleet.powerOf(node) === power.lost) counts.lost += 1;
    }
  });
}

export const nodeMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 10,
    subjects: fleetAndGroups,
    metrics: ofNodes,
    count: ({ nodes }: Machine, simulation) => countNodes(nodes, simulation),
  }),
  family({
    place: 55,
    subjects: [{ pattern: 'unmanaged.<CAUSE>', names: () => unmanagedIds }],
    metrics: ofUnmanaged,
    count({ nodes }: Machine, { fleet }) {
      const counts = new Map<string | null, number>(unmanagedIds.map((cause) => [cause, 0]));
      for (let node = 0; node < fleet.count; node += 1) {
        const cause = nodes.unmanagedCauseOf(node);
        counts.set(cause, (counts.get(cause) ?? 0) + 1);
      }
      return unmanagedIds.map((cause) => counts.get(cause)!);
    },
  }),
  family({
    place: 60,
    subjects: [theFleet],
    metrics: ofReboots,
    count(_: Machine, { fleet }) {
      let sum = 0;
      for (let node = 0; node < fleet.count; node += 1) sum += fleet.rebootCountOf(node);
      return [sum];
    },
  }),
];

function noNodes(): NodeCounts {
  return { total: 0, online: 0, connectionLost: 0, lost: 0 };
}
