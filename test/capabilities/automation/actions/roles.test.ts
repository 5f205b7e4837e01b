import { describe, expect, test } from 'vitest';
import { deniedTo, permissionsOf } from '../../../../src/capabilities/automation/roles.ts';
import { loadYaml } from '../../../support/simulate.ts';
import { world } from '../../quiet-world.ts';
import { executed, step } from './world.ts';

const stop = step('stop', 'changeInstanceState', '{ InstanceIds: [web-0001], DesiredState: stopped }');
const start = step('start', 'changeInstanceState', '{ InstanceIds: [web-0001], DesiredState: running }');

const role = (actions: string, service = 'ssm.amazonaws.com') => `
  Acting:
    Type: AWS::IAM::Role
    Properties:
      RoleName: Acting
      AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] }
      Policies: [{ PolicyName: own, PolicyDocument: { Statement: [{ Effect: Allow, Action: ${actions}, Resource: "*" }] } }]`;
const acting = 'arn:aws:iam::123456789012:role/Acting';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html */
describe('the role of a runbook', () => {
  test('one that does not trust ssm.amazonaws.com fails before the first step', () => {
    const resources = role('["ec2:*"]', 'ec2.amazonaws.com');
    const { execution } = executed([stop], { resources, assumeRole: acting });
    expect(execution.failure).toBe(
      'InvalidAutomationExecutionParametersException: the role Acting does not trust ssm.amazonaws.com',
    );
    expect([execution.status, execution.steps]).toEqual(['Failed', []]);
  });

  test('text that can be no role fails before the first step', () => {
    const { execution } = executed([stop], { assumeRole: 'not a role' });
    expect(execution.failure).toBe(
      'InvalidAutomationExecutionParametersException: not a role is neither the ARN nor the name of a role',
    );
  });

  test('a missing action fails its step, and the steps after it stay Pending', () => {
    const resources = role('["ec2:StartInstances"]');
    const { execution, failed } = executed([stop, start], { resources, assumeRole: acting });
    expect(failed('stop')).toBe(
      'Failed: UnauthorizedOperation: the role Acting is not authorized to perform: ec2:StopInstances',
    );
    expect([execution.status, execution.steps.length]).toEqual(['Failed', 1]);
  });

  test('one that may do what the steps need lets them run', () => {
    const resources = role('["ec2:StartInstances", "ec2:StopInstances"]');
    expect(executed([stop, start], { resources, assumeRole: acting }).execution.status).toBe('Success');
  });

  test('aws:deleteImage: its role needs what deletes the image and what deletes the snapshots', () => {
    const may = (actions: string) =>
      executed([step('gone', 'deleteImage', '{ ImageId: ami-1 }')], {
        assumeRole: acting,
        resources: role(actions),
      });
    expect(may('["ec2:DeregisterImage"]').failed('gone')).toMatch(
      /not authorized to perform: ec2:DeleteSnapshot$/,
    );
    expect(may('["ec2:DeregisterImage", "ec2:DeleteSnapshot"]').execution.status).toBe('Success');
  });

  test('an empty role is that of the caller, who may do everything', () => {
    const given = { parameters: '{ Role: { type: String, default: "" } }', assumeRole: '{{ Role }}' };
    expect(executed([stop], { resources: role('["s3:*"]'), ...given }).execution.status).toBe('Success');
  });

  test('what a run and lint ask is one function', () => {
    const { scenario } = loadYaml(world({ resources: role('["ec2:StartInstances"]') }));
    const { execution } = executed([stop], { assumeRole: acting });
    const needed = permissionsOf(execution.runbook!.steps[0]!);
    expect(needed).toEqual(['ec2:StopInstances']);
    expect(deniedTo(scenario, execution, () => needed)?.type).toBe('Permission');
  });
});

describe('calls that nothing describes', () => {
  const call = (name: string) =>
    step(name, 'executeAwsApi', '{ Service: rds, Api: StopDBInstance, DBInstanceIdentifier: db }');
  const told = (set: readonly string[] = []) =>
    executed([call('a'), call('b')], { set }).run.result.notSimulated?.map(({ name }) => name);

  test('are listed once as not simulated', () => {
    expect(told()).toEqual(['the call rds.StopDBInstance of the runbook Fix']);
  });

  test('are not where the file describes them', () => {
    expect(told(['model.calls.rds.StopDBInstance.run=2s'])).toBeUndefined();
  });
});
