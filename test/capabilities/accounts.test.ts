/** Several accounts and Regions in one scenario. */
import { expect, test } from 'vitest';
import { lintText } from '../lint/lint-text.ts';
import { errorsOf } from '../scenario/load-text.ts';
import { simulateYaml } from '../support/simulate.ts';

const text = `
start: 2025-01-01T00:00:00Z
end: 3d
account: { id: "111111111111", region: us-east-1 }
accounts: { europe: { id: "222222222222", region: eu-west-1 } }
fleet:
  us: { count: 3, os: AMAZON_LINUX_2, tags: { Role: web } }
  eu: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web }, account: europe }
patches: { ALAS2-1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-01-01 } }
resources:
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Schedule: "cron(0 2 * * ? *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true } }
  Web: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Role", Values: [web] }] } }
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: !Ref Night, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, Priority: 1, MaxConcurrency: "3", MaxErrors: "0", Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }], TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } } } }
  Weekly: { Type: AWS::SSM::Association, Metadata: { fleetsim: { account: europe } }, Properties: { Name: AWS-RunPatchBaseline, Targets: [{ Key: "tag:Role", Values: [web] }], ScheduleExpression: "cron(0 3 ? * * *)", ApplyOnlyAtCronInterval: true, Parameters: { Operation: [Scan] } } }
  UsBaseline: { Type: AWS::SSM::PatchBaseline, Properties: { Name: for-us, OperatingSystem: AMAZON_LINUX_2, DefaultBaseline: true, ApprovalRules: { PatchRules: [{ ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: ["*"] }] } }] } } }
actions:
  - { id: here, at: 2025-01-02T12:00:00Z, account: europe, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [eu-0001], Parameters: { Operation: [Scan] } } }
  - { id: foreign, at: 2025-01-02T12:00:00Z, SendCommand: { DocumentName: AWS-RunPatchBaseline, InstanceIds: [eu-0001], Parameters: { Operation: [Scan] } } }
`;
const simulated = simulateYaml(text);

test('a window in us-east-1 reaches no node of eu-west-1', () => {
  expect(simulated.number('task.Install.targets')).toBe(3 * 3);
  expect(simulated.number('group.eu.nodes.missed')).toBe(2);
});

test('an association reaches nodes of its own account and Region only', () => {
  expect(simulated.number('association.Weekly.targets')).toBe(3 * 2);
});

test('an id of another account is unknown: InvalidInstanceId', () => {
  expect(simulated.number('command.here.succeeded')).toBe(1);
  expect(simulated.result.commands.find(({ id }) => id === 'foreign')).toMatchObject({
    error: 'InvalidInstanceId',
  });
});

test('the default baseline of one account is not that of another', () => {
  const baselineOf = (name: string) => simulated.result.nodes.find((node) => node.name === name)?.baseline;
  expect(baselineOf('us-0001')).toBe('UsBaseline');
  expect(baselineOf('eu-0001')).toBe('AWS-AmazonLinux2DefaultPatchBaseline');
});

const ofAccount = (id: string, account: string, more = '') =>
  `  ${id}: { Type: AWS::SSM::PatchBaseline, ${account}Properties: { Name: base-${id}, OperatingSystem: AMAZON_LINUX_2, PatchGroups: [web],
    Tags: [{ Key: Use, Value: web }]${more}, ApprovalRules: { PatchRules: [{ ApproveAfterDays: 0, PatchFilterGroup: { PatchFilters: [{ Key: CLASSIFICATION, Values: ["*"] }] } }] } } }
`;
const inEurope = 'Metadata: { fleetsim: { account: europe } }, ';
const inBoth = text
  .replaceAll('{ Role: web }', '{ Role: web, Patch Group: web }')
  .replace('  UsBaseline', `${ofAccount('WebUs', '')}${ofAccount('WebEu', inEurope)}  UsBaseline`);

