import { describe, expect, test } from 'vitest';
import { maintenanceWindows } from '../../../src/capabilities/maintenance-windows/index.ts';
import { clock, executionOf, executionsOf, simulateWindows, task, window } from './windows-yaml.ts';

const starts = (simulated: ReturnType<typeof simulateWindows>, id = 'Sunday') =>
  executionsOf(simulated, id).map(({ nominalMs }) => new Date(nominalMs).toISOString().slice(0, 16));

describe('when windows open', () => {
  test('ScheduleTimezone: 02:00 in Taipei is 18:00 UTC', () => {
    const simulated = simulateWindows({
      resources: window('Sunday', { schedule: 'cron(0 2 ? * SUN *)', more: 'ScheduleTimezone: Asia/Taipei' }),
      end: '7d',
    });
    expect(starts(simulated)).toEqual(['2025-01-04T18:00']);
  });

  test('a cron follows the wall clock through a change of the clocks', () => {
    const simulated = simulateWindows(
      {
        resources: window('Sunday', {
          schedule: 'cron(0 9 ? * SUN *)',
          more: 'ScheduleTimezone: America/Chicago',
        }),
      },
      { set: ['start=2024-03-02T00:00:00Z', 'end=10d'] },
    );
    expect(starts(simulated)).toEqual(['2024-03-03T15:00', '2024-03-10T14:00']);
  });

  test('a disabled window never opens', () => {
    const simulated = simulateWindows({ resources: window('Sunday', { more: 'Enabled: false' }) });
    expect(simulated.outcome.machines.of(maintenanceWindows).windows.executions).toHaveLength(0);
    expect(simulated.metric('window.Sunday.executions')).toBe(0);
  });

  test('StartDate and EndDate bound the active period', () => {
    const simulated = simulateWindows({
      resources: window('Sunday', {
        more: 'StartDate: "2025-01-03T00:00:00Z", EndDate: "2025-01-05T02:00:00Z"',
      }),
      end: '7d',
    });
    expect(starts(simulated)).toEqual(['2025-01-03T02:00', '2025-01-04T02:00']);
  });

  test('ScheduleOffset moves the start by whole days', () => {
    const simulated = simulateWindows({
      resources: window('Sunday', { schedule: 'cron(30 23 ? * TUE#3 *)', more: 'ScheduleOffset: 2' }),
      end: '30d',
    });
    expect(starts(simulated)).toEqual(['2025-01-23T23:30']);
  });

  test('what is due at `end` does not happen', () => {
    const resources = window('Sunday', { schedule: 'rate(2 hours)' });
    expect(starts(simulateWindows({ resources, end: '2h' }))).toHaveLength(1);
  });

  test('a start lag delays the opening and not the cutoff', () => {
    const simulated = simulateWindows(
      { resources: window('Sunday') + task('Install', 'Sunday') },
      { set: ['model.maintenanceWindows.startLag=10m'] },
    );
    const execution = executionOf(simulated);
    expect(
      [execution.nominalMs, execution.openedMs, execution.cutoffMs, execution.finishedMs].map(clock),
    ).toEqual(['02:00', '02:10', '05:00', '02:20']);
  });

  test('a window without tasks is SUCCESS at once: No tasks to execute.', () => {
    const execution = executionOf(simulateWindows({ resources: window('Sunday') }));
    expect(execution).toMatchObject({
      status: 'SUCCESS',
      statusDetails: 'No tasks to execute.',
      finishedMs: execution.openedMs,
    });
  });
});

describe('a window that overruns', () => {
  // Two hours for each of four nodes in turn: from 02:00 to 10:00, in a window of one hour.
  const overrun = (schedule: string, end = '1d') =>
    simulateWindows({
      resources:
        window('Sunday', { schedule, duration: 1, cutoff: 0 }) +
        task('Install', 'Sunday', { document: 'TwoHours', concurrency: '1' }),
      end,
    });

  test('what has started runs to its end, beyond the end of the window', () => {
    const simulated = overrun('cron(0 2 * * ? *)');
    expect(clock(executionOf(simulated).finishedMs)).toBe('10:00');
    expect(executionOf(simulated).status).toBe('SUCCESS');
    expect(simulated.metric('task.Install.finishedBeforeEnd')).toBe(false);
    expect(simulated.metric('task.Install.completed')).toBe(true);
  });

  test('starts that come due meanwhile are SKIPPED_OVERLAPPING and do nothing', () => {
    const simulated = overrun('cron(0 2/3 * * ? *)', '15h');
    expect(
      executionsOf(simulated, 'Sunday').map(({ nominalMs, status, tasks }) => [
        clock(nominalMs),
        status,
        tasks.length,
      ]),
    ).toEqual([
      ['02:00', 'SUCCESS', 1],
      ['05:00', 'SKIPPED_OVERLAPPING', 0],
      ['08:00', 'SKIPPED_OVERLAPPING', 0],
      ['11:00', 'IN_PROGRESS', 1],
      ['14:00', 'SKIPPED_OVERLAPPING', 0],
    ]);
    expect(simulated.metric('window.Sunday.executions')).toBe(2);
    expect(simulated.metric('window.Sunday.skipped')).toBe(3);
  });

  test('another window may run at the same time', () => {
    const simulated = simulateWindows({
      resources:
        window('One') +
        task('A', 'One', { document: 'Hour' }) +
        window('Two') +
        task('B', 'Two', { document: 'Hour' }),
    });
    expect(executionOf(simulated, 'One').finishedMs).toBe(executionOf(simulated, 'Two').finishedMs);
  });
});

