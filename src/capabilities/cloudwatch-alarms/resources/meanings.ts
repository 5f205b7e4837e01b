/** What an editor says of the properties of alarms. */
import type { Meanings } from '../../../fields/meaning.ts';

const nothing = 'Has no effect on a run';

export const alarmMeanings: Meanings = {
  ActionsEnabled: 'Whether a change of its state takes actions; true, unless said otherwise',
  AlarmActions: 'What is done when it goes into ALARM: SNS topics, EC2 actions',
  AlarmDescription: nothing,
  AlarmName:
    'The name of the alarm, which AlarmConfiguration and the rules of composite alarms use; left out: its logical id',
  InsufficientDataActions: 'What is done when it goes into INSUFFICIENT_DATA',
  OKActions: 'What is done when it goes into OK',
  ActionsSuppressor: 'An alarm that suppresses the actions of this one',
  ActionsSuppressorExtensionPeriod: nothing,
  ActionsSuppressorWaitPeriod: nothing,
  AlarmRule:
    'When it is in ALARM: ALARM(name), OK(name), INSUFFICIENT_DATA(name), TRUE and FALSE, with AND, OR, NOT and parentheses',
  ComparisonOperator: 'How a datapoint is compared with Threshold to be breaching',
  DatapointsToAlarm:
    'M of "M out of N": how many breaching datapoints bring it into ALARM; left out: EvaluationPeriods',
  Dimensions: 'Which metric of that name, such as that of one instance',
  EvaluateLowSampleCountPercentile: 'Of a percentile: whether too few samples leave the state as it is',
  EvaluationPeriods: 'N of "M out of N": how many of the newest datapoints are evaluated',
  ExtendedStatistic: 'A percentile or trimmed mean, instead of Statistic',
  MetricName: 'The metric that it watches',
  Metrics: 'Metrics and expressions of metric math; the alarm watches the one with ReturnData: true',
  'MetricStat.Metric': 'The metric',
  'MetricStat.Period': 'How many seconds make one datapoint; the same for all metrics',
  'MetricStat.Stat': 'The statistic of each period',
  'MetricStat.Unit': nothing,
  Namespace: 'The namespace of the metric, such as AWS/EC2, fleetsim or one of model.metrics',
  'AWS::CloudWatch::Alarm.Period': 'How many seconds make one datapoint: 10, 20, 30 or a multiple of 60',
  Statistic: 'What of the samples of each period makes the datapoint',
  Threshold: 'The value that datapoints are compared with',
  ThresholdMetricId: 'Of anomaly detection, which is not simulated',
  TreatMissingData:
    'What a missing datapoint counts as where too few are there: missing, unless said otherwise',
  Unit: nothing,
  AlarmConfiguration: 'A CloudWatch alarm: once it is in ALARM, nothing new of it begins',
  'AlarmConfiguration.Alarms': 'One alarm',
  'AlarmConfiguration.Alarms[].Name': 'The name of the alarm',
  'AlarmConfiguration.IgnorePollAlarmFailure': {
    says: 'Whether it goes on where the state of the alarm cannot be read',
    default: false,
  },
};
