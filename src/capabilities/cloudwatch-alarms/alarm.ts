/** What alarms are, once they have been read. */
import type { AlarmRule } from './alarm-rule.ts';
import type { Query } from './math/queries.ts';
import type { Comparison, EvaluationRule } from './rules.ts';
import type { Statistic } from './statistics.ts';

export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A metric and what is taken of each period. */
export interface WatchedMetric extends MetricName {
  /** As the file writes it. */
  readonly statisticName: string;
  readonly statistic: Statistic;
}

export interface AlarmBase {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly description: string;
  readonly isActionsEnabled: boolean;
  /** ARNs by the state that the alarm goes into. */
  readonly actions: {
    readonly OK: readonly string[];
    readonly ALARM: readonly string[];
    readonly INSUFFICIENT_DATA: readonly string[];
  };
}

export interface MetricAlarm extends AlarmBase, EvaluationRule {
  readonly kind: 'metric';
  /** None: what it watches is not simulated, and it stays INSUFFICIENT_DATA. */
  readonly queries: readonly Query<WatchedMetric>[];
  readonly periodMs: number;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** Of a percentile: the state stays where too few samples are there. */
  readonly needsSamples: boolean;
}

export interface CompositeAlarm extends AlarmBase {
  readonly kind: 'composite';
  readonly rule: AlarmRule;
  readonly ruleText: string;
}

export type Alarm = MetricAlarm | CompositeAlarm;

/** Metrics of an alarm, in the order of the file. */
export function metricsOf({ queries }: MetricAlarm): readonly WatchedMetric[] {
  return queries.flatMap((query) => ('metric' in query ? [query.metric] : []));
}

/** What one alarm that watches one metric says of it; null: it watches an expression. */
export function onlyMetricOf({ queries }: MetricAlarm): WatchedMetric | null {
  const [first] = queries;
  return queries.length === 1 && first !== undefined && 'metric' in first ? first.metric : null;
}

/** `AWS/ApplicationELB HealthyHostCount (TargetGroup targetgroup/web/1)` */
export function metricWords({ namespace, name, dimensions }: MetricName): string {
  const of = Object.entries(dimensions).map(([key, value]) => `${key} ${value}`);
  return `${namespace} ${name}${of.length === 0 ? '' : ` (${of.join(', ')})`}`;
}