test('two accounts each have a baseline for one patch group', () => {
  const { nodes } = simulateYaml(inBoth).result;
  expect(nodes.map(({ baseline }) => baseline)).toEqual(['WebUs', 'WebUs', 'WebUs', 'WebEu', 'WebEu']);
  const conflicts = ['baseline-conflict', 'baseline-unused'];
  const { findings } = lintText(inBoth);
  expect(findings.filter(({ rule }) => conflicts.includes(rule)).map(({ message }) => message)).toEqual([
    'nothing selects UsBaseline: no node of its operating system is without a baseline of its patch group',
  ]);
  expect(() =>
    simulateYaml(inBoth.replace('  UsBaseline', `${ofAccount('WebEu2', inEurope)}  UsBaseline`)),
  ).toThrow('expected one baseline for patch group web and AMAZON_LINUX_2, found WebEu and WebEu2');
});

test('two accounts each have a default baseline, and a call replaces that of its own account', () => {
  const call = `${inBoth}  - { at: 2025-01-02T12:00:00Z, account: europe, RegisterDefaultPatchBaseline: { BaselineId: !Ref WebEu } }`;
  const { nodes } = simulateYaml(call.replaceAll(', Patch Group: web', '')).result;
  expect(nodes.map(({ baseline }) => baseline)).toEqual([
    'UsBaseline',
    'UsBaseline',
    'UsBaseline',
    'WebEu',
    'WebEu',
  ]);
});

test('a call acts on what is in its own account and Region, and AWS refuses the rest', () => {
  const refused = (call: string, event: string) =>
    simulateYaml(`${text}  - { id: change, at: 2025-01-01T12:00:00Z, ${call} }`)
      .events(event)
      .map(({ error }) => error);
  const update = 'UpdateMaintenanceWindow: { WindowId: !Ref Night, Enabled: false }';
  const windows = 'maintenance-windows/action-refused';
  expect(refused(update, windows)).toEqual([]);
  expect(refused(`account: europe, ${update}`, windows)).toEqual(['DoesNotExistException']);
  for (const call of [
    'DeleteAssociation: { AssociationId: !Ref Weekly }',
    'StartAssociationsOnce: { AssociationIds: [!Ref Weekly] }',
    'UpdateAssociation: { AssociationId: !Ref Weekly, ScheduleExpression: "rate(1 day)" }',
  ]) {
    expect([call, refused(call, 'state-manager/action-refused')]).toEqual([
      call,
      ['AssociationDoesNotExist'],
    ]);
    expect(refused(`account: europe, ${call}`, 'state-manager/action-refused')).toEqual([]);
  }
  const baseline = 'UpdatePatchBaseline: { BaselineId: !Ref UsBaseline, RejectedPatches: [ALAS2-1] }';
  expect(refused(`account: europe, ${baseline}`, 'patch-manager/action-refused')).toEqual([
    'DoesNotExistException',
  ]);
  const tags = 'CreateTags: { Resources: [us-0001], Tags: [{ Key: Role, Value: db }] }';
  expect(refused(`account: europe, ${tags}`, 'managed-nodes/action-refused')).toEqual(['InvalidID']);
});

const runbook = `  Pause:
    Type: AWS::SSM::Document
    Properties: { DocumentType: Automation, Content: { schemaVersion: "0.3", mainSteps: [{ name: wait, action: "aws:sleep", inputs: { Duration: PT1H } }] } }
  Patched: { Type: AWS::Config::ConfigRule, Properties: { ConfigRuleName: patched, Source: { Owner: AWS, SourceIdentifier: EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK } } }
  Mend: { Type: AWS::Config::RemediationConfiguration, Properties: { ConfigRuleName: patched, TargetType: SSM_DOCUMENT, TargetId: !Ref Pause } }
actions:
  - { id: long, at: 2025-01-01T02:00:01Z, StartAutomationExecution: { DocumentName: !Ref Pause } }
`;

