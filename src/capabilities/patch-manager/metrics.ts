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
  withPlaces,
} from '../../capability/metrics.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Scenario } from '../../world/scenario.ts';
import type { CauseFinder } from './cause-finder.ts';
import { type ComplianceReports, complianceStatus } from './compliance-reports.ts';
import type { PatchManager } from './machine.ts';
import type { NodeState } from './node-states.ts';
import { singlePatchMetrics } from './patch-metrics.ts';

interface Machine {
  readonly patches: PatchManager;
  readonly causes: CauseFinder;
}

export interface Compliance extends Record<string, number> {
  total: number;
  compliant: number;
  nonCompliant: number;
}

export const ofCompliance: readonly Metric<Compliance>[] = [
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

export interface States extends Record<NodeState, number>, Record<string, number> {
  total: number;
}

const patched = ({ total, missed }: States) => total - missed;

export const ofStates: readonly Metric<States>[] = [
  inGroups(
    'up to\u200b date',
    count(
      'nodes.upToDate',
      'nodes',
      'higher',
      'Lack no patch that counts: see [the four states](causes.md#the-four-states).',
      (states) => states.upToDate,
    ),
  ),
  inGroups(
    'held\u200b back',
    count(
      'nodes.heldBack',
      'nodes',
      'neither',
      'Lack only patches that their baseline rejects, does not approve yet, or does not select.',
      (states) => states.heldBack,
    ),
  ),
  inGroups(
    'wait\u00ading',
    count(
      'nodes.waiting',
      'nodes',
      'neither',
      'Lack a patch that was approved or released after their last install opportunity, or their Install was in progress at the end.',
      (states) => states.waiting,
    ),
  ),
  inGroups(
    'missed',
    count(
      'nodes.missed',
      'nodes',
      'lower',
      'Lack a patch that was due at their last install opportunity, or that awaits a reboot.',
      (states) => states.missed,
    ),
  ),
  count('patched.nodes', 'nodes', 'higher', 'Nodes that are up to date, held back or waiting.', patched),
  compared(
    2,
    percent('patched.percent', 'higher', 'Patched nodes of all nodes; null without nodes.', (states) =>
      percentOf(patched(states), states.total),
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
    'Nodes that are not up to date whose first blocking link this is: see [causes](causes.md).',
    (nodes) => nodes,
  ),
];

export function countCompliance(reports: ComplianceReports, simulation: Simulation): Compliance[] {
  return countCohorts(
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
  );
}

/** `statesByGroup`: in the order of the states. */
export function countStates(statesByGroup: readonly (readonly number[])[], scenario: Scenario): States[] {
  const groups = statesByGroup.map(([upToDate = 0, heldBack = 0, waiting = 0, missed = 0]): States => {
    return { upToDate, heldBack, waiting, missed, total: upToDate + heldBack + waiting + missed };
  });
  return withPlaces(groups, { upToDate: 0, heldBack: 0, waiting: 0, missed: 0, total: 0 }, scenario);
}

export const patchMetrics: readonly MetricFamily<Machine>[] = [
  ...singlePatchMetrics,
  family({
    place: 20,
    subjects: fleetAndGroups,
    metrics: ofCompliance,
    count: ({ patches: { reports } }: Machine, simulation) => countCompliance(reports, simulation),
  }),
  family({
    place: 30,
    subjects: fleetAndGroups,
    metrics: ofStates,
    count: ({ causes: finder }: Machine, { scenario }) =>
      countStates(finder.counts().statesByGroup, scenario),
  }),
  family({
    place: 40,
    subjects: fleetAndGroups,
    metrics: ofExposure,
    count: ({ patches: { exposure } }: Machine, { scenario }) => {
      const { nodeMs, patchMs } = exposure;
      const groups = Array.from(nodeMs, (ms, group): Exposed => ({ nodeMs: ms, patchMs: patchMs[group]! }));
      return withPlaces(groups, { nodeMs: 0, patchMs: 0 }, scenario);
    },
  }),
  family({
    place: 50,
    subjects: [{ pattern: 'cause.<CAUSE>', names: (capabilities) => causesOf(capabilities).ids }],
    metrics: ofCauses,
    count: ({ causes: finder }: Machine) => finder.counts().byCause,
  }),
];
