/** The few metrics that are weighed against each other when nobody says which: `compare` shows these. */
import { patchOperationOf } from '../capabilities/run-command/request.ts';
import type { Scenario } from '../world/scenario.ts';
import { metricNames } from './metrics.ts';

/** Intervals that hold together get wider with each: a table of few says more about each of them. */
export const defaultMetricsMax = 8;

/** What a change of settings is made for, what it costs, and what it may break. */
const ofTheFleet = ['exposure.nodeHours', 'patched.percent', 'nodes.lost'];
const ofATask = ['minutes', 'failed', 'notStarted', 'halted', 'finishedBeforeCutoff'];
/** A command has no window, and so no cutoff. */
const ofACommand = ['minutes', 'failed', 'notStarted', 'halted', 'peakDown'];

/**
 * Of the fleet, and of the rollout that matters: the last Install of AWS-RunPatchBaseline (canaries go before it), else
 * the last task, else the last command. Where that leaves room, metrics that `expect` names are added in its order.
 */
export function defaultMetrics(scenario: Scenario): string[] {
  const known = new Set(metricNames(scenario));
  const expected = scenario.expectations.map(({ metric }) => metric).filter((metric) => known.has(metric));
  return [...new Set([...ofTheFleet, ...ofTheRollout(scenario), ...expected])].slice(0, defaultMetricsMax);
}

function ofTheRollout({ windows, actions }: Scenario): string[] {
  const tasks = windows
    .flatMap((window) => window.tasks)
    .map(({ logicalId, taskName, parameters }) => ({
      prefix: `task.${logicalId}`,
      isInstall: patchOperationOf(taskName, parameters) === 'Install',
      metrics: ofATask,
    }));
  const commands = actions.flatMap((action) =>
    action.call === 'SendCommand'
      ? {
          prefix: `command.${action.id}`,
          isInstall: patchOperationOf(action.documentName, action.parameters) === 'Install',
          metrics: ofACommand,
        }
      : [],
  );
  // A task goes before a command: commands are what somebody does besides.
  const installs = [tasks, commands].map((rollouts) => rollouts.findLast(({ isInstall }) => isInstall));
  const chosen = installs[0] ?? installs[1] ?? tasks.at(-1) ?? commands.at(-1);
  return chosen?.metrics.map((metric) => `${chosen.prefix}.${metric}`) ?? [];
}
