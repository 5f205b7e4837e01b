/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-troubleshooting.html */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { lintText, messages } from '../../../lint/lint-text.ts';
import { simulateYaml } from '../../../support/simulate.ts';
import { broken, rule as configRule, patchCheck } from '../../config/world.ts';
import { failed } from '../../event-bridge/targets/world.ts';
import { at, world } from '../../quiet-world.ts';
import { step } from '../actions/world.ts';

vi.setConfig({ testTimeout: 120_000 });

/** `actions` null: no policy at all, which leaves what it may do unsaid. */
function role(name: string, service: string, actions: string | null, denied = ''): string {
  const allow = `{ Effect: Allow, Action: [${actions}], Resource: "*" }`;
  const deny = denied === '' ? '' : `, { Effect: Deny, Action: "${denied}", Resource: "*" }`;
  const policies =
    actions === null
      ? ''
      : `, Policies: [{ PolicyName: own, PolicyDocument: { Statement: [${allow}${deny}] } }]`;
  return `
  ${name}: { Type: "AWS::IAM::Role", Properties: { RoleName: the-${name}, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: ${service} }, Action: "sts:AssumeRole" }] }${policies} } }`;
}

function runbook(steps: readonly string[], more = '', name = 'Fix'): string {
  return `
  ${name}: { Type: "AWS::SSM::Document", Properties: { Name: ${name}, DocumentType: Automation, Content: { schemaVersion: "0.3"${more}, parameters: { AutomationAssumeRole: { type: String, default: "" } }, mainSteps: [${steps.join(', ')}] } } }`;
}

const stop = step('halt', 'changeInstanceState', '{ InstanceIds: [web-0001], DesiredState: stopped }');
const tag = (more = '') =>
  step('tag', 'createTags', '{ ResourceIds: [web-0001], Tags: [{ Key: a, Value: b }] }', more);
const look = step('look', 'executeAwsApi', '{ Service: ec2, Api: DescribeInstances }');
const go = (parameters = '{}', document = 'Fix') =>
  `\n  - { id: go, at: "${at('1')}", StartAutomationExecution: { DocumentName: ${document}, Parameters: ${parameters} } }`;

const file = (resources: string, actions = go()) => world({ resources, actions, end: at('3') });
const rules = [
  'runbook-role-refused',
  'runbook-step-denied',
  'trust-missing',
  'role-confused',
  'policy-lacks-action',
];
const errorsIn = (text: string): string[] =>
  lintText(text)
    .findings.filter(({ rule, severity }) => severity === 'error' && rules.includes(rule))
    .map(({ rule, message }) => `${rule}: ${message}`);

describe('runbook-role-refused', () => {
  const assuming = (named: string) => runbook([stop], `, assumeRole: "${named}"`);

  test.each([
    'Runner',
    'the-Runner',
    'arn:aws:iam::123456789012:role/the-Runner',
    'arn:aws:iam::{{ global:ACCOUNT_ID }}:role/the-Runner',
  ])('%s is the role of the file, which cannot be assumed', (named) => {
    const text = file(role('Runner', 'ec2.amazonaws.com', null) + assuming(named));
    const refusal =
      'InvalidAutomationExecutionParametersException: the role the-Runner does not trust ssm.amazonaws.com';
    expect(simulateYaml(text).result.automations[0]!.failure).toBe(refusal);
    expect(errorsIn(text)).toHaveLength(1);
  });

  test('a role that is not in the file is taken to be set up well', () => {
    const text = file(assuming('arn:aws:iam::123456789012:role/elsewhere'));
    expect(simulateYaml(text).result.automations[0]!.status).toBe('Success');
    expect(errorsIn(text)).toEqual([]);
  });

  test('what is no role fails before the first step', () => {
    const text = file(assuming('not a role'));
    expect(messages('runbook-role-refused', text)).toEqual([
      'error: go starts Fix, and it fails before its first step: InvalidAutomationExecutionParametersException: not a role is neither the ARN nor the name of a role',
    ]);
    expect(simulateYaml(text).result.automations[0]!.status).toBe('Failed');
  });
});

