/** The metrics of windows and of their tasks. */

import { installsView } from '../../capability/installs.ts';
import { count, family, type Metric, type MetricFamily } from '../../capability/metrics.ts';
import { type RolloutExecution, rolloutFamily } from '../../capability/rollout-metrics.ts';
import type { RunSource } from '../../capability/run-source.ts';
import type { Scenario } from '../../world/scenario.ts';
import { isInstall } from '../patch-manager/facts.ts';
import { commandsView } from '../run-command/facts.ts';
import { windowVersions } from './history.ts';
import type { MaintenanceWindows } from './machine.ts';
import { windowsOf } from './resources/index.ts';
import { taskSources } from './sources.ts';
import type { ExecutionStatus } from './state.ts';
import { runningCommandsOf, runsOf, tallyOfTask } from './tally.ts';

interface Machine {
  readonly windows: MaintenanceWindows;
}

type Statuses = readonly ExecutionStatus[];

const started = 'Starts that came due and were neither skipped nor still waiting.';

const ofWindows: readonly Metric<Statuses>[] = [
  count(
    'executions',
    'executions',
    'neither',
    started,
    (statuses) => statuses.filter((one) => one !== 'SKIPPED_OVERLAPPING' && one !== 'PENDING').length,
  ),
  count(
    'skipped',
    'executions',
    'lower',
    'Starts that ended SKIPPED_OVERLAPPING.',
    (statuses) => statuses.filter((one) => one === 'SKIPPED_OVERLAPPING').length,
  ),
];

const ofDisabled: readonly Metric<number>[] = [
  count(
    'passed',
    'starts',
    'lower',
    'Starts that came due while the window was disabled; only of windows that are, at some time.',
    (passed) => passed,
  ),
];

function everDisabled(scenario: Scenario): string[] {
  return windowVersions(scenario).flatMap((versions) =>
    versions.some(({ enabled }) => !enabled) ? versions[0]!.logicalId : [],
  );
}

export const windowMetrics: readonly MetricFamily<Machine>[] = [
  family({
    place: 70,
    subjects: [
      {
        pattern: 'window.<window>.',
        namesIn: (scenario) => windowsOf(scenario).map(({ logicalId }) => logicalId),
      },
    ],
    metrics: ofWindows,
    count: ({ windows: { executions } }: Machine, { scenario }) =>
      windowsOf(scenario).map((window) =>
        executions.filter((one) => one.window.logicalId === window.logicalId).map(({ status }) => status),
      ),
  }),
  family({
    place: 71,
    subjects: [{ pattern: 'window.<window>.', namesIn: everDisabled }],
    metrics: ofDisabled,
    count: ({ windows: { passed } }: Machine, { scenario }) =>
      everDisabled(scenario).map((id) => passed.filter(({ window }) => window.logicalId === id).length),
  }),
  rolloutFamily({
    place: 80,
    pattern: 'task.<task>.',
    sourcesIn: taskSources,
    hasCutoff: true,
    isInstall,
    executionsOf({ windows }: Machine, { views, scenario }) {
      const commands = views.of(commandsView);
      const bySource = new Map<RunSource, RolloutExecution[]>();
      const firsts = new Map(taskSources(scenario).map((source) => [source.id, source]));
      for (const { tasks, cutoffMs, endMs } of windows.executions) {
        for (const task of tasks) {
          const source = firsts.get(task.source.id)!;
          const executions = bySource.get(source) ?? [];
          bySource.set(source, executions);
          const running = runningCommandsOf(commands, task);
          const installed = views.of(installsView).of(runsOf(task, running));
          executions.push({ tally: tallyOfTask(task, running), installed, cutoffMs, endMs });
        }
      }
      return bySource;
    },
  }),
];
