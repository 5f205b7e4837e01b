/**
 * What events of alarms say for programs of a change, as JSON text.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
import { isoTime } from '../../world/time.ts';
import { type MetricAlarm, onlyMetricOf } from './alarm.ts';
import type { Series } from './math/arithmetic.ts';
import type { AlarmState } from './rules.ts';

/** `2019-10-02T17:04:40.985+0000` */
export function stamp(epochMs: number): string {
  return isoTime(epochMs).replace('Z', '+0000');
}

/** `points`: all that the evaluation at `atMs` looked at, the oldest first. Of an expression there is no statistic. */
export function dataOfDatapoints(alarm: MetricAlarm, points: Series, atMs: number): string {
  const { evaluationPeriods, periodMs, threshold } = alarm;
  const recent = points
    .map((value, place) => ({ value, fromMs: atMs - (points.length - place) * periodMs }))
    .filter(({ value }) => value !== null)
    .slice(-evaluationPeriods);
  const metric = onlyMetricOf(alarm);
  return JSON.stringify({
    version: '1.0',
    queryDate: stamp(atMs),
    ...(recent[0] === undefined ? {} : { startDate: stamp(recent[0].fromMs) }),
    ...(metric === null ? {} : { statistic: metric.statisticName }),
    period: periodMs / 1000,
    recentDatapoints: recent.map(({ value }) => value),
    threshold,
  });
}

export interface Triggering {
  readonly arn: string;
  readonly state: AlarmState;
}

/** Of a composite alarm: the alarms of its rule that changed their state at that time. */
export function dataOfRule(triggering: readonly Triggering[], atMs: number): string {
  return JSON.stringify({
    triggeringAlarms: triggering.map(({ arn, state: value }) => ({
      arn,
      state: { value, timestamp: stamp(atMs) },
    })),
  });
}
