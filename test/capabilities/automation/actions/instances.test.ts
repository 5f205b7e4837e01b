import { describe, expect, test } from 'vitest';
import { at, timesOf } from '../../quiet-world.ts';
import { executed, step } from './world.ts';

const change = (name: string, state: string, more = '') =>
  step(name, 'changeInstanceState', `{ InstanceIds: [web-0001], DesiredState: ${state}${more} }`);

describe('aws:changeInstanceState', () => {
  test('aws:changeInstanceState: running waits for the status checks', () => {
    const {
      execution,
      seconds,
      step: of,
    } = executed([change('stop', 'stopped'), change('start', 'running')]);
    expect(execution.status).toBe('Success');
    // Asked every 15 seconds whether 40 and 30 + 120 have passed.
    expect([seconds('stop'), seconds('start')]).toEqual([45, 150]);
    expect(of('start').outputs).toEqual({ InstanceStates: 'running' });
  });

  test('the node goes down at once, and registers again after its start', () => {
    const { run } = executed([change('stop', 'stopped'), change('start', 'running')]);
    expect(timesOf(run, 'managed-nodes/node-went-down')).toEqual(['1:00:00']);
    expect(timesOf(run, 'managed-nodes/node-booted')).toEqual(['1:01:15']);
    expect(timesOf(run, 'managed-nodes/node-came-online')).toEqual(['1:03:15']);
  });

  test('what is in the state already is not changed', () => {
    const { seconds, run } = executed([change('start', 'running')]);
    expect(seconds('start')).toBe(0);
    expect(run.events('managed-nodes/power-requested')).toEqual([]);
  });

  test('CheckStateOnly changes nothing, and waits until something else has', () => {
    const sections = {
      faults: `[{ id: off, at: "${at('1:10')}", nodes: { names: [web-0001] }, action: stop }]`,
    };
    const { seconds, run } = executed([change('see', 'stopped', ', CheckStateOnly: true')], { sections });
    expect(seconds('see')).toBe(600);
    expect(run.events('managed-nodes/power-requested')).toEqual([]);
  });

  test('assert mode does not run the API to change the state, so that it cannot fail', () => {
    const set = ['model.calls.ec2.StartInstances.fails=100%'];
    const { execution } = executed([change('see', 'running', ', CheckStateOnly: true')], { set });
    expect(execution.status).toBe('Success');
  });

  test('an id that does not exist: InvalidInstanceID.NotFound', () => {
    const { failed, execution } = executed([
      step('stop', 'changeInstanceState', '{ InstanceIds: [i-0123456789abcdef0], DesiredState: stopped }'),
    ]);
    expect(failed('stop')).toBe(
      "Failed: InvalidInstanceID.NotFound: The instance ID 'i-0123456789abcdef0' does not exist",
    );
    expect(execution.status).toBe('Failed');
  });

  test('what is terminated cannot be started: IncorrectInstanceState', () => {
    const { failed } = executed([change('end', 'terminated'), change('start', 'running')]);
    expect(failed('start')).toMatch(/^Failed: IncorrectInstanceState: the instance i-\w+ is terminated$/);
  });

  test('model.calls.ec2.StopInstances says how long and how often it fails', () => {
    const slow = executed([change('stop', 'stopped')], { set: ['model.calls.ec2.StopInstances.run=10m'] });
    expect(slow.seconds('stop')).toBe(600);
    const bad = executed([change('stop', 'stopped')], { set: ['model.calls.ec2.StopInstances.fails=100%'] });
    expect(bad.failed('stop')).toBe('Failed: StopInstances failed');
  });

  test('the default timeout is 3600 seconds', () => {
    const { execution, seconds } = executed([change('see', 'stopped', ', CheckStateOnly: true')]);
    expect([execution.status, seconds('see')]).toEqual(['TimedOut', 3600]);
  });
});

const api = (name: string, call: string, inputs = 'InstanceIds: [web-0001]', more = '') =>
  step(name, 'executeAwsApi', `{ Service: ec2, Api: ${call}, ${inputs} }`, more);

