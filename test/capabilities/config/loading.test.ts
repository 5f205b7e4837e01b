/** What AWS refuses of rules and remediations, what lint finds, and what EventBridge is told. */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../../src/simulate.ts';
import { messages } from '../../lint/lint-text.ts';
import { load } from '../../scenario/load-text.ts';
import { loadYaml } from '../../support/simulate.ts';
import { at, world } from '../quiet-world.ts';
import { broken, remediation, rule } from './world.ts';

const yaml = (resources: string, more: Readonly<Record<string, string>> = {}) =>
  world({ fleet: '{ web: { count: 2, os: AMAZON_LINUX_2 } }', resources: `\n${resources}`, ...more });
const known = { model: '{ documents: { Fix: { run: 1m } } }' };
const problems = (text: string) => {
  const loaded = load(text);
  return 'problems' in loaded ? loaded.problems.map(({ message }) => message) : [];
};

describe('API_PutRemediationConfigurations', () => {
  test.each([
    [
      'expected a document of type Automation; AWS-RunPatchBaseline is one of type Command',
      remediation('', 'Repair', 'AWS-RunPatchBaseline'),
    ],
    [
      'expected the parameter AutomationAssumeRole',
      remediation().replace(/AutomationAssumeRole: .*\] } },/, ''),
    ],
    ['expected an AWS::Config::ConfigRule', remediation().replace('!Ref Patched', 'Nobody')],
    [
      'expected at most 25 parameters',
      remediation().replace(
        'InstanceId:',
        `${Array.from({ length: 25 }, (_, index) => `P${index}: { ResourceValue: { Value: RESOURCE_ID } }, `).join('')}InstanceId:`,
      ),
    ],
    [
      'expected either StaticValue or ResourceValue',
      remediation().replace('{ ResourceValue: { Value: RESOURCE_ID } }', '{}'),
    ],
    ['expected a whole number from 1 to 25', remediation(', MaximumAutomaticAttempts: 26')],
  ])('%s', (message, resource) => {
    expect(problems(yaml(rule() + resource, known))).toEqual([expect.stringContaining(message)]);
  });
});

test('StartRemediationExecution: NoSuchRemediationConfigurationException', () => {
  const call = `[{ at: ${at('1')}, StartRemediationExecution: { ConfigRuleName: !Ref Patched, ResourceKeys: [{ resourceType: T, resourceId: web-0001 }] } }]`;
  expect(problems(yaml(rule(), { actions: call }))).toEqual([
    'expected a rule with an AWS::Config::RemediationConfiguration',
  ]);
});

describe('the fault breakRule', () => {
  test.each([
    [
      'expected the logical id of an AWS::Config::ConfigRule under resources',
      broken(1).replace('rule: Patched', 'rule: Patch'),
    ],
    ['missing: expected resource with breakRule', broken(1).replace(/, resource: {.*?}/, '')],
    ['expected resource instead of nodes', broken(1, '1', ', nodes: { group: web }')],
    ['expected rule only with breakRule', `[{ at: ${at('1')}, action: reboot, rule: Patched }]`],
  ])('%s', (message, faults) => {
    expect(problems(yaml(rule(), { faults }))).toEqual([message]);
  });

  test('another managed rule is not simulated by this version', () => {
    const loaded = load(yaml(rule('Encrypted', 'ENCRYPTED_VOLUMES')));
    expect('warnings' in loaded ? loaded.warnings.map(({ message }) => message) : []).toContain(
      'ENCRYPTED_VOLUMES is not simulated by this version: Encrypted has no result of its own',
    );
  });
});

test('lint says that no exception is ever written with 60 s and a runbook of two minutes', () => {
  const text = yaml(rule() + remediation(), { model: '{ documents: { Fix: { run: 2m } } }' });
  expect(messages('remediation-endless', text)).toEqual([
    expect.stringContaining(
      'Repair never leaves a remediation exception: 5 failures of Fix, which takes 120 s',
    ),
  ]);
  const wide = text.replace('Automatic: true', 'Automatic: true, RetryAttemptSeconds: 480');
  expect(messages('remediation-endless', wide)).toEqual([]);
});

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
test('Config Rules Compliance Change has the fields of AWS’s example', () => {
  const events: Readonly<Record<string, unknown>>[] = [];
  const { scenario } = loadYaml(yaml(rule(), { faults: broken(1) }), { set: ['model.events.delay=0s'] });
  new Simulator(scenario, {
    awsEvents: (event) => events.push(event as Readonly<Record<string, unknown>>),
  }).run();
  const resourceId = expect.stringMatching(/^i-[0-9a-f]{17}$/);
  const resultOf = (complianceType: string, time: string) => ({
    evaluationResultIdentifier: {
      evaluationResultQualifier: {
        configRuleName: 'Patched',
        resourceType: 'AWS::SSM::PatchCompliance',
        resourceId,
      },
      orderingTimestamp: time,
    },
    complianceType,
    resultRecordedTime: time,
    configRuleInvokedTime: time,
  });
  expect(events.filter(({ source }) => source === 'aws.config')).toMatchObject([
    {
      'detail-type': 'Config Rules Compliance Change',
      resources: [],
      time: at('1:02').replace('.000', ''),
      detail: {
        resourceId,
        awsRegion: 'us-east-1',
        awsAccountId: '123456789012',
        configRuleName: 'Patched',
        recordVersion: '1.0',
        configRuleARN: expect.stringMatching(
          /^arn:aws:config:us-east-1:123456789012:config-rule\/config-rule-[0-9a-z]{6}$/,
        ),
        messageType: 'ComplianceChangeNotification',
        newEvaluationResult: resultOf('NON_COMPLIANT', at('1:02')),
        oldEvaluationResult: resultOf('COMPLIANT', at('0')),
        notificationCreationTime: at('1:02'),
        resourceType: 'AWS::SSM::PatchCompliance',
      },
    },
  ]);
});
