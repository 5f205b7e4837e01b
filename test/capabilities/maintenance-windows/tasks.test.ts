import { describe, expect, test } from 'vitest';
import {
  clock,
  executionOf,
  executionsOf,
  simulateWindows,
  target,
  task,
  taskOf,
  window,
} from './windows-yaml.ts';

type Run = ReturnType<typeof simulateWindows>;
const startOf = (simulated: Run, id: string) => clock(taskOf(simulated, id).startedMs);
const endOf = (simulated: Run, id: string) => clock(taskOf(simulated, id).finishedMs);
const statusOf = (simulated: Run, id: string) => taskOf(simulated, id).status;

test('a window that opens at its very cutoff starts its tasks, one that opens a second later does not', () => {
  const openedAfter = (startLag: string) => {
    const resources = window('Sunday', { duration: 2, cutoff: 1 }) + task('A', 'Sunday');
    const simulated = simulateWindows(
      { resources },
      { set: [`model.maintenanceWindows.startLag=${startLag}`] },
    );
    return statusOf(simulated, 'A');
  };
  expect(openedAfter('1h')).toBe('SUCCESS');
  expect(openedAfter('3601s')).toBe('TIMED_OUT');
});

describe('priorities', () => {
  test('equal priorities run in parallel, the next waits for the last of them', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        task('A', 'Sunday', { priority: 1, document: 'Job' }) +
        task('B', 'Sunday', { priority: 1, document: 'Hour' }) +
        task('C', 'Sunday', { priority: 7 }),
    });
    expect(['A', 'B', 'C'].map((id) => startOf(simulated, id))).toEqual(['02:00', '02:00', '03:00']);
  });

  test('the next priority starts whatever became of the one before', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        task('A', 'Sunday', { priority: 0, document: 'Bad', errors: '0', concurrency: '1' }) +
        task('B', 'Sunday', { priority: 1 }),
    });
    expect(statusOf(simulated, 'A')).toBe('FAILED');
    expect(statusOf(simulated, 'B')).toBe('SUCCESS');
    expect(startOf(simulated, 'B')).toBe('02:10');
    expect(executionOf(simulated)).toMatchObject({
      status: 'FAILED',
      statusDetails: 'One or more tasks in the orchestration failed.',
    });
  });
});

describe('targets', () => {
  test('are resolved when the task runs, not when the window opens', () => {
    const run = (at: string) =>
      simulateWindows({
        resources:
          window('Sunday') + task('A', 'Sunday', { document: 'Hour' }) + task('B', 'Sunday', { priority: 2 }),
        actions: `  - { id: more, at: ${at}, CreateTags: { Resources: [db-0001], Tags: [{ Key: Role, Value: web }] } }`,
        fleet:
          'web: { count: 4, os: AMAZON_LINUX_2, tags: { Role: web } }\n  db: { count: 1, os: UBUNTU, tags: { Role: db } }',
      });
    const during = run('2025-01-01T02:30:00Z');
    expect([during.number('task.A.targets'), during.number('task.B.targets')]).toEqual([4, 5]);
    const after = run('2025-01-01T03:30:00Z');
    expect(after.number('task.B.targets')).toBe(4);
  });

  test('nodes that are not managed then are silently not there', () => {
    const simulated = simulateWindows({
      resources: window('Sunday') + task('A', 'Sunday'),
      faults: '  - { at: 2025-01-01T01:00:00Z, nodes: { names: [web-0002] }, action: stop }',
    });
    expect(simulated.number('task.A.targets')).toBe(3);
  });

  test('an id that is not managed then fails the call, and with it the task', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        target('ById', 'Sunday', '{ Key: InstanceIds, Values: [web-0001, web-0002] }') +
        task('A', 'Sunday', { targets: ['ById'] }) +
        task('B', 'Sunday', { priority: 2 }),
      faults: '  - { at: 2025-01-01T01:00:00Z, nodes: { names: [web-0002] }, action: stop }',
    });
    expect(taskOf(simulated, 'A')).toMatchObject({ status: 'FAILED', statusDetails: 'InvalidInstanceId' });
    // The one that is managed is left out with it.
    expect(simulated.number('task.A.notStarted')).toBe(1);
    expect(simulated.metric('task.A.completed')).toBe(false);
    expect(statusOf(simulated, 'B')).toBe('SUCCESS');
    expect(executionOf(simulated).status).toBe('FAILED');
  });

  test('a task whose target matches nothing has no invocations, and is no failure', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        target('None', 'Sunday', '{ Key: "tag:Role", Values: [nobody] }') +
        task('A', 'Sunday', { targets: ['None'] }),
    });
    expect(taskOf(simulated, 'A')).toMatchObject({
      status: 'SUCCESS',
      statusDetails: 'No invocations to execute.',
    });
  });

  test('unregistered nodes may be named by id where AllowUnassociatedTargets is true', () => {
    const simulated = simulateWindows({
      resources: `${window('Sunday')}
  A:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: !Ref Sunday, TaskType: RUN_COMMAND, TaskArn: Job, Priority: 1, MaxConcurrency: "1", MaxErrors: "0", Targets: [{ Key: InstanceIds, Values: [web-0001, web-0003] }] }`,
    });
    expect(simulated.number('task.A.succeeded')).toBe(2);
  });
});

