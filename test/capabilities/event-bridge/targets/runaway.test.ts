import { expect, test } from 'vitest';
import { Runaway } from '../../../../src/capabilities/event-bridge/targets/runaway.ts';
import { at, simulate } from '../../quiet-world.ts';

const start = `
  - { id: uptime, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [web-0001] } }`;

const again = (target: string) => `
  Again:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: { source: [aws.ssm] }
      Targets: [{ Id: one, RoleArn: "arn:aws:iam::123456789012:role/events", ${target} }]`;

const command =
  'Arn: "arn:aws:ssm:us-east-1::document/AWS-RunShellScript", Input: \'{ "commands": ["uptime"] }\', RunCommandParameters: { RunCommandTargets: [{ Key: InstanceIds, Values: [web-0001] }] }';
const runbook = 'Arn: "arn:aws:ssm:us-east-1:123456789012:automation-definition/Fix:$DEFAULT", Input: "{}"';

test.each([
  [command, 'commands'],
  [runbook, 'automations'],
])('a rule that its own target triggers gives the run up, in words', { timeout: 60_000 }, (target, what) => {
  expect(() => simulate({ actions: start, resources: again(target) })).toThrow(
    new RegExp(`^stopped at \\S+: rule Again started 1,\\d+ ${what} within an hour\\..* Narrow its pattern`),
  );
});

test('what a fleet of that size explains is no runaway, and each hour counts anew', () => {
  const runaway = new Runaway(10);
  const hour = (number: number) =>
    Array.from({ length: 2000 }, () => runaway.started('Watch', 'command', number * 3_600_000));
  expect([...hour(0), ...hour(1)].filter((reason) => reason !== null)).toEqual([]);
  expect(runaway.started('Watch', 'command', 3_600_000)).toContain('2,001 commands');
});
