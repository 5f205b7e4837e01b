import { describe, expect, test } from 'vitest';
import type { Step } from '../../../../src/capabilities/automation/content/runbook.ts';
import { permissionsOf } from '../../../../src/capabilities/automation/roles.ts';
import { executed, step } from './world.ts';

const call = (name: string, inputs: string, more = '') => step(name, 'executeAwsApi', `{ ${inputs} }`, more);

describe('images', () => {
  const image = (more = '') =>
    step('image', 'createImage', `{ InstanceId: web-0001, ImageName: gold${more} }`);

  test('aws:createImage: the instance is rebooted by default', () => {
    const { run, step: of, seconds } = executed([image()]);
    expect(of('image').outputs).toEqual({
      ImageId: expect.stringMatching(/^ami-\w{17}$/),
      ImageState: 'available',
    });
    expect(seconds('image')).toBe(481);
    expect(run.metric('reboots.total')).toBe(1);
  });

  test('NoReboot: true does not', () => {
    expect(executed([image(', NoReboot: true')]).run.metric('reboots.total')).toBe(0);
  });

  test('two images of one name: InvalidAMIName.Duplicate', () => {
    const again = step('again', 'createImage', '{ InstanceId: web-0001, ImageName: gold }');
    expect(executed([image(), again]).failed('again')).toMatch(/^Failed: InvalidAMIName.Duplicate/);
  });

  test('aws:copyImage: outputs ImageId and ImageState', () => {
    const copy = step(
      'copy',
      'copyImage',
      '{ SourceRegion: us-east-1, SourceImageId: ami-1, ImageName: copy }',
    );
    expect(executed([copy]).step('copy').outputs).toEqual({
      ImageId: expect.any(String),
      ImageState: 'available',
    });
  });

  test('aws:copyImage: waits until the copy is available', () => {
    const { step: of, seconds } = executed([copyOf('copy'), listed('images', 'Image')]);
    expect(seconds('copy')).toBe(481);
    expect(of('images').outputs).toEqual({ Ids: [of('copy').outputs['ImageId']], States: ['available'] });
  });

  test('a copy cannot have the name of another image', () => {
    const steps = [image(), step('again', 'copyImage', copyInputs('gold'))];
    expect(executed(steps).failed('again')).toMatch(/^Failed: InvalidAMIName.Duplicate: AMI name gold is/);
  });

  test('aws:deleteImage: the image and all related snapshots', () => {
    const gone = step('gone', 'deleteImage', '{ ImageId: "{{ image.ImageId }}" }');
    const before = [image(), copyOf('kept'), listed('first', 'Snapshot')];
    const { step: of } = executed([...before, gone, listed('images', 'Image'), listed('snaps', 'Snapshot')]);
    expect(of('images').outputs['Ids']).toEqual([of('kept').outputs['ImageId']]);
    const snapshots = of('first').outputs['Ids'] as string[];
    expect(snapshots).toHaveLength(2);
    expect(of('snaps').outputs['Ids']).toEqual([snapshots[1]]);
  });

  test('aws:createImage: from an instance that is either running, stopping, or stopped', () => {
    const stop = call('stop', 'Service: ec2, Api: StopInstances, InstanceIds: [web-0001]');
    const { execution, run } = executed([stop, image()]);
    expect([execution.status, run.metric('reboots.total')]).toEqual(['Success', 0]);
  });
});

const copyInputs = (name: string) => `{ SourceRegion: us-east-1, SourceImageId: ami-1, ImageName: ${name} }`;
const copyOf = (name: string) => step(name, 'copyImage', copyInputs(name));

const listed = (name: string, kind: 'Image' | 'Snapshot') =>
  call(
    name,
    `Service: ec2, Api: Describe${kind}s`,
    `outputs: [{ Name: Ids, Selector: "$.${kind}s..${kind}Id", Type: StringList }, { Name: States, Selector: "$.${kind}s..State", Type: StringList }]`,
  );

