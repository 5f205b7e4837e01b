/** The metrics of patching: what AWS reports, what is true, why it is not, and for how long. */
import { causesOf } from '../../capability/causes.ts';
import {
  amount,
  compared,
  count,
  countCohorts,
  family,
  fleetAndGroups,
  inGroups,
  lasting,
  type Metric,
  type MetricFamily,
  percent,
  percentOf,
  withFleet,
} from '../../capability/metrics.ts';
import type { CauseFinder } from './cause-finder.ts';
import { complianceStatus } from './compliance-reports.ts';
import type { PatchManager } from './machine.ts';

interface Machine {
  readonly patches: PatchManager;
  readonly causes: CauseFinder;
}

interface Compliance extends Record<string, number> {
  total: number;
  compliant: number;
  nonCompliant: number;
}

const ofCompliance: readonly Metric<Compliance>[] = [
  inGroups(
    'compliant',
    count(
      'compliance.compliant',
      'nodes',
      'higher',
      'Last reported as COMPLIANT.',
      ({ compliant }) => compliant,
    ),
  ),
  inGroups(
    'non-com\u00adpliant',
    count(
      'compliance.nonCompliant',
      'nodes',
      'lower',
      'Last reported as NON_COMPLIANT.',
      ({ nonCompliant }) => nonCompliant,
    ),
  ),
  inGroups(
    'unspec\u00adified',
    count(
      'compliance.unspecified',
      'nodes',
      'lower',
      'Nothing was ever reported of them.',
      ({ total, compliant, nonCompliant }) => total - compliant - nonCompliant,
    ),
  ),
  percent(
    'compliance.percent',
    'higher',
    'Compliant nodes of all nodes; null without nodes.',
    ({ total, compliant }) => percentOf(compliant, total),
  ),
];

interface Patched extends Record<string, number> {
  total: number;
  patched: number;
}

const patchedNodes =
  'Truly lack no patch that their baseline approves, delays or rejects, and await no reboot.';

const ofPatched: readonly Metric<Patched>[] = [
  inGroups(
    'patched',
    count('patched.nodes', 'nodes', 'higher', patchedNodes, ({ patched }) => patched),
  ),
  compared(
    2,
    percent(
      'patched.percent',
      'higher',
      'Patched nodes of all nodes; null without nodes.',
      ({ total, patched }) => percentOf(patched, total),
    ),
  ),
];

interface Exposed extends Record<string, number> {
  nodeMs: number;
  patchMs: number;
}

const exposedNodes =
  'Over the whole run: time that nodes spent lacking at least one applicable, released patch of ' +
  '`model.exposure.severities`; one that awaits a reboot is not in effect yet. Stopped nodes do not count.';

const ofExposure: readonly Metric<Exposed>[] = [
  compared(
    1,
    lasting(
      3_600_000,
      amount('exposure.nodeHours', 'node hours', 'lower', exposedNodes, ({ nodeMs }) => nodeMs / 3_600_000),
    ),
  ),
  lasting(
    3_600_000,
    amount(
      'exposure.patchHours',
      'patch hours',
      'lower',
      'The same with each lacking patch counted.',
      ({ patchMs }) => patchMs / 3_600_000,
    ),
  ),
];

const ofCauses: readonly Metric<number>[] = [
  count(
    '',
    'nodes',
    'lower',
    'Unpatched nodes whose first blocking link this is: see [causes](causes.md).',
    (nodes) => nodes,
  ),
];

export const patchMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 20,
    subjects: fleetAndGroups,
    metrics: ofCompliance,
    count: ({ patches: { reports } }: Machine, simulation) =>
      countCohorts(
        simulation,
        () => ({ total: 0, compliant: 0, nonCompliant: 0 }),
        (cohort, counts) => {
          counts.total += cohort.count;
          for (let node = cohort.first; node < cohort.first + cohort.count; node += 1) {
            const status = reports.statusOf(node);
            if (status === complianceStatus.compliant) counts.compliant += 1;
            else if (status === complianceStatus.nonCompliant) counts.nonCompliant += 1;
          }
        },
      ),
  }),
  family({
    place: 30,
    subjects: fleetAndGroups,
    metrics: ofPatched,
    count: ({ causes: finder }: Machine, simulation) => {
      const { patchedByGroup } = finder.counts();
      return countCohorts(
        simulation,
        () => ({ total: 0, patched: 0 }),
        (cohort, counts) => {
          counts.total += cohort.count;
          counts.patched = patchedByGroup[cohort.groupIndex]!;
        },
      );
    },
  }),
  family({
    place: 40,
    subjects: fleetAndGroups,
    metrics: ofExposure,
    count: ({ patches: { exposure } }: Machine) => {
      const { nodeMs, patchMs } = exposure;
      const groups = Array.from(nodeMs, (ms, group): Exposed => ({ nodeMs: ms, patchMs: patchMs[group]! }));
      return withFleet(groups, { nodeMs: 0, patchMs: 0 });
    },
  }),
  family({
    place: 50,
    subjects: [{ pattern: 'cause.<CAUSE>', names: (capabilities) => causesOf(capabilities).ids }],
    metrics: ofCauses,
    count: ({ causes: finder }: Machine) => finder.counts().byCause,
  }),
];
