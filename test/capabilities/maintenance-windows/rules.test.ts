import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  atCutoff,
  inOrderOfPriority,
  mayStartTask,
  windowTimes,
} from '../../../src/capabilities/maintenance-windows/rules.ts';
import {
  changeExecutionStatus,
  type ExecutionStatus,
  executionStatuses,
  executionStatusesNext,
  executionStatusOf,
} from '../../../src/capabilities/maintenance-windows/state.ts';
import type { MaintenanceWindowTask, TaskType } from '../../../src/world/maintenance.ts';

const at = (text: string) => Date.parse(text);

describe('https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html', () => {
  test('start 15:00, Duration 3, Cutoff 1: no task may start after 17:00', () => {
    const { cutoffMs } = windowTimes({ durationHours: 3, cutoffHours: 1 }, at('2025-01-01T15:00:00Z'));
    expect(mayStartTask(at('2025-01-01T17:00:00.000Z'), cutoffMs)).toBe(true);
    expect(mayStartTask(at('2025-01-01T17:00:00.001Z'), cutoffMs)).toBe(false);
  });

  test('Duration 4 and Cutoff 1 from 02:00: cutoff at 05:00, closed at 06:00', () => {
    expect(windowTimes({ durationHours: 4, cutoffHours: 1 }, at('2025-01-05T02:00:00Z'))).toEqual({
      cutoffMs: at('2025-01-05T05:00:00Z'),
      endMs: at('2025-01-05T06:00:00Z'),
    });
  });

  test('with Cutoff 0 tasks start until the end', () => {
    const { cutoffMs, endMs } = windowTimes({ durationHours: 1, cutoffHours: 0 }, 0);
    expect(cutoffMs).toBe(endMs);
  });
});

describe('Priority', () => {
  const priorities = (given: readonly number[]) =>
    inOrderOfPriority(given.map((priority) => ({ priority }) as MaintenanceWindowTask)).map((tasks) =>
      tasks.map(({ priority }) => priority),
    );

  test('the lower number comes first, equal ones run in parallel', () => {
    expect(priorities([5, 0, 10, 5])).toEqual([[0], [5, 5], [10]]);
  });

  test('no task is lost, and groups ascend', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (given) => {
        const groups = priorities(given);
        expect(groups.flat()).toEqual([...given].sort((a, b) => a - b));
        expect(groups.every((group) => new Set(group).size === 1)).toBe(true);
      }),
    );
  });
});

describe('CutoffBehavior', () => {
  const others: readonly TaskType[] = ['AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'];

  test.each(['RUN_COMMAND', ...others] as const)('CONTINUE_TASK: %s goes on', (taskType) => {
    expect(atCutoff({ taskType, cutoffBehavior: 'CONTINUE_TASK' }, 'tasks')).toBe('continues');
  });

  test('CANCEL_TASK on RUN_COMMAND sends CancelCommand', () => {
    expect(atCutoff({ taskType: 'RUN_COMMAND', cutoffBehavior: 'CANCEL_TASK' }, 'tasks')).toBe('isCancelled');
  });

  test.each(others)('CANCEL_TASK on %s lets invocations run and starts no more', (taskType) => {
    expect(atCutoff({ taskType, cutoffBehavior: 'CANCEL_TASK' }, 'tasks')).toBe('startsNoMore');
  });

  test('under `cutoff: invocations` nothing new starts, whatever the behavior', () => {
    const task = { taskType: 'RUN_COMMAND', cutoffBehavior: 'CONTINUE_TASK' } as const;
    expect(atCutoff(task, 'invocations')).toBe('startsNoMore');
    expect(atCutoff({ ...task, cutoffBehavior: 'CANCEL_TASK' }, 'invocations')).toBe('isCancelled');
  });
});

describe('statuses', () => {
  test.each(executionStatuses.flatMap((from) => executionStatuses.map((to) => [from, to] as const)))(
    '%s becomes %s only if the table says so',
    (from, to) => {
      const subject = { status: from };
      const change = () => changeExecutionStatus(subject, to);
      if (executionStatusesNext[from].includes(to)) {
        change();
        expect(subject.status).toBe(to);
      } else expect(change).toThrow(`${from} cannot become ${to}`);
    },
  );

  test.each([
    [['SUCCESS', 'FAILED', 'TIMED_OUT'], 'FAILED'],
    [['SUCCESS', 'TIMED_OUT'], 'TIMED_OUT'],
    [['SUCCESS', 'SUCCESS'], 'SUCCESS'],
    [[], 'SUCCESS'],
  ] as [ExecutionStatus[], ExecutionStatus][])('tasks %j make an execution %s', (given, expected) => {
    expect(executionStatusOf(given.map((status) => ({ status })))).toBe(expected);
  });
});
