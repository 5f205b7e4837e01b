/** The datapoints that an evaluation looks at. */
import { type MetricAlarm, metricsOf, onlyMetricOf, type WatchedMetric } from './alarm.ts';
import type { Series } from './math/arithmetic.ts';
import { seriesOf } from './math/queries.ts';
import type { Samples } from './samples.ts';
import { statisticOf } from './statistics.ts';

/**
 * The newest `length` periods that end at `atMs`, the oldest first: they slide with the evaluation.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
export function pointsOf(
  alarm: MetricAlarm,
  samples: readonly (Samples | null)[],
  atMs: number,
  length: number,
): Series {
  const metrics = metricsOf(alarm);
  const { periodMs } = alarm;
  const seriesOfMetric = (metric: WatchedMetric): Series => {
    const of = samples[metrics.indexOf(metric)] ?? null;
    return Array.from({ length }, (_, place) => {
      const toMs = atMs - (length - 1 - place) * periodMs;
      return of === null ? null : statisticOf(of, toMs - periodMs, toMs, metric.statistic);
    });
  };
  return seriesOf(alarm.queries, { periodSeconds: periodMs / 1000, length }, seriesOfMetric);
}

/**
 * Whether a percentile has too few samples to mean anything. The rule is of percentiles between 0 and 100, without these two.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html
 */
export function hasTooFewSamples(
  alarm: MetricAlarm,
  [samples = null]: readonly (Samples | null)[],
  atMs: number,
): boolean {
  const metric = onlyMetricOf(alarm);
  if (metric?.statistic.kind !== 'percentile' || samples === null) return false;
  const { share } = metric.statistic;
  if (share === 0 || share === 1) return false;
  const needed = 10 / (share >= 0.5 ? 1 - share : share);
  const fromMs = atMs - alarm.evaluationPeriods * alarm.periodMs;
  return (statisticOf(samples, fromMs, atMs, { kind: 'SampleCount' }) ?? 0) < needed;
}
