/**
 * What AWS tells EventBridge of OpsItems.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html
 */
import type { AwsEvent, AwsEventSpec } from '../../capability/aws-events.ts';
import { isoSecond } from '../../world/time.ts';
import { resourcesOf } from './data.ts';
import { opsFacts } from './events.ts';
import type { OpsItem } from './state.ts';

export const opsItemEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: ['OpsItem Create', 'OpsItem Update'],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html',
    listen({ facts }, tell) {
      const { opsItemCreated, opsItemUpdated } = facts.of(opsFacts);
      opsItemCreated.listen((item) => tell(eventOf('OpsItem Create', item)));
      opsItemUpdated.listen((item) => tell(eventOf('OpsItem Update', item)));
    },
  },
];

function eventOf(detailType: string, item: OpsItem): AwsEvent {
  const { id, type, title, source, status, createdBy, createdMs, modifiedBy, modifiedMs, account, node } =
    item;
  return {
    source: 'aws.ssm',
    detailType,
    atMs: modifiedMs,
    resources: resourcesOf(item.data),
    detail: {
      'ops-item-id': id,
      'ops-item-type': type,
      title,
      source,
      status,
      'created-by': createdBy,
      'created-time': isoSecond(createdMs),
      'modified-by': modifiedBy,
      'modified-time': isoSecond(modifiedMs),
    },
    node,
    account,
  };
}
