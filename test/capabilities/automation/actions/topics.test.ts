/** AWS: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
import { describe, expect, test } from 'vitest';
import { notifications } from '../../../../src/capabilities/notifications/index.ts';
import { executed, type RunbookOptions, step } from './world.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:OnCall';
const resources = '  OnCall: { Type: AWS::SNS::Topic, Properties: { TopicName: OnCall } }\n';

function told(steps: readonly string[], options: RunbookOptions = {}) {
  const { run, execution } = executed(steps, { resources, ...options });
  const { published } = run.outcome.machines.of(notifications).notifications;
  return {
    execution,
    published: published.map(({ topic: name, request: { rule, subject, atMs } }) => ({
      topic: name,
      rule,
      subject,
      atMs,
    })),
  };
}

const publish = (more: string) =>
  step('tell', 'executeAwsApi', `{ Service: sns, Api: Publish, TopicArn: "${topic}", ${more} }`);

describe('Publish', () => {
  test('a message of a step is recorded on the topic', () => {
    const { execution, published } = told([publish('Message: "patched\\nall of them"')]);
    const { endedMs } = execution.steps[0]!;
    expect(published).toEqual([{ topic: 'OnCall', rule: 'go', subject: 'patched', atMs: endedMs }]);
  });

  test('Subject goes before Message', () => {
    expect(told([publish('Message: a, Subject: b')]).published).toMatchObject([{ subject: 'b' }]);
  });

  test('AWS-PublishSNSNotification publishes', () => {
    const nested = step(
      'tell',
      'executeAutomation',
      `{ DocumentName: AWS-PublishSNSNotification, RuntimeParameters: { TopicArn: ["${topic}"], Message: [done] } }`,
    );
    expect(told([nested]).published).toMatchObject([{ topic: 'OnCall', subject: 'done' }]);
  });

  test('a value that an answer made up may be in the message', () => {
    const find = step(
      'find',
      'executeAwsApi',
      '{ Service: rds, Api: DescribeDBInstances }',
      'outputs: [{ Name: Id, Selector: "$.Id" }]',
    );
    const { execution, published } = told([find, publish('Message: "{{ find.Id }} is well"')]);
    expect([execution.status, published.length]).toEqual(['Success', 1]);
  });

  test('an empty message is refused', () => {
    const { execution, published } = told([publish('Subject: b')]);
    expect([execution.status, published]).toEqual(['Failed', []]);
  });

  test('a role that may not publish publishes nothing', () => {
    const role = `  Weak: { Type: AWS::IAM::Role, Properties: { RoleName: Weak, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: sts:AssumeRole }] }, Policies: [{ PolicyName: p, PolicyDocument: { Statement: [{ Effect: Allow, Action: "ec2:*", Resource: "*" }] } }] } }\n`;
    const { execution, published } = told([publish('Message: a')], {
      assumeRole: 'arn:aws:iam::123456789012:role/Weak',
      resources: resources + role,
    });
    expect(execution.steps[0]!.failure).toMatchObject({ type: 'Permission' });
    expect(published).toEqual([]);
  });
});

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-approve.html */
describe('NotificationArn of aws:approve', () => {
  const gate = (more: string) => step('gate', 'approve', `{ Approvers: [ann], ${more} }`);

  test('a message tells the principals that they have to decide', () => {
    const { execution, published } = told([gate(`NotificationArn: "${topic}"`)]);
    const atMs = execution.steps[0]!.startedMs;
    expect(published).toEqual([
      { topic: 'OnCall', rule: 'go', subject: 'gate of Fix waits for approval', atMs },
    ]);
  });

  test('Message is what it says', () => {
    const { published } = told([gate(`NotificationArn: "${topic}", Message: please`)]);
    expect(published).toMatchObject([{ subject: 'please' }]);
  });

  test('without it no message is sent', () => {
    expect(told([gate('Message: please')]).published).toEqual([]);
  });
});