describe('several targets of one task', () => {
  const fleet = `web: { count: 10, os: AMAZON_LINUX_2, tags: { Role: web } }
  db: { count: 4, os: AMAZON_LINUX_2, tags: { Role: db } }`;
  const both = (options: Parameters<typeof task>[2]) =>
    window('Sunday') +
    target('Db', 'Sunday', '{ Key: "tag:Role", Values: [db] }') +
    task('A', 'Sunday', { targets: ['SundayWeb', 'Db'], ...options });

  test('run one after another, each with its own base for percentages', () => {
    const simulated = simulateWindows({ fleet, resources: both({ concurrency: '50%' }) });
    const [web, db] = taskOf(simulated, 'A').commands;
    expect([web!.maxConcurrencyCount, db!.maxConcurrencyCount]).toEqual([5, 2]);
    expect([clock(web!.finishedMs), clock(db!.firstSentMs), endOf(simulated, 'A')]).toEqual([
      '02:20',
      '02:20',
      '02:40',
    ]);
    expect(simulated.number('task.A.targets')).toBe(14);
    expect(simulated.number('task.A.minutes')).toBe(40);
  });

  test('each counts its errors by itself', () => {
    // All 14 fail; each target allows as many as it has nodes.
    const simulated = simulateWindows({ fleet, resources: both({ document: 'Bad', errors: '10' }) });
    expect(taskOf(simulated, 'A').commands.map(({ status }) => status)).toEqual(['Incomplete', 'Incomplete']);
    expect(simulated.number('task.A.errors')).toBe(14);
    expect(simulated.metric('task.A.halted')).toBe(false);
    expect(statusOf(simulated, 'A')).toBe('SUCCESS');
  });

  test('a halted command ends the task: the targets after it never have their turn', () => {
    const simulated = simulateWindows({
      fleet,
      resources: both({ document: 'Bad', errors: '2', concurrency: '1' }),
    });
    expect(simulated.number('task.A.failed')).toBe(3);
    expect(simulated.number('task.A.notStarted')).toBe(7 + 4);
    expect(simulated.number('task.A.targets')).toBe(14);
    expect(statusOf(simulated, 'A')).toBe('FAILED');
    expect(simulated.events('maintenance-windows/targets-left-out')).toMatchObject([
      { task: 'A', targets: 4, reason: 'halt' },
    ]);
  });

  test('the second still has its turn after the cutoff: only tasks do not start any more', () => {
    const simulated = simulateWindows({
      fleet,
      resources:
        window('Short', { duration: 2, cutoff: 1 }) +
        target('Db', 'Short', '{ Key: "tag:Role", Values: [db] }') +
        task('A', 'Short', { targets: ['ShortWeb', 'Db'], document: 'TwoHours' }),
    });
    expect([endOf(simulated, 'A'), statusOf(simulated, 'A')]).toEqual(['06:00', 'SUCCESS']);
  });
});

