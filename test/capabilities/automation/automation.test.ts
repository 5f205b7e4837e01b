import { describe, expect, test } from 'vitest';
import { storyBlocks } from '../../../src/capabilities/automation/story.ts';
import { Simulator } from '../../../src/simulate.ts';
import { loadYaml, simulateYaml } from '../../support/simulate.ts';
import { failed, outcome, role, rule, runbook } from '../event-bridge/targets/world.ts';
import { at, world } from '../quiet-world.ts';
import { executed, type RunbookOptions, step } from './actions/world.ts';
import { fileOf, type Given, play } from './world.ts';

const may = role('["ssm:*", "iam:PassRole"]');
const starts = rule(`${runbook}, RoleArn: !GetAtt Role.Arn`);
const takesFive = 'model.documents.Fix.run=5m';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html */
test('EC2 Automation Execution Status-change Notification, field by field', () => {
  const told: { 'detail-type': string }[] = [];
  const { scenario } = loadYaml(world({ resources: starts + may, actions: failed() }), {
    set: ['model.events.delay=0s', takesFive],
  });
  new Simulator(scenario, { awsEvents: (event) => told.push(event as { 'detail-type': string }) }).run();
  const type = 'EC2 Automation Execution Status-change Notification';
  const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
  expect(told.filter((one) => one['detail-type'] === type)).toEqual([
    {
      version: '0',
      id: expect.stringMatching(`^${uuid}$`),
      'detail-type': type,
      source: 'aws.ssm',
      account: '123456789012',
      time: '2025-01-01T01:05:00Z',
      region: 'us-east-1',
      resources: [expect.stringMatching(`^arn:aws:ssm:us-east-1:123456789012:automation-execution/${uuid}$`)],
      detail: {
        ExecutionId: expect.stringMatching(`^${uuid}$`),
        Definition: 'Fix',
        DefinitionVersion: 1,
        Status: 'Success',
        StartTime: 'Jan 1, 2025 1:00:00 AM',
        EndTime: 'Jan 1, 2025 1:05:00 AM',
        Time: 300_000,
        ExecutedBy: 'arn:aws:iam::123456789012:root',
      },
    },
  ]);
});

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-walk-security-assume.html */
describe('AutomationAssumeRole', () => {
  const acting = (service: string) =>
    role('["ssm:*"]', service)
      .replace('\n  Role:', '\n  Acting:')
      .replaceAll('PolicyName: all', 'PolicyName: own');
  const with_ = (service: string) =>
    outcome(
      rule(
        `${runbook.replace('"i-1"]', '"i-1"], "AutomationAssumeRole": ["Acting"]')}, RoleArn: !GetAtt Role.Arn`,
      ) +
        may +
        acting(service),
      { model: [takesFive] },
    ).run;

  test('a role that does not trust ssm.amazonaws.com fails the execution before its first step', () => {
    const run = with_('ec2.amazonaws.com');
    expect(run.result.automations).toEqual([
      expect.objectContaining({
        status: 'Failed',
        failure:
          'InvalidAutomationExecutionParametersException: the role Acting does not trust ssm.amazonaws.com',
      }),
    ]);
    expect(run.metric('automation.Watch.minutes')).toBe(0);
  });

  test('an execution that a step starts acts as the role of its own runbook, and needs no permission of the first caller', () => {
    const document = (name: string, content: string) =>
      `\n  ${name}: { Type: AWS::SSM::Document, Properties: { Name: ${name}, DocumentType: Automation, Content: { schemaVersion: "0.3", ${content} } } }`;
    const nested = step('inner', 'executeAutomation', '{ DocumentName: Inner }');
    const documents =
      document(
        'Fix',
        `assumeRole: "arn:aws:iam::123456789012:role/elsewhere", parameters: { InstanceId: { type: StringList } }, mainSteps: [${nested}]`,
      ) + document('Inner', `assumeRole: Acting, mainSteps: [${step('nap', 'sleep', '{ Duration: PT1M }')}]`);
    const { run } = outcome(starts + documents + role('["ssm:*"]') + acting('ssm.amazonaws.com'));
    expect(run.result.automations.map(({ status, failure }) => failure ?? status)).toEqual([
      'Success',
      'Success',
    ]);
  });

  test('one that does lets it run', () => {
    expect(with_('ssm.amazonaws.com').result.automations[0]).toMatchObject({
      status: 'Success',
      failure: null,
    });
  });
});

describe('metrics', () => {
  const actions = failed('1') + failed('1:02') + failed('1:05') + failed('3');
  const { run } = outcome(starts + may, { actions, model: [takesFive] });

  test('one that ends in an instant makes room for one that starts in it', () => {
    expect(run.metric('automation.Watch.executions')).toBe(4);
    expect(run.metric('automation.Watch.peakConcurrency')).toBe(2);
  });

  test('what fails is what model.documents says', () => {
    const all = outcome(starts + may, { actions, model: [takesFive, 'model.documents.Fix.fails=100%'] }).run;
    expect([all.metric('automation.Watch.succeeded'), all.metric('automation.Watch.failed')]).toEqual([0, 4]);
  });
});