test.each([
  ['CancelCommand: { CommandId: foreign }', 'run-command', 'InvalidCommandId'],
  [
    'StopAutomationExecution: { AutomationExecutionId: long }',
    'automation',
    'AutomationExecutionNotFoundException',
  ],
  [
    'SendAutomationSignal: { AutomationExecutionId: long, SignalType: Resume }',
    'automation',
    'AutomationExecutionNotFoundException',
  ],
  [
    'CancelMaintenanceWindowExecution: { WindowExecutionId: !Ref Night }',
    'maintenance-windows',
    'DoesNotExistException',
  ],
])('what runs in one account is not known in another: %s', (call, capability, error) => {
  const world = text.replace('actions:\n', runbook);
  const late = (more: string) =>
    simulateYaml(`${world}  - { id: change, at: 2025-01-01T02:00:03Z, ${more}${call} }`)
      .events(`${capability}/action-refused`)
      .map((one) => one['error']);
  expect(late('account: europe, ')).toEqual([error]);
  expect(late('')).not.toContain(error);
});

test('StartRemediationExecution knows the rules of its own account only', () => {
  const start =
    'StartRemediationExecution: { ConfigRuleName: patched, ResourceKeys: [{ resourceId: us-0001, resourceType: AWS::SSM::PatchCompliance }] }';
  const withCall = (more: string) =>
    errorsOf(
      `${text.replace('actions:\n', runbook)}  - { id: mend, at: 2025-01-02T12:00:00Z, ${more}${start} }`,
    );
  expect(withCall('')).toEqual([]);
  expect(withCall('account: europe, ')).toEqual(['27:105 unknown-reference']);
});

test('BaselineTags name one baseline of the account of the node', () => {
  const scan = (id: string, account: string, node: string) =>
    `  - { id: ${id}, at: 2025-01-02T15:00:00Z${account}, SendCommand: { DocumentName: AWS-RunPatchBaselineAssociation, InstanceIds: [${node}], Parameters: { Operation: [Scan], BaselineTags: ["Key=Use,Values=web"] } } }\n`;
  const profile = `
instanceProfiles:
  scanner: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Allow, Resource: "*", Action: ["ssm:*", "tag:GetResources"] }] }
`;
  const asked = `${inBoth.replaceAll('os: AMAZON_LINUX_2, tags', 'os: AMAZON_LINUX_2, instanceProfile: scanner, tags')}${scan('us', '', 'us-0001')}${scan('eu', ', account: europe', 'eu-0001')}${profile}`;
  const done = simulateYaml(asked);
  expect(done.number('command.us.succeeded')).toBe(1);
  expect(done.number('command.eu.succeeded')).toBe(1);
});

test('metrics are told of each account and Region', () => {
  expect(simulated.number('account.default.nodes.total')).toBe(3);
  expect(simulated.number('account.europe.nodes.missed')).toBe(2);
  expect(simulated.number('region.eu-west-1.nodes.total')).toBe(2);
});

test('a file without accounts has no such metrics', () => {
  const alone = simulateYaml(
    text
      .replace(/accounts:.*\n/, '')
      .replaceAll(/,? ?account: europe,?/g, (found) => (found.endsWith(',') ? ',' : '')),
  );
  expect([...alone.metrics.keys()].filter((name) => /^(account|region)\./.test(name))).toEqual([]);
});

test('an account that is not there is refused with its place', () => {
  expect(() => simulateYaml(text.replace('account: europe }\npatches', 'account: eurpe }\npatches'))).toThrow(
    'expected a name under accounts, found "eurpe"',
  );
});

test('lint names a window whose targets are all in another Region', () => {
  const only = text.replace(
    'us: { count: 3, os: AMAZON_LINUX_2, tags: { Role: web } }',
    'us: { count: 3, os: AMAZON_LINUX_2 }',
  );
  expect(
    lintText(only)
      .findings.filter(({ rule }) => rule === 'target-in-other-account')
      .map(({ message }) => message),
  ).toEqual([
    'task Install of Night means only nodes of another account or Region: what is in us-east-1 reaches no node of eu-west-1',
    'command foreign means only nodes of another account or Region: what is in us-east-1 reaches no node of eu-west-1',
  ]);
});

