/** Tasks of windows, as sources of runs. */

import type { RunSource } from '../../capability/run-source.ts';
import type { MaintenanceWindow, MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import { windowsOf } from './resources/index.ts';

const known = new WeakMap<MaintenanceWindowTask, RunSource>();

/** The same one for the same task, also in a copy of the scenario. */
export function sourceOfTask(window: MaintenanceWindow, task: MaintenanceWindowTask): RunSource {
  let source = known.get(task);
  if (source === undefined) {
    source = newSource(window, task);
    known.set(task, source);
  }
  return source;
}

export function taskSources(scenario: Scenario): RunSource[] {
  return windowsOf(scenario).flatMap((window) => window.tasks.map((task) => sourceOfTask(window, task)));
}

/** The way from a task to the request that it makes. */
const requestPath = ['TaskInvocationParameters', 'MaintenanceWindowRunCommandParameters'];

function newSource(window: MaintenanceWindow, task: MaintenanceWindowTask): RunSource {
  const { logicalId, taskType, taskName, maxConcurrency, maxErrors } = task;
  return {
    kind: 'task',
    words: { name: `task ${logicalId} of ${window.logicalId}`, ofIncomplete: 'the task is SUCCESS' },
    id: logicalId,
    parent: window.logicalId,
    document: taskType === 'RUN_COMMAND' ? taskName : null,
    parameters: task.parameters,
    targetGroups: task.targetGroups.map(({ targets }) => ({ targets, instanceIds: [] })),
    limits: maxConcurrency === null || maxErrors === null ? null : { maxConcurrency, maxErrors },
    isEnabled: window.enabled,
    role: task.serviceRole,
    hasCutoff: true,
    alarm: task.alarm,
    timezone: window.schedule.timezone,
    pathOf: (property) =>
      property === 'Parameters' ? [logicalId, ...requestPath, property] : [logicalId, property],
  };
}
