/** The metrics of managed nodes. */
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
import { power } from '../../world/node-records.ts';
import type { ManagedNodes } from './machine.ts';

interface Machine {
  readonly nodes: ManagedNodes;
}

interface NodeCounts extends Record<string, number> {
  total: number;
  online: number;
  connectionLost: number;
  lost: number;
}

const managed = ({ online, connectionLost }: NodeCounts) => online + connectionLost;

const ofNodes: readonly Metric<NodeCounts>[] = [
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

const ofReboots: readonly Metric<number>[] = [
  count('reboots.total', 'reboots', 'lower', 'Of all nodes, by any cause.', (reboots) => reboots),
];

export const nodeMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 10,
    subjects: fleetAndGroups,
    metrics: ofNodes,
    count: ({ nodes }: Machine, simulation) =>
      countCohorts(simulation, noNodes, (cohort, counts) => {
        const { fleet } = simulation;
        counts.total += cohort.count;
        for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
          const ping = nodes.pingStatus(node);
          if (ping === 'Online') counts.online += 1;
          else if (ping === 'ConnectionLost') counts.connectionLost += 1;
          if (fleet.powerOf(node) === power.lost) counts.lost += 1;
        }
      }),
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
