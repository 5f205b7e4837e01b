/** What AWS refuses of an alarm, and what is told of what is not simulated. */
import { expect, test } from 'vitest';
import { load } from '../../scenario/load-text.ts';

const messages = (resources: string, more = ''): string[] => {
  const loaded = load(`
start: 2025-01-01
end: 1d
fleet: { web: { count: 2, os: AMAZON_LINUX_2 } }
${more}
resources: { ${resources} }
`);
  return ('problems' in loaded ? loaded.problems : loaded.warnings).map(({ message }) => message);
};
const alarm = (properties: string) => `One: { Type: AWS::CloudWatch::Alarm, Properties: { ${properties} } }`;
const rest = 'EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold';
const metric = 'Namespace: Shop, MetricName: Rate, Period: 60, Statistic: Average';
const query = (id: string, how: string, returned = false) => `{ Id: ${id}, ${how}, ReturnData: ${returned} }`;
const stat = 'MetricStat: { Period: 60, Stat: Sum, Metric: { Namespace: Shop, MetricName: Rate } }';

test.each([
  [`${metric}, ${rest}`, []],
  [rest, ['expected either MetricName or Metrics, found neither']],
  [
    'Namespace: Shop, MetricName: Rate, Statistic: Average, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: GreaterThanThreshold',
    ['missing: Period goes with MetricName'],
  ],
  [`${metric}, ExtendedStatistic: p90, ${rest}`, ['expected either Statistic or ExtendedStatistic']],
  [
    `${metric.replace('60', '45')}, ${rest}`,
    ['expected a period in seconds: 10, 20, 30 or a multiple of 60'],
  ],
  [`${metric}, DatapointsToAlarm: 2, ${rest}`, ['expected at most EvaluationPeriods, which is 1']],
  [
    `${metric}, ${rest.replace('EvaluationPeriods: 1', 'EvaluationPeriods: 1441')}`,
    ['expected EvaluationPeriods times Period to be a day at most'],
  ],
  [`${metric}, ${rest.replace('Threshold: 1', 'Threshold: many')}`, ['expected a number']],
  [
    `${metric}, ${rest.replace('GreaterThanThreshold', 'Above')}`,
    [expect.stringContaining('expected one of GreaterThanOrEqualToThreshold')],
  ],
  [
    `Metrics: [${query('m1', stat)}], ${rest}`,
    [expect.stringContaining('expected ReturnData: true of one entry')],
  ],
  [
    `Metrics: [${query('m1', stat)}, ${query('e1', 'Expression: "m1 / m2"', true)}], ${rest}`,
    ['no metric and no expression has the Id m2'],
  ],
  [
    `Metrics: [${query('m1', stat)}, ${query('e1', 'Expression: "m1 +"', true)}], ${rest}`,
    ['the expression ends too early'],
  ],
  [
    `Metrics: [${query('m1', stat)}, ${query('e1', 'Expression: "e1 + m1"', true)}], ${rest}`,
    ['e1 is an expression of itself'],
  ],
  [
    `Metrics: [${query('m1', stat)}, ${query('e1', 'Expression: "SUM(m1)"', true)}], ${rest}`,
    ['e1 is a number, and an alarm watches a time series'],
  ],
])('%s', (properties, wanted) => {
  expect(messages(alarm(properties))).toEqual(wanted);
});

test.each([
  [
    'anomaly detection',
    `${metric}, EvaluationPeriods: 1, ThresholdMetricId: ad1, ComparisonOperator: LessThanLowerThreshold`,
  ],
  [
    'the statistic TM(5%:95%)',
    `Namespace: Shop, MetricName: Rate, Period: 60, ExtendedStatistic: "TM(5%:95%)", ${rest}`,
  ],
  [
    'ANOMALY_DETECTION_BAND',
    `Metrics: [${query('m1', stat)}, ${query('e1', 'Expression: "ANOMALY_DETECTION_BAND(m1)"', true)}], ${rest}`,
  ],
  [
    'the action arn:aws:ssm:us-east-1:123456789012:opsitem:5',
    `${metric}, ${rest}, AlarmActions: ["arn:aws:ssm:us-east-1:123456789012:opsitem:5"]`,
  ],
])('%s is not simulated', (name, properties) => {
  expect(messages(alarm(properties))).toEqual([
    expect.stringMatching(
      new RegExp(`${name.replaceAll(/[()%:]/g, '\\$&')}.* is not simulated by this version: `),
    ),
  ]);
});

const composite = (rule: string, id = 'Both') =>
  `${id}: { Type: AWS::CloudWatch::CompositeAlarm, Properties: { AlarmRule: '${rule}' } }`;

test.each([
  ['ALARM(One) AND NOT (OK("two words") OR INSUFFICIENT_DATA(Three)) OR FALSE', []],
  ['ALARM(One) ALARM(Two)', ['expected AND or OR after part 1']],
  ['ALARM(One', [expect.stringContaining('cannot read the rule')]],
  ['(ALARM(One)', ['expected `)`']],
  ['NOT', ['expected ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE or FALSE']],
])('a rule: %s', (rule, wanted) => {
  expect(messages(composite(rule))).toEqual(wanted);
});

test('composite alarms that ask each other are refused', () => {
  expect(messages(`${composite('ALARM(B)', 'A')}, ${composite('OK(A)', 'B')}`)).toEqual([
    expect.stringContaining('depends on itself'),
    expect.stringContaining('depends on itself'),
  ]);
});

test.each([
  [
    'metrics: { Rate: { series: [{ at: 0s, value: 1 }] } }',
    'expected "Namespace/Name", such as "Shop/ErrorRate"',
  ],
  ['metrics: { Shop/Rate: { every: 1m } }', 'expected either series or formula'],
  ['metrics: { Shop/Rate: { formula: "2 * nodesUp" } }', 'expected a metric of fleetsim, found nodesUp'],
  ['metrics: { Shop/Rate: { formula: "nodes.lost" } }', 'cannot read the expression from `.lost`'],
  ['metrics: { Shop/Rate: { formula: "TIME_SERIES(1)" } }', 'a formula is of numbers: it has no time series'],
  ['metrics: { Shop/Rate: { formula: "nodesDown", group: app } }', 'expected a group of the fleet'],
  ['metrics: { Shop/Rate: { series: [{ at: 0s, value: lots }] } }', 'expected a number, or none'],
  ['targetGroups: { shop: { nodes: {} } }', 'expected group, tags or names'],
  ['targetGroups: { shop: { nodes: { group: app } } }', 'expected a group of the fleet'],
])('model: %s', (model, message) => {
  expect(messages('OnCall: { Type: AWS::SNS::Topic }', `model: { ${model} }`)).toEqual([message]);
});

test('AlarmConfiguration has one alarm, and a template of CloudFormation has no such property', () => {
  const send = (
    alarms: string,
  ) => `actions: [{ at: 2025-01-01T01:00:00Z, SendCommand: { DocumentName: AWS-RunShellScript,
    InstanceIds: [web-0001], Parameters: { commands: [x] }, AlarmConfiguration: { Alarms: [${alarms}] } } }]`;
  const topic = 'OnCall: { Type: AWS::SNS::Topic }';
  expect(messages(topic, send('{ Name: one }, { Name: two }'))).toEqual([
    'expected at most 1 alarms, found 2',
  ]);
  expect(messages(topic, send(''))).toEqual(['expected at least 1 of the alarms']);
});
