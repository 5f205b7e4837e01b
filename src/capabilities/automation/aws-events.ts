/**
 * What AWS tells EventBridge of executions.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
import { arnOf, partitionOf } from '../../aws/arn.ts';
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid, homeOf } from '../../capability/event-arns.ts';
import { timeInWords } from '../../world/time.ts';
import { automationFacts } from './events.ts';

const detailType = 'EC2 Automation Execution Status-change Notification';

export const automationEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html',
    listen(simulation, tell) {
      simulation.facts
        .of(automationFacts)
        .executionFinished.listen(({ request, document, status, requestedMs, startedMs: began, endedMs }) => {
          const startedMs = began ?? requestedMs;
          const atMs = endedMs ?? startedMs;
          const id = awsUuid(simulation, 'automation', request.id);
          const home = homeOf(simulation, request.node);
          tell({
            source: 'aws.ssm',
            detailType,
            atMs,
            resources: [arnOf('ssm', home, `automation-execution/${id}`)],
            detail: {
              ExecutionId: id,
              Definition: document,
              DefinitionVersion: 1,
              Status: status,
              EndTime: timeInWords(atMs),
              StartTime: timeInWords(startedMs),
              Time: atMs - startedMs,
              ExecutedBy: `arn:${partitionOf(home.region)}:iam::${home.id}:root`,
            },
            node: request.node,
          });
        });
    },
  },
];
