/** Windows that calls change while a run goes on. */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';
import { executionOf, executionsOf, simulateWindows, task, window, windowsYaml } from './windows-yaml.ts';

const update = (id: string, day: string, clock: string, settings: string) =>
  `  - { id: ${id}, at: 2025-01-${day}T${clock}:00Z, UpdateMaintenanceWindow: { WindowId: !Ref Night, ${settings} } }\n`;
const resources = window('Night') + task('A', 'Night');
const startsOf = (actions: string, end = '5d') =>
  executionsOf(simulateWindows({ resources, actions, end }), 'Night').map(({ nominalMs }) =>
    new Date(nominalMs).toISOString().slice(8, 16),
  );

describe('UpdateMaintenanceWindow', () => {
  test('a disabled window does not open, and opens again once it is enabled', () => {
    const freeze =
      update('off', '02', '00:00', 'Enabled: false') + update('on', '04', '00:00', 'Enabled: true');
    expect(startsOf(freeze)).toEqual(['01T02:00', '04T02:00', '05T02:00']);
  });

  test('disabled in the very minute in which it comes due, it does not open', () => {
    expect(startsOf(update('off', '02', '02:00', 'Enabled: false'))).toEqual(['01T02:00']);
  });

  test('only specified parameters are modified: another schedule counts from the call on', () => {
    expect(startsOf(update('later', '02', '03:00', 'Schedule: "cron(30 4 * * ? *)"'), '3d')).toEqual([
      '01T02:00',
      '02T02:00',
      '02T04:30',
      '03T04:30',
    ]);
  });

  test('back and forth in one day, a start is made once', () => {
    const there = update('there', '01', '00:10', 'Schedule: "cron(0 4 * * ? *)"');
    const back = update('back', '01', '00:20', 'Schedule: "cron(0 2 * * ? *)"');
    expect(startsOf(there + back, '1d')).toEqual(['01T02:00']);
  });

  test('an EndDate of a freeze ends it', () => {
    expect(startsOf(update('end', '01', '12:00', 'EndDate: 2025-01-03T00:00:00Z'))).toEqual([
      '01T02:00',
      '02T02:00',
    ]);
  });

  test('with Replace, what is left out goes back to its default', () => {
    const whole =
      'Name: night, Schedule: "cron(0 2 * * ? *)", Duration: 4, Cutoff: 1, AllowUnassociatedTargets: true';
    const zoned = window('Night', { more: 'ScheduleTimezone: Asia/Taipei' }) + task('A', 'Night');
    const actions = update('utc', '01', '20:00', `Replace: true, ${whole}`);
    const { executions } = simulateWindows({ resources: zoned, actions, end: '2d' }).result;
    expect(executions.map(({ start }) => start.slice(8, 16))).toEqual(['01T18:00', '02T02:00']);
  });

  test('nor does Replace keep ScheduleOffset: the window opens on the day of its expression', () => {
    const whole =
      'Name: night, Schedule: "cron(0 2 ? * THU *)", Duration: 4, Cutoff: 1, AllowUnassociatedTargets: true';
    const late = window('Night', { more: 'ScheduleOffset: 2' }) + task('A', 'Night');
    const actions = update('plain', '01', '00:00', `Replace: true, ${whole}`);
    const { executions } = simulateWindows({ resources: late, actions, end: '5d' }).result;
    expect(executions.map(({ start }) => start.slice(8, 16))).toEqual(['02T02:00']);
  });

  test('a Cutoff that is no shorter than the Duration of that time is refused when the call is made', () => {
    const simulated = simulateWindows({ resources, actions: update('short', '01', '00:00', 'Duration: 1') });
    expect(simulated.events('maintenance-windows/action-refused')).toMatchObject([
      { action: 'short', error: 'ValidationException' },
    ]);
    expect(executionOf(simulated).endMs - executionOf(simulated).nominalMs).toBe(4 * 3_600_000);
  });

  test('an execution in progress keeps the settings that it came due with', () => {
    const actions =
      update('off', '01', '02:05', 'Enabled: false') + update('short', '01', '02:06', 'Duration: 2');
    const execution = executionOf(simulateWindows({ resources, actions }));
    expect(execution.status).toBe('SUCCESS');
    expect(execution.endMs - execution.nominalMs).toBe(4 * 3_600_000);
  });

  test('is told to EventBridge as ENABLED and DISABLED', () => {
    const actions =
      update('off', '01', '00:10', 'Enabled: false') + update('on', '01', '00:20', 'Enabled: true');
    const told: Record<string, unknown>[] = [];
    const { scenario } = loadYaml(windowsYaml({ resources, actions }), { set: ['model.events.delay=0s'] });
    new Simulator(scenario, { awsEvents: (event) => told.push(event as Record<string, unknown>) }).run();
    const ofWindow = told.filter(
      (one) => one['detail-type'] === 'Maintenance Window State-change Notification',
    );
    const id = expect.stringMatching(/^mw-[0-9a-f]{17}$/);
    expect(ofWindow.map(({ detail }) => detail)).toEqual([
      { 'window-id': id, status: 'DISABLED' },
      { 'window-id': id, status: 'ENABLED' },
    ]);
  });
});

