/** Tasks of windows, as sources of runs. */

import type { RunSource } from '../../capability/run-source.ts';
import type { MaintenanceWindow, MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import { windowVersions } from './history.ts';

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

/** Those of later versions too: whom a task comes to mean, it means. */
export function sourcesOfVersions(scenario: Scenario): RunSource[] {
  const all = windowVersions(scenario).flatMap((versions) =>
    versions.flatMap((window) => window.tasks.map((task) => sourceOfTask(window, task))),
  );
  return [...new Set(all)];
}

/** One for each task, as it was declared or registered: metrics are by these. */
export function taskSources(scenario: Scenario): RunSource[] {
  const byId = new Map<string, RunSource>();
  for (const source of sourcesOfVersions(scenario)) {
    if (!byId.has(source.id)) byId.set(source.id, source);
  }
  return [...byId.values()];
}

/** The way from a task to the request that it makes. */
const requestPath = ['TaskInvocationParameters', 'MaintenanceWindowRunCommandParameters'];

function newSource(window: MaintenanceWindow, task: MaintenanceWindowTask): RunSource {
  const { logicalId, taskType, taskName, maxConcurrency, maxErrors } = task;
  return {
    ...(window.account === undefined ? {} : { account: window.account }),
    ...(task.notifications === null ? {} : { notifications: task.notifications }),
    kind: 'task',
    words: { name: `task ${logicalId} of ${window.logicalId}`, ofIncomplete: 'the task is SUCCESS' },
    id: logicalId,
    parent: window.logicalId,
    document: taskType === 'RUN_COMMAND' ? taskName : null,
    parameters: task.parameters,
    targetGroups: task.targetGroups.map(({ targets }) => ({ targets, instanceIds: [] })),
    limits: maxConcurrency === null || maxErrors === null ? null : { maxConcurrency, maxErrors },
    role: task.serviceRole,
    hasCutoff: true,
    alarm: task.alarm,
    timezone: window.schedule.timezone,
    pathOf: (property) =>
      property === 'Parameters' ? [logicalId, ...requestPath, property] : [logicalId, property],
  };
}
