/**
 * What an alarm does when its state changes.
 *
 * AWS: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
 */
import type { Simulation } from '../../capability/simulation.ts';
import { accountNamed } from '../../world/scenario.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { notificationFacts } from '../notifications/facts.ts';
import { actionIn } from './action-arns.ts';
import { type Alarm, metricsOf } from './alarm.ts';
import type { AlarmChange } from './events.ts';
import { askForOpsItem } from './ops-items.ts';
import { nodeIn } from './sources/instances.ts';
import type { AlarmRecord } from './state.ts';

const alarmService = 'cloudwatch.amazonaws.com';

export function takeActions(
  simulation: Simulation,
  { alarm, account }: AlarmRecord,
  { to, atMs }: AlarmChange,
): void {
  if (!alarm.isActionsEnabled) return;
  const { scenario, facts } = simulation;
  for (const arn of alarm.actions[to]) {
    const action = actionIn(arn);
    const node = instanceOf(simulation, alarm, account);
    if (action?.kind === 'power' && node !== null) {
      facts.of(nodeFacts).powerRequested.tell(node, action.action, alarm.logicalId);
    }
    // ASSUMPTION alarm-ops-item: AWS lists the action among those of ALARM only.
    if (action?.kind === 'opsItem' && to === 'ALARM')
      askForOpsItem(simulation, { alarm, account, action, node, atMs });
    if (action?.kind !== 'topic') continue;
    facts.of(notificationFacts).notificationRequested.tell({
      topic: action.topic,
      by: alarmService,
      sourceArn: alarm.arn,
      rule: alarm.logicalId,
      resource: alarm.name,
      node,
      subject: `${to}: "${alarm.name}" in ${accountNamed(scenario, account).region}`,
      atMs,
    });
  }
}

/** The one instance whose metrics the alarm watches; null: it watches something else. */
function instanceOf(simulation: Simulation, alarm: Alarm, account: string): number | null {
  const metrics = alarm.kind === 'metric' ? metricsOf(alarm) : [];
  const nodes = new Set(metrics.map(({ dimensions }) => nodeIn(simulation, dimensions, account)));
  const [first = null] = nodes;
  return nodes.size === 1 ? first : null;
}
