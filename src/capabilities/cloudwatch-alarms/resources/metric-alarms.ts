/** AWS::CloudWatch::Alarm. */
import * as z from 'zod/mini';
import type { Known, Seen } from '../../../cloudformation/read-fields.ts';
import { type Reading, resource } from '../../../cloudformation/resource-spec.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { choice, integer, text } from '../../../fields/fields.ts';
import { isKnown } from '../../../fields/unknown.ts';
import type { MetricAlarm, WatchedMetric } from '../alarm.ts';
import { MathProblem, parseExpression } from '../math/parse.ts';
import { circleIn, type Query, seriesOf } from '../math/queries.ts';
import { comparisonOperators, missingDataTreatments } from '../rules.ts';
import { parseStatistic, plainStatistics } from '../statistics.ts';
import { warnOfActions } from './actions.ts';
import {
  alarmFields,
  baseOf,
  decimal,
  dimensions,
  metricName,
  namespace,
  period,
  queries,
  statistic,
  unit,
} from './fields.ts';

const awsError = 'ValidationError';
const daySeconds = 86_400;
const metricsMax = 10;

/** Of anomaly detection. */
const bandOperators = [
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const;

const fields = () => ({
  ...alarmFields(),
  ComparisonOperator: choice(...comparisonOperators, ...bandOperators),
  DatapointsToAlarm: z.optional(integer(1, 100_000)),
  Dimensions: dimensions(),
  EvaluateLowSampleCountPercentile: z.optional(choice('evaluate', 'ignore')),
  EvaluationPeriods: integer(1, 100_000),
  ExtendedStatistic: z.optional(statistic()),
  MetricName: z.optional(metricName()),
  Metrics: queries(),
  Namespace: z.optional(namespace()),
  Period: z.optional(period()),
  Statistic: z.optional(choice(...plainStatistics)),
  Threshold: z.optional(decimal()),
  ThresholdMetricId: z.optional(text('the Id of a band')),
  TreatMissingData: z.optional(choice(...missingDataTreatments)),
  Unit: unit(),
});

type Written = Known<ReturnType<typeof fields>>;
type SeenAlarm = Seen<ReturnType<typeof fields>>;
type WrittenQuery = NonNullable<Written['Metrics']>[number];

/** Only with MetricName, and not with Metrics. */
const singleKeys = ['Namespace', 'Dimensions', 'Period', 'Unit', 'Statistic', 'ExtendedStatistic'] as const;

export const metricAlarm = resource({
  type: 'AWS::CloudWatch::Alarm',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudwatch-alarm.html',
  is: 'Watches a metric, or an expression of several, and has a state',
  attributes: ['Arn'],
  nameProperty: 'AlarmName',
  arn: (name, { partition, region, id }) => `arn:${partition}:cloudwatch:${region}:${id}:alarm:${name}`,
  awsError,
  fields,
  refusals(seen, reading) {
    warnOfActions(seen, ['topic', 'power', 'opsItem'], reading);
    refuseMetric(seen, reading);
    refusePeriods(seen, reading);
  },
  build(known, reading): MetricAlarm {
    const { ComparisonOperator: operator, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } = known;
    const comparison = comparisonOperators.find((one) => one === operator);
    const watched = comparison === undefined ? [] : (queriesOf(known) ?? []);
    return {
      ...baseOf(known, reading),
      kind: 'metric',
      queries: watched,
      periodMs: 1000 * (periodIn(known) ?? 60),
      comparison: comparison ?? 'GreaterThanThreshold',
      threshold: known.Threshold ?? 0,
      evaluationPeriods: EvaluationPeriods,
      datapointsToAlarm: DatapointsToAlarm,
      treatMissingData: isAlwaysIgnored(watched) ? 'ignore' : (known.TreatMissingData ?? 'missing'),
      needsSamples: known.EvaluateLowSampleCountPercentile === 'ignore',
    };
  },
});

/** #alarms-and-missing-data: alarms on metrics of DynamoDB ignore missing data, whatever they say. */
function isAlwaysIgnored(watched: readonly Query<WatchedMetric>[]): boolean {
  return watched.some((query) => 'metric' in query && query.metric.namespace === 'AWS/DynamoDB');
}

function refuseMetric(seen: SeenAlarm, reading: Reading): void {
  const { path, context, logicalId } = reading;
  const { MetricName, Metrics, ComparisonOperator: operator } = seen;
  if (bandOperators.some((one) => one === operator) || seen.ThresholdMetricId !== undefined) {
    return warnNotEvaluated(reading, [...path, 'ComparisonOperator'], `anomaly detection of ${logicalId}`);
  }
  if (seen.Threshold === undefined) {
    context.error([...path, 'Threshold'], 'missing-key', 'missing: expected a number', { awsError });
  }
  if ((MetricName === undefined) === (Metrics === undefined)) {
    const message = `expected either MetricName or Metrics, found ${MetricName === undefined ? 'neither' : 'both'}`;
    return context.error(path, 'bad-value', message, { awsError });
  }
  if (Metrics === undefined) return refuseSingle(seen, reading);
  for (const key of singleKeys) {
    if (seen[key] === undefined) continue;
    const message = `expected no ${key} beside Metrics, which say it themselves`;
    context.error([...path, key], 'bad-value', message, { at: 'key', awsError });
  }
  if (isKnown<Written['Metrics']>(Metrics)) refuseQueries(Metrics!, reading);
}

function refuseSingle(seen: SeenAlarm, reading: Reading): void {
  const { path, context } = reading;
  const { Statistic, ExtendedStatistic } = seen;
  for (const key of ['Namespace', 'Period'] as const) {
    if (seen[key] !== undefined) continue;
    context.error([...path, key], 'missing-key', `missing: ${key} goes with MetricName`, { awsError });
  }
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    const message = 'expected either Statistic or ExtendedStatistic';
    return context.error(path, 'bad-value', message, { awsError });
  }
  if (typeof ExtendedStatistic === 'string') {
    refuseStatistic(ExtendedStatistic, [...path, 'ExtendedStatistic'], reading);
  }
}

