/** What happens here and is told to the others: each a fact, which the journal prints. */
import { actionRefused } from '../../capability/calls.ts';
import { fact, factSet } from '../../capability/facts.ts';
import type { MaintenanceWindow } from '../../world/maintenance.ts';
import type { WindowChange } from './history.ts';
import type { ExecutionStatus, LeftOutReason, TaskExecution, WindowExecution } from './state.ts';

export const windowFacts = factSet('maintenance-windows', {
  windowDue: fact<WindowExecution>('maintenance-windows/window-due', 'Its nominal start.', null),
  windowOpened: fact(
    'maintenance-windows/window-opened',
    'The window opened, some seconds after its nominal start.',
    (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
    }),
  ),
  windowSkipped: fact(
    'maintenance-windows/window-skipped',
    'A start that came to nothing, and why.',
    (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
      status: execution.status,
    }),
  ),
  taskStarted: fact('maintenance-windows/task-started', 'The task had its turn.', (task: TaskExecution) => ({
    window: task.execution.window.logicalId,
    task: task.task.logicalId,
  })),
  targetStarted: fact<TaskExecution, number>(
    'maintenance-windows/target-started',
    'The turn of one of its target groups.',
    null,
  ),
  targetFinished: fact<TaskExecution, number, ExecutionStatus>(
    'maintenance-windows/target-finished',
    'Nothing of that target group is open any more.',
    null,
  ),
  taskFinished: fact('maintenance-windows/task-finished', 'It is final.', (task: TaskExecution) => ({
    window: task.execution.window.logicalId,
    task: task.task.logicalId,
    status: task.status,
  })),
  /** Target groups that never have their turn, and why. */
  targetsLeftOut: fact(
    'maintenance-windows/targets-left-out',
    'Target groups that never have their turn: halt, cutoff, refused, alarm, active alarm or cancelled.',
    (task: TaskExecution, nodes: readonly number[], reason: Exclude<LeftOutReason, 'end'>) => ({
      task: task.task.logicalId,
      targets: nodes.length,
      reason,
    }),
  ),
  cutoffReached: fact(
    'maintenance-windows/cutoff-reached',
    'No task starts any more.',
    (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
    }),
  ),
  windowChanged: fact(
    'maintenance-windows/window-changed',
    'A call changed it, a target or a task of it.',
    ({ window, part }: WindowChange) => ({
      window: window.logicalId,
      enabled: window.enabled,
      target: part?.kind === 'target' ? part.id : undefined,
      task: part?.kind === 'task' ? part.id : undefined,
      status: part?.status,
    }),
  ),
  startLetPass: fact(
    'maintenance-windows/start-let-pass',
    'It came due while it was disabled: nothing opened.',
    ({ logicalId }: MaintenanceWindow) => ({ window: logicalId }),
  ),
  cancellationAsked: fact(
    'maintenance-windows/cancellation-asked',
    'CancelMaintenanceWindowExecution: nothing starts any more, and what runs goes on.',
    (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
    }),
  ),
  actionRefused: actionRefused('maintenance-windows'),
  windowClosed: fact(
    'maintenance-windows/window-closed',
    'All its tasks are final.',
    (execution: WindowExecution) => ({
      window: execution.window.logicalId,
      execution: execution.id,
      status: execution.status,
    }),
  ),
});