test('a runbook runs in the account and Region of whatever starts it', () => {
  const place = 'Metadata: { fleetsim: { account: europe } }';
  const simulatedHere = simulateYaml(`
start: 2025-01-01T00:00:00Z
end: 2d
account: { id: "111111111111", region: us-east-1 }
accounts: { europe: { id: "222222222222", region: eu-west-1 } }
fleet: { eu: { count: 1, os: AMAZON_LINUX_2, account: europe } }
resources:
  Restart:
    Type: AWS::SSM::Document
    ${place}
    Properties:
      Name: Restart
      DocumentType: Automation
      Content:
        schemaVersion: "0.3"
        parameters: { InstanceId: { type: String }, AutomationAssumeRole: { type: String, default: "" } }
        mainSteps:
          - { name: where, action: "aws:assertAwsResourceProperty", inputs: { Service: ec2, Api: DescribeInstances, InstanceIds: ["{{ InstanceId }}"], PropertySelector: "$.Reservations[0].Instances[0].State.Name", DesiredValues: [running] } }
          - { name: restart, action: "aws:executeAwsApi", inputs: { Service: ec2, Api: RebootInstances, InstanceIds: ["{{ InstanceId }}"] } }
  Rule:
    Type: AWS::Events::Rule
    ${place}
    Properties:
      ScheduleExpression: rate(1 day)
      Targets: [{ Id: t, Arn: "arn:aws:ssm:eu-west-1:222222222222:automation-definition/Restart:$DEFAULT", RoleArn: "arn:aws:iam::222222222222:role/rule", Input: '{ "InstanceId": ["eu-0001"] }' }]
  Check: { Type: AWS::Config::ConfigRule, ${place}, Properties: { Source: { Owner: AWS, SourceIdentifier: EC2_MANAGEDINSTANCE_ASSOCIATION_COMPLIANCE_STATUS_CHECK } } }
  Fix:
    Type: AWS::Config::RemediationConfiguration
    ${place}
    Properties: { ConfigRuleName: !Ref Check, TargetType: SSM_DOCUMENT, TargetId: Restart, Automatic: true, MaximumAutomaticAttempts: 1, RetryAttemptSeconds: 3600, Parameters: { InstanceId: { ResourceValue: { Value: RESOURCE_ID } }, AutomationAssumeRole: { StaticValue: { Values: ["arn:aws:iam::222222222222:role/fix"] } } } }
  Daily: { Type: AWS::SSM::Association, ${place}, Properties: { Name: Restart, AutomationTargetParameterName: InstanceId, Targets: [{ Key: InstanceIds, Values: ["*"] }], ScheduleExpression: "cron(0 6 ? * * *)", ApplyOnlyAtCronInterval: true } }
  Night: { Type: AWS::SSM::MaintenanceWindow, ${place}, Properties: { Name: night, Schedule: "cron(0 2 2 * ? *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: true } }
  Task: { Type: AWS::SSM::MaintenanceWindowTask, ${place}, Properties: { WindowId: !Ref Night, TaskType: AUTOMATION, TaskArn: Restart, Priority: 1, MaxConcurrency: "1", MaxErrors: "0", Targets: [{ Key: InstanceIds, Values: [eu-0001] }], TaskInvocationParameters: { MaintenanceWindowAutomationParameters: { Parameters: { InstanceId: ["{{ TARGET_ID }}"] } } } } }
faults: [{ id: broken, at: 2025-01-01T01:00:00Z, action: breakRule, rule: Check, resource: { type: AWS::SSM::AssociationCompliance, id: eu-0001 } }]
actions: [{ id: call, at: 2025-01-01T12:00:00Z, account: europe, StartAutomationExecution: { DocumentName: Restart, Parameters: { InstanceId: [eu-0001] } } }]
`);
  const ended = ['Rule', 'Fix', 'Daily', 'Task', 'call'].map((id) => [
    id,
    simulatedHere.number(`automation.${id}.succeeded`) > 0,
    simulatedHere.number(`automation.${id}.failed`),
  ]);
  expect(ended).toEqual(['Rule', 'Fix', 'Daily', 'Task', 'call'].map((id) => [id, true, 0]));
});