function refuseStatistic(text: string, path: DataPath, reading: Reading): void {
  if (parseStatistic(text) === null) warnNotEvaluated(reading, path, `the statistic ${text}`);
}

function warnNotEvaluated({ context }: Reading, path: DataPath, name: string): void {
  const { message, options } = notSimulated({
    name,
    touches: 'the alarm is not evaluated and stays INSUFFICIENT_DATA',
    instead: 'an alarm with a Threshold on Average, Sum, Minimum, Maximum, SampleCount, p90, tm90 or IQM',
  });
  context.warning(path, 'no-effect', message, options);
}

function refuseQueries(all: readonly WrittenQuery[], reading: Reading): void {
  const { context } = reading;
  const path = [...reading.path, 'Metrics'];
  const refuse = (at: DataPath, message: string): void =>
    context.error(at, 'bad-value', message, { awsError });
  const ids = new Set<string>();
  for (const [index, { Id, Expression, MetricStat }] of all.entries()) {
    if (ids.has(Id)) refuse([...path, index, 'Id'], `expected an Id of its own, found ${Id} again`);
    ids.add(Id);
    if ((Expression === undefined) === (MetricStat === undefined)) {
      refuse([...path, index], 'expected either Expression or MetricStat');
    }
    if (MetricStat !== undefined)
      refuseStatistic(MetricStat.Stat, [...path, index, 'MetricStat', 'Stat'], reading);
  }
  const returned = all.filter(({ ReturnData }) => ReturnData !== false);
  if (returned.length !== 1) {
    refuse(
      path,
      `expected ReturnData: true of one entry, the one to watch, and false of all others; found ${returned.length}`,
    );
  }
  const periods = new Set(all.flatMap(({ MetricStat }) => MetricStat?.Period ?? []));
  if (periods.size > 1) refuse(path, 'expected one Period of all metrics');
  if (all.filter(({ MetricStat }) => MetricStat !== undefined).length > metricsMax) {
    refuse(path, `expected at most ${metricsMax} metrics`);
  }
  if (returned.length === 1) refuseExpressions(all, path, reading);
}

