import { describe, expect, test } from 'vitest';
import { automation } from '../../../../src/capabilities/automation/index.ts';
import { simulate } from '../../quiet-world.ts';
import { allowing, failed, outcome, role, rule, runbook, topic } from './world.ts';

describe('a topic', () => {
  const toTopic = (more = '') => rule(`Arn: !Ref OnCall${more}`);

  test('is told where its policy allows events.amazonaws.com sns:Publish', () => {
    const { run, invoked } = outcome(toTopic() + topic());
    expect(invoked).toBe(1);
    expect(run.result.notifications).toEqual([
      expect.objectContaining({ topic: 'OnCall', rule: 'Watch', resource: 'web-0001' }),
    ]);
    expect(run.metric('notification.OnCall.count')).toBe(1);
  });

  test('a topic without a policy for EventBridge takes nothing', () => {
    const bare = '\n  OnCall: { Type: AWS::SNS::Topic, Properties: {} }';
    const { run, failedInvocations, why } = outcome(toTopic() + bare);
    expect(failedInvocations).toBe(1);
    expect(why).toBe('the policy of the topic OnCall does not allow events.amazonaws.com sns:Publish');
    expect(run.result.notifications).toEqual([]);
    expect(run.result.rules[0]!.failures).toEqual([{ reason: why, invocations: 1 }]);
  });

  test('an encrypted topic needs a customer managed key whose policy lets EventBridge use it', () => {
    const key = (policy: string) =>
      `\n  Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: ${policy} } }${topic('KmsMasterKeyId: !Ref Key')}`;
    expect(outcome(toTopic() + topic('KmsMasterKeyId: alias/aws/sns')).why).toContain(
      'a key that AWS manages',
    );
    expect(outcome(toTopic() + key(allowing('kms:Decrypt'))).why).toContain('kms:GenerateDataKey');
    expect(outcome(toTopic() + key(allowing('kms:*'))).invoked).toBe(1);
    expect(outcome(toTopic() + key(allowing('kms:*', 'cloudwatch.amazonaws.com'))).failedInvocations).toBe(1);
  });

  test('a disabled key encrypts nothing, whatever its policy allows', () => {
    const key = `\n  Key: { Type: AWS::KMS::Key, Properties: { Enabled: false, KeyPolicy: ${allowing('kms:*')} } }`;
    expect(outcome(toTopic() + key + topic('KmsMasterKeyId: !Ref Key')).why).toBe(
      'the topic OnCall is encrypted, and its key Key is disabled',
    );
  });

  test('a condition on aws:SourceArn must name the rule', () => {
    const naming = (arn: string) =>
      topic(
        '',
        allowing(
          'sns:Publish',
          'events.amazonaws.com',
          `, Condition: { ArnEquals: { "aws:SourceArn": ${arn} } }`,
        ),
      );
    expect(outcome(toTopic() + naming('!GetAtt Watch.Arn')).invoked).toBe(1);
    expect(
      outcome(toTopic() + naming('"arn:aws:events:us-east-1:123456789012:rule/Other"')).failedInvocations,
    ).toBe(1);
  });

  test('the text of a template is the subject', () => {
    const template = `, InputTransformer: { InputPathsMap: { s: $.detail.status }, InputTemplate: '"patching <s>"' }`;
    const { run } = outcome(toTopic(template) + topic());
    expect(run.result.notifications[0]).toMatchObject({ subject: 'patching Failed' });
  });
});

describe('a Lambda function', () => {
  const fn = '\n  Page: { Type: AWS::Lambda::Function, Properties: { FunctionName: page } }';
  const permission = (more = '') => `
  May: { Type: AWS::Lambda::Permission, Properties: { Action: "lambda:InvokeFunction", FunctionName: !Ref Page, Principal: events.amazonaws.com${more} } }`;

  test('needs an AWS::Lambda::Permission for events.amazonaws.com', () => {
    expect(outcome(rule('Arn: !GetAtt Page.Arn') + fn).why).toBe(
      'no AWS::Lambda::Permission lets events.amazonaws.com invoke Page',
    );
    const { run, invoked } = outcome(rule('Arn: !GetAtt Page.Arn') + fn + permission());
    expect(invoked).toBe(1);
    expect(run.events('functions/invocation-finished')).toEqual([
      expect.objectContaining({ function: 'Page', status: 'Success', attempts: 1 }),
    ]);
  });

  test('a SourceAccount setting prevents EventBridge from being able to invoke the function', () => {
    const resources = rule('Arn: !GetAtt Page.Arn') + fn + permission(', SourceAccount: "123456789012"');
    expect(outcome(resources).failedInvocations).toBe(1);
  });

  test('the role of a target is not looked at', () => {
    const resources = rule('Arn: !GetAtt Page.Arn, RoleArn: !GetAtt Role.Arn') + fn + role('["lambda:*"]');
    expect(outcome(resources).failedInvocations).toBe(1);
  });
});

