/** Why an alarm changed its state, in a sentence. */
import type { CompositeAlarm, MetricAlarm } from './alarm.ts';
import type { Series } from './math/arithmetic.ts';
import type { AlarmState, Comparison, Judged } from './rules.ts';

const words: Readonly<Record<Comparison, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
};

/** `Threshold crossed: 3 of the last 5 datapoints [80, 79, 78] are less than the threshold (85).` */
export function reasonOf(
  { comparison, threshold, evaluationPeriods }: MetricAlarm,
  points: Series,
  judged: readonly Judged[],
): string {
  const real = points.filter((value) => value !== null).slice(-evaluationPeriods);
  const breaching = judged
    .filter((one) => one !== null)
    .slice(-evaluationPeriods)
    .filter(Boolean).length;
  const missing = evaluationPeriods - real.length;
  const values = real.map(short).join(', ');
  const also = missing === 0 ? '' : `, and ${missing} missing`;
  return `Threshold crossed: ${breaching} of the last ${evaluationPeriods} datapoints [${values}${also}] are ${words[comparison]} the threshold (${short(threshold)}).`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

export function insufficientWords({ evaluationPeriods }: MetricAlarm): string {
  return `Insufficient data: too few of the last ${evaluationPeriods} datapoints are there.`;
}

export function ruleWords({ ruleText }: CompositeAlarm, state: AlarmState): string {
  return `The rule ${ruleText} is ${state === 'ALARM' ? 'true' : 'false'}.`;
}
