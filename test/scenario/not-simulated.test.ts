/** What AWS has and this version does not simulate is said in one form, and no verdict is given as if it were simulated. */
import { describe, expect, test } from 'vitest';
import { unsimulatedCalls } from '../../src/aws/not-simulated.ts';
import { propertiesNotSimulated } from '../../src/aws/resource-types.ts';
import { capabilities } from '../../src/capabilities/index.ts';
import { specsOf } from '../../src/scenario/specs.ts';
import { simulateYaml } from '../support/simulate.ts';
import { load } from './load-text.ts';

const head = `
start: 2025-01-04
end: 3d
fleet: { web: { count: 2, os: AMAZON_LINUX_2, tags: { Env: prod } } }
patches: { P-1: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, released: 2024-12-20 } }
`;
const problemsOf = (text: string) => {
  const loaded = load(text);
  return 'problems' in loaded ? loaded.problems : loaded.warnings;
};
const sendCommand = (document: string, parameters: string) => `${head}
actions: [{ at: 2025-01-04T10:00:00Z, SendCommand: { DocumentName: ${document}, Targets: [{ Key: "tag:Env", Values: [prod] }], Parameters: ${parameters} } }]
`;
const window = (task: string) => `${head}
resources:
  W: { Type: "AWS::SSM::MaintenanceWindow", Properties: { Name: sunday, Schedule: "cron(0 2 ? * SUN *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false } }
  N: { Type: "AWS::SSM::MaintenanceWindowTarget", Properties: { WindowId: !GetAtt W.WindowId, ResourceType: INSTANCE, Targets: [{ Key: "tag:Env", Values: [prod] }] } }
  Role: { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: lambda.amazonaws.com } }] } } }
  T:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties: { WindowId: !Ref W, Priority: 1, MaxConcurrency: "1", MaxErrors: "1", Targets: [{ Key: WindowTargetIds, Values: [!GetAtt N.WindowTargetId] }], ${task} }
`;
const patchTask = (parameters: string) =>
  window(
    `TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: ${parameters} } }`,
  );

test('pseudo parameters of a task are filled in by its window, and the run installs', () => {
  const id = patchTask('{ Operation: [Install], SnapshotId: ["{{WINDOW_EXECUTION_ID}}"] }');
  expect(problemsOf(id)).toEqual([]);
  expect(simulateYaml(id).result.nodes.map(({ cause }) => cause)).toEqual([null, null]);
  const sent = sendCommand(
    'AWS-RunPatchBaseline',
    '{ Operation: [Install], SnapshotId: ["{{WINDOW_EXECUTION_ID}}"] }',
  );
  expect(problemsOf(sent)).toMatchObject([{ severity: 'error' }]);
});

