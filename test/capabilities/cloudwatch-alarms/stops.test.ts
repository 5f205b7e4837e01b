/** What an AlarmConfiguration stops: commands, tasks of windows, associations. */
import { describe, expect, test } from 'vitest';
import { runShipped } from '../../support/shipped.ts';
import { at, type Sections, simulate, timesOf } from '../quiet-world.ts';

const alarm = `
  Errors:
    Type: AWS::CloudWatch::Alarm
    Properties: { Namespace: Shop, MetricName: Errors, Statistic: Maximum, Period: 60, EvaluationPeriods: 1, Threshold: 5,
      ComparisonOperator: GreaterThanThreshold }`;

/** The metric breaches from 0:10:30 to 0:30:30: the alarm is in ALARM from 0:11 to 0:33, when no evaluation sees it any more. */
const model = (more = '') => `
  rateControl: { dispatch: sliding, order: listed }
  runCommand: { delivery: 1s, cancellation: 1s }
  maintenanceWindows: { startLag: 0s }
  documents: { Deploy: { run: 4m } }
  metrics: { Shop/Errors: { series: [{ at: 0s, value: 1 }, { at: 10m30s, value: 9 }, { at: 30m30s, value: 1 }] } }${more}`;

const send = (clock: string, more = '', name = 'Errors') =>
  `{ id: deploy, at: ${at(clock)}, SendCommand: { DocumentName: Deploy, Targets: [{ Key: "tag:Fleet", Values: [web] }],
    MaxConcurrency: "2", MaxErrors: 100%, AlarmConfiguration: { Alarms: [{ Name: ${name} }]${more} } } }`;

const world: Sections = {
  fleet: '{ web: { count: 10, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
  resources: alarm,
  model: model(),
};

const command = (run: ReturnType<typeof simulate>) => run.result.commands[0]!;

describe('a command', () => {
  test('is stopped within one poll of ALARM, and nodes that are in flight finish', () => {
    const run = simulate({ ...world, actions: `[${send('0:05:20')}]` });
    expect(timesOf(run, 'cloudwatch-alarms/state-changed')).toEqual(['0:11:00', '0:31:00']);
    // Polls at 20 seconds past each minute: the first after 0:11:00.
    expect(timesOf(run, 'run-command/command-stopped')).toEqual(['0:11:20']);
    expect(timesOf(run, 'run-command/invocation-sent').every((time) => time < '0:11:20')).toBe(true);
    expect(command(run)).toMatchObject({ status: 'Cancelled', statuses: { Success: 4, Cancelled: 6 } });
    expect(run.result.alarms).toMatchObject([
      { alarm: 'Errors', state: 'OK', alarms: 1, stopped: [{ run: 'command deploy', hadBegun: true }] },
    ]);
  });

  test('is not started where its alarm is in ALARM already', () => {
    const run = simulate({ ...world, actions: `[${send('0:12')}]` });
    expect(run.events('run-command/invocation-sent')).toEqual([]);
    expect(command(run)).toMatchObject({ status: 'Cancelled', statuses: { Cancelled: 10 } });
  });

  test('goes on where the alarm is OK again before the next poll', () => {
    const run = simulate({
      ...world,
      model: model('\n  alarms: { poll: 1h }'),
      actions: `[${send('0:05:20')}]`,
    });
    expect(command(run)).toMatchObject({ status: 'Success', statuses: { Success: 10 } });
  });

  test('whose alarm does not exist is not started, unless IgnorePollAlarmFailure is true', () => {
    const stopped = simulate({ ...world, actions: `[${send('0:01', '', 'Missing')}]` });
    expect(command(stopped)).toMatchObject({ status: 'Cancelled', statuses: { Cancelled: 10 } });
    const ignoring = ', IgnorePollAlarmFailure: true';
    const run = simulate({ ...world, actions: `[${send('0:01', ignoring, 'Missing')}]` });
    expect(command(run)).toMatchObject({ status: 'Success' });
  });

  test('is stopped by a composite alarm too', () => {
    const resources = `${alarm}
  Both: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: "ALARM(Errors) AND NOT FALSE" } }`;
    const run = simulate({ ...world, resources, actions: `[${send('0:05:20', '', 'Both')}]` });
    expect(timesOf(run, 'run-command/command-stopped')).toEqual(['0:11:20']);
  });
});