describe('calls of IAM on instance profiles', () => {
  const profile = (name: string, api: string, more = '') =>
    call(
      name,
      `Service: iam, Api: ${api}, InstanceProfileName: own${more}`,
      'onFailure: Continue, outputs: [{ Name: Role, Selector: "$.InstanceProfile.Roles[0].RoleName" }]',
    );
  const make = profile('make', 'CreateInstanceProfile');
  const add = (name: string) => profile(name, 'AddRoleToInstanceProfile', ', RoleName: Web');

  test('GetInstanceProfile: NoSuchEntity, until CreateInstanceProfile has made it', () => {
    const { failed, step: of } = executed([
      profile('no', 'GetInstanceProfile'),
      make,
      profile('yes', 'GetInstanceProfile'),
    ]);
    expect(failed('no')).toBe(
      'Failed: NoSuchEntity: Instance Profile own cannot be found. (GetInstanceProfile)',
    );
    expect(of('yes').status).toBe('Success');
  });

  test('CreateInstanceProfile: EntityAlreadyExists for one that is there', () => {
    expect(executed([make, profile('again', 'CreateInstanceProfile')]).failed('again')).toMatch(
      /^Failed: EntityAlreadyExists: Instance Profile own already exists/,
    );
  });

  test('AddRoleToInstanceProfile: an instance profile can contain only one role', () => {
    const { failed, step: of } = executed([
      make,
      add('add'),
      profile('see', 'GetInstanceProfile'),
      add('second'),
    ]);
    expect(of('see').outputs['Role']).toBe('Web');
    expect(failed('second')).toMatch(/^Failed: LimitExceeded: Instance Profile own has a role already/);
  });

  test('ListInstanceProfilesForRole: those that have the role', () => {
    const list = (name: string, role: string) =>
      call(
        name,
        `Service: iam, Api: ListInstanceProfilesForRole, RoleName: ${role}`,
        'outputs: [{ Name: Names, Selector: "$.InstanceProfiles..InstanceProfileName", Type: StringList }]',
      );
    const { step: of } = executed([make, add('add'), list('web', 'Web'), list('other', 'Other')]);
    expect([of('web').outputs['Names'], of('other').outputs['Names']]).toEqual([['own'], []]);
  });
});

test.each([
  'CreateSnapshot, VolumeId: vol-1',
  'CopySnapshot, SourceRegion: us-east-1, SourceSnapshotId: snap-1',
])('a snapshot is pending, then completed: %s', (api) => {
  const make = call(
    'make',
    `Service: ec2, Api: ${api}`,
    'outputs: [{ Name: Id, Selector: $.SnapshotId }, { Name: State, Selector: $.State }]',
  );
  const wait = step(
    'wait',
    'waitForAwsResourceProperty',
    '{ Service: ec2, Api: DescribeSnapshots, SnapshotIds: ["{{ make.Id }}"], PropertySelector: "$.Snapshots[0].State", DesiredValues: [completed] }',
  );
  const { step: of, seconds, execution } = executed([make, wait]);
  expect(of('make').outputs).toEqual({ Id: expect.stringMatching(/^snap-\w{17}$/), State: 'pending' });
  expect([execution.status, seconds('wait')]).toEqual(['Success', 305]);
});

test('a snapshot that no execution has made is taken to be as the runbook wants it', () => {
  const wait = step(
    'wait',
    'waitForAwsResourceProperty',
    '{ Service: ec2, Api: DescribeSnapshots, SnapshotIds: [snap-1], PropertySelector: "$.Snapshots[0].State", DesiredValues: [completed] }',
  );
  expect(executed([wait]).execution.status).toBe('Success');
});

