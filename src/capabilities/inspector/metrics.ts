/** Which instances Inspector scans, and what it finds on them. */
import { count, family, type Metric, type MetricFamily } from '../../capability/metrics.ts';
import type { Machine } from './machine.ts';
import { inspectorModelOf } from './model.ts';
import type { CoverageStatus } from './rules.ts';
import type { InspectorTally } from './tally.ts';

const ofStatus = (
  name: string,
  status: CoverageStatus,
  better: 'higher' | 'lower' | 'neither',
  meaning: string,
): Metric<InspectorTally> =>
  count<InspectorTally>(name, 'instances', better, meaning, ({ byStatus }) => byStatus[status]);

export const inspectorMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 182,
    subjects: [
      {
        pattern: 'inspector.',
        namesIn: (scenario) => (inspectorModelOf(scenario).enabled ? [''] : []),
      },
    ],
    metrics: [
      ofStatus('active', 'ACTIVE', 'higher', 'Instances that Inspector scans.'),
      ofStatus('noInventory', 'NO_INVENTORY', 'lower', 'Managed instances without inventory.'),
      ofStatus(
        'staleInventory',
        'STALE_INVENTORY',
        'lower',
        'Instances whose inventory is older than 7 days: Inspector does not scan them.',
      ),
      ofStatus('unmanaged', 'UNMANAGED_EC2_INSTANCE', 'lower', 'Instances that are no managed nodes.'),
      ofStatus('stopped', 'EC2_INSTANCE_STOPPED', 'neither', 'Instances that are stopped.'),
      count<InspectorTally>(
        'findings',
        'findings',
        'lower',
        'Patches with CVEs that scanned instances lack by their inventory, added up over instances.',
        ({ found }) => found,
      ),
      count<InspectorTally>(
        'fixed',
        'findings',
        'lower',
        'Findings whose patch is installed by now: the next inventory closes them.',
        ({ fixed }) => fixed,
      ),
      count<InspectorTally>(
        'missed',
        'findings',
        'lower',
        'Patches with CVEs that instances actually lack and Inspector does not find, added up over instances.',
        ({ missed }) => missed,
      ),
    ],
    count: ({ inspector }: Machine) => (inspector.isEnabled ? [inspector.tally] : []),
  }),
];
