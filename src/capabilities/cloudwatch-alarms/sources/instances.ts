/**
 * Status checks of EC2 instances: 0 passed, 1 failed, reported every minute while an instance is not stopped.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html#status-check-metrics
 */
import type { Simulation } from '../../../capability/simulation.ts';
import { power } from '../../../world/node-records.ts';
import { isIn } from '../../../world/target-resolution.ts';
import { nodeFacts, nodesView } from '../../managed-nodes/facts.ts';
import type { MetricName } from '../alarm.ts';
import { Gauge } from '../samples.ts';
import { type Feed, minuteMs, type OnChange } from './feed.ts';

export const instanceNamespace = 'AWS/EC2';
export const statusChecks = [
  'StatusCheckFailed',
  'StatusCheckFailed_Instance',
  'StatusCheckFailed_System',
] as const;

export function instanceFeed(
  simulation: Simulation,
  { namespace, name, dimensions }: MetricName,
  account: string,
  onChange: OnChange,
): Feed | null {
  const node = nodeIn(simulation, dimensions, account);
  const check = statusChecks.find((one) => one === name);
  if (namespace !== instanceNamespace || check === undefined || node === null) return null;
  const { kernel, fleet, facts, views } = simulation;
  const nodes = views.of(nodesView);
  const samples = new Gauge(minuteMs, onChange);
  const value = (): number | null => {
    const state = fleet.powerOf(node);
    if (state === power.notLaunched || state === power.stopped || state === power.terminated) return null;
    // ASSUMPTION status-check-of-lost: what does not come up after a reboot fails the check of the instance.
    const isInstanceFailed = state === power.lost || nodes.isImpaired(node, 'instance');
    const isSystemFailed = nodes.isImpaired(node, 'system');
    const isFailed =
      (check !== 'StatusCheckFailed_System' && isInstanceFailed) ||
      (check !== 'StatusCheckFailed_Instance' && isSystemFailed);
    return Number(isFailed);
  };
  const look = (changed: number): void => {
    if (changed === node) samples.set(kernel.nowMs, value());
  };
  const told = facts.of(nodeFacts);
  told.nodeLaunched.listen(look);
  told.nodeWentDown.listen(look);
  told.nodeStopped.listen(look);
  told.nodeTerminated.listen(look);
  told.nodeLost.listen(look);
  told.nodeBooted.listen(look);
  told.statusCheckChanged.listen(look);
  return { samples, begin: () => samples.begin(value()) };
}

/** The node of this account that the dimensions name, alone; null: none, or a hybrid one, which is no instance. */
export function nodeIn(
  { names, fleet }: Pick<Simulation, 'names' | 'fleet'>,
  dimensions: MetricName['dimensions'],
  account: string,
): number | null {
  const { InstanceId: instance } = dimensions;
  if (instance === undefined || Object.keys(dimensions).length !== 1) return null;
  const node = names.find(instance);
  if (node === undefined || !isIn(fleet, node, account)) return null;
  return fleet.groupOf(node).hybridActivation === null ? node : null;
}
