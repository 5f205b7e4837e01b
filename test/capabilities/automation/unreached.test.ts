/** A runbook that fails before the step that installs is an install opportunity of its nodes, and so is one that was never started. */
import { describe, expect, test } from 'vitest';
import { explained, foundIn } from '../../explain/explained.ts';
import { simulateYaml } from '../../support/simulate.ts';

interface Given {
  /** Of the runbook, before the step Patch. */
  readonly steps?: string;
  /** Of StartAutomationExecution. */
  readonly start?: string;
  readonly actions?: string;
  readonly more?: string;
  readonly role?: string;
  readonly patch?: string;
}

const nap = '- { name: Nap, action: "aws:sleep", inputs: { Duration: PT10M } }';
const ask = '- { name: Ask, action: "aws:approve", inputs: { Approvers: [oncall] } }';
const assert =
  '- { name: Check, action: "aws:executeScript", inputs: { Runtime: python3.11, Handler: go, Script: pass } }';
const install = '- { name: Patch, action: "aws:runCommand", inputs: { DocumentName: AWS-RunPatchBaseline,';
const targets =
  'TargetParameterName: InstanceId, Targets: [{ Key: "tag:Fleet", Values: [web] }], MaxConcurrency: "1"';

const world = ({ steps = nap, start = targets, actions = '', more = '', role, patch }: Given): string => `
start: 2025-01-01T00:00:00Z
end: 1d
fleet: { web: { count: 3, os: AMAZON_LINUX_2, tags: { Fleet: web } } }
patches: { P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-12-01 } }
${more}
resources:
${role === undefined ? '' : `  Runner: { Type: AWS::IAM::Role, Properties: { RoleName: Runner, ${role} } }`}
  Wake:
    Type: AWS::SSM::Document
    Properties:
      Name: Wake
      DocumentType: Automation
      Content:
        schemaVersion: "0.3"
        ${role === undefined ? '' : 'assumeRole: "arn:aws:iam::{{ global:ACCOUNT_ID }}:role/Runner"'}
        parameters: { InstanceId: { type: String, default: "" } }
        mainSteps:
          ${steps.split('\n').join('\n          ')}
          ${install} ${patch ?? 'InstanceIds: ["{{ InstanceId }}"]'}, Parameters: { Operation: [Install] } } }
actions:
  - { id: nightly, at: 2025-01-01T02:00:00Z, StartAutomationExecution: { DocumentName: Wake, ${start} } }
  ${actions}`;

const causesOf = (given: Given) =>
  simulateYaml(world(given)).result.nodes.map(({ state, cause }) => `${state} ${cause}`);

const trusting = (service: string, actions = '["*"]') =>
  `AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] },
   Policies: [{ PolicyName: one, PolicyDocument: { Statement: [{ Effect: Allow, Action: ${actions}, Resource: "*" }] } }]`;
const failing = 'model: { documents: { Wake: { steps: { Check: { fails: 100% } } } } }';

describe('targets that were never started', () => {
  const first = { steps: assert, more: failing };

  test('errors beyond MaxErrors halt the rest', () => {
    expect(causesOf(first)).toEqual([
      'missed AUTOMATION_FAILED',
      'missed HALTED_BY_MAX_ERRORS',
      'missed HALTED_BY_MAX_ERRORS',
    ]);
    const halted = explained(world(first), 'web-0003');
    expect(foundIn(halted, 'rate-control')).toBe(
      'execution nightly was to start Wake for it and did not: errors on web-0001 halted it, with MaxErrors 0',
    );
  });

  test('StopAutomationExecution', () => {
    const stop =
      '- { at: 2025-01-01T02:05:00Z, StopAutomationExecution: { AutomationExecutionId: nightly } }';
    expect(causesOf({ actions: stop })).toEqual(['missed CANCELLED', 'missed CANCELLED', 'missed CANCELLED']);
  });

  test('StopAutomationExecution of type Complete', () => {
    const stop =
      '- { at: 2025-01-01T02:05:00Z, StopAutomationExecution: { AutomationExecutionId: nightly, Type: Complete } }';
    const mode = `${targets}, Mode: Interactive`;
    const all = ['missed CANCELLED', 'missed CANCELLED', 'missed CANCELLED'];
    expect(causesOf({ actions: stop })).toEqual(all);
    expect(causesOf({ actions: stop, start: mode })).toEqual(all);
  });

  const withAlarm = (series: string): string =>
    world({
      more: `model: { metrics: { Shop/Errors: { series: [${series}] } } }`,
      start: `${targets}, AlarmConfiguration: { Alarms: [{ Name: Errors }] }`,
    }).replace(
      'resources:',
      `resources:
  Errors: { Type: AWS::CloudWatch::Alarm, Properties: { AlarmName: Errors, Namespace: Shop, MetricName: Errors, Statistic: Sum, Period: 60,
    EvaluationPeriods: 1, Threshold: 5, ComparisonOperator: GreaterThanThreshold } }`,
    );

  test('its alarm stopped it', () => {
    const text = withAlarm('{ at: 0s, value: 0 }, { at: 2h1m, value: 9 }');
    const causes = simulateYaml(text).result.nodes.map(({ cause }) => cause);
    expect(causes).toEqual(['STOPPED_BY_ALARM', 'STOPPED_BY_ALARM', 'STOPPED_BY_ALARM']);
    expect(foundIn(explained(text, 'web-0002'), 'rate-control')).toContain('its alarm Errors stopped it');
  });

  test('its alarm was in ALARM when it was to begin', () => {
    const { nodes, automations } = simulateYaml(withAlarm('{ at: 0s, value: 9 }')).result;
    expect(nodes.map(({ cause }) => cause)).toEqual(['ALARM_ACTIVE', 'ALARM_ACTIVE', 'ALARM_ACTIVE']);
    expect(automations!.map(({ status }) => status)).toEqual(['Cancelled']);
  });

  test('of locations, those of the account', () => {
    const start = `${targets}, MaxErrors: "0", TargetLocations: [{ Accounts: ["123456789012"], Regions: [us-east-1], TargetsMaxConcurrency: "1" }]`;
    expect(causesOf({ ...first, start })[0]).toBe('missed AUTOMATION_FAILED');
  });
});

