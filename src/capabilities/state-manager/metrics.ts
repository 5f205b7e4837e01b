/** The metrics of associations: those of every rollout, an interval at a time. */
import { installsView } from '../../capability/installs.ts';
import type { MetricFamily } from '../../capability/metrics.ts';
import { rolloutFamily } from '../../capability/rollout-metrics.ts';
import { isInstall } from '../patch-manager/facts.ts';
import type { StateManager } from './machine.ts';
import { associationSources } from './sources.ts';
import { runsOf, tallyOf } from './tally.ts';

interface Machine {
  readonly associations: StateManager;
}

export const associationMetrics: readonly MetricFamily<Machine>[] = [
  rolloutFamily({
    place: 95,
    pattern: 'association.<id>.',
    sourcesIn: associationSources,
    hasCutoff: false,
    isInstall,
    executionsOf: ({ associations: { associations } }: Machine, { views }) =>
      new Map(
        associations.map(({ declared, intervals }) => [
          declared.source,
          intervals.map((interval) => ({
            tally: tallyOf(interval),
            installed: views.of(installsView).of(runsOf(interval)),
            cutoffMs: null,
            endMs: null,
          })),
        ]),
      ),
  }),
];
