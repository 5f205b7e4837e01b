/** AWS: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EventBus.html */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml, simulateYaml } from '../../support/simulate.ts';

const rule = (metadata = '') =>
  `{ Type: AWS::Events::Rule${metadata}, Properties: { EventPattern: { source: [{ prefix: aws. }] }, Targets: [{ Id: t, Arn: "arn:x" }] } }`;
const inEurope = ', Metadata: { fleetsim: { account: europe } }';

const text = (actions: string, resources = '') => `
start: 2025-01-01T00:00:00Z
end: 1d
account: { id: "111111111111", region: us-east-1 }
accounts: { europe: { id: "222222222222", region: eu-west-1 } }
fleet:
  us: { count: 1, os: AMAZON_LINUX_2 }
  eu: { count: 1, os: AMAZON_LINUX_2, account: europe }
resources:
  Here: ${rule()}
  There: ${rule(inEurope)}
${resources}
actions:
${actions}
`;

const command = (account: string, node: string) =>
  `  - { at: 2025-01-01T01:00:00Z, ${account}SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [${node}] } }`;
const scan = `
  Scan: { Type: AWS::SSM::Association${inEurope}, Properties: { Name: AWS-RunPatchBaseline, Targets: [{ Key: InstanceIds, Values: ["*"] }], ScheduleExpression: rate(6 hours), Parameters: { Operation: [Scan] } } }
  Night: { Type: AWS::SSM::MaintenanceWindow${inEurope}, Properties: { Name: night, Schedule: "cron(0 2 * * ? *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true } }`;

const matched = (scenario: string) =>
  Object.fromEntries(simulateYaml(scenario).result.rules.map((one) => [one.rule, one.matched > 0]));

describe('a rule matches events of its own account and Region', () => {
  test.each([
    ['a command', command('', 'us-0001'), '', { Here: true, There: false }],
    [
      'a command in another account',
      command('account: europe, ', 'eu-0001'),
      '',
      { Here: false, There: true },
    ],
    ['an association and a window', '  []', scan, { Here: false, There: true }],
    [
      'an event that is injected',
      '  - { at: 2025-01-01T01:00:00Z, account: europe, inject: { source: aws.any, detail-type: Any } }',
      '',
      { Here: false, There: true },
    ],
  ])('%s', (_, actions, resources, expected) => {
    expect(matched(text(actions, resources))).toEqual(expected);
  });
});

test('an envelope has the account and the Region in which it happened', () => {
  const places = new Map<string, string>();
  const { scenario } = loadYaml(text(command('account: europe, ', 'eu-0001'), scan));
  new Simulator(scenario, {
    awsEvents: (event) => {
      const told = event as { 'detail-type': string; account: string; region: string; resources: string[] };
      for (const arn of told.resources)
        places.set(
          told['detail-type'],
          `${told.account} ${told.region} ${arn.split(':').slice(3, 5).join(' ')}`,
        );
    },
  }).run();
  for (const type of [
    'EC2 Command Status-change Notification',
    'EC2 Command Invocation Status-change Notification',
    'EC2 State Manager Association State Change',
    'EC2 State Manager Instance Association State Change',
    'Maintenance Window Execution State-change Notification',
  ]) {
    expect([type, places.get(type)]).toEqual([
      type,
      // A document of AWS belongs to no account.
      `222222222222 eu-west-1 eu-west-1 ${type.includes('State Manager') ? '' : '222222222222'}`,
    ]);
  }
});