describe('stacks', () => {
  const stack = (more = '') =>
    step(
      'stack',
      'createStack',
      `{ StackName: docs, TemplateBody: "Resources: { R: { Type: AWS::IAM::Role } }"${more} }`,
    );

  test('aws:createStack: a template that makes IAM resources needs a capability', () => {
    expect(executed([stack()]).failed('stack')).toBe(
      'Failed: InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]',
    );
    const { step: of, seconds } = executed([stack(', Capabilities: [CAPABILITY_IAM]')]);
    expect(of('stack').outputs).toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    expect(seconds('stack')).toBe(181);
  });

  test('aws:createStack: either TemplateBody or TemplateURL, but not both; so OnFailure and DisableRollback', () => {
    expect(executed([stack(', TemplateURL: "https://a/b"')]).failed('stack')).toBe(
      'Failed: ValidationError: TemplateBody and TemplateURL cannot both be specified',
    );
    expect(executed([stack(', OnFailure: DELETE, DisableRollback: true')]).failed('stack')).toMatch(
      /DisableRollback and OnFailure cannot both be specified$/,
    );
    const arns = Array.from({ length: 6 }, (_, index) => `"arn:aws:sns:us-east-1:111122223333:T${index}"`);
    expect(executed([stack(`, NotificationARNs: [${arns.join(', ')}]`)]).failed('stack')).toMatch(
      /more than 5 NotificationARNs$/,
    );
  });

  test('aws:createStack and aws:deleteStack: the role needs cloudformation:DescribeStacks', () => {
    const of = (action: string) =>
      permissionsOf({ action, inputs: {} } as unknown as Step).filter((one) => one.includes('Describe'));
    expect(['aws:createStack', 'aws:deleteStack'].map(of)).toEqual([
      ['cloudformation:DescribeStacks'],
      ['cloudformation:DescribeStacks'],
    ]);
  });

  test('aws:deleteStack: waits until the stack is deleted', () => {
    const { step: of, seconds } = executed([
      stack(', Capabilities: [CAPABILITY_IAM]'),
      step('gone', 'deleteStack', '{ StackName: docs }'),
    ]);
    expect(of('gone').outputs).toEqual({ StackStatus: 'DELETE_COMPLETE' });
    expect(seconds('gone')).toBe(181);
  });
});

test('an instance of which the file names no group is in one, where a runbook asks', () => {
  const state = (name: string, wanted: string) =>
    step(
      name,
      'assertAwsResourceProperty',
      `{ Service: autoscaling, Api: DescribeAutoScalingInstances, InstanceIds: [web-0001], PropertySelector: "$.AutoScalingInstances[0].LifecycleState", DesiredValues: [${wanted}] }`,
    );
  const move = (name: string, api: string) =>
    call(name, `Service: autoscaling, Api: ${api}, InstanceIds: [web-0001], AutoScalingGroupName: asg`);
  const steps = [
    state('a', 'InService'),
    move('in', 'EnterStandby'),
    state('b', 'Standby'),
    move('out', 'ExitStandby'),
  ];
  expect(executed(steps).execution.status).toBe('Success');
  expect(executed([...steps.slice(0, 2), state('no', 'InService')]).failed('no')).toContain('is Standby');
});

test('standby of Auto Scaling', () => {
  const sections = {
    fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { "aws:autoscaling:groupName": asg } } }',
  };
  const state = (name: string) =>
    call(
      name,
      'Service: autoscaling, Api: DescribeAutoScalingInstances, InstanceIds: [web-0001]',
      'outputs: [{ Name: State, Selector: "$.AutoScalingInstances[0].LifecycleState" }]',
    );
  const move = (name: string, api: string) =>
    call(name, `Service: autoscaling, Api: ${api}, InstanceIds: [web-0001], AutoScalingGroupName: asg`);
  const { step: of } = executed(
    [move('in', 'EnterStandby'), state('a'), move('out', 'ExitStandby'), state('b')],
    { sections },
  );
  expect([of('a').outputs['State'], of('b').outputs['State']]).toEqual(['Standby', 'InService']);
});
