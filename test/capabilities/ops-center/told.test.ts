/** What OpsItems tell EventBridge, topics, results and reports. */
import { describe, expect, test } from 'vitest';
import { simulate } from '../quiet-world.ts';
import { create, dedup, opsItems, refusals, update } from './world.ts';

describe('events', () => {
  const watching = (detailType: string, detail = '') =>
    `{ Watch: { Type: AWS::Events::Rule, Properties: { EventPattern: { source: [aws.ssm], detail-type: ["${detailType}"]${detail} },
      Targets: [{ Id: t, Arn: "arn:aws:sns:us-east-1:123456789012:ops" }] } } }`;
  test('OpsItem Create of each that is created', () => {
    const calls = [create('a', '1', dedup('x')), create('b', '2', dedup('x')), update('a', '3')];
    expect(
      opsItems(calls, { resources: watching('OpsItem Create') }).result.metrics['rule.Watch.matched'],
    ).toBe(1);
  });
  test('OpsItem Update of each change, with its status', () => {
    const calls = [create('a'), update('a', '2', 'Title: other'), update('a', '3')];
    const matched = (detail?: string) =>
      opsItems(calls, { resources: watching('OpsItem Update', detail) }).result.metrics['rule.Watch.matched'];
    expect(matched()).toBe(2);
    expect(matched(', detail: { status: [Resolved], ops-item-type: [/aws/issue] }')).toBe(1);
  });
});

describe('notifications', () => {
  const topic = (policy: string) =>
    `{ Ops: { Type: AWS::SNS::Topic, Properties: { TopicName: ops } }${policy} }`;
  const allow = `, Policy: { Type: AWS::SNS::TopicPolicy, Properties: { Topics: [!Ref Ops], PolicyDocument: { Statement: [
      { Effect: Allow, Principal: { Service: ssm.amazonaws.com }, Action: "sns:Publish", Resource: "*" }] } } }`;
  const told = 'Notifications: [{ Arn: "arn:aws:sns:us-east-1:123456789012:ops" }]';
  const run = (policy: string) =>
    opsItems([create('a', '1', told), update('a', '2')], { resources: topic(policy) }).result;
  test('tell the topic of the creation and of each change', () => {
    expect(run(allow).metrics['notification.Ops.count']).toBe(2);
  });
  test('need the policy of the topic to allow ssm.amazonaws.com', () => {
    expect(run(allow.replace('ssm.', 'events.')).metrics['notification.Ops.count']).toBe(0);
  });
  test('to a topic of another Region are refused', () => {
    expect(refusals(opsItems([create('a', '1', told.replace('us-east-1', 'us-west-2'))]))).toEqual([
      'a OpsItemInvalidParameterException',
    ]);
  });
});

test('a file without OpsItems has none of their metrics', () => {
  const names = Object.keys(simulate({}).result.metrics);
  expect(names.filter((name) => /^(opsItems|operator)\./.test(name))).toEqual([]);
});

test('metrics of severities are those that the file has', () => {
  const names = Object.keys(opsItems([create('a', '1', 'Severity: "3"')]).result.metrics);
  const severities = names.flatMap((name) => /^opsItems\.severity\.([^.]+)\.created$/.exec(name)?.[1] ?? []);
  expect(severities).toEqual(['3']);
});

test('the mean time to resolve is over those that are resolved', () => {
  const calls = [create('a', '1'), create('b', '1'), create('c', '1'), update('a', '2'), update('b', '4')];
  expect(opsItems(calls).result.metrics).toMatchObject({
    'opsItems.hoursToResolve': 2,
    'opsItems.resolved': 2,
    'opsItems.open': 1,
  });
  expect(opsItems([create('a', '1')]).result.metrics['opsItems.hoursToResolve']).toBeNull();
});