describe('the cutoff, Duration 4 and Cutoff 1 from 02:00', () => {
  const long = (more = '', concurrency = '1') =>
    window('Sunday') +
    task('Long', 'Sunday', { document: 'Hour', concurrency, more }) +
    task('Next', 'Sunday', { priority: 2 });

  test('CONTINUE_TASK: the running task goes on and keeps starting invocations; the next never starts', () => {
    const simulated = simulateWindows({ resources: long() });
    expect([statusOf(simulated, 'Long'), endOf(simulated, 'Long')]).toEqual(['SUCCESS', '06:00']);
    expect(taskOf(simulated, 'Next')).toMatchObject({ status: 'TIMED_OUT', startedMs: null });
    expect(executionOf(simulated).status).toBe('TIMED_OUT');
    expect(simulated.number('task.Next.notStarted')).toBe(4);
    expect(simulated.metric('task.Long.finishedBeforeCutoff')).toBe(false);
  });

  test('CANCEL_TASK on RUN_COMMAND: the whole command is cancelled, and the task is TIMED_OUT', () => {
    const simulated = simulateWindows({
      fleet: 'web: { count: 8, os: AMAZON_LINUX_2, tags: { Role: web } }',
      resources: long('CutoffBehavior: CANCEL_TASK'),
    });
    expect([statusOf(simulated, 'Long'), endOf(simulated, 'Long')]).toEqual(['TIMED_OUT', '05:00']);
    expect(taskOf(simulated, 'Long').commands[0]!.status).toBe('Cancelled');
    expect(simulated.number('task.Long.succeeded')).toBe(3);
    expect(simulated.number('task.Long.cancelled')).toBe(1);
    expect(simulated.number('task.Long.notStarted')).toBe(4);
    expect(simulated.events('run-command/cancel-requested')).toMatchObject([{ by: 'cutoff' }]);
  });

  test('a task that is done by the cutoff is not touched by CANCEL_TASK', () => {
    const simulated = simulateWindows({ resources: long('CutoffBehavior: CANCEL_TASK', '4') });
    expect(statusOf(simulated, 'Long')).toBe('SUCCESS');
    expect(executionOf(simulated).status).toBe('SUCCESS');
    expect(simulated.events('run-command/cancel-requested')).toHaveLength(0);
  });

  test('what ends at the very cutoff is in time, and what is due then still starts', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        task('Long', 'Sunday', { document: 'Three', more: 'CutoffBehavior: CANCEL_TASK' }) +
        task('Next', 'Sunday', { priority: 2 }),
      documents: 'Three: { run: 3h }',
    });
    expect([statusOf(simulated, 'Long'), endOf(simulated, 'Long')]).toEqual(['SUCCESS', '05:00']);
    expect([statusOf(simulated, 'Next'), startOf(simulated, 'Next')]).toEqual(['SUCCESS', '05:00']);
  });

  test('one millisecond later nothing starts', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        task('Long', 'Sunday', { document: 'Three' }) +
        task('Next', 'Sunday', { priority: 2 }),
      documents: 'Three: { run: 10800001ms }',
    });
    expect(statusOf(simulated, 'Long')).toBe('SUCCESS');
    expect(statusOf(simulated, 'Next')).toBe('TIMED_OUT');
  });

  test('`cutoff: invocations`: those that run finish, no new one starts, the task is TIMED_OUT', () => {
    const simulated = simulateWindows(
      { resources: long() },
      { set: ['model.maintenanceWindows.cutoff=invocations'] },
    );
    // 02:00, 03:00, 04:00, and 05:00, which is the cutoff itself.
    expect(simulated.number('task.Long.succeeded')).toBe(4);
    const tighter = simulateWindows(
      { resources: long(), fleet: 'web: { count: 5, os: AMAZON_LINUX_2, tags: { Role: web } }' },
      { set: ['model.maintenanceWindows.cutoff=invocations'] },
    );
    expect(tighter.number('task.Long.succeeded')).toBe(4);
    expect(tighter.number('task.Long.notStarted')).toBe(1);
    expect([statusOf(tighter, 'Long'), endOf(tighter, 'Long')]).toEqual(['TIMED_OUT', '06:00']);
  });

  test('`cutoff: invocations` does not time out a task whose invocations are all out', () => {
    const simulated = simulateWindows(
      {
        resources: window('Sunday') + task('Long', 'Sunday', { document: 'TwoHours', concurrency: '2' }),
      },
      { set: ['model.maintenanceWindows.cutoff=invocations', 'model.documents.TwoHours.run=100m'] },
    );
    expect([statusOf(simulated, 'Long'), endOf(simulated, 'Long')]).toEqual(['SUCCESS', '05:20']);
  });

  test('FAILED outweighs TIMED_OUT', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        task('Bads', 'Sunday', { document: 'Bad', errors: '0' }) +
        long().replace(window('Sunday'), ''),
    });
    expect(['Bads', 'Next'].map((id) => statusOf(simulated, id))).toEqual(['FAILED', 'TIMED_OUT']);
    expect(executionOf(simulated).status).toBe('FAILED');
  });
});

