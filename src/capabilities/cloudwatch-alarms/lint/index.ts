/** Alarms that never go off, that stop everything, or that nothing feeds. */
import type { Subject } from '../../../capability/lint/subject.ts';
import type { LintSpec, Report, Rule } from '../../../capability/lint-rule.ts';
import { sourcesOf } from '../../../capability/sources.ts';
import { entry } from '../../../cloudformation/value.ts';
import { accountNamed, type Scenario } from '../../../world/scenario.ts';
import { type MetricAlarm, metricsOf, metricWords, onlyMetricOf } from '../alarm.ts';
import { alarmsOf } from '../resources/index.ts';
import { metricAlarm } from '../resources/metric-alarms.ts';
import { evaluationIntervalMs, isBreaching } from '../rules.ts';
import { isEmitted, isSparse, rangeOf } from '../sources/known.ts';

const evaluationPage =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html';
const missingPage =
  'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html';
const dayMs = 86_400_000;

/** Those that are evaluated, each with the path of one of its properties. */
function alarmsIn(subject: Subject) {
  return [...subject.stack.nouns(metricAlarm).values()].flatMap((alarm) => {
    const path = subject.named(alarm.logicalId)?.path;
    if (path === undefined || alarm.queries.length === 0) return [];
    const account = subject.scenario?.homes.get(alarm.logicalId) ?? '';
    return [{ alarm, account, at: (key: string) => [...path, key] }];
  });
}

function keyOfMetric({ queries }: MetricAlarm): string {
  return queries.length === 1 ? 'MetricName' : 'Metrics';
}

function checkEmitted(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  for (const { alarm, account, at } of alarmsIn(subject)) {
    const silent = metricsOf(alarm).filter((metric) => !isEmitted(scenario, metric, account));
    if (silent.length === 0) continue;
    const names = silent.map(metricWords).join(', ');
    const help = silent.some(({ namespace }) => namespace === 'AWS/ApplicationELB')
      ? 'name the nodes of the target group under model.targetGroups'
      : 'give it values under model.metrics, or watch a metric of the namespace fleetsim';
    report(at(keyOfMetric(alarm)), `nothing emits ${names}: all its datapoints are missing`, { help });
  }
}

function checkLength(subject: Subject, report: Report): void {
  for (const { alarm, at } of alarmsIn(subject)) {
    const { periodMs, evaluationPeriods } = alarm;
    if (periodMs * evaluationPeriods <= dayMs) continue;
    const minutes = evaluationIntervalMs(periodMs, evaluationPeriods) / 60_000;
    report(
      at('EvaluationPeriods'),
      `EvaluationPeriods times Period is longer than a day: the alarm is evaluated once in ${minutes} minutes, and stays ALARM for days`,
      { help: 'a shorter Period, or fewer EvaluationPeriods, for an alarm that stops a rollout' },
    );
  }
}

function checkThreshold(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  for (const { alarm, account, at } of alarmsIn(subject)) {
    const metric = onlyMetricOf(alarm);
    const range = metric === null ? null : rangeOf(scenario, metric, account);
    if (range === null || alarm.treatMissingData === 'breaching') continue;
    const { comparison, threshold } = alarm;
    if ([range.least, range.most].some((value) => isBreaching(value, comparison, threshold))) continue;
    const most = Number.isFinite(range.most) ? ` and ${range.most}` : ' and more';
    report(
      at('Threshold'),
      `no datapoint is ever ${comparison} of ${threshold}: the metric is between ${range.least}${most}`,
      { help: 'a threshold that the metric can come to' },
    );
  }
}

function checkSparse(subject: Subject, report: Report): void {
  for (const { alarm, at } of alarmsIn(subject)) {
    const sparse = metricsOf(alarm).filter(isSparse);
    if (sparse.length === 0 || alarm.treatMissingData !== 'missing') continue;
    report(
      at('TreatMissingData'),
      `${sparse.map(metricWords).join(', ')} has a datapoint only where something happens: the alarm is INSUFFICIENT_DATA most of the time`,
      { help: 'TreatMissingData: notBreaching', at: 'key' },
    );
  }
}

function checkNames(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const { homes, accounts } = scenario;
  const known = alarmsOf(scenario);
  for (const { alarm, words, pathOf, account = '' } of sourcesOf(scenario)) {
    if (alarm === null) continue;
    const ones = known.filter(({ name, arn }) => [name, arn].includes(alarm.alarm));
    const places = ones.map(({ logicalId }) => homes.get(logicalId) ?? '');
    if (places.includes(account)) continue;
    const [first, ...rest] = pathOf('AlarmConfiguration');
    const resource = typeof first === 'string' ? subject.named(first)?.path : undefined;
    const path = resource === undefined ? pathOf('AlarmConfiguration') : [...resource, ...rest];
    const effect = alarm.ignoresFailedPolls
      ? 'nothing stops it'
      : 'it is not started, since its state cannot be read';
    report(
      [...path, 'Alarms'],
      `${words.name} has the alarm ${alarm.alarm}, which is ${
        places[0] === undefined
          ? 'not in the file'
          : `in ${placeWords(scenario, places[0])}, another account or Region`
      }: ${effect}`,
      {
        help: `add an AWS::CloudWatch::Alarm of that name under resources${accounts.size === 0 ? '' : `, in ${placeWords(scenario, account)}`}`,
        severity: alarm.ignoresFailedPolls ? 'warning' : 'error',
      },
    );
  }
}

/** `account 111111111111 in us-east-1` */
function placeWords(scenario: Scenario, name: string): string {
  const { id, region } = accountNamed(scenario, name);
  return `account ${id} in ${region}`;
}

/** The property is of the calls of the API alone. */
function checkTemplate(subject: Subject, report: Report): void {
  if (subject.kind !== 'template') return;
  for (const { logicalId, properties, path } of subject.ownResources) {
    if (entry(properties, 'AlarmConfiguration') === undefined) continue;
    report(
      [...path, 'AlarmConfiguration'],
      `CloudFormation has no AlarmConfiguration of this type, and refuses the deployment of ${logicalId}`,
      { at: 'key', help: 'set it with the API: RegisterTaskWithMaintenanceWindow, CreateAssociation' },
    );
  }
}

const rules: readonly Rule[] = [
  {
    id: 'alarm-metric-silent',
    place: 640,
    severity: 'warning',
    finds: 'an alarm on a metric that nothing emits',
    source: evaluationPage,
    check: checkEmitted,
  },
  {
    id: 'alarm-name-unknown',
    place: 641,
    severity: 'error',
    finds: 'an AlarmConfiguration that names no alarm of the file, or one of another account or Region',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AlarmConfiguration.html',
    check: checkNames,
  },
  {
    id: 'alarm-over-a-day',
    place: 642,
    severity: 'warning',
    finds: 'an alarm whose periods together are longer than a day',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html',
    check: checkLength,
  },
  {
    id: 'alarm-sparse-metric',
    place: 643,
    severity: 'warning',
    finds: 'an alarm on a metric without regular datapoints, with missing data treated as missing',
    source: missingPage,
    check: checkSparse,
  },
  {
    id: 'alarm-threshold-unreachable',
    place: 644,
    severity: 'warning',
    finds: 'an alarm whose threshold no datapoint can reach',
    source: evaluationPage,
    check: checkThreshold,
  },
  {
    id: 'alarm-not-in-template',
    place: 645,
    severity: 'warning',
    finds: 'an AlarmConfiguration in a template, whose types have no such property',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html',
    check: checkTemplate,
  },
];

export const alarmLint: LintSpec = { rules };
