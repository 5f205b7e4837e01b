/** What AWS's public pages say of maintenance windows, each sentence as a small scenario. */
import { expect, test, vi } from 'vitest';
import {
  clock,
  executionOf,
  executionsOf,
  simulateWindows,
  target,
  task,
  taskOf,
  window,
} from '../capabilities/maintenance-windows/windows-yaml.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const twoRoles = [
  'web: { count: 10, os: UBUNTU, tags: { Role: web, Owner: us } }',
  'db: { count: 4, os: UBUNTU, tags: { Role: db } }',
].join('\n  ');
const db = target('Db', 'W', '{ Key: "tag:Role", Values: [db] }');

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateMaintenanceWindow.html */
test('a window from 15:00 for three hours with Cutoff 1 starts no task after 17:00', () => {
  const schedule = 'cron(0 15 * * ? *)';
  const first = (document: string) =>
    simulateWindows({
      resources:
        window('W', { schedule, duration: 3 }) +
        task('First', 'W', { document }) +
        task('Next', 'W', { priority: 2 }),
      documents: 'JustInTime: { run: 2h }\n    TooLate: { run: 121m }',
    });
  expect(clock(taskOf(first('JustInTime'), 'Next').startedMs)).toBe('17:00');
  expect(taskOf(first('TooLate'), 'Next')).toMatchObject({ status: 'TIMED_OUT', startedMs: null });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-maintenance-assign-targets.html */
test('one task of several targets runs on them one after another, each with percentages of its own', () => {
  const resources = window('W') + db + task('T', 'W', { targets: ['WWeb', 'Db'], concurrency: '50%' });
  const run = simulateWindows({ fleet: twoRoles, resources });
  expect(run.metric('task.T.minutes')).toBe(40);
  expect(run.metric('task.T.peakConcurrency')).toBe(5);
});

test('to run on several targets at the same time, register a task for each with the same priority', () => {
  const resources =
    window('W') +
    db +
    task('A', 'W', { document: 'Hour' }) +
    task('B', 'W', { document: 'Hour', targets: ['Db'] });
  const run = simulateWindows({ fleet: twoRoles, resources });
  expect(clock(taskOf(run, 'B').startedMs)).toBe('02:00');
  expect(clock(executionOf(run).finishedMs)).toBe('03:00');
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-vs-maintenance-windows.html */
test('the next priority starts whatever became of the one before', () => {
  const resources =
    window('W') + task('First', 'W', { document: 'Bad', errors: '0' }) + task('Next', 'W', { priority: 2 });
  const run = simulateWindows({ resources });
  expect(taskOf(run, 'First').status).toBe('FAILED');
  expect(run.metric('task.Next.succeeded')).toBe(4);
  expect(executionOf(run).status).toBe('FAILED');
});

test('what has started runs on beyond the end of the window', () => {
  const resources = window('W', { duration: 1, cutoff: 0 }) + task('T', 'W', { document: 'TwoHours' });
  const run = simulateWindows({ resources });
  expect(run.metric('task.T.succeeded')).toBe(4);
  expect(run.metric('task.T.finishedBeforeEnd')).toBe(false);
});

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html */
test.each([
  ['RUN_COMMAND', { succeeded: 0, cancelled: 2, notStarted: 2 }],
  ['AUTOMATION', { succeeded: 2, cancelled: 0, notStarted: 2 }],
  ['LAMBDA', { succeeded: 2, cancelled: 0, notStarted: 2 }],
  ['STEP_FUNCTIONS', { succeeded: 2, cancelled: 0, notStarted: 2 }],
])(
  'CANCEL_TASK on %s: a command is cancelled, other invocations go on, and the task is TIMED_OUT',
  (type, counts) => {
    const more = 'CutoffBehavior: CANCEL_TASK';
    const resources =
      window('W', { duration: 2 }) + task('T', 'W', { document: 'TwoHours', type, concurrency: '2', more });
    const run = simulateWindows({ resources });
    for (const [name, count] of Object.entries(counts)) expect(run.metric(`task.T.${name}`)).toBe(count);
    expect(taskOf(run, 'T').status).toBe('TIMED_OUT');
  },
);

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_MaintenanceWindowExecution.html */
test('a start that finds the execution before unfinished is SKIPPED_OVERLAPPING', () => {
  const resources =
    window('W', { schedule: 'rate(1 hour)', duration: 1, cutoff: 0 }) + task('T', 'W', { document: 'Long' });
  const run = simulateWindows({ resources, documents: 'Long: { run: 90m }', end: '5h' });
  expect(executionsOf(run, 'W').map(({ status }) => status)).toEqual([
    'SUCCESS',
    'SKIPPED_OVERLAPPING',
    'SUCCESS',
    'SKIPPED_OVERLAPPING',
    'IN_PROGRESS',
  ]);
});

test('an execution that ends in the very instant of the next start does not overlap it', () => {
  const resources =
    window('W', { schedule: 'rate(1 hour)', duration: 1, cutoff: 0 }) + task('T', 'W', { document: 'Hour' });
  const run = simulateWindows({ resources, end: '5h' });
  expect(run.metric('window.W.executions')).toBe(5);
  expect(run.metric('window.W.skipped')).toBe(0);
});

test('a window that ends in the very instant in which a sixth opens leaves its place to it', () => {
  const five = [1, 2, 3, 4, 5].map((n) => window(`W${n}`) + task(`T${n}`, `W${n}`, { document: 'Hour' }));
  const sixth = window('Late', { schedule: 'cron(0 3 * * ? *)' }) + task('T6', 'Late');
  const run = simulateWindows(
    { resources: [...five, sixth].join('') },
    { set: ['model.maintenanceWindows.sixth=fail'] },
  );
  expect(executionOf(run, 'Late').status).toBe('SUCCESS');
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/mw-cli-tutorial-targets-examples.html */
test('with more than one tag key a node must have all of them', () => {
  const keys = target('Both', 'W', '{ Key: tag-key, Values: [Role, Owner] }');
  const run = simulateWindows({
    fleet: twoRoles,
    resources: window('W') + keys + task('T', 'W', { targets: ['Both'] }),
  });
  expect(run.metric('task.T.targets')).toBe(10);
});

test('with more than one pair of key and value a node must have all of them', () => {
  const pairs = target(
    'Both',
    'W',
    '{ Key: "tag:Role", Values: [web, db] }, { Key: "tag:Owner", Values: [us] }',
  );
  const run = simulateWindows({
    fleet: twoRoles,
    resources: window('W') + pairs + task('T', 'W', { targets: ['Both'] }),
  });
  expect(run.metric('task.T.targets')).toBe(10);
});

test('a resource group is narrowed by types, of which it need not have every one', () => {
  const group = `
  Webs:
    Type: AWS::ResourceGroups::Group
    Properties: { Name: webs, ResourceQuery: { Type: TAG_FILTERS_1_0, Query: { ResourceTypeFilters: ["AWS::AllSupported"], TagFilters: [{ Key: Role, Values: [web] }] } } }`;
  const criteria =
    '{ Key: "resource-groups:Name", Values: [webs] }, { Key: "resource-groups:ResourceTypeFilters", Values: ["AWS::EC2::Instance", "AWS::ECS::Cluster"] }';
  const resources =
    window('W') + group + target('Group', 'W', criteria) + task('T', 'W', { targets: ['Group'] });
  expect(simulateWindows({ fleet: twoRoles, resources }).metric('task.T.targets')).toBe(10);
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/maintenance-windows-schedule-options.html */
test('a window that was open when its active period ended runs on, and never opens again', () => {
  const resources = window('W', { more: 'EndDate: "2025-01-01T02:05:00Z"' }) + task('T', 'W');
  const run = simulateWindows({ resources, end: '3d' });
  expect(run.metric('window.W.executions')).toBe(1);
  expect(run.metric('task.T.succeeded')).toBe(4);
});
