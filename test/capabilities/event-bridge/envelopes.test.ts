/**
 * Every event of AWS in its envelope, field by field, compared with the shape of the examples of
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 * and https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html
 */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml } from '../../support/simulate.ts';
import { at, type Sections, simulate, world } from '../quiet-world.ts';

interface Told {
  readonly [field: string]: unknown;
  readonly 'detail-type': string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources: readonly string[];
}

function eventsOf(sections: Sections, set: readonly string[] = []): Told[] {
  const events: Told[] = [];
  const { scenario } = loadYaml(world(sections), { set: ['model.events.delay=0s', ...set] });
  new Simulator(scenario, { awsEvents: (event) => events.push(event as Told) }).run();
  return events;
}

const uuid = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const second = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const millisecond = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const instanceId = expect.stringMatching(/^i-[0-9a-f]{17}$/);
const windowId = expect.stringMatching(/^mw-[0-9a-f]{17}$/);

const envelope = (detailType: string, resources: unknown, detail: unknown, source = 'aws.ssm') => ({
  version: '0',
  id: uuid,
  'detail-type': detailType,
  source,
  account: '123456789012',
  time: second,
  region: 'us-east-1',
  resources,
  detail,
});

const instanceArn = expect.stringMatching(/^arn:aws:ec2:us-east-1:123456789012:instance\/i-[0-9a-f]{17}$/);
const managedArn = expect.stringMatching(
  /^arn:aws:ssm:us-east-1:123456789012:managed-instance\/i-[0-9a-f]{17}$/,
);
const windowArn = expect.stringMatching(
  /^arn:aws:ssm:us-east-1:123456789012:maintenancewindow\/mw-[0-9a-f]{17}$/,
);

const patched: Sections = {
  patches:
    '{ P: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01 } }',
  resources: `
  Baseline: { Type: AWS::SSM::PatchBaseline, Properties: { Name: all, OperatingSystem: AMAZON_LINUX_2, DefaultBaseline: true, ApprovalRules: { PatchRules: [{ ApproveAfterDays: 0, ComplianceLevel: CRITICAL, PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: ["*"] }] } }] } } }
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Schedule: "cron(0 2 * * ? *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false } }
  Nodes: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, OwnerInformation: Owner, Targets: [{ Key: InstanceIds, Values: [web-0001] }] } }
  Install: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Night, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, Priority: 1, MaxConcurrency: "1", MaxErrors: "0", Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }], TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } } } } }`,
};

const of = (events: readonly Told[], detailType: string) =>
  events.filter((event) => event['detail-type'] === detailType);
const statuses = (events: readonly Told[], detailType: string) =>
  of(events, detailType).map(({ detail }) => detail['status']);

describe('Run Command', () => {
  const events = eventsOf(patched);

  test('EC2 Command Status-change Notification', () => {
    const told = of(events, 'EC2 Command Status-change Notification');
    expect(told.map(({ detail }) => detail['status'])).toEqual(['InProgress', 'Success']);
    expect(told[1]).toEqual(
      envelope('EC2 Command Status-change Notification', [instanceArn], {
        'command-id': uuid,
        'document-name': 'AWS-RunPatchBaseline',
        'expire-after': millisecond,
        parameters: { Operation: ['Install'] },
        'requested-date-time': millisecond,
        status: 'Success',
      }),
    );
  });

  test('EC2 Command Invocation Status-change Notification', () => {
    const told = of(events, 'EC2 Command Invocation Status-change Notification');
    expect(told.map(({ detail }) => detail['status'])).toEqual(['InProgress', 'Success']);
    expect(told[0]).toEqual(
      envelope('EC2 Command Invocation Status-change Notification', [instanceArn], {
        'command-id': uuid,
        'document-name': 'AWS-RunPatchBaseline',
        'instance-id': instanceId,
        'requested-date-time': millisecond,
        status: 'InProgress',
      }),
    );
  });
});

