/**
 * How an alarm comes to its state from datapoints.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html and
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */

export const alarmStates = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
export type AlarmState = (typeof alarmStates)[number];

export const missingDataTreatments = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
export type MissingData = (typeof missingDataTreatments)[number];

const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
};
export type Comparison = keyof typeof comparisons;

export const comparisonOperators = Object.keys(comparisons) as readonly Comparison[];

/** The statistic is the first operand. */
export function isBreaching(value: number, comparison: Comparison, threshold: number): boolean {
  return comparisons[comparison](value, threshold);
}

export interface EvaluationRule {
  /** N of "M out of N". */
  readonly evaluationPeriods: number;
  /** M. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

/** Whether a datapoint breaches; null: it is missing. */
export type Judged = boolean | null;

/**
 * The state after an evaluation. `points` is the evaluation range, which is longer than the evaluation periods; the newest is
 * the last.
 *
 * #alarms-evaluating-missing-data: the newest real datapoints are evaluated, from farther back where some are missing, and
 * missing ones are filled in as few times as possible.
 */
export function stateAfter(points: readonly Judged[], rule: EvaluationRule, current: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = rule;
  const real = points.filter((point) => point !== null).slice(-evaluationPeriods);
  const breaching = real.filter(Boolean).length;
  const filled = evaluationPeriods - real.length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (filled === 0 || treatMissingData === 'notBreaching') return 'OK';
  if (treatMissingData === 'breaching') return breaching + filled >= datapointsToAlarm ? 'ALARM' : 'OK';
  if (breaching < real.length) return 'OK';
  if (treatMissingData === 'ignore') return current;
  return isOldEnough(points, datapointsToAlarm) ? 'ALARM' : 'INSUFFICIENT_DATA';
}

/**
 * #CloudWatch-alarms-avoiding-premature-transition: where nothing but breaching datapoints is there and they are too few, the
 * alarm waits until the oldest of them is as old as the number of datapoints to alarm, since the next may be within the threshold.
 */
function isOldEnough(points: readonly Judged[], datapointsToAlarm: number): boolean {
  const oldest = points.indexOf(true);
  return oldest >= 0 && points.length - oldest >= datapointsToAlarm;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * How often an alarm is evaluated: every minute where the period is one minute or longer, every ten seconds below that, and once
 * an hour where all periods together are longer than a day.
 */
export function evaluationIntervalMs(periodMs: number, evaluationPeriods: number): number {
  if (periodMs < minuteMs) return 10_000;
  return periodMs * evaluationPeriods > dayMs ? 60 * minuteMs : minuteMs;
}

/** An evaluation looks at what is over when it begins: the next one after a change. */
export function nextEvaluationMs(nowMs: number, intervalMs: number): number {
  return (Math.floor(nowMs / intervalMs) + 1) * intervalMs;
}