describe('metrics of executions with targets and of nested ones', () => {
  const resultOf = (given: Given) => simulateYaml(fileOf(given)).result;
  const fix = step('fix', 'executeAwsApi', '{ Service: rds, Api: RebootDBInstance }');
  const steps = `- ${fix}`;
  const head = 'parameters: { Node: { type: String, default: "" } }';
  const divided = (more: string) =>
    `TargetParameterName: Node\nTargets: [{ Key: "tag:Role", Values: [web] }]\n${more}`;
  const figures = (given: Given) => {
    const { metrics } = resultOf(given);
    return ['executions', 'failed', 'succeeded', 'peakConcurrency', 'minutes'].map(
      (name) => metrics[`automation.go.${name}`],
    );
  };
  const slow = 'calls: { rds: { RebootDBInstance: { run: 15s } } }';

  test('those of the targets count, and what started them does not', () => {
    const given = { steps, head, model: slow, count: 3 };
    expect(figures({ ...given, start: divided('MaxConcurrency: "1"') })).toEqual([3, 0, 3, 1, 0.75]);
    const model = slow.replace('15s', '15s, fails: 100%');
    expect(figures({ ...given, model, start: divided('MaxConcurrency: "1"\nMaxErrors: "1"') })).toEqual([
      2, 2, 0, 1, 0.5,
    ]);
  });

  test('one that ends before it has started any counts itself', () => {
    const given = { steps, head: `assumeRole: arn:aws:iam::123456789012:role/Acting\n${head}` };
    const resources = `Acting:
  Type: AWS::IAM::Role
  Properties:
    RoleName: Acting
    AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] }`;
    expect(figures({ ...given, resources, start: divided('MaxErrors: "1"') }).slice(0, 3)).toEqual([1, 1, 0]);
  });

  test('those that steps start do not count, nor do their steps', () => {
    const resources = `Outer:
  Type: AWS::SSM::Document
  Properties:
    DocumentType: Automation
    Name: Outer
    Content: { schemaVersion: "0.3", mainSteps: [{ name: fix, action: "aws:executeAutomation", inputs: { DocumentName: Fix } }] }`;
    const actions = `- { id: outer, at: 2026-01-05T02:00:00Z, StartAutomationExecution: { DocumentName: Outer } }`;
    const model = 'calls: { rds: { RebootDBInstance: { fails: 100% } } }';
    const { metrics, automations } = resultOf({ steps, resources, actions, model });
    expect(automations.map(({ id }) => id)).toEqual(['go', 'outer', 'outer/fix']);
    expect(metrics).toMatchObject({
      'automation.outer.executions': 1,
      'automation.outer.failed': 1,
      'automation.outer.step.fix.failed': 1,
    });
  });
});

describe('metrics of steps, and of what waits', () => {
  const ask = step('ask', 'approve', '{ Approvers: [oncall] }', 'timeoutSeconds: 600');
  const fix = step('fix', 'executeAwsApi', '{ Service: rds, Api: RebootDBInstance }', 'maxAttempts: 3');
  const expected = (text: string, options: RunbookOptions = {}) =>
    executed([ask, fix], {
      ...options,
      sections: { expect: text, ...options.sections },
    }).run.result.expectations.map(({ metric, outcome }) => `${metric} ${outcome}`);

  test('an execution that waits when the run ends counts as waiting', () => {
    expect(expected('{ automation.go.waiting: 1 }', { sections: { end: at('1:05') } })).toEqual([
      'automation.go.waiting pass',
    ]);
    expect(executed([ask, fix]).run.metric('automation.go.waiting')).toBe(0);
  });

  test('a step that has used up its attempts has failed once, and one that timed out as well', () => {
    const approves = [
      'model.approvals.oncall={ after: 1m, answer: approve }',
      'model.calls.rds.RebootDBInstance.fails=100%',
    ];
    expect(
      expected(
        '{ automation.go.step.fix.failed: 1, automation.go.step.ask.failed: 0, automation.go.failed: 1 }',
        {
          set: approves,
        },
      ),
    ).toEqual([
      'automation.go.step.fix.failed pass',
      'automation.go.step.ask.failed pass',
      'automation.go.failed pass',
    ]);
    expect(expected('{ automation.go.step.ask.failed: 1, automation.go.timedOut: 1 }')).toEqual([
      'automation.go.step.ask.failed pass',
      'automation.go.timedOut pass',
    ]);
  });
});

describe('what ends before its first step', () => {
  const steps = step('nap', 'sleep', '{ Duration: PT1M }').replace(/^/, '- ');

  /** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AlarmConfiguration.html */
  test('an execution whose alarm cannot be read is cancelled', () => {
    const start = 'AlarmConfiguration: { Alarms: [{ Name: Ghost }], IgnorePollAlarmFailure: false }';
    const failure = 'its alarm Ghost is in ALARM, or cannot be read';
    expect(play({ steps, start }).one).toMatchObject({ status: 'Cancelled', failure, steps: [] });
  });

  test('a message of AWS that ends in a full stop gets no second one', () => {
    const { one } = play({ steps });
    const failure = 'InvalidParameters: Parameter "Op" has value "Scna" not found in [Scan, Install].';
    const told = JSON.stringify(storyBlocks({ ...one, failure }, []));
    expect(told).toContain('It ended before its first step: InvalidParameters');
    expect(told).not.toContain('..');
  });

  test('an execution that AWS refuses may be stopped in the same instant', () => {
    const actions =
      '- { id: stop, at: 2026-01-05T01:00:00Z, StopAutomationExecution: { AutomationExecutionId: go } }';
    expect(play({ steps, head: 'assumeRole: "no role"', actions }).one).toMatchObject({ steps: [] });
  });
});