/** Functions of metric math that AWS has and fleetsim does not work out. */
const unsimulatedFunctions =
  /\b(ANOMALY_DETECTION_BAND|INSIGHT_RULE_METRIC|SEARCH|SERVICE_QUOTA|LAMBDA|SORT|SLICE|MINUTE|HOUR|DAY|DATE|MONTH|YEAR|EPOCH|DB_PERF_INSIGHTS)\s*\(|^\s*SELECT\b/;

function refuseExpressions(all: readonly WrittenQuery[], path: DataPath, reading: Reading): void {
  const { context } = reading;
  let isSound = true;
  for (const [index, { Expression }] of all.entries()) {
    if (Expression === undefined) continue;
    const at = [...path, index, 'Expression'];
    const unsimulated = unsimulatedFunctions.exec(Expression);
    if (unsimulated !== null) {
      isSound = false;
      warnNotEvaluated(reading, at, `${unsimulated[1] ?? 'a query of Metrics Insights'} in an expression`);
      continue;
    }
    const parsed = parseExpression(Expression);
    if (!(parsed instanceof MathProblem)) continue;
    isSound = false;
    context.error(at, 'bad-expression', parsed.message, { awsError });
  }
  if (!isSound) return;
  const built = builtQueries(all);
  if (built === null) return;
  const circle = circleIn(built);
  if (circle !== null)
    return context.error(path, 'bad-expression', `${circle} is an expression of itself`, { awsError });
  try {
    seriesOf(built, { periodSeconds: 60, length: 3 }, () => [1, 1, 1]);
  } catch (error) {
    if (!(error instanceof MathProblem)) throw error;
    context.error(path, 'bad-expression', error.message, { awsError });
  }
}

/**
 * EvaluationPeriods times Period is a day at most, and seven days where the period is an hour or longer.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
function refusePeriods(seen: SeenAlarm, { path, context }: Reading): void {
  const { EvaluationPeriods: n, DatapointsToAlarm: m } = seen;
  if (typeof n === 'number' && typeof m === 'number' && m > n) {
    const message = `expected at most EvaluationPeriods, which is ${n}`;
    context.error([...path, 'DatapointsToAlarm'], 'bad-value', message, { awsError });
  }
  const seconds = periodIn(seen as Written);
  if (typeof n !== 'number' || typeof seconds !== 'number') return;
  const days = seconds < 3600 ? 1 : 7;
  if (n * seconds <= days * daySeconds) return;
  const message = `expected EvaluationPeriods times Period to be ${days === 1 ? 'a day' : 'seven days'} at most`;
  context.error([...path, 'EvaluationPeriods'], 'bad-value', message, { awsError });
}

function periodIn({ Period, Metrics }: Pick<Written, 'Period' | 'Metrics'>): number | undefined {
  if (Period !== undefined) return Period;
  return isKnown(Metrics)
    ? Metrics?.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period
    : undefined;
}

/** Null: nothing that can be evaluated. */
function queriesOf(known: Written): readonly Query<WatchedMetric>[] | null {
  if (known.Metrics !== undefined) return builtQueries(known.Metrics);
  const { MetricName = '', Namespace = '', Dimensions, Statistic, ExtendedStatistic } = known;
  const metric = metricOf({ MetricName, Namespace, Dimensions }, Statistic ?? ExtendedStatistic ?? '');
  return metric === null ? null : [{ id: 'm1', isReturned: true, metric }];
}

function builtQueries(all: readonly WrittenQuery[]): Query<WatchedMetric>[] | null {
  const built: Query<WatchedMetric>[] = [];
  for (const { Id: id, Expression, MetricStat, ReturnData, Label } of all) {
    const said = { id, isReturned: ReturnData !== false, ...(Label === undefined ? {} : { label: Label }) };
    if (Expression !== undefined) {
      const expression = parseExpression(Expression);
      if (expression instanceof MathProblem || unsimulatedFunctions.test(Expression)) return null;
      built.push({ ...said, expression, text: Expression });
    } else if (MetricStat !== undefined) {
      const metric = metricOf(MetricStat.Metric, MetricStat.Stat);
      if (metric === null) return null;
      built.push({ ...said, metric });
    }
  }
  return built;
}

function metricOf(
  { MetricName, Namespace, Dimensions = [] }: NonNullable<WrittenQuery['MetricStat']>['Metric'],
  statisticName: string,
): WatchedMetric | null {
  const parsed = parseStatistic(statisticName);
  if (parsed === null) return null;
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value])),
    statisticName,
    statistic: parsed,
  };
}
