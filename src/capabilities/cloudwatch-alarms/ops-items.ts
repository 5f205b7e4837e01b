/**
 * OpsItems that alarms create.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/OpsCenter-create-OpsItems-from-CloudWatch-Alarms.html
 */
import { nodeArn } from '../../capability/event-arns.ts';
import type { OpsItemSource } from '../../capability/ops-item-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { Scenario } from '../../world/scenario.ts';
import { dedupValue, issueType, noAnswer, opsFacts, resourcesValue } from '../ops-center/facts.ts';
import { type AlarmAction, actionIn } from './action-arns.ts';
import type { Alarm } from './alarm.ts';
import { alarmsOf } from './resources/index.ts';

interface Asked {
  readonly alarm: Alarm;
  /** A name under `accounts`, or ''. */
  readonly account: string;
  readonly action: Extract<AlarmAction, { readonly kind: 'opsItem' }>;
  /** The instance that it watches; null: it watches something else. */
  readonly node: number | null;
  readonly atMs: number;
}

const source = 'CloudWatch';

/**
 * ASSUMPTION alarm-ops-item-dedup: AWS keeps a single alarm from creating several OpsItems, and does not say by which string; here
 * it is the ARN of the alarm.
 */
export function askForOpsItem(simulation: Simulation, { alarm, account, action, node, atMs }: Asked): void {
  const { severity, category } = action;
  const resources = [alarm.arn, ...(node === null ? [] : [nodeArn(simulation, node)])];
  simulation.facts.of(opsFacts).opsItemRequested.tell(
    {
      id: `${alarm.logicalId}/${atMs}`,
      origin: { kind: 'alarm', id: alarm.logicalId },
      fields: {
        title: `CloudWatch alarm - '${alarm.name}' is in ALARM state`,
        description:
          alarm.description === '' ? `The alarm ${alarm.name} went into ALARM.` : alarm.description,
        source,
        priority: null,
        severity,
        category,
        data: { '/aws/dedup': dedupValue(alarm.arn), '/aws/resources': resourcesValue(resources) },
        notifications: [],
        related: [],
        type: issueType,
      },
      by: 'AWSServiceRoleForCloudWatchAlarms_ActionSSM',
      account,
      node,
    },
    noAnswer(),
  );
}

/** Alarms of the file whose action creates OpsItems. */
export function alarmOpsItems(scenario: Scenario): OpsItemSource[] {
  return alarmsOf(scenario).flatMap(({ logicalId, actions, isActionsEnabled }) =>
    actions.ALARM.flatMap((arn): OpsItemSource[] => {
      const action = actionIn(arn);
      if (action?.kind !== 'opsItem' || !isActionsEnabled) return [];
      return [
        {
          id: logicalId,
          account: scenario.homes.get(logicalId),
          path: ['resources', logicalId, 'Properties', 'AlarmActions'],
          severity: action.severity,
          category: action.category,
          source,
          isDeduplicated: true,
          repeats: true,
          runbooks: [],
        },
      ];
    }),
  );
}