describe('five windows execute at once, https://docs.aws.amazon.com/general/latest/gr/ssm.html', () => {
  const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'];
  /** A task of one run of a function, which needs no node. */
  const fn = (name: string) => task(`Task${name}`, name, { document: 'Fn', type: 'LAMBDA', targets: [] });
  const seven = (sixth: string) =>
    simulateWindows(
      { resources: names.map((name) => window(name) + fn(name)).join(''), documents: 'Fn: { run: 1h }' },
      { set: [`model.maintenanceWindows.sixth=${sixth}`] },
    );
  const statusesOf = (simulated: ReturnType<typeof seven>) =>
    names.map((name) => executionOf(simulated, name).status);

  test('the sixth waits for a place, first come, first served', () => {
    const simulated = seven('queue');
    expect(names.map((name) => clock(executionOf(simulated, name).openedMs))).toEqual([
      ...['02:00', '02:00', '02:00', '02:00', '02:00'],
      ...['03:00', '03:00'],
    ]);
    expect(new Set(statusesOf(simulated))).toEqual(new Set(['SUCCESS']));
  });

  test('under `sixth: skip` it is dropped', () => {
    expect(statusesOf(seven('skip')).slice(5)).toEqual(['SKIPPED_OVERLAPPING', 'SKIPPED_OVERLAPPING']);
  });

  test('under `sixth: fail` it has failed', () => {
    expect(statusesOf(seven('fail')).slice(5)).toEqual(['FAILED', 'FAILED']);
  });

  test('one that waited beyond its cutoff starts nothing and is TIMED_OUT', () => {
    const simulated = simulateWindows({
      resources: names
        .slice(0, 6)
        .map((name) => window(name, { duration: 1, cutoff: 0 }) + fn(name))
        .join(''),
      documents: 'Fn: { run: 2h }',
    });
    const late = executionOf(simulated, 'F');
    expect([clock(late.openedMs), late.status]).toEqual(['04:00', 'TIMED_OUT']);
    expect(late.tasks.map(({ status, startedMs }) => [status, startedMs])).toEqual([['TIMED_OUT', null]]);
  });

  test('a window that waits is unfinished: its next start is SKIPPED_OVERLAPPING', () => {
    const simulated = simulateWindows({
      resources:
        names
          .slice(0, 5)
          .map((name) => window(name) + fn(name))
          .join('') + window('F', { schedule: 'cron(0/30 2 * * ? *)' }),
      documents: 'Fn: { run: 1h }',
    });
    expect(executionsOf(simulated, 'F').map(({ status }) => status)).toEqual([
      'SUCCESS',
      'SKIPPED_OVERLAPPING',
    ]);
  });
});

describe('luck', () => {
  test('skipping one window does not change what the next one draws', () => {
    const lags = (end: string) =>
      executionsOf(
        simulateWindows(
          {
            resources:
              window('Sunday', { schedule: 'cron(0 2/4 * * ? *)', duration: 1, cutoff: 0 }) +
              task('Install', 'Sunday', { document: 'Varied', concurrency: '1' }),
            documents: 'Varied: { run: { lognormal: { mean: 30m, sd: 10m } } }',
            end,
          },
          { set: ['model.maintenanceWindows.startLag={ uniform: { min: 0s, max: 30s } }'] },
        ),
        'Sunday',
      );
    const plain = lags('20h');
    const skipping = executionsOf(
      simulateWindows(
        {
          resources:
            window('Sunday', { schedule: 'cron(0 2/4 * * ? *)', duration: 1, cutoff: 0 }) +
            task('Install', 'Sunday', { document: 'Varied', concurrency: '1' }),
          documents: 'Varied: { run: { lognormal: { mean: 30m, sd: 10m } } }',
          // The first execution waits for a silent node, so that the second is skipped.
          faults:
            '  - { id: quiet, at: 2025-01-01T01:59:00Z, nodes: { names: [web-0001] }, action: stopAgent, for: 4h30m }',
          end: '20h',
        },
        {
          set: [
            'model.maintenanceWindows.startLag={ uniform: { min: 0s, max: 30s } }',
            'model.agent={ missedHeartbeats: 1000 }',
            'Install.TaskInvocationParameters={ MaintenanceWindowRunCommandParameters: { TimeoutSeconds: 86400 } }',
          ],
        },
      ),
      'Sunday',
    );
    expect(skipping.map(({ status }) => status)).toEqual([
      'SUCCESS',
      'SKIPPED_OVERLAPPING',
      'SUCCESS',
      'SUCCESS',
      'SUCCESS',
    ]);
    for (const later of [2, 3, 4]) {
      expect(skipping[later]!.openedMs).toBe(plain[later]!.openedMs);
      expect(skipping[later]!.finishedMs).toBe(plain[later]!.finishedMs);
    }
  });
});
