/** The metrics of drift, for whatever sends a document that drifts. */
import { amount, count, family, type Metric, type MetricFamily } from '../../capability/metrics.ts';
import { type Drift, type DriftTally, driftingSources } from './drift.ts';

interface Machine {
  readonly drift: Drift;
}

const hourMs = 3_600_000;

const ofDrift: readonly Metric<DriftTally>[] = [
  amount(
    'nodeHours',
    'node hours',
    'lower',
    'Time that nodes spent away from what it had set on them, until its document ran again or the run ended.',
    ({ driftedMs }) => driftedMs / hourMs,
  ),
  count(
    'nodes',
    'nodes',
    'lower',
    'Nodes that are away from what it had set on them at the end.',
    ({ driftedCount }) => driftedCount,
  ),
  count(
    'repairs',
    'runs',
    'neither',
    'Runs that set again what had drifted.',
    ({ repairCount }) => repairCount,
  ),
];

export const driftMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 97,
    subjects: [
      {
        pattern: '<source>.drifted.',
        namesIn: (scenario) => [...new Set(driftingSources(scenario).map(({ kind, id }) => `${kind}.${id}`))],
      },
    ],
    metrics: ofDrift,
    count: ({ drift }: Machine) => drift.tallies,
  }),
];