describe('tasks of the services', () => {
  const run = (
    type: string,
    more: Partial<Parameters<typeof simulateWindows>[0]> & { task?: Parameters<typeof task>[2] } = {},
  ) =>
    simulateWindows({
      resources:
        window('Sunday') + task('Fn', 'Sunday', { document: 'Hour', type, concurrency: '1', ...more.task }),
      ...more,
    });

  test.each(['AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'])('%s without targets has one invocation', (type) => {
    const simulated = run(type, { task: { targets: [] } });
    expect(simulated.number('task.Fn.targets')).toBe(1);
    expect([endOf(simulated, 'Fn'), statusOf(simulated, 'Fn')]).toEqual(['03:00', 'SUCCESS']);
  });

  test('one that fails fails its task', () => {
    const simulated = run('LAMBDA', { task: { targets: [], document: 'Bad' } });
    expect(statusOf(simulated, 'Fn')).toBe('FAILED');
  });

  test.each(['AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'])(
    '%s runs once a target, under rate control',
    (type) => {
      const simulated = run(type, { task: { concurrency: '2' } });
      expect([simulated.number('task.Fn.succeeded'), endOf(simulated, 'Fn')]).toEqual([4, '04:00']);
      expect(simulated.number('task.Fn.peakConcurrency')).toBe(2);
    },
  );

  test('the ramp of an automation waits for completion, not for acknowledgement', () => {
    const simulated = simulateWindows(
      {
        fleet: 'web: { count: 7, os: UBUNTU, tags: { Role: web } }',
        resources:
          window('Sunday') +
          task('Fn', 'Sunday', { document: 'Hour', type: 'AUTOMATION', concurrency: '100%' }),
      },
      { set: ['model.rateControl.dispatch=ramp'] },
    );
    // One, two, four: an hour each.
    expect(endOf(simulated, 'Fn')).toBe('05:00');
  });

  test('errors beyond MaxErrors halt it and leave the next target out', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        target('Db', 'Sunday', '{ Key: "tag:Role", Values: [web] }') +
        task('Fn', 'Sunday', {
          document: 'Bad',
          type: 'LAMBDA',
          concurrency: '1',
          errors: '1',
          targets: ['SundayWeb', 'Db'],
        }),
    });
    expect(statusOf(simulated, 'Fn')).toBe('FAILED');
    expect(simulated.number('task.Fn.failed')).toBe(2);
    expect(simulated.number('task.Fn.notStarted')).toBe(2 + 4);
  });

  test.each(['AUTOMATION', 'LAMBDA', 'STEP_FUNCTIONS'])(
    'CANCEL_TASK on %s: running invocations continue, no new ones start, the task is TIMED_OUT',
    (type) => {
      const simulated = run(type, {
        fleet: 'web: { count: 6, os: UBUNTU, tags: { Role: web } }',
        task: { more: 'CutoffBehavior: CANCEL_TASK', document: 'TwoHours' },
      });
      expect([statusOf(simulated, 'Fn'), endOf(simulated, 'Fn')]).toEqual(['TIMED_OUT', '06:00']);
      expect(simulated.number('task.Fn.succeeded')).toBe(2);
      expect(simulated.number('task.Fn.notStarted')).toBe(4);
    },
  );

  test('CANCEL_TASK in the second of two targets ends the task once', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        target('Again', 'Sunday', '{ Key: "tag:Role", Values: [web] }') +
        task('Fn', 'Sunday', {
          document: 'TwoHours',
          type: 'LAMBDA',
          targets: ['SundayWeb', 'Again'],
          more: 'CutoffBehavior: CANCEL_TASK',
        }),
    });
    expect([statusOf(simulated, 'Fn'), endOf(simulated, 'Fn')]).toEqual(['TIMED_OUT', '06:00']);
    expect(simulated.number('task.Fn.succeeded')).toBe(8);
  });

  const stopped = '  - { at: 2025-01-01T01:00:00Z, nodes: { group: web }, action: stop }';

  test('tags do not reach stopped nodes: there are no invocations to execute', () => {
    const simulated = run('AUTOMATION', { faults: stopped });
    expect(taskOf(simulated, 'Fn').statusDetails).toBe('No invocations to execute.');
  });

  test('a resource group does, and so do ids', () => {
    const resources = `
  Group:
    Type: AWS::ResourceGroups::Group
    Properties: { Name: webs, ResourceQuery: { Type: TAG_FILTERS_1_0, Query: { TagFilters: [{ Key: Role, Values: [web] }] } } }
${window('Sunday')}
${target('ByGroup', 'Sunday', '{ Key: "resource-groups:Name", Values: [webs] }')}
${target('ById', 'Sunday', '{ Key: InstanceIds, Values: [web-0001] }')}
${task('Grouped', 'Sunday', { document: 'Job', type: 'AUTOMATION', targets: ['ByGroup'] })}
${task('Named', 'Sunday', { document: 'Job', type: 'AUTOMATION', targets: ['ById'] })}`;
    const simulated = simulateWindows({ resources, faults: stopped });
    expect(simulated.number('task.Grouped.succeeded')).toBe(4);
    expect(simulated.number('task.Named.succeeded')).toBe(1);
  });
});

