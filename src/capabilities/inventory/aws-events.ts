/**
 * What AWS tells EventBridge of inventory: data of a type of the user's own that is ignored, or deleted.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
import type { AwsEvent, AwsEventSpec } from '../../capability/aws-events.ts';
import { inventoryFacts } from './events.ts';

const detailType = 'Inventory Resource State Change';

export const inventoryEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html',
    listen({ facts, kernel, names }, tell) {
      const of = (
        node: number | null,
        action: string,
        type: string,
        rest: Readonly<Record<string, string>>,
        account?: string,
      ): AwsEvent => ({
        source: 'aws.ssm',
        detailType,
        atMs: kernel.nowMs,
        resources: [],
        detail: {
          'action-status': 'succeeded',
          action,
          'resource-type': 'managed-instance',
          'resource-id': node === null ? '' : names.idOf(node),
          'action-reason': '',
          'type-name': type,
          ...rest,
        },
        node,
        ...(account === undefined ? {} : { account }),
      });
      const told = facts.of(inventoryFacts);
      told.putIgnored.listen((node, _, type) =>
        tell(of(node, 'put', type, { 'action-status': 'failed', 'action-reason': 'disabled' })),
      );
      told.deletionCompleted.listen(({ type, nodes, account }) => {
        for (const node of nodes) tell(of(node, 'delete', type, {}));
        const summary = JSON.stringify({ totalCount: nodes.length, remainingCount: 0 });
        const reason = `The delete for type name ${type} was completed. The deletion summary is: ${summary}`;
        tell(of(null, 'delete-summary', type, { 'action-reason': reason }, account));
      });
    },
  },
];
