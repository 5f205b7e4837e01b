/** Findings on what runs quietly without doing what was meant, and how they are listed. */
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { lintFile } from '../../src/lint/lint.ts';
import { found, lintText, messages } from './lint-text.ts';

const window = (id: string, schedule: string, more = ''): string => `  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: ${id}, Schedule: "${schedule}", ${more}Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false }
`;
const task = (parameters: string): string => `  Web:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref Win, ResourceType: INSTANCE, Targets: [{ Key: "tag:Patch Group", Values: [web] }] }
  Do:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Win
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: 10%
      MaxErrors: 5%
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { ${parameters}Parameters: { Operation: [Install] } }
`;
const baseline = (days: number): string => `  Base:
    Type: AWS::SSM::PatchBaseline
    Properties: { Name: base, OperatingSystem: WINDOWS, PatchGroups: [web], ApprovalRules: { PatchRules: [{ ApproveAfterDays: ${days}, PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: [SecurityUpdates] }] } }] } }
`;

describe('a monthly window against the approval of Patch Tuesday', () => {
  const late = (schedule: string, days: number) =>
    messages('window-before-approval', `Resources:\n${baseline(days)}${window('Win', schedule)}${task('')}`);

  test('THU#2 with seven days is always too early, and without a delay in months that begin on Wednesday or Thursday', () => {
    expect(late('cron(0 2 ? * THU#2 *)', 7)).toEqual([expect.stringContaining('in every month')]);
    expect(late('cron(0 2 ? * THU#2 *)', 0)).toEqual([expect.stringMatching(/in [1-6] of 12 months/)]);
  });

  test('a window soon after the approval, and one of every week, are not', () => {
    expect(late('cron(0 2 ? * SUN#4 *)', 7)).toEqual([]);
    expect(late('cron(0 2 ? * SUN *)', 7)).toEqual([]);
  });
});

test('notifications without a role are never sent; a role without notifications is never used', () => {
  const text = (parameters: string) =>
    `Resources:\n${window('Win', 'cron(0 2 ? * SUN *)')}${task(parameters)}`;
  const config =
    'NotificationConfig: { NotificationArn: a, NotificationEvents: [All], NotificationType: Command }, ';
  const linked =
    'ServiceRoleArn: "arn:aws:iam::111111111111:role/aws-service-role/ssm.amazonaws.com/AWSServiceRoleForAmazonSSM", ';
  expect(found(text(config), 'notifications-unsent')).toHaveLength(1);
  expect(found(text(`${config}${linked}`), 'notifications-unsent')).toEqual([]);
  expect(found(text(linked), 'policy-lacks-action')).toEqual([]);
  expect(found(text(`${config}${linked}`), 'policy-lacks-action')).toHaveLength(1);
});

test('the hash of a document that AWS owns is pinned', () => {
  const text = `Resources:\n${window('Win', 'cron(0 2 ? * SUN *)')}${task('DocumentHash: abc, ')}`;
  expect(found(text, 'hash-pinned')).toHaveLength(1);
});

test('two of one Name are noted, unless conditions keep them apart', () => {
  const two = `Resources:\n${window('Win', 'rate(7 days)')}${window('Won', 'rate(7 days)').replace('Name: Won', 'Name: Win')}`;
  expect(found(two, 'name-twice')).toHaveLength(1);
  expect(found(two.replaceAll('    Properties', '    Condition: C\n    Properties'), 'name-twice')).toEqual(
    [],
  );
});

test('the help repeats the Operation that is written', () => {
  const text = `Resources:\n${window('Win', 'rate(7 days)')}${task('').replace('Parameters: { Operation: [Install] }', 'Comment: x').replace('      TaskInvocation', '      TaskParameters: { Operation: { Values: [Scan] } }\n      TaskInvocation')}`;
  const { findings } = lintText(text);
  expect(findings.find(({ rule }) => rule === 'operation-missing')?.help).toContain('Operation: [Scan]');
});

test('a template is checked as of the day that is given', () => {
  const text = `Resources:\n${window('Win', 'at(2026-02-01T02:00:00)')}`;
  const rules = (nowMs: number) =>
    lintFile({
      file: 'a.yaml',
      read: () => new TextEncoder().encode(text),
      capabilities,
      nowMs,
    }).findings.map(({ rule }) => rule);
  expect(rules(Date.UTC(2026, 0, 1))).not.toContain('schedule-never');
  expect(rules(Date.UTC(2026, 10, 27))).toContain('schedule-never');
});

test('text in a template that is neither a reference nor an id of AWS is an error', () => {
  const template = (windowId: string) => `Resources:
  Nodes: { Type: "AWS::SSM::MaintenanceWindowTarget", Properties: { WindowId: ${windowId}, ResourceType: INSTANCE, Targets: [{ Key: "tag:A", Values: [b] }] } }
`;
  const errors = (text: string) => lintText(text).findings.filter(({ severity }) => severity === 'error');
  expect(errors(template('sunday'))).toMatchObject([{ message: expect.stringContaining('found the text') }]);
  expect(errors(template('mw-0123456789abcdef0'))).toEqual([]);
});

describe('a scenario', () => {
  const scenario = (fleet: string, more = ''): string => `start: 2025-01-04
end: 2d
${more}fleet:
  web: { count: 2, ${fleet}, tags: { Env: prod } }
actions:
  - id: scan
    at: 2025-01-05T02:00:00Z
    SendCommand: { DocumentName: AWS-RunPatchBaseline, Targets: [{ Key: "tag:Env", Values: [prod] }], Parameters: { Operation: [Install], RebootOption: [RebootIfNeeded] } }
`;

  test.each(['ssm:PutInventory', 'ssm:GetDeployablePatchSnapshotForInstance'])(
    'with a profile that has only %s of what patching calls',
    (action) => {
      const profiles = `instanceProfiles: { p: { statements: [{ Effect: Allow, Action: ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*", "${action}"], Resource: "*" }] } }\n`;
      const text = scenario('os: AMAZON_LINUX_2, instanceProfile: p', profiles);
      expect(messages('policy-lacks-action', text)).toHaveLength(1);
    },
  );

  test.each([
    ['WINDOWS', 1],
    ['UBUNTU', 1],
    ['AMAZON_LINUX_2', 0],
  ])('whose %s nodes have no route', (os, count) => {
    const subnet = 'subnets: { s: { route: none, endpoints: [ssm, ssmmessages, ec2messages, s3] } }\n';
    expect(found(scenario(`os: ${os}, subnet: s`, subnet), 'repositories-unreachable')).toHaveLength(count);
  });

  test('lists errors, then warnings, then notes', () => {
    const { findings } = lintText(scenario('os: AMAZON_LINUX_2'));
    expect(findings.map(({ severity }) => severity)).toEqual(['warning', 'note', 'note']);
  });
});