describe('calls of EC2 on instances', () => {
  test('StartInstances of what is stopping: IncorrectInstanceState', () => {
    const { failed } = executed([api('stop', 'StopInstances'), api('start', 'StartInstances')]);
    expect(failed('start')).toMatch(/^Failed: IncorrectInstanceState: The instance 'i-\w+' is stopping/);
  });

  test('DescribeInstances answers in its own shape', () => {
    const outputs =
      'outputs: [{ Name: State, Selector: "$.Reservations[0].Instances[0].State.Name" }, { Name: Volume, Selector: "$.Reservations[0].Instances[0].BlockDeviceMappings[0].Ebs.VolumeId" }]';
    const { step: of } = executed([api('see', 'describe_instances', 'InstanceIds: [web-0001]', outputs)]);
    expect(of('see').outputs).toMatchObject({
      State: 'running',
      Volume: expect.stringMatching(/^vol-\w{17}$/),
    });
  });

  test('DescribeInstanceStatus lists running instances only', () => {
    const outputs = 'outputs: [{ Name: Ids, Selector: "$.InstanceStatuses..InstanceId", Type: StringList }]';
    const { step: of } = executed([
      change('stop', 'stopped'),
      api('see', 'DescribeInstanceStatus', 'IncludeAllInstances: false', outputs),
      api('all', 'DescribeInstanceStatus', 'IncludeAllInstances: true', outputs),
    ]);
    expect(of('see').outputs['Ids']).toEqual([]);
    expect(of('all').outputs['Ids']).toHaveLength(1);
  });

  test('RebootInstances reboots the node', () => {
    const { run } = executed([api('boot', 'RebootInstances')]);
    expect(run.metric('reboots.total')).toBe(1);
  });

  test('waitForAwsResourceProperty on DescribeInstanceStatus sees the start', () => {
    const wait = step(
      'wait',
      'waitForAwsResourceProperty',
      '{ Service: ec2, Api: DescribeInstanceStatus, InstanceIds: [web-0001], PropertySelector: "$.InstanceStatuses[0].InstanceStatus.Status", DesiredValues: [ok] }',
    );
    const { execution, seconds } = executed([
      change('stop', 'stopped'),
      api('start', 'StartInstances'),
      wait,
    ]);
    expect(execution.status).toBe('Success');
    // Each look takes a second, and the next is 15 seconds after it.
    expect(seconds('wait')).toBe(161);
  });
});

test('aws:runInstances: MaxInstanceCount is the maximum number of instances to be launched', () => {
  const launch = step(
    'launch',
    'runInstances',
    '{ ImageId: ami-1, MinInstanceCount: 1, MaxInstanceCount: 3 }',
  );
  expect(executed([launch]).step('launch').outputs['InstanceIds']).toHaveLength(3);
});

