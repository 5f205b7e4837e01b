/** Which metrics there are, and between what their values lie: for lint, which has no run to look at. */
import type { Scenario } from '../../../world/scenario.ts';
import type { MetricName, WatchedMetric } from '../alarm.ts';
import { commandMetrics, commandNamespace } from './commands.ts';
import { isAmong } from './feed.ts';
import { isGroupIn, ownDimension, ownMetricNames, ownNamespace } from './fleet.ts';
import { instanceNamespace, statusChecks } from './instances.ts';
import { modelledMetric } from './scripted.ts';
import { balancerMetrics, balancerNamespace, targetGroupOf } from './target-groups.ts';

/** Whether anything emits it in this account. Which instance it is of is not looked at. */
export function isEmitted(scenario: Scenario, metric: MetricName, account: string): boolean {
  const { namespace, name, dimensions } = metric;
  if (modelledMetric(scenario, metric) !== undefined) return true;
  const keys = Object.keys(dimensions);
  switch (namespace) {
    case ownNamespace:
      return (
        ownMetricNames.some((one) => one === name) &&
        keys.every((key) => key === ownDimension) &&
        isGroupIn(scenario, dimensions[ownDimension], account)
      );
    case commandNamespace:
      return Object.hasOwn(commandMetrics, name) && keys.length === 0;
    case balancerNamespace:
      return (
        balancerMetrics.some((one) => one === name) &&
        targetGroupOf(scenario, dimensions['TargetGroup'] ?? '') !== undefined
      );
    case instanceNamespace:
      return statusChecks.some((one) => one === name) && keys.length === 1 && keys[0] === 'InstanceId';
    default:
      return false;
  }
}

/** Whether it has a sample only where something happens. */
export function isSparse({ namespace, name }: MetricName): boolean {
  return namespace === commandNamespace || (namespace === ownNamespace && name === 'FailedInvocations');
}

/** The least and the most that a datapoint can be; null: that cannot be told. */
export function rangeOf(
  scenario: Scenario,
  metric: WatchedMetric,
  account: string,
): { readonly least: number; readonly most: number } | null {
  const { kind } = metric.statistic;
  if (kind === 'Sum' || kind === 'SampleCount') {
    return isSparse(metric) ? { least: 1, most: Number.POSITIVE_INFINITY } : null;
  }
  if (isSparse(metric)) return { least: 1, most: 1 };
  const modelled = modelledMetric(scenario, metric);
  if (modelled !== undefined) {
    const values = (modelled.series ?? []).flatMap(({ value }) => value ?? []);
    if (values.length === 0) return null;
    const inOrder = values.sort((a, b) => a - b);
    return { least: inOrder[0]!, most: inOrder.at(-1)! };
  }
  if (!isEmitted(scenario, metric, account)) return null;
  if (metric.namespace === instanceNamespace) return { least: 0, most: 1 };
  const group = metric.dimensions[ownDimension];
  const among = group === undefined ? { account } : { group };
  const counts = scenario.fleet.filter((one) => isAmong(one, among));
  return { least: 0, most: counts.reduce((sum, { count }) => sum + count, 0) };
}