describe('an execution that ended before the step', () => {
  const one = 'Parameters: { InstanceId: [web-0001] }';

  test('a step failed: which, and why, is told', () => {
    const text = world({ steps: assert, more: failing, start: targets });
    expect(foundIn(explained(text, 'web-0001'), 'rate-control')).toMatch(
      /^execution nightly\/web-0001 of Wake ended Failed at Check: .*; its step Patch, which installs, was not reached$/,
    );
  });

  test('one that divides nothing means whom its parameters name', () => {
    expect(causesOf({ steps: assert, more: failing, start: one })).toEqual([
      'missed AUTOMATION_FAILED',
      'missed NOT_TARGETED',
      'missed NOT_TARGETED',
    ]);
  });

  test('a step with Targets means all that they select', () => {
    const patch = 'Targets: [{ Key: "tag:Fleet", Values: [web] }]';
    expect(causesOf({ steps: assert, more: failing, start: 'Parameters: {}', patch })).toEqual([
      'missed AUTOMATION_FAILED',
      'missed AUTOMATION_FAILED',
      'missed AUTOMATION_FAILED',
    ]);
  });

  test('a machine that an earlier step starts is not missed for being stopped', () => {
    const stopped = 'faults: [{ at: 2025-01-01T00:30:00Z, nodes: { group: web }, action: stop }]';
    const more = `${failing}\n${stopped}`;
    const up =
      '- { name: Up, action: "aws:changeInstanceState", inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: running } }';
    expect(causesOf({ steps: assert, more })[0]).toBe('missed STOPPED');
    expect(causesOf({ steps: `${assert}\n${up}`, more })[0]).toBe('missed AUTOMATION_FAILED');
    const start =
      '- { name: Up, action: "aws:executeAutomation", inputs: { DocumentName: AWS-StartEC2Instance } }';
    expect(causesOf({ steps: `${assert}\n${start}`, more })[0]).toBe('missed AUTOMATION_FAILED');
  });

  test('a role that cannot be assumed', () => {
    const given = { role: trusting('ec2.amazonaws.com'), start: one };
    expect(causesOf(given)[0]).toBe('missed ROLE_NOT_ASSUMABLE');
  });

  test('a role that lacks the action of the step that installs', () => {
    const given = { role: trusting('ssm.amazonaws.com', '["ec2:*"]'), start: one };
    expect(causesOf(given)[0]).toBe('missed AUTOMATION_FAILED');
    expect(foundIn(explained(world(given), 'web-0001'), 'rate-control')).toContain('sent nothing');
  });

  test('an Install that the execution did send counts, whatever it did not reach after it', () => {
    const before = `- { name: First, action: "aws:runCommand", onFailure: Continue, isCritical: false, inputs: { DocumentName: AWS-RunPatchBaseline, InstanceIds: ["{{ InstanceId }}"], Parameters: { Operation: [Install] } } }`;
    const more = `${failing}\n`;
    const bad = world({ steps: `${before}\n${assert}`, more, start: one }).replace(
      'released: 2024-12-01',
      'released: 2024-12-01, fails: 100%',
    );
    expect(simulateYaml(bad).result.nodes[0]!.cause).toBe('INSTALL_FAILED');
  });

  test('a runbook that succeeds on another way has not meant the node', () => {
    const branch = `- name: Choose
  action: aws:branch
  isEnd: true
  inputs: { Choices: [{ NextStep: Patch, Variable: "{{ InstanceId }}", StringEquals: none }] }`;
    expect(causesOf({ steps: branch, start: one })[0]).toBe('missed NO_EXECUTION');
  });

  test('a runbook nested into it that was never started', () => {
    const text = world({ steps: assert, more: failing, start: one })
      .replace('DocumentName: Wake', 'DocumentName: Outer')
      .replace(
        '  Wake:',
        `  Outer:
    Type: AWS::SSM::Document
    Properties:
      Name: Outer
      DocumentType: Automation
      Content:
        schemaVersion: "0.3"
        parameters: { InstanceId: { type: String } }
        mainSteps:
          - { name: Wrong, action: "aws:sleep", inputs: { Duration: "{{ InstanceId }}" } }
          - { name: Inner, action: "aws:executeAutomation", inputs: { DocumentName: Wake, RuntimeParameters: { InstanceId: ["{{ InstanceId }}"] } } }
  Wake:`,
      );
    expect(simulateYaml(text).result.nodes[0]!.cause).toBe('AUTOMATION_FAILED');
  });
});

