/** Alarms, calendars and rules of AWS Config in several accounts and Regions: each is of its own. */
import { describe, expect, test } from 'vitest';
import { Simulator } from '../../src/simulate.ts';
import { lintText } from '../lint/lint-text.ts';
import { loadYaml, simulateYaml } from '../support/simulate.ts';
import { at, world } from './quiet-world.ts';

const fleet = `{ us: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } }, eu: { count: 3, os: AMAZON_LINUX_2, tags: { Fleet: web }, account: europe } }`;
const inEurope = 'Metadata: { fleetsim: { account: europe } }, ';

interface Parts {
  readonly resources: string;
  readonly actions?: string;
  readonly faults?: string;
  readonly model?: string;
}

function textOf({ model = '', ...parts }: Parts): string {
  return world({
    end: at('5:30'),
    account: '{ id: "111111111111", region: us-east-1 }',
    accounts: '{ europe: { id: "222222222222", region: eu-west-1 } }',
    fleet,
    ...parts,
    model: `{ runCommand: { delivery: 1s }, documents: { Deploy: { run: 1m }, Broken: { run: 1m, fails: 100% }, Fix: { run: 5s } }${model} }`,
  });
}

describe('API_Alarm: an alarm is named, and is one of the same account and Region', () => {
  const alarm = (id: string, metadata: string, metric: string) =>
    `  ${id}: { Type: AWS::CloudWatch::Alarm, ${metadata}Properties: { AlarmName: errors, ${metric}, Statistic: Maximum, Period: 60, EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, TreatMissingData: notBreaching } }\n`;
  const errors = 'Namespace: Shop, MetricName: Errors';
  const breaching = ', metrics: { Shop/Errors: { series: [{ at: 0s, value: 9 }] } }';
  const send = (id: string, account: string, node: string, more = '') =>
    `{ id: ${id}, at: ${at('1')}, ${account}SendCommand: { DocumentName: Deploy, InstanceIds: [${node}]${more} } }`;
  const watched = ', AlarmConfiguration: { Alarms: [{ Name: errors }] }';
  const both = `[${send('here', '', 'us-0001', watched)}, ${send('there', 'account: europe, ', 'eu-0001', watched)}]`;

  test('a command whose alarm is in another account has none, and is not started', () => {
    const quiet = ', metrics: { Shop/Errors: { series: [{ at: 0s, value: 0 }] } }';
    const text = textOf({ resources: `\n${alarm('Errors', inEurope, errors)}`, actions: both, model: quiet });
    const run = simulateYaml(text);
    expect(run.number('command.here.succeeded')).toBe(0);
    expect(run.number('command.there.succeeded')).toBe(1);
    const said = lintText(text).findings.filter(({ rule }) => rule === 'alarm-name-unknown');
    expect(said.map(({ message }) => message)).toEqual([
      'command here has the alarm errors, which is in account 222222222222 in eu-west-1, another account or Region: it is not started, since its state cannot be read',
    ]);
  });

  test('of two alarms of one name each stops what is in its own account', () => {
    const calm = alarm('Calm', '', 'Namespace: Shop, MetricName: Calm');
    const run = simulateYaml(
      textOf({
        resources: `\n${calm}${alarm('Errors', inEurope, errors)}`,
        actions: both,
        model: breaching.replace('{ Shop', '{ Shop/Calm: { series: [{ at: 0s, value: 0 }] }, Shop'),
      }),
    );
    expect(run.number('command.here.succeeded')).toBe(1);
    expect(run.number('command.there.succeeded')).toBe(0);
    expect(run.result.alarms.map((one) => [one.alarm, one.stopped.length])).toEqual([
      ['Calm', 0],
      ['Errors', 1],
    ]);
  });

  test('a composite alarm asks alarms of its own account', () => {
    const rule = '{ AlarmRule: ALARM(errors) }';
    const run = simulateYaml(
      textOf({
        resources: `\n${alarm('Errors', inEurope, errors)}  Here: { Type: AWS::CloudWatch::CompositeAlarm, Properties: ${rule} }
  There: { Type: AWS::CloudWatch::CompositeAlarm, ${inEurope}Properties: ${rule} }`,
        model: breaching,
      }),
    );
    const states = Object.fromEntries(run.result.alarms.map((one) => [one.alarm, one.state]));
    expect(states).toEqual({ Errors: 'ALARM', Here: 'OK', There: 'ALARM' });
  });

  const fail = `[${send('bad', 'account: europe, ', 'eu-0001').replace('Deploy', 'Broken')}]`;
  test.each([
    ['AWS/SSM-RunCommand', 'CommandsFailed'],
    ['fleetsim', 'FailedInvocations'],
  ])('a metric of %s counts what happens in the account of the alarm', (namespace, name) => {
    const metric = `Namespace: ${namespace}, MetricName: ${name}`;
    const run = simulateYaml(
      textOf({
        resources: `\n${alarm('Here', '', metric)}${alarm('There', inEurope, metric)}`,
        actions: fail,
      }),
    );
    expect(run.metric('alarm.Here.alarms')).toBe(0);
    expect(run.metric('alarm.There.alarms')).toBe(1);
  });

  test('nothing emits a metric of an instance, or of a group, of another account', () => {
    const metrics = [
      'Namespace: AWS/EC2, MetricName: StatusCheckFailed, Dimensions: [{ Name: InstanceId, Value: eu-0001 }]',
      'Namespace: fleetsim, MetricName: NodesDown, Dimensions: [{ Name: Group, Value: eu }]',
    ];
    const faults = `[{ id: down, at: ${at('1')}, action: impairSystem, nodes: { names: [eu-0001] } }, { id: off, at: ${at('1')}, action: stop, nodes: { names: [eu-0002] } }]`;
    for (const metric of metrics) {
      const run = simulateYaml(
        textOf({ resources: `\n${alarm('Here', '', metric)}${alarm('There', inEurope, metric)}`, faults }),
      );
      expect(run.metric('alarm.Here.alarms')).toBe(0);
      expect(run.metric('alarm.There.alarms')).toBe(1);
    }
  });
});

