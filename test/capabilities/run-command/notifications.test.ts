/** https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-sns-notifications.html */
import { describe, expect, test } from 'vitest';
import { explainedIn, linkIn } from '../../explain/explained.ts';
import { simulateYaml } from '../../support/simulate.ts';
import { at } from '../quiet-world.ts';
import { commandsYaml } from './commands-yaml.ts';

const trusting = (principal: string, action: string) => `
Teller:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${principal} }, Action: "sts:AssumeRole" }] }
    Policies: [{ PolicyName: tell, PolicyDocument: { Statement: [{ Effect: Allow, Action: "${action}", Resource: "*" }] } }]
OnCall: { Type: AWS::SNS::Topic, Properties: {} }
`;
const role = trusting('ssm.amazonaws.com', 'sns:Publish');
const config = (type: string, events: string) =>
  `NotificationConfig: { NotificationArn: !Ref OnCall, NotificationType: ${type}, NotificationEvents: [${events}] }`;
const withRole = 'ServiceRoleArn: !GetAtt Teller.Arn';

const send = (settings: string, resources = role, documents = '') =>
  simulateYaml(
    commandsYaml({
      fleet:
        'web: { count: 2, os: AMAZON_LINUX_2 }\nbad: { count: 1, os: AMAZON_LINUX_2, model: { documents: { Job: { run: 10m, fails: 100% } } } }',
      documents,
      resources,
      actions: `- { id: roll, at: 2025-01-01T10:00:00Z, SendCommand: { DocumentName: Job, InstanceIds: [web-0001, web-0002, bad-0001], MaxErrors: "3", ${settings} } }`,
    }),
  );
const told = (settings: string, resources = role) =>
  send(settings, resources).result.notifications.map(({ at: time, rule, resource, subject }) => [
    time.slice(11, 16),
    rule,
    resource,
    subject,
  ]);

describe('NotificationConfig', () => {
  test('Command: each change of the status of the command', () => {
    expect(told(`${config('Command', 'All')}, ${withRole}`)).toEqual([
      ['10:00', 'roll', 'roll', 'Run Command: roll is InProgress'],
      ['10:10', 'roll', 'roll', 'Run Command: roll is Failed'],
    ]);
  });

  test('Invocation: that of each node, of the events that are named', () => {
    expect(told(`${config('Invocation', 'Failed, TimedOut')}, ${withRole}`)).toEqual([
      ['10:10', 'roll', 'bad-0001', 'Run Command: roll on bad-0001 is Failed'],
    ]);
    expect(
      send(`${config('Invocation', 'InProgress, Success')}, ${withRole}`).number('notification.OnCall.count'),
    ).toBe(5);
  });

  test('left out, the type is Command and the events are all', () => {
    expect(told(`NotificationConfig: { NotificationArn: !Ref OnCall }, ${withRole}`)).toHaveLength(2);
  });

  test.each([
    ['no ServiceRoleArn', '', role, 'NotificationConfig has no ServiceRoleArn beside it'],
    [
      'a role that is not assumable',
      withRole,
      trusting('ec2.amazonaws.com', 'sns:Publish'),
      'the role Teller does not trust ssm.amazonaws.com',
    ],
    [
      'a role without sns:Publish',
      withRole,
      trusting('ssm.amazonaws.com', 'sqs:SendMessage'),
      'the role Teller does not allow sns:Publish',
    ],
  ])('%s: nothing is published, and the journal says why', (_, beside, resources, reason) => {
    const run = send([config('Command', 'All'), beside].filter((one) => one !== '').join(', '), resources);
    expect(run.result.notifications).toEqual([]);
    const refused = run.events('notifications/notification-refused');
    expect(refused.map(({ obstacle }) => obstacle)).toEqual([reason, reason]);
    expect(run.number('command.roll.succeeded')).toBe(2);
  });

  test('a task of a window has it too', () => {
    const run = simulateYaml(
      commandsYaml({
        fleet: 'web: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web } }',
        actions: '',
        resources: `${role}
Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Schedule: "cron(0 2 ? * THU *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true } }
Web: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Role", Values: [web] }] } }
Run: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Night, TaskType: RUN_COMMAND, TaskArn: Job, Priority: 1, MaxConcurrency: "2", MaxErrors: "0", Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }], TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { ${config('Invocation', 'Success')}, ${withRole} } } } }`,
      }),
    );
    expect(run.result.notifications.map(({ rule, resource }) => [rule, resource])).toEqual([
      ['Run', 'web-0001'],
      ['Run', 'web-0002'],
    ]);
  });

  test('explain says what was told, and why nothing was', () => {
    const explained = (beside: string) =>
      linkIn(
        explainedIn({
          actions: `
  - { id: roll, at: ${at('1')}, SendCommand: { DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }, InstanceIds: [web-0001], ${config('Command', 'All')}${beside} } }`,
          resources: role.replaceAll('\n', '\n  '),
        }),
        'notifications',
      );
    expect(explained(`, ${withRole}`)).toMatchObject({
      state: 'ok',
      found: ['roll notified OnCall of 2 changes of status'],
    });
    expect(explained('')).toMatchObject({
      state: 'failed',
      found: [
        'roll did not notify OnCall, since NotificationConfig has no ServiceRoleArn beside it (2 times)',
      ],
    });
  });
});