const window = (schedule: string, task: string) => `${alarm}
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Schedule: "${schedule}", Duration: 2, Cutoff: 1, AllowUnassociatedTargets: true } }
  Nodes: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }
  Roll: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Night, TaskType: ${task}, TaskArn: Deploy, Priority: 1, MaxConcurrency: "2", MaxErrors: "5",
    Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }], AlarmConfiguration: { Alarms: [{ Name: !Ref Errors }] } } }`;

describe.each(['RUN_COMMAND', 'LAMBDA'])('a window task of type %s', (type) => {
  test('is stopped while it runs, and is CANCELLED', () => {
    const run = simulate({ ...world, resources: window('at(2025-01-01T00:05:20)', type) });
    const [execution] = run.result.executions;
    expect(execution).toMatchObject({ status: 'CANCELLED', tasks: [{ status: 'CANCELLED' }] });
    expect(run.result.metrics['task.Roll.succeeded']).toBe(4);
  });

  test('is not started where its alarm is in ALARM', () => {
    const run = simulate({ ...world, resources: window('at(2025-01-01T00:12:00)', type) });
    expect(run.result.executions[0]).toMatchObject({ status: 'CANCELLED', tasks: [{ status: 'CANCELLED' }] });
    expect(run.result.metrics['task.Roll.succeeded'] ?? 0).toBe(0);
  });
});

describe('an association', () => {
  const association = (cron: string) => `${alarm}
  Keep: { Type: AWS::SSM::Association, Properties: { Name: Deploy, ScheduleExpression: "${cron}", MaxConcurrency: "2",
    Targets: [{ Key: "tag:Fleet", Values: [web] }], AlarmConfiguration: { Alarms: [{ Name: Errors }] } } }`;
  const longer = model().replace('10m30s', '34m30s').replace('30m30s', '70m30s');

  test('is stopped while it runs', () => {
    const run = simulate({
      ...world,
      model: longer,
      resources: association('rate(30 minutes)'),
      end: at('0:55'),
    });
    expect(timesOf(run, 'cloudwatch-alarms/run-stopped')).toEqual(['0:35:00']);
    const sent = timesOf(run, 'state-manager/run-sent');
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.length).toBeLessThan(10);
  });

  test('is skipped where its alarm is in ALARM', () => {
    const run = simulate({
      ...world,
      model: longer,
      resources: association('rate(60 minutes)'),
      end: at('1:05'),
    });
    expect(timesOf(run, 'state-manager/run-sent')).toEqual([]);
    expect(run.result.alarms[0]!.stopped).toMatchObject([{ run: 'association Keep', hadBegun: false }]);
  });

  describe('on a node that comes later', () => {
    const startsOf = (clock: string, job = '4m') =>
      simulate({
        ...world,
        model: longer.replace('run: 4m', `run: ${job}`),
        resources: association('rate(2 days)'),
        faults: `[{ id: more, at: ${at(clock)}, nodes: { group: web }, action: launch, count: 1 }]`,
        end: at('2:00'),
      });

    test('does not run where its alarm is in ALARM', () => {
      expect(timesOf(startsOf('0:20'), 'state-manager/run-started')).toHaveLength(1);
      expect(timesOf(startsOf('0:40'), 'state-manager/run-started')).toEqual([]);
    });

    test('is watched while it runs', () => {
      const run = startsOf('0:20', '1h');
      expect(run.result.alarms[0]!.stopped).toMatchObject([{ run: 'association Keep', hadBegun: true }]);
    });
  });
});

test('the report of a task that its alarm keeps from starting says so once, with the nodes', () => {
  const report = runShipped('alarm-stops-rollout', ['TooFewHealthy.Threshold=1000']).report.replaceAll(
    /\s+/g,
    ' ',
  );
  expect(report).toContain(
    'Kept from starting at 22:00:05 by its alarm too-few-healthy-web: 100 nodes not started. CANCELLED: Its alarm',
  );
  expect(report).not.toContain('Nothing was sent');
});