/** Closed from 01:00 to 03:00. */
const calendar = (id: string, metadata: string, type = 'DEFAULT_OPEN') =>
  `  ${id}: { Type: AWS::SSM::Document, ${metadata}Properties: { Name: freeze, DocumentType: ChangeCalendar, DocumentFormat: TEXT,
    Content: "BEGIN:VCALENDAR\\r\\nX-CALENDAR-TYPE:${type}\\r\\nBEGIN:VEVENT\\r\\nDTSTART:20250101T010000Z\\r\\nDTEND:20250101T030000Z\\r\\nEND:VEVENT\\r\\nEND:VCALENDAR" } }\n`;
const hourly = (id: string, metadata: string, name: string) =>
  `  ${id}: { Type: AWS::SSM::Association, ${metadata}Properties: { Name: Deploy, ScheduleExpression: rate(1 hour), CalendarNames: ["${name}"], Targets: [{ Key: InstanceIds, Values: ["*"] }] } }\n`;

describe('a calendar is asked by what is in its own account and Region', () => {
  test.each([
    ['its name', 'freeze', inEurope],
    ['its ARN', 'arn:aws:ssm:eu-west-1:222222222222:document/freeze', inEurope],
    ['an ARN of its own account in another Region', 'arn:aws:ssm:eu-west-1:111111111111:document/freeze', ''],
  ])('one of another is refused: %s', (_, name, metadata) => {
    const resources = `\n${calendar('Freeze', metadata)}${hourly('Job', '', name)}`;
    expect(() => loadYaml(textOf({ resources }))).toThrow(
      `in account 111111111111 and Region us-east-1 as what asks it; found ${name}`,
    );
  });

  test('a call in another account asks a calendar of that account', () => {
    const create = (account: string) =>
      textOf({
        resources: `\n${calendar('Freeze', inEurope)}`,
        actions: `[{ id: Job, at: ${at('2')}, ${account}CreateAssociation: { Name: Deploy, CalendarNames: [freeze], Targets: [{ Key: "tag:Fleet", Values: [web] }] } }]`,
      });
    expect(() => loadYaml(create(''))).toThrow('found freeze');
    expect(simulateYaml(create('account: europe, ')).metric('calendar.freeze.skipped')).toBe(1);
  });

  test('two accounts have calendars of one name, told apart by their logical ids', () => {
    const arn = 'arn:aws:ssm:eu-west-1:222222222222:document/freeze';
    const text = textOf({
      resources: `\n${calendar('Us', '')}${calendar('Eu', inEurope, 'DEFAULT_CLOSED')}${hourly('Here', '', 'freeze')}${hourly('There', inEurope, arn)}`,
    });
    const run = simulateYaml(text);
    // Due at 1:00 to 5:00: closed at 1:00 and 2:00 here, at 3:00, 4:00 and 5:00 there.
    expect(run.metric('calendar.Us.skipped')).toBe(2);
    expect(run.metric('calendar.Eu.skipped')).toBe(3);
    expect(run.metric('association.Here.succeeded')).toBe(3 * 2);
    expect(run.metric('association.There.succeeded')).toBe(2 * 3);
  });

  test('its events are of its account, for rules of that account', () => {
    const { scenario } = loadYaml(
      textOf({
        resources: `\n${calendar('Freeze', inEurope)}
  Watch: { Type: AWS::Events::Rule, ${inEurope}Properties: { EventPattern: { source: [aws.ssm] }, Targets: [{ Id: t, Arn: "arn:x" }] } }`,
      }),
    );
    const told: unknown[] = [];
    new Simulator(scenario, { awsEvents: (event) => told.push(event) }).run();
    expect(told[0]).toMatchObject({
      'detail-type': 'Calendar State Change',
      account: '222222222222',
      region: 'eu-west-1',
      resources: ['arn:aws:ssm:eu-west-1:222222222222:document/freeze'],
    });
  });
});