describe('runbook-step-denied', () => {
  test('names each step and the action that it lacks', () => {
    const text = file(
      role('Runner', 'ssm.amazonaws.com', '"ec2:Describe*"') +
        runbook([look, stop, tag()], ', assumeRole: Runner'),
    );
    expect(messages('runbook-step-denied', text)).toEqual([
      'error: Fix, started by go, acts as Runner, which does not allow what its steps need: halt (ec2:StopInstances), tag (ec2:CreateTags)',
    ]);
  });

  test('is a warning where the execution goes on without the step, or may never come to it', () => {
    const branch = step(
      'choose',
      'branch',
      '{ Choices: [{ Variable: "{{ global:REGION }}", StringEquals: nowhere, NextStep: tag }], Default: look }',
    );
    for (const steps of [
      [tag('onFailure: Continue'), look],
      [branch, tag('isEnd: true'), look],
    ]) {
      const text = file(
        role('Runner', 'ssm.amazonaws.com', '"ec2:Describe*"') + runbook(steps, ', assumeRole: Runner'),
      );
      expect(messages('runbook-step-denied', text)).toEqual([
        expect.stringMatching(/^warning: .*tag \(ec2:CreateTags\)$/),
      ]);
      expect(simulateYaml(text).result.automations[0]!.status).toBe('Success');
    }
  });

  test('of a template only where it can be seen: a policy elsewhere counts', () => {
    const held = (actions: string) =>
      `Resources:${role('Runner', 'ssm.amazonaws.com', '"ec2:Describe*"')}${runbook([stop], ', assumeRole: !GetAtt Runner.Arn')}
  More: { Type: "AWS::IAM::Policy", Properties: { PolicyName: more, Roles: [!Ref Runner], PolicyDocument: { Statement: [{ Effect: Allow, Action: "${actions}", Resource: "*" }] } } }\n`;
    expect(messages('runbook-step-denied', held('ec2:StopInstances'))).toEqual([]);
    expect(messages('runbook-step-denied', held('s3:GetObject'))).toHaveLength(1);
  });
});

describe('script-without-role', () => {
  const script = step('count', 'executeScript', '{ Runtime: python3.11, Handler: main, Script: "x" }');

  test('a script needs a role to call AWS', () => {
    expect(messages('script-without-role', file(runbook([script])))).toEqual([
      'warning: the script of count has no role to call AWS with: Fix has no assumeRole',
    ]);
    const asGiven = runbook([script], ', assumeRole: "{{ AutomationAssumeRole }}"');
    expect(messages('script-without-role', file(asGiven))).toEqual([
      'warning: the script of count has no role to call AWS with: what starts it gives it none',
    ]);
    const given = go('{ AutomationAssumeRole: ["arn:aws:iam::123456789012:role/own"] }');
    expect(messages('script-without-role', file(asGiven, given))).toEqual([]);
  });
});

/** Who starts it: everything that may start a runbook, each with a role of its own where it has one. */
const starters = ['action', 'rule', 'window', 'remediation', 'nested'] as const;
const permissions = [
  null,
  '"*"',
  '"ec2:StopInstances", "ec2:Describe*"',
  '"ec2:CreateTags"',
  '"ssm:*"',
  '"ssm:StartAutomationExecution", "iam:PassRole", "ec2:*"',
];
const services = ['ssm.amazonaws.com', 'ec2.amazonaws.com', 'events.amazonaws.com', '"*"'];

interface Case {
  readonly starter: (typeof starters)[number];
  readonly given: 'none' | 'written' | 'parameter' | 'elsewhere' | 'nonsense';
  readonly service: string;
  readonly allowed: string | null;
  readonly denied: string;
  readonly callerService: string;
  readonly callerAllowed: string | null;
  readonly steps: readonly string[];
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  starter: fc.constantFrom(...starters),
  given: fc.constantFrom('none', 'written', 'parameter', 'elsewhere', 'nonsense'),
  service: fc.constantFrom(...services),
  allowed: fc.constantFrom(...permissions),
  denied: fc.constantFrom('', '', 'ec2:StopInstances', 'ec2:*'),
  callerService: fc.constantFrom(...services),
  callerAllowed: fc.constantFrom(...permissions),
  steps: fc.constantFrom(
    [stop],
    [tag(), stop],
    [look],
    [tag('onFailure: Continue'), look],
    [tag('isEnd: true'), stop],
  ),
});