describe('what is not simulated', () => {
  test('the lists name nothing that a capability simulates', () => {
    const { resources, calls } = specsOf(capabilities);
    const simulated = new Set([...resources.map(({ type }) => type), ...calls.map(({ call }) => call)]);
    const listed = [
      ...unsimulatedCalls.flatMap(({ names }) => names),
      ...Object.keys(propertiesNotSimulated),
    ];
    expect(listed.filter((name) => simulated.has(name))).toEqual([]);
  });

  test('a call of EventBridge Scheduler that is not made, with an Install in it, may mean every node', () => {
    const schedule = `${head}
resources:
  Weekly:
    Type: AWS::Scheduler::Schedule
    Properties:
      ScheduleExpression: "rate(1 day)"
      FlexibleTimeWindow: { Mode: "OFF" }
      Target:
        Arn: "arn:aws:scheduler:::aws-sdk:ssm:createAssociation"
        RoleArn: "arn:aws:iam::123456789012:role/scheduler"
        Input: '{"Name":"AWS-RunPatchBaseline","Parameters":{"Operation":["Install"]}}'
`;
    const { result } = simulateYaml(schedule);
    expect(result.nodes[0]!.cause).toBe('NOT_SIMULATED');
    expect(result.notSimulated).toMatchObject([{ path: 'resources.Weekly.Properties.Target.Arn' }]);
  });

  test.each(['CreateAssociationBatch', 'DescribeSessions', 'GetInventory', 'PutRule'])(
    'the call %s is known and refused, with no call of another name in its place',
    (call) => {
      const [problem] = problemsOf(`${head}\nactions: [{ at: 2025-01-04T10:00:00Z, ${call}: {} }]`);
      expect(problem).toMatchObject({ severity: 'error', code: 'unsupported-call' });
      expect(problem!.message).toContain(`${call} is not simulated by this version`);
      expect(problem!.help).not.toContain('did you mean');
    },
  );

  test.each(['AWS-InstallWindowsUpdates', 'AWS-ApplyPatchBaseline', 'AWS-RunPatchBaselineWithHooks'])(
    '%s patches, and is refused',
    (document) => {
      expect(problemsOf(sendCommand(document, '{}'))[0]).toMatchObject({
        severity: 'error',
        code: 'unsupported-document',
      });
    },
  );

  test.each(['{{ssm-secure:x}}', '{{resolve:ssm:/a:1}}'])(
    'Operation %s is looked up when the command runs, so nothing can be said of the run',
    (value) => {
      expect(problemsOf(sendCommand('AWS-RunPatchBaseline', `{ Operation: ["${value}"] }`))[0]).toMatchObject(
        {
          severity: 'error',
          code: 'unsupported-reference',
        },
      );
      expect(problemsOf(patchTask(`{ Operation: [Install], RebootOption: ["${value}"] }`))[0]).toMatchObject({
        code: 'unsupported-reference',
      });
    },
  );

  test('one beside a reference to Parameter Store is told as well', () => {
    const told = problemsOf(
      sendCommand('AWS-RunPatchBaseline', '{ Operation: ["{{ssm:x}}{{resolve:ssm:/a:1}}"] }'),
    );
    expect(told.filter(({ code }) => code === 'unsupported-reference')).toHaveLength(1);
  });

  test('a reference in a script is a warning: the run does not depend on what the script says', () => {
    expect(problemsOf(sendCommand('AWS-RunShellScript', '{ commands: ["echo {{ssm:/x}}"] }'))).toMatchObject([
      { severity: 'warning', code: 'unknown-reference' },
    ]);
  });

  test('a window fills in its pseudo parameters: the id of its execution is a snapshot id, and no id is an Operation', () => {
    expect(
      problemsOf(patchTask('{ Operation: [Install], SnapshotId: ["{{WINDOW_EXECUTION_ID}}"] }')),
    ).toEqual([]);
    expect(problemsOf(patchTask('{ Operation: ["{{RESOURCE_ID}}"] }'))[0]).toMatchObject({
      code: 'bad-value',
    });
  });

  test('to SendCommand a pseudo parameter is plain text', () => {
    expect(
      problemsOf(
        sendCommand('AWS-RunPatchBaseline', '{ Operation: [Scan], SnapshotId: ["{{WINDOW_EXECUTION_ID}}"] }'),
      )[0],
    ).toMatchObject({ severity: 'error', code: 'bad-value' });
  });

  const runbook = (parameters: string) =>
    window(
      `TaskType: AUTOMATION, TaskArn: AWS-RestartEC2Instance, TaskInvocationParameters: { MaintenanceWindowAutomationParameters: { Parameters: ${parameters} } }`,
    );

  test('a runbook that restarts instances is simulated', () => {
    expect(problemsOf(runbook('{ InstanceId: ["{{RESOURCE_ID}}"] }'))).toEqual([]);
  });

  test('the task fails where the role of its runbook does not trust Systems Manager', () => {
    const { result } = simulateYaml(
      runbook('{ InstanceId: ["{{RESOURCE_ID}}"], AutomationAssumeRole: [!GetAtt Role.Arn] }'),
    );
    expect(result.executions[0]!.tasks[0]!.status).toBe('FAILED');
  });

  test('a state file of Terraform is told by one message', () => {
    expect(
      problemsOf(
        '{ "version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "x", "resources": [] }',
      ),
    ).toMatchObject([{ code: 'terraform-state' }]);
  });

  test('a CloudFormation template is told by one message, which says what checks it as it is', () => {
    const template =
      'AWSTemplateFormatVersion: "2010-09-09"\nParameters: {}\nResources: { W: { Type: AWS::SSM::MaintenanceWindow } }\n';
    expect(problemsOf(template)).toMatchObject([
      { code: 'template', help: expect.stringContaining('fleetsim lint') },
    ]);
    // Resources beside a fleet is a slip in a scenario.
    expect(problemsOf(`${template}fleet: {}\n`).length).toBeGreaterThan(1);
  });
});