describe('AWS Config evaluates resources of its own account and Region', () => {
  const rule = (id: string, metadata: string) =>
    `  ${id}: { Type: AWS::Config::ConfigRule, ${metadata}Properties: { ConfigRuleName: ${id}, Source: { Owner: AWS, SourceIdentifier: EC2_INSTANCE_MANAGED_BY_SSM } } }\n`;
  const repair = (metadata: string, of: string) =>
    `  Repair: { Type: AWS::Config::RemediationConfiguration, ${metadata}Properties: { ConfigRuleName: ${of}, TargetType: SSM_DOCUMENT, TargetId: Fix } }\n`;
  const rules = `\n${rule('Here', '')}${rule('There', inEurope)}`;

  test('each rule has results of its own nodes', () => {
    const run = simulateYaml(textOf({ resources: rules }));
    expect(run.result.configRules.map((one) => [one.rule, one.compliant])).toEqual([
      ['Here', 2],
      ['There', 3],
    ]);
  });

  test('a remediation is for a rule of its own account, and so is a call', () => {
    expect(() => loadYaml(textOf({ resources: `${rules}${repair('', 'There')}` }))).toThrow(
      'expected an AWS::Config::ConfigRule under resources of its own account and Region',
    );
    const start = (
      account: string,
    ) => `[{ at: ${at('1')}, ${account}StartRemediationExecution: { ConfigRuleName: There,
      ResourceKeys: [{ resourceType: "AWS::EC2::Instance", resourceId: eu-0001 }] } }]`;
    const resources = `${rules}${repair(inEurope, 'There')}`;
    expect(() => loadYaml(textOf({ resources, actions: start('') }))).toThrow('expected a rule with an');
    const run = simulateYaml(textOf({ resources, actions: start('account: europe, ') }));
    expect(run.metric('remediation.Repair.attempts')).toBe(1);
  });

  test('a fault breaks no rule of another account', () => {
    const faults = `[{ at: ${at('1')}, action: breakRule, rule: Here, resource: { type: "AWS::EC2::Instance", id: eu-0001 } }]`;
    expect(() => loadYaml(textOf({ resources: rules, faults }))).toThrow(
      'expected a resource of account 111111111111 and Region us-east-1',
    );
  });
});