describe('service roles', () => {
  const role = (service: string, statements = '') => `
  Role:
    Type: AWS::IAM::Role
    Properties:
      RoleName: window-role
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] }
      ${statements === '' ? '' : `Policies: [{ PolicyName: p, PolicyDocument: { Version: "2012-10-17", Statement: [${statements}] } }]`}`;
  const withRole = 'ServiceRoleArn: !GetAtt Role.Arn';
  const onlyRead = '{ Effect: Allow, Action: "ssm:Describe*", Resource: "*" }';
  const maySend = '{ Effect: Allow, Action: "ssm:SendCommand", Resource: "*" }';

  test('one that does not trust ssm.amazonaws.com fails the task at its start; its equals run', () => {
    const simulated = simulateWindows({
      resources:
        role('ec2.amazonaws.com') +
        window('Sunday') +
        task('A', 'Sunday', { more: withRole }) +
        task('B', 'Sunday'),
    });
    expect(taskOf(simulated, 'A')).toMatchObject({
      status: 'FAILED',
      statusDetails: 'The role window-role does not trust ssm.amazonaws.com.',
    });
    expect([startOf(simulated, 'A'), endOf(simulated, 'A')]).toEqual(['02:00', '02:00']);
    expect(simulated.number('task.A.notStarted')).toBe(4);
    expect(statusOf(simulated, 'B')).toBe('SUCCESS');
  });

  test('the next priority waits for the equals of one that failed at its start', () => {
    const simulated = simulateWindows({
      resources:
        role('ec2.amazonaws.com') +
        window('Sunday') +
        task('A', 'Sunday', { more: withRole }) +
        task('B', 'Sunday', { document: 'Hour' }) +
        task('C', 'Sunday', { priority: 2 }),
    });
    expect(startOf(simulated, 'C')).toBe('03:00');
  });

  test('none named means the service-linked role', () => {
    const simulated = simulateWindows({ resources: window('Sunday') + task('A', 'Sunday') });
    expect(statusOf(simulated, 'A')).toBe('SUCCESS');
  });

  test('a role that may not send commands leaves every invocation AccessDenied, which is no error', () => {
    const simulated = simulateWindows({
      resources:
        role('ssm.amazonaws.com', onlyRead) + window('Sunday') + task('A', 'Sunday', { more: withRole }),
    });
    expect(simulated.number('task.A.undeliverable')).toBe(4);
    expect(simulated.number('task.A.errors')).toBe(0);
    expect(taskOf(simulated, 'A').commands[0]!.tally.AccessDenied).toBe(4);
    expect(statusOf(simulated, 'A')).toBe('FAILED');
  });

  test('a role that may is as good as the service-linked one', () => {
    const simulated = simulateWindows({
      resources:
        role('ssm.amazonaws.com', maySend) + window('Sunday') + task('A', 'Sunday', { more: withRole }),
    });
    expect(statusOf(simulated, 'A')).toBe('SUCCESS');
  });

  test('a LAMBDA task needs lambda:InvokeFunction', () => {
    const simulated = simulateWindows({
      resources:
        role('ssm.amazonaws.com', maySend) +
        window('Sunday') +
        task('A', 'Sunday', { more: withRole, type: 'LAMBDA', targets: [] }),
    });
    expect(taskOf(simulated, 'A')).toMatchObject({
      status: 'FAILED',
      statusDetails: 'AccessDenied: the role window-role does not allow lambda:InvokeFunction.',
    });
  });
});

