import { describe, expect, test } from 'vitest';
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

  test('aws:deleteImage: the image and all related snapshots', () => {
    const { outcome } = executed([
      image(),
      step('gone', 'deleteImage', '{ ImageId: "{{ image.ImageId }}" }'),
    ]).run;
    expect(outcome).toBeDefined();
  });
});

test('a snapshot is pending, then completed', () => {
  const make = call(
    'make',
    'Service: ec2, Api: CreateSnapshot, VolumeId: vol-1',
    'outputs: [{ Name: Id, Selector: $.SnapshotId }, { Name: State, Selector: $.State }]',
  );
  const wait = step(
    'wait',
    'waitForAwsResourceProperty',
    '{ Service: ec2, Api: DescribeSnapshots, SnapshotIds: ["{{ make.Id }}"], PropertySelector: "$.Snapshots[0].State", DesiredValues: [completed] }',
  );
  const { step: of, seconds, execution } = executed([make, wait]);
  expect(of('make').outputs['State']).toBe('pending');
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

  test('aws:deleteStack: waits until the stack is deleted', () => {
    const { step: of, seconds } = executed([
      stack(', Capabilities: [CAPABILITY_IAM]'),
      step('gone', 'deleteStack', '{ StackName: docs }'),
    ]);
    expect(of('gone').outputs).toEqual({ StackStatus: 'DELETE_COMPLETE' });
    expect(seconds('gone')).toBe(181);
  });
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