describe('maintenance windows', () => {
  const events = eventsOf(patched);
  const ended = { 'start-time': millisecond, 'end-time': millisecond, status: 'SUCCESS' };

  test('Maintenance Window Execution State-change Notification', () => {
    const type = 'Maintenance Window Execution State-change Notification';
    expect(statuses(events, type)).toEqual(['PENDING', 'IN_PROGRESS', 'SUCCESS']);
    expect(of(events, type)[2]).toEqual(
      envelope(type, [windowArn], { ...ended, 'window-id': windowId, 'window-execution-id': uuid }),
    );
  });

  test('Maintenance Window Task Execution State-change Notification', () => {
    const type = 'Maintenance Window Task Execution State-change Notification';
    expect(statuses(events, type)).toEqual(['IN_PROGRESS', 'SUCCESS']);
    const ids = { 'window-id': windowId, 'window-execution-id': uuid, 'task-execution-id': uuid };
    expect(of(events, type)[1]).toEqual(envelope(type, [windowArn], { ...ended, ...ids }));
  });

  test('Maintenance Window Task Target Invocation State-change Notification', () => {
    const type = 'Maintenance Window Task Target Invocation State-change Notification';
    expect(statuses(events, type)).toEqual(['IN_PROGRESS', 'SUCCESS']);
    const ids = { 'window-id': windowId, 'window-execution-id': uuid, 'task-execution-id': uuid };
    const target = { 'window-target-id': uuid, 'owner-information': 'Owner' };
    expect(of(events, type)[1]).toEqual(envelope(type, [windowArn], { ...ended, ...ids, ...target }));
  });

  test('Maintenance Window State-change Notification', () => {
    const actions = `
  - { at: ${at('0:10')}, UpdateMaintenanceWindow: { WindowId: !Ref Night, Enabled: false } }
  - { at: ${at('0:20')}, UpdateMaintenanceWindow: { WindowId: !Ref Night, Enabled: false } }
  - { at: ${at('0:30')}, UpdateMaintenanceWindow: { WindowId: !Ref Night, Enabled: true } }`;
    const type = 'Maintenance Window State-change Notification';
    const status = (word: string) => envelope(type, [windowArn], { 'window-id': windowId, status: word });
    expect(of(eventsOf({ ...patched, actions }), type)).toEqual([status('DISABLED'), status('ENABLED')]);
  });

  test('Maintenance Window Target and Task Registration Notification', () => {
    const actions = `
  - { id: More, at: ${at('0:10')}, RegisterTargetWithMaintenanceWindow: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: InstanceIds, Values: [web-0002] }] } }
  - { at: ${at('0:20')}, DeregisterTaskFromMaintenanceWindow: { WindowId: !Ref Night, WindowTaskId: !Ref Install } }`;
    const told = eventsOf({ ...patched, actions });
    const registered = 'Maintenance Window Target Registration Notification';
    const removed = 'Maintenance Window Task Registration Notification';
    const arn = (kind: string) =>
      expect.stringMatching(`^arn:aws:ssm:us-east-1:123456789012:window${kind}/[-0-9a-f]{36}$`);
    expect(of(told, registered)).toEqual([
      envelope(registered, [windowArn, arn('target')], {
        'window-target-id': uuid,
        'window-id': windowId,
        status: 'REGISTERED',
      }),
    ]);
    expect(of(told, removed)).toEqual([
      envelope(removed, [windowArn, arn('task')], {
        'window-task-id': uuid,
        'window-id': windowId,
        status: 'DEREGISTERED',
      }),
    ]);
  });

  test('an id that a rule refers to is the one that the events have', () => {
    const rule = `
  Watch: { Type: AWS::Events::Rule, Properties: { EventPattern: { detail: { window-id: [!Ref Night], status: [SUCCESS] } }, Targets: [{ Id: t, Arn: "arn:x" }] } }`;
    const sections = { ...patched, resources: patched['resources'] + rule };
    expect(simulate(sections).metric('rule.Watch.matched')).toBe(3);
  });
});

describe('compliance', () => {
  const type = 'Configuration Compliance State Change';

  test('Configuration Compliance State Change of type Patch', () => {
    expect(of(eventsOf(patched), type)).toEqual([
      envelope(type, [managedArn], {
        'resource-type': 'managed-instance',
        'resource-id': instanceId,
        'compliance-status': 'compliant',
        'compliance-type': 'Patch',
        'patch-baseline-id': expect.stringMatching(/^pb-[0-9a-f]{17}$/),
        severity: 'unspecified',
      }),
    ]);
  });

  const scans = `
  - { at: ${at('0:10')}, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } } }
  - { at: ${at('0:20')}, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } } }`;

  test('comes when the state changes, and not with every report of a node that stays bad', () => {
    const states = (set: readonly string[]) =>
      of(eventsOf({ ...patched, actions: scans }, set), type).map(
        ({ detail }) => detail['compliance-status'],
      );
    expect(states([])).toEqual(['compliant']);
    expect(states(['model.events.compliance=everyReport'])).toEqual([
      'non_compliant',
      'non_compliant',
      'compliant',
    ]);
  });
});

describe('severity', () => {
  test('is the highest level among the patches at fault', () => {
    const type = 'Configuration Compliance State Change';
    const set = ['model.events.compliance=everyReport'];
    const scan = `
  - { at: ${at('0:10')}, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [web-0001], Parameters: { Operation: [Scan] } } }`;
    expect(of(eventsOf({ ...patched, actions: scan }, set), type)[0]!.detail).toMatchObject({
      'compliance-status': 'non_compliant',
      severity: 'critical',
    });
  });
});

describe('nodes', () => {
  test('EC2 Instance State-change Notification', () => {
    const faults = `[{ id: off, at: ${at('1')}, nodes: { group: web }, action: stop, for: 1h }, { id: gone, at: ${at('3')}, nodes: { group: web }, action: terminate }]`;
    const type = 'EC2 Instance State-change Notification';
    const told = of(eventsOf({ faults }), type);
    expect(told.map(({ detail }) => detail['state']).sort()).toEqual([
      'pending',
      'running',
      'shutting-down',
      'stopped',
      'stopping',
      'terminated',
    ]);
    const example = told.find(({ detail }) => detail['state'] === 'stopped');
    expect(example).toEqual(
      envelope(type, [instanceArn], { 'instance-id': instanceId, state: 'stopped' }, 'aws.ec2'),
    );
  });

  test('SSM Managed Instance Registration', () => {
    const fleet = `{ web: { count: 1, os: AMAZON_LINUX_2, joins: ${at('1')} } }`;
    const type = 'SSM Managed Instance Registration';
    expect(of(eventsOf({ fleet }), type)).toEqual([
      envelope(type, [managedArn], { 'instance-id': instanceId }),
    ]);
  });
});

test('a scheduled event', () => {
  const resources = `
  Daily: { Type: AWS::Events::Rule, Properties: { Name: daily, ScheduleExpression: rate(12 hours), Targets: [{ Id: t, Arn: "arn:x" }] } }`;
  expect(eventsOf({ resources })).toEqual([
    envelope('Scheduled Event', ['arn:aws:events:us-east-1:123456789012:rule/daily'], {}, 'aws.events'),
  ]);
});

test('ids are the same in every run, and no two events share one', () => {
  const [once, again] = [eventsOf(patched), eventsOf(patched)];
  expect(once).toEqual(again);
  expect(new Set(once.map(({ id }) => id)).size).toBe(once.length);
});