describe('a runbook', () => {
  test('starts in the name of the role of the target', () => {
    const { run, invoked } = outcome(
      rule(`${runbook}, RoleArn: !GetAtt Role.Arn`) + role('["ssm:StartAutomationExecution"]'),
      { model: ['model.documents.Fix.run=3m'] },
    );
    expect(invoked).toBe(1);
    expect(run.result.automations).toEqual([
      expect.objectContaining({ source: 'Watch', document: 'Fix', resource: 'web-0001', status: 'Success' }),
    ]);
    expect(run.metric('automation.Watch.minutes')).toBe(3);
  });

  test.each([
    ['no role', '', '', 'the target one has no RoleArn for EventBridge to assume'],
    [
      'a role that EventBridge may not assume',
      ', RoleArn: !GetAtt Role.Arn',
      role('["ssm:*"]', 'ssm.amazonaws.com'),
      'the role Role does not trust events.amazonaws.com',
    ],
    [
      'a role that may not start it',
      ', RoleArn: !GetAtt Role.Arn',
      role('["ssm:SendCommand"]'),
      'the role Role does not allow ssm:StartAutomationExecution',
    ],
  ])('a rule fires and no automation starts: %s', (_, more, resources, reason) => {
    const { run, failedInvocations, why } = outcome(rule(runbook + more) + resources);
    expect([failedInvocations, why]).toEqual([1, reason]);
    expect(run.result.automations).toEqual([]);
  });

  test('a role for the runbook has to be passed on', () => {
    const target = runbook.replace('"i-1"]', '"i-1"], "AutomationAssumeRole": ["x"]');
    const may = (actions: string) => outcome(rule(`${target}, RoleArn: !GetAtt Role.Arn`) + role(actions));
    expect(may('["ssm:StartAutomationExecution"]').why).toBe('the role Role does not allow iam:PassRole');
    expect(may('["ssm:StartAutomationExecution", "iam:PassRole"]').invoked).toBe(1);
  });
});

test('a command is sent to the nodes of RunCommandTargets with the parameters of Input', () => {
  const target = `Arn: "arn:aws:ssm:us-east-1::document/AWS-RunShellScript", RoleArn: !GetAtt Role.Arn, Input: '{ "commands": ["uptime"] }', RunCommandParameters: { RunCommandTargets: [{ Key: InstanceIds, Values: [web-0001] }] }`;
  const { run } = outcome(rule(target, ', detail: { status: [Failed] }') + role('["ssm:SendCommand"]'));
  expect(run.result.commands).toEqual([
    expect.objectContaining({ document: 'AWS-RunShellScript', targets: 1, status: 'Success' }),
  ]);
});

test('without an input a runbook has no parameters', () => {
  const requested: unknown[] = [];
  const target = `${runbook.replace(/, Input.*/, '')}, RoleArn: !GetAtt Role.Arn`;
  const { run } = outcome(rule(target) + role('["ssm:*"]'));
  for (const { request } of run.outcome.machines.of(automation).automation.executions)
    requested.push(request.parameters);
  expect(requested).toEqual([{}]);
});

describe('a dead-letter queue', () => {
  const dead = `\n  Dead: { Type: AWS::SQS::Queue, Properties: {} }`;
  const allowed = `\n  Sends: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Dead], PolicyDocument: ${allowing('sqs:SendMessage')} } }`;
  const lost = rule(`${runbook}, DeadLetterConfig: { Arn: !GetAtt Dead.Arn }`);

  test('takes events whose target lacks a permission, without a retry', () => {
    const { run, failedInvocations, deadLettered } = outcome(lost + dead + allowed);
    expect([failedInvocations, deadLettered]).toEqual([1, 1]);
    expect(run.events('event-bridge/dead-lettered')[0]!.at).toBe(
      run.events('event-bridge/rule-matched')[0]!.at,
    );
  });

  test('whose policy does not allow EventBridge takes none', () => {
    expect(outcome(lost + dead).deadLettered).toBe(0);
  });
});

describe('a target that turns attempts away', () => {
  const sends = rule('Arn: !Ref OnCall') + topic();

  test('is tried again until it takes the event', () => {
    const run = simulate(
      { resources: sends, actions: Array.from({ length: 40 }, (_, i) => failed(`1:${i}`)).join('') },
      { set: ['model.events.turnedAway=50%'] },
    );
    expect(run.metric('rule.Watch.invoked')).toBe(40);
    expect(run.metric('rule.Watch.failedInvocations')).toBe(0);
    const [first] = run.events('event-bridge/rule-matched');
    expect(run.result.notifications.some(({ at }) => Date.parse(at) > Date.parse(first!.at) + 1000)).toBe(
      true,
    );
  });

  test('is given up when its retry policy is used up', () => {
    const none = rule('Arn: !Ref OnCall, RetryPolicy: { MaximumRetryAttempts: 0 }') + topic();
    const { failedInvocations, why } = outcome(none, { model: ['model.events.turnedAway=100%'] });
    expect([failedInvocations, why]).toEqual([1, 'it turned away every attempt of the retry policy']);
  });
});
