/** What has been collected of the fleet, and how old it is. */
import { amount, count, family, lasting, type MetricFamily } from '../../capability/metrics.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { nounsOf } from '../../cloudformation/nouns.ts';
import { type Collected, collectedOf } from './coverage.ts';
import type { Machine } from './machine.ts';
import { dataSync } from './resources.ts';
import { type SyncState, syncStates } from './syncs.ts';
import { isCustom } from './types.ts';
import { collectors, putsInventory } from './uses.ts';

export const inventoryMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 180,
    subjects: [
      {
        pattern: 'inventory.',
        namesIn: (scenario) => (collectors(scenario).length > 0 ? [''] : []),
      },
    ],
    metrics: [
      count<Collected>(
        'collected',
        'nodes',
        'higher',
        'Nodes whose inventory an association has collected, before or in the run.',
        ({ collected }) => collected,
      ),
      count<Collected>(
        'neverCollected',
        'nodes',
        'lower',
        'Nodes that exist at the end and whose inventory was never collected.',
        ({ neverCollected }) => neverCollected,
      ),
      count<Collected>(
        'stale',
        'nodes',
        'lower',
        'Nodes whose last report is older than `model.inventory.staleAfter`.',
        ({ stale }) => stale,
      ),
      count<Collected>(
        'outdated',
        'nodes',
        'lower',
        'Nodes whose packages are other ones than those reported last.',
        ({ outdated }) => outdated,
      ),
      lasting<Collected>(
        3_600_000,
        amount(
          'ageHoursMax',
          'hours',
          'lower',
          'Age of the oldest last report at the end of the run; null: nothing was collected.',
          ({ ageHoursMax }) => ageHoursMax,
        ),
      ),
      count<Collected>(
        'uploads',
        'reports',
        'neither',
        'Reports of a type that were sent with their content; one whose content hash is the same as before is not.',
        ({ uploads }) => uploads,
      ),
      count<Collected>(
        'failed',
        'runs',
        'lower',
        'Runs that collected nothing: without an association, without ssm:PutInventory, out of reach.',
        ({ failed }) => failed,
      ),
    ],
    count: ({ inventory }: Machine, simulation: Simulation) =>
      collectors(simulation.scenario).length > 0 ? [collectedOf(inventory, simulation)] : [],
  }),
  family({
    place: 181,
    subjects: [
      { pattern: 'inventory.custom.', namesIn: (scenario) => (putsInventory(scenario) ? [''] : []) },
    ],
    metrics: [
      count<number>(
        'reports',
        'reports',
        'neither',
        'Reports of types of the user’s own, added up over nodes and types, at the end of the run.',
        (reports) => reports,
      ),
    ],
    count: ({ inventory }: Machine, { scenario, fleet }: Simulation) =>
      putsInventory(scenario)
        ? [
            inventory.reports.types
              .filter(isCustom)
              .reduce((sum, type) => sum + inventory.reports.nodesWith(type, fleet.count), 0),
          ]
        : [],
  }),
  family({
    place: 181.5,
    subjects: [
      {
        pattern: 'dataSync.<X>.',
        namesIn: (scenario) =>
          [...nounsOf(scenario, dataSync).values()].flatMap(({ bucket, logicalId }) =>
            bucket === null ? [] : [logicalId],
          ),
      },
    ],
    metrics: [
      count<SyncState>(
        'objects',
        'objects',
        'neither',
        'Objects that the sync has written to its bucket, one for each node and type.',
        ({ objects }) => objects,
      ),
      count<SyncState>(
        'behind',
        'reports',
        'lower',
        'Reports that are newer than their object in the bucket.',
        ({ behind }) => behind,
      ),
    ],
    count: ({ inventory }: Machine, simulation: Simulation) => syncStates(inventory, simulation),
  }),
];