describe('task statuses', () => {
  test('SUCCESS for an Incomplete command', () => {
    const simulated = simulateWindows({
      resources: window('Sunday') + task('A', 'Sunday', { document: 'Bad', errors: '4' }),
    });
    expect(taskOf(simulated, 'A').commands[0]!.status).toBe('Incomplete');
    expect(statusOf(simulated, 'A')).toBe('SUCCESS');
  });

  test('TIMED_OUT for a command that was delivered to no agent', () => {
    const simulated = simulateWindows({
      resources: window('Sunday') + task('A', 'Sunday', { document: 'AWS-RunPatchBaseline' }),
      faults: '  - { at: 2025-01-01T01:59:00Z, nodes: { group: web }, action: cutNetwork }',
    });
    expect(statusOf(simulated, 'A')).toBe('TIMED_OUT');
    expect(executionOf(simulated).status).toBe('TIMED_OUT');
  });

  test('IN_PROGRESS when the run ends before it does', () => {
    const simulated = simulateWindows({
      resources: window('Sunday') + task('A', 'Sunday', { document: 'TwoHours' }),
      end: '3h',
    });
    expect(executionsOf(simulated, 'Sunday').map(({ status }) => status)).toEqual(['IN_PROGRESS']);
    expect(simulated.number('task.A.unfinished')).toBe(4);
  });

  test('what has not had its turn when the run ends was never started', () => {
    const simulated = simulateWindows({
      resources:
        window('Sunday') +
        target('Again', 'Sunday', '{ Key: "tag:Role", Values: [web] }') +
        task('A', 'Sunday', { document: 'TwoHours', targets: ['SundayWeb', 'Again'] }) +
        task('B', 'Sunday', { priority: 2 }),
      end: '3h',
    });
    expect(simulated.number('task.A.unfinished')).toBe(4);
    expect(simulated.number('task.A.notStarted')).toBe(4);
    expect(simulated.number('task.B.notStarted')).toBe(4);
    expect(simulated.metric('task.A.completed')).toBe(false);
    expect(simulated.metric('task.B.completed')).toBe(false);
  });
});