describe('an execution that waits', () => {
  const silent = 'missed APPROVAL_MISSING';

  test('for an approval when the run ends, and those whose turn is behind it', () => {
    expect(causesOf({ steps: ask })).toEqual([silent, silent, silent]);
    expect(foundIn(explained(world({ steps: ask }), 'web-0001'), 'rate-control')).toContain(
      'has waited for approval at Ask since 2025-01-01 02:00:00 UTC',
    );
  });

  test('a step that timed out while it did, or was rejected', () => {
    expect(causesOf({ steps: ask.replace('inputs', 'timeoutSeconds: 60, inputs') })[0]).toBe(silent);
    const rejects = 'model: { approvals: { oncall: { after: 1m, answer: reject } } }';
    expect(causesOf({ steps: ask, more: rejects })[0]).toBe(silent);
  });

  test('for something else is in progress, and so are those whose turn is still to come', () => {
    const long = nap.replace('PT10M', 'P2D');
    expect(causesOf({ steps: long })).toEqual([
      'waiting RUN_ENDED',
      'waiting RUN_ENDED',
      'waiting RUN_ENDED',
    ]);
  });
});

describe('what was to start it', () => {
  const window = (properties = ''): string => `
  Win: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: win, Schedule: "at(2025-01-01T02:00:00)", Duration: 2, Cutoff: 1,
    AllowUnassociatedTargets: true ${properties} } }
  Aim: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Win, ResourceType: INSTANCE, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }
  Task: { Type: AWS::SSM::MaintenanceWindowTask, Properties: { WindowId: !Ref Win, TaskType: AUTOMATION, TaskArn: Wake, Priority: 1, MaxConcurrency: "1",
    MaxErrors: "0", Targets: [{ Key: WindowTargetIds, Values: [!Ref Aim] }],
    TaskInvocationParameters: { MaintenanceWindowAutomationParameters: { Parameters: { InstanceId: ["{{TARGET_ID}}"] } } } } }`;
  const association = `
  Nightly: { Type: AWS::SSM::Association, Properties: { Name: Wake, AutomationTargetParameterName: InstanceId, ScheduleExpression: "cron(0 2 * * ? *)",
    ApplyOnlyAtCronInterval: true, MaxConcurrency: "1", MaxErrors: "0", Targets: [{ Key: "tag:Fleet", Values: [web] }] } }`;
  const startedBy = (resources: string, given: Given = {}): string =>
    world(given)
      .replace(/^actions:[\s\S]*/m, '')
      .replace('resources:', `resources:${resources}`);
  const causes = (text: string) => simulateYaml(text).result.nodes.map(({ cause }) => cause);
  const halted = ['AUTOMATION_FAILED', 'HALTED_BY_MAX_ERRORS', 'HALTED_BY_MAX_ERRORS'];
  const first = { steps: assert, more: failing };

  test('a task that errors halted', () => {
    const text = startedBy(window(), first);
    expect(causes(text)).toEqual(halted);
    expect(foundIn(explained(text, 'web-0003'), 'rate-control')).toBe(
      'task Task of Win was to start Wake for it and did not: 1 error halted it, with MaxErrors 0',
    );
  });

  test('a task at the cutoff', () => {
    const text = startedBy(window(), { steps: nap.replace('PT10M', 'PT90M') });
    const cancels = text.replace('Priority: 1', 'Priority: 1, CutoffBehavior: CANCEL_TASK');
    expect(causes(cancels)).toEqual([null, 'CUTOFF', 'CUTOFF']);
  });

  test('a window that is disabled, or that never came due', () => {
    expect(causes(startedBy(window(', Enabled: false')))[0]).toBe('WINDOW_DISABLED');
    expect(causes(startedBy(window().replace('01T02', '03T02')))[0]).toBe('NO_EXECUTION');
  });

  test('a window that is disabled, with a runbook that would have started the machines', () => {
    const stopped = 'faults: [{ at: 2025-01-01T00:30:00Z, nodes: { group: web }, action: stop }]';
    const up =
      '- { name: Up, action: "aws:changeInstanceState", inputs: { InstanceIds: ["{{ InstanceId }}"], DesiredState: running } }';
    const disabled = (steps: string) =>
      causes(startedBy(window(', Enabled: false'), { steps, more: stopped }))[0];
    expect(disabled(up)).toBe('WINDOW_DISABLED');
    expect(disabled(nap)).toBe('STOPPED');
  });

  test('an association that errors halted', () => {
    expect(causes(startedBy(association, first)).sort()).toEqual(halted);
  });
});