describe('tags and profiles', () => {
  test('aws:createTags: ResourceType is EC2, ManagedInstance, MaintenanceWindow or Parameter', () => {
    const tags = step(
      'tag',
      'createTags',
      '{ ResourceType: Document, ResourceIds: [a], Tags: [{ Key: A, Value: b }] }',
    );
    expect(executed([tags]).failed('tag')).toBe(
      'Failed: ResourceType: expected one of EC2, ManagedInstance, MaintenanceWindow, Parameter, found Document',
    );
  });

  test('what changes instances has to name them: an empty list is not all of them', () => {
    const parameters = '{ Ids: { type: StringList, default: [] } }';
    const change = step('halt', 'changeInstanceState', '{ InstanceIds: "{{ Ids }}", DesiredState: stopped }');
    const terminate = api('end', 'TerminateInstances', 'InstanceIds: "{{ Ids }}"');
    for (const [name, one] of [
      ['halt', change],
      ['end', terminate],
    ] as const)
      expect(executed([one], { parameters }).failed(name)).toContain(
        'Failed: MissingParameter: The request must contain the parameter InstanceId',
      );
  });

  test('the name of a node is taken where a pattern wants the id of an instance', () => {
    const { execution } = executed(
      [step('halt', 'changeInstanceState', '{ InstanceIds: ["{{ Id }}"], DesiredState: stopped }')],
      {
        parameters: '{ Id: { type: "AWS::EC2::Instance::Id", allowedPattern: "^i-[a-z0-9]{8,17}$" } }',
        given: '{ Id: [web-0001] }',
      },
    );
    expect([execution.status, execution.failure]).toEqual(['Success', null]);
  });

  test('a filter is asked before a page of 1,000 is cut, and takes the name of a node', () => {
    const sections = {
      fleet:
        '{ web: { count: 1100, os: AMAZON_LINUX_2 }, db: { count: 1, os: AMAZON_LINUX_2, tags: { Role: db } } }',
    };
    const look = (name: string, filter: string) =>
      api(
        name,
        'DescribeInstances',
        `Filters: [${filter}]`,
        'outputs: [{ Name: Count, Selector: $.Reservations.length(), Type: Integer }]',
      );
    const { step: of } = executed(
      [
        look('tagged', '{ Name: "tag:Role", Values: [db] }'),
        look('named', '{ Name: instance-id, Values: [web-1050, db-0001, web-1050] }'),
      ],
      { sections },
    );
    expect([of('tagged').outputs['Count'], of('named').outputs['Count']]).toEqual([1, 2]);
  });

  test('an input of another value than the action takes fails the step before it calls anything', () => {
    const halt = step(
      'halt',
      'changeInstanceState',
      '{ InstanceIds: [web-0001], DesiredState: "{{ State }}" }',
    );
    const { failed, step: of } = executed([halt], {
      parameters: '{ State: { type: String } }',
      given: '{ State: [off] }',
    });
    expect(failed('halt')).toBe(
      'Failed: DesiredState: expected one of running, stopped, terminated, found off',
    );
    expect(of('halt').failure?.stage).toBe('InputValidation');
  });

  test('aws:createTags: the ResourceType is EC2 by default', () => {
    const tags = step(
      'tag',
      'createTags',
      '{ ResourceIds: [web-0001], Tags: [{ Key: Stage, Value: done }] }',
    );
    const outputs = 'outputs: [{ Name: Value, Selector: "$.Tags[0].Value" }]';
    const see = api(
      'see',
      'DescribeTags',
      'Filters: [{ Name: resource-id, Values: [web-0001] }, { Name: key, Values: [Stage] }]',
      outputs,
    );
    expect(executed([tags, see]).step('see').outputs['Value']).toBe('done');
  });

  test('of other types one resource at a time', () => {
    const tags = step(
      'tag',
      'createTags',
      '{ ResourceType: ManagedInstance, ResourceIds: [a, b], Tags: [{ Key: A, Value: b }] }',
    );
    expect(executed([tags]).failed('tag')).toBe(
      'Failed: ValidationException: 2 ResourceIds of the type ManagedInstance, and the limit is 1',
    );
  });

  test('a profile that is associated makes a managed node', () => {
    const sections = {
      instanceProfiles: '{ own: { policies: [AmazonSSMManagedInstanceCore] } }',
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none } }',
    };
    const none = api(
      'none',
      'DescribeIamInstanceProfileAssociations',
      'Filters: [{ Name: instance-id, Values: [web-0001] }]',
      'outputs: [{ Name: Id, Selector: "$.IamInstanceProfileAssociations[0].AssociationId" }]',
    );
    const give = api(
      'give',
      'AssociateIamInstanceProfile',
      'InstanceId: web-0001, IamInstanceProfile: { Name: own }',
    );
    const { run, step: of } = executed([none, give], { sections });
    expect(of('none').outputs['Id']).toBe('');
    expect(timesOf(run, 'managed-nodes/instance-profile-changed')).toEqual(['1:00:02']);
    expect(run.events('managed-nodes/node-registered')).toHaveLength(1);
  });
});

describe('aws:runInstances', () => {
  test('aws:runInstances: outputs InstanceIds and InstanceStates', () => {
    const { step: of, seconds } = executed([step('new', 'runInstances', '{ ImageId: ami-1 }')]);
    expect(of('new').outputs).toEqual({
      InstanceIds: [expect.stringMatching(/^i-\w{17}$/)],
      InstanceStates: ['running'],
    });
    expect(seconds('new')).toBe(151);
  });
});