function textOf(one: Case): string {
  const { starter, given, steps } = one;
  const named = {
    none: '',
    written: 'the-Runner',
    parameter: 'Runner',
    elsewhere: 'arn:aws:iam::123456789012:role/other',
    nonsense: 'no role',
  }[given];
  const isParameter = given === 'parameter' || starter === 'remediation';
  const role_ = isParameter ? '{{ AutomationAssumeRole }}' : named;
  const own = runbook(steps, role_ === '' ? '' : `, assumeRole: "${role_}"`);
  const parameters = isParameter && named !== '' ? `{ AutomationAssumeRole: ["${named}"] }` : '{}';
  const roles =
    role('Runner', one.service, one.allowed, one.denied) +
    role('Caller', one.callerService, one.callerAllowed);
  if (starter === 'action') return file(roles + own, go(parameters));
  if (starter === 'nested') {
    const start = step(
      'inner',
      'executeAutomation',
      `{ DocumentName: Fix, RuntimeParameters: ${parameters} }`,
    );
    return file(roles + own + runbook([start], '', 'Outer'), go('{}', 'Outer'));
  }
  if (starter === 'rule') {
    const input =
      isParameter && named !== '' ? `, Input: '{ "AutomationAssumeRole": ["${named}"] }'` : ", Input: '{}'";
    const target = `{ Id: one, Arn: "arn:aws:ssm:us-east-1:123456789012:automation-definition/Fix:$DEFAULT", RoleArn: !GetAtt Caller.Arn${input} }`;
    return file(
      `${roles}${own}
  Watch: { Type: "AWS::Events::Rule", Properties: { EventPattern: { detail-type: [EC2 Command Invocation Status-change Notification] }, Targets: [${target}] } }`,
      failed(),
    );
  }
  if (starter === 'window') {
    const task = `WindowId: !Ref Night, TaskType: AUTOMATION, TaskArn: Fix, Priority: 1, ServiceRoleArn: !GetAtt Caller.Arn, TaskInvocationParameters: { MaintenanceWindowAutomationParameters: { DocumentVersion: "1", Parameters: ${parameters} } }`;
    return file(
      `${roles}${own}
  Night: { Type: "AWS::SSM::MaintenanceWindow", Properties: { Name: night, Schedule: "at(2025-01-01T01:00:00)", Duration: 1, Cutoff: 0, AllowUnassociatedTargets: false } }
  Task: { Type: "AWS::SSM::MaintenanceWindowTask", Properties: { ${task} } }`,
      '[]',
    );
  }
  const value = named === '' ? 'arn:aws:iam::123456789012:role/other' : named;
  return `${file(
    `${roles}${own}
${configRule('Patched', patchCheck)}  Repair: { Type: "AWS::Config::RemediationConfiguration", Properties: { ConfigRuleName: !Ref Patched, TargetType: SSM_DOCUMENT, TargetId: Fix, Automatic: true, Parameters: { AutomationAssumeRole: { StaticValue: { Values: ["${value}"] } } } } }`,
    '[]',
  )}
faults: ${broken(1)}`;
}

test('lint finds an error of a role exactly where the run fails by it', () => {
  const seen = new Set<string>();
  for (const one of fc.sample(anyCase, { numRuns: 100, seed: 11 })) {
    const text = textOf(one);
    const { automations } = simulateYaml(text).result;
    const hasFailed = automations.length === 0 || automations.some(({ status }) => status !== 'Success');
    const errors = errorsIn(text);
    expect({ one, hasFailed, errors }).toEqual({
      one,
      hasFailed,
      errors: hasFailed ? [expect.any(String), ...errors.slice(1)] : [],
    });
    seen.add(`${one.starter} ${hasFailed}`);
  }
  expect(seen.size).toBe(starters.length * 2);
});
