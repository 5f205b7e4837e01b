/**
 * What AWS tells EventBridge of executions.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
import { arnOf, partitionOf } from '../../aws/arn.ts';
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import { timeInWords } from '../../world/time.ts';
import { automationFacts } from './events.ts';

const detailType = 'EC2 Automation Execution Status-change Notification';

export const automationEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html',
    listen(simulation, tell) {
      const { facts, scenario } = simulation;
      facts
        .of(automationFacts)
        .executionFinished.listen(({ request, document, status, startedMs, endedMs }) => {
          const atMs = endedMs ?? startedMs;
          const id = awsUuid(simulation, 'automation', request.id);
          tell({
            source: 'aws.ssm',
            detailType,
            atMs,
            resources: [arnOf('ssm', scenario.account, `automation-execution/${id}`)],
            detail: {
              ExecutionId: id,
              Definition: document,
              DefinitionVersion: 1,
              Status: status,
              EndTime: timeInWords(atMs),
              StartTime: timeInWords(startedMs),
              Time: atMs - startedMs,
              ExecutedBy: `arn:${partitionOf(scenario.account.region)}:iam::${scenario.account.id}:root`,
            },
            node: request.node,
          });
        });
    },
  },
];
