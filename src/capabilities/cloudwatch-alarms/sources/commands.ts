/**
 * Metrics of Run Command: they count commands of one account and Region, not invocations, when a command comes to its end.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-cloudwatch-metrics.html
 */
import type { Simulation } from '../../../capability/simulation.ts';
import { commandFacts } from '../../run-command/facts.ts';
import type { MetricName } from '../alarm.ts';
import { Occurrences } from '../samples.ts';
import type { Feed, OnChange } from './feed.ts';

export const commandNamespace = 'AWS/SSM-RunCommand';

/** The status of a command that each counts. */
export const commandMetrics: Readonly<Record<string, string>> = {
  CommandsSucceeded: 'Success',
  CommandsFailed: 'Failed',
  CommandsDeliveryTimedOut: 'DeliveryTimedOut',
};

export function commandFeed(
  { facts, kernel }: Simulation,
  { namespace, name, dimensions }: MetricName,
  account: string,
  onChange: OnChange,
): Feed | null {
  const isOne = namespace === commandNamespace && Object.hasOwn(commandMetrics, name);
  if (!isOne || Object.keys(dimensions).length > 0) return null;
  const samples = new Occurrences(onChange);
  facts.of(commandFacts).commandFinished.listen(({ status, request }) => {
    if (status === commandMetrics[name] && (request.source.account ?? '') === account)
      samples.happen(kernel.nowMs);
  });
  return { samples, begin: () => samples.begin() };
}
