/** The metrics of manual commands. */
import { installsView } from '../../capability/installs.ts';
import type { MetricFamily } from '../../capability/metrics.ts';
import { rolloutFamily } from '../../capability/rollout-metrics.ts';
import { asWritten } from '../../capability/run-source.ts';
import { isInstall } from '../patch-manager/facts.ts';
import type { RunCommand } from './machine.ts';
import { isManual } from './request.ts';
import { commandSources } from './sources.ts';
import { tallyOfCommand } from './tally.ts';

interface Machine {
  readonly commands: RunCommand;
}

export const commandMetrics: readonly MetricFamily<Machine>[] = [
  rolloutFamily({
    place: 90,
    pattern: 'command.<id>.',
    sourcesIn: ({ actions }) => commandSources(actions),
    hasCutoff: false,
    isInstall,
    executionsOf: ({ commands: { commands } }: Machine, { views }) =>
      new Map(
        commands
          .filter(({ request }) => isManual(request))
          .map((command) => [
            asWritten(command.request.source),
            [
              {
                tally: tallyOfCommand(command),
                installed: views.of(installsView).of([command.request]),
                cutoffMs: null,
                endMs: null,
              },
            ],
          ]),
      ),
  }),
];
