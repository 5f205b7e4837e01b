/**
 * What AWS tells EventBridge of change requests.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html#SSM-Change-Manager-event-types
 */
import { arnOf, partitionOf } from '../../aws/arn.ts';
import { userArn } from '../../aws/iam.ts';
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import { idFrom } from '../../world/made-ids.ts';
import { accountNamed } from '../../world/scenario.ts';
import { isoTime } from '../../world/time.ts';
import { changeFacts } from './events.ts';

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html';

export const changeEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: ['Change Request Status Update'],
    page,
    listen(simulation, tell) {
      const { facts, kernel, scenario } = simulation;
      facts.of(changeFacts).statusChanged.listen(({ id, action, call, status, createdMs }) => {
        const account = accountNamed(scenario, action.account ?? '');
        const principal = action.as === undefined ? undefined : scenario.principals.get(action.as);
        const by =
          principal === undefined
            ? `arn:${partitionOf(account.region)}:iam::${account.id}:root`
            : userArn(principal, account);
        const opsItem = idFrom('oi', scenario.name, id);
        tell({
          source: 'aws.ssm',
          detailType: 'Change Request Status Update',
          atMs: kernel.nowMs,
          resources: [
            arnOf('ssm', account, `opsitem/${opsItem}`),
            arnOf('ssm', account, `document/${call.template}`),
          ],
          detail: {
            'change-request-id': awsUuid(simulation, 'automation', id),
            'change-request-title': call.name,
            'ops-item-id': opsItem,
            'ops-item-created-by': by,
            'ops-item-created-time': isoTime(createdMs),
            'ops-item-modified-by': by,
            'ops-item-modified-time': isoTime(kernel.nowMs),
            'ops-item-status': status,
          },
          node: null,
          account: action.account,
        });
      });
    },
  },
];
