/** What has become of each package. */
import {
  amount,
  count,
  family,
  lasting,
  type MetricFamily,
  percent,
  percentOf,
} from '../../capability/metrics.ts';
import { packageNames } from './catalogue.ts';
import type { Machine } from './machine.ts';
import { type PackageTally, tallyOf } from './tally.ts';

const minuteMs = 60_000;

export const packageMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 180,
    subjects: [{ pattern: 'package.<package>.', namesIn: packageNames }],
    metrics: [
      count<PackageTally>(
        'installed',
        'nodes',
        'higher',
        'Nodes that have it at the end.',
        (one) => one.installed,
      ),
      percent<PackageTally>(
        'versionShare',
        'higher',
        'Of the nodes that have it or should, those with its default version at the end. Null: there are none.',
        ({ latestCount, installed, missing }) => percentOf(latestCount, installed + missing),
      ),
      count<PackageTally>(
        'missing',
        'nodes',
        'lower',
        'Nodes without it at the end that had it, or on which its last Install failed.',
        (one) => one.missing,
      ),
      count<PackageTally>(
        'failed',
        'runs',
        'lower',
        'Runs of AWS-ConfigureAWSPackage that failed for it.',
        ({ state }) => state.runs.failed,
      ),
      count<PackageTally>(
        'rolledBack',
        'runs',
        'lower',
        'Runs among them after which the agent put the version before back.',
        ({ state }) => state.rolledBackCount,
      ),
      amount<PackageTally>(
        'absentMinutes',
        'node minutes',
        'lower',
        'Time that nodes went without it, from the uninstalling of one version to the installation of another.',
        ({ state }) => state.absentMs / minuteMs,
      ),
      lasting(
        minuteMs,
        amount<PackageTally>(
          'longestAbsenceMinutes',
          'minutes',
          'lower',
          'The longest time that one node went without it.',
          ({ state }) => state.longestAbsenceMs / minuteMs,
        ),
      ),
      count<PackageTally>(
        'absentPeak',
        'nodes',
        'lower',
        'Most nodes at once that went without it.',
        ({ state }) => state.absentPeak,
      ),
    ],
    count: ({ distributor }: Machine, simulation) =>
      packageNames(simulation.scenario).map((name) => tallyOf(distributor.stateOf(name), simulation)),
  }),
];