describe('a start that a disabled window lets pass', () => {
  const parts = {
    resources: window('Night') + task('Install', 'Night', { document: 'AWS-RunPatchBaseline' }),
    more: `patches: { ALAS2-1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-01-01 } }`,
  };

  test('is an install opportunity: the node is missed, WINDOW_DISABLED', () => {
    const simulated = simulateWindows({ ...parts, actions: update('off', '01', '01:00', 'Enabled: false') });
    expect(simulated.number('cause.WINDOW_DISABLED')).toBe(4);
    expect(simulated.number('window.Night.passed')).toBe(1);
    expect(simulated.result.executions).toEqual([]);
  });

  test('so it is where the file declares the window disabled', () => {
    const disabled = window('Night', { more: 'Enabled: false' });
    const resources = disabled + task('Install', 'Night', { document: 'AWS-RunPatchBaseline' });
    expect(simulateWindows({ ...parts, resources }).number('cause.WINDOW_DISABLED')).toBe(4);
  });
});

describe('targets and tasks', () => {
  const register = `
  - id: Others
    at: 2025-01-01T00:10:00Z
    RegisterTargetWithMaintenanceWindow: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: InstanceIds, Values: [db-0001] }] }
  - id: B
    at: 2025-01-01T00:20:00Z
    RegisterTaskWithMaintenanceWindow: { WindowId: !Ref Night, TaskType: RUN_COMMAND, TaskArn: Job, Priority: 2, MaxConcurrency: "1", MaxErrors: "0", Targets: [{ Key: WindowTargetIds, Values: [Others] }] }
`;
  const fleet = `web: { count: 4, os: AMAZON_LINUX_2, tags: { Role: web } }
  db: { count: 2, os: AMAZON_LINUX_2 }`;
  const run = (actions: string, end = '2d') =>
    simulateWindows({
      resources,
      fleet,
      actions: register + actions,
      end,
    });
  const call = (name: string, fields: string, at = '01T12:00') =>
    `  - { id: Later, at: 2025-01-${at}:00Z, ${name}: { WindowId: !Ref Night, ${fields} } }\n`;

  test('what calls register runs in the next execution', () => {
    const simulated = run('', '1d');
    expect(simulated.number('task.B.succeeded')).toBe(1);
    expect(simulated.events('maintenance-windows/window-changed')).toMatchObject([
      { target: 'Others', status: 'REGISTERED' },
      { task: 'B', status: 'REGISTERED' },
    ]);
  });

  test('calls have the keys of the API, which are not those of CloudFormation', () => {
    const update = (key: string, more = '') =>
      call(
        'UpdateMaintenanceWindowTask',
        `WindowTaskId: !Ref A, ${more}TaskInvocationParameters: { ${key}: { Parameters: { x: [y] } } }`,
      );
    const logging = 'LoggingInfo: { S3BucketName: logs, S3Region: us-east-1 }, ';
    expect(run(update('RunCommand', logging)).events('maintenance-windows/window-changed')).toHaveLength(3);
    expect(() => run(update('MaintenanceWindowRunCommandParameters'))).toThrow('known keys here: RunCommand');
    expect(() => run(update('RunCommand', 'LoggingInfo: { S3Bucket: logs, Region: us-east-1 }, '))).toThrow(
      'known keys here: S3BucketName',
    );
  });

  test('UpdateMaintenanceWindowTarget changes whom the task means', () => {
    const changed = run(
      call(
        'UpdateMaintenanceWindowTarget',
        'WindowTargetId: Others, Targets: [{ Key: InstanceIds, Values: [db-0001, db-0002] }]',
      ),
    );
    expect(changed.number('task.B.targets')).toBe(1 + 2);
  });

  test('UpdateMaintenanceWindowTask changes what is given and keeps the rest', () => {
    const changed = run(
      call('UpdateMaintenanceWindowTask', 'WindowTaskId: !Ref A, TaskArn: Bad, MaxErrors: "0"'),
    );
    expect(changed.number('task.A.failed')).toBeGreaterThan(0);
    expect(changed.result.executions[1]!.tasks.find(({ task }) => task === 'A')).toMatchObject({
      maxConcurrency: { given: '100%' },
      maxErrors: { given: '0' },
    });
  });

  test('Safe: a target that a task still uses is not removed, TargetInUseException', () => {
    const removed = run(call('DeregisterTargetFromMaintenanceWindow', 'WindowTargetId: Others, Safe: true'));
    expect(removed.events('maintenance-windows/action-refused')).toMatchObject([
      { error: 'TargetInUseException' },
    ]);
    expect(removed.number('task.B.targets')).toBe(2);
  });

  test('without Safe it is removed, and its task means no node any more', () => {
    const removed = run(call('DeregisterTargetFromMaintenanceWindow', 'WindowTargetId: Others'));
    expect(removed.number('task.B.targets')).toBe(1);
  });

  test('a task that was removed does not run; removed twice is DoesNotExistException', () => {
    const twice =
      call('DeregisterTaskFromMaintenanceWindow', 'WindowTaskId: B') +
      call('DeregisterTaskFromMaintenanceWindow', 'WindowTaskId: B', '01T13:00').replace('Later', 'Again');
    const removed = run(twice);
    expect(removed.number('task.B.targets')).toBe(1);
    expect(removed.events('maintenance-windows/action-refused')).toMatchObject([
      { action: 'Again', error: 'DoesNotExistException' },
    ]);
  });
});

describe('CancelMaintenanceWindowExecution', () => {
  const cancel = (clock: string, id = '!Ref Night') =>
    `  - { id: stop, at: 2025-01-01T${clock}:00Z, CancelMaintenanceWindowExecution: { WindowExecutionId: ${id} } }\n`;
  const two =
    window('Night') + task('A', 'Night', { document: 'Hour' }) + task('B', 'Night', { priority: 2 });

  test('tasks already in progress continue to completion, others are cancelled', () => {
    const execution = executionOf(simulateWindows({ resources: two, actions: cancel('02:30') }));
    expect(execution.tasks.map(({ status }) => status)).toEqual(['SUCCESS', 'CANCELLED']);
    expect(execution.status).toBe('CANCELLED');
    expect(new Date(execution.finishedMs!).toISOString().slice(11, 16)).toBe('03:00');
  });

  test('without an execution in progress: DoesNotExistException', () => {
    const simulated = simulateWindows({ resources: two, actions: cancel('01:00') });
    expect(simulated.events('maintenance-windows/action-refused')).toMatchObject([
      { error: 'DoesNotExistException' },
    ]);
    expect(executionOf(simulated).status).toBe('SUCCESS');
  });
});
