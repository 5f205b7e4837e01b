/**
 * Maintenance windows: when tasks may start, and what the cutoff stops.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html
 */
import type { MaintenanceWindow, MaintenanceWindowTask } from '../../world/maintenance.ts';
import type { Command } from '../run-command/facts.ts';
import type { ExecutionStatus } from './state.ts';

const hourMs = 3_600_000;

/** The number of windows that execute at once: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
export const concurrentExecutionsMax = 5;

/** Duration 4 and Cutoff 1 from 02:00: no new task after 05:00, closed at 06:00. */
export function windowTimes(
  window: Pick<MaintenanceWindow, 'durationHours' | 'cutoffHours'>,
  nominalMs: number,
): { readonly cutoffMs: number; readonly endMs: number } {
  const endMs = nominalMs + window.durationHours * hourMs;
  return { cutoffMs: endMs - window.cutoffHours * hourMs, endMs };
}

/** "No task may start after": one that is due at the very instant of the cutoff still starts. */
export function mayStartTask(nowMs: number, cutoffMs: number): boolean {
  return nowMs <= cutoffMs;
}

/** Tasks of one priority start together; the next priority when all of them are final, however they ended. */
export function inOrderOfPriority(tasks: readonly MaintenanceWindowTask[]): MaintenanceWindowTask[][] {
  const priorities = [...new Set(tasks.map(({ priority }) => priority))].sort((a, b) => a - b);
  return priorities.map((priority) => tasks.filter((task) => task.priority === priority));
}

/**
 * What the cutoff does to a running task. CONTINUE_TASK lets it go on. CANCEL_TASK sends CancelCommand to a RUN_COMMAND
 * task; of any other type the invocations that run continue and no new ones start. Study guides have the cutoff stop
 * new invocations always (`cutoff: invocations`).
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */
export function atCutoff(
  task: Pick<MaintenanceWindowTask, 'taskType' | 'cutoffBehavior'>,
  stops: 'tasks' | 'invocations',
): 'continues' | 'startsNoMore' | 'isCancelled' {
  if (task.cutoffBehavior === 'CANCEL_TASK')
    return task.taskType === 'RUN_COMMAND' ? 'isCancelled' : 'startsNoMore';
  return stops === 'invocations' ? 'startsNoMore' : 'continues';
}

/** Of the invocation for one target of the task, by the command that was sent to it. */
export function invocationStatusOf(command: Command['status']): ExecutionStatus {
  if (command === 'Success' || command === 'Incomplete' || command === 'NoInstancesInTag') return 'SUCCESS';
  if (command === 'DeliveryTimedOut') return 'TIMED_OUT';
  return command === 'Cancelled' ? 'CANCELLED' : 'FAILED';
}
