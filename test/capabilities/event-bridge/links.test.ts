import { expect, test } from 'vitest';
import { explainedIn, linkIn } from '../../explain/explained.ts';
import { at } from '../quiet-world.ts';

const sections = (target: string) => ({
  actions: `
  - { id: roll, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [web-0001] } }`,
  resources: `
  Watch: { Type: AWS::Events::Rule, Properties: { EventPattern: { detail-type: [EC2 Command Invocation Status-change Notification] }, Targets: [{ Id: start, Arn: "${target}" }] } }`,
});

test('a rule that fires and starts nothing says why', () => {
  const runbook = 'arn:aws:ssm:us-east-1:123456789012:automation-definition/AWS-CreateSnapshot';
  expect(linkIn(explainedIn(sections(runbook)), 'rules')).toMatchObject({
    state: 'failed',
    found: [
      'Watch matched 2 events about it',
      'Watch did not invoke start, since the target start has no RoleArn for EventBridge to assume (2 times)',
    ],
  });
});

test('one that does is told as well', () => {
  const queue = 'arn:aws:sqs:us-east-1:123456789012:queue';
  expect(linkIn(explainedIn(sections(queue)), 'rules')).toMatchObject({
    state: 'ok',
    found: ['Watch matched 2 events about it'],
  });
});

test('without rules there is no such link', () => {
  expect(explainedIn({}).links.map(({ link }) => link)).not.toContain('rules');
});
