/**
 * What AWS tells EventBridge of rules.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html
 */
import { arnOf } from '../../aws/arn.ts';
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import { awsUuid } from '../../capability/event-arns.ts';
import { accountNamed } from '../../world/scenario.ts';
import { isoTime } from '../../world/time.ts';
import { configFacts } from './events.ts';
import type { EvaluationResult } from './rules.ts';

const detailType = 'Config Rules Compliance Change';

export const configEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [detailType],
    page: 'https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html',
    listen(simulation, tell) {
      const { facts, scenario } = simulation;
      const { homes } = scenario;
      facts.of(configFacts).complianceChanged.listen(({ resource, from, to, fromMs, atMs }) => {
        const { id: resourceId, type: resourceType, rule, node } = resource;
        const { name: configRuleName, logicalId } = rule.rule;
        const account = accountNamed(scenario, homes.get(logicalId) ?? '');
        const id = awsUuid(simulation, 'config-rule', logicalId).slice(0, 6);
        const result = (complianceType: EvaluationResult, resultMs: number) => ({
          evaluationResultIdentifier: {
            evaluationResultQualifier: { configRuleName, resourceType, resourceId },
            orderingTimestamp: isoTime(resultMs),
          },
          complianceType,
          resultRecordedTime: isoTime(resultMs),
          configRuleInvokedTime: isoTime(resultMs),
        });
        tell({
          source: 'aws.config',
          detailType,
          atMs,
          resources: [],
          detail: {
            resourceId,
            awsRegion: account.region,
            awsAccountId: account.id,
            configRuleName,
            recordVersion: '1.0',
            configRuleARN: arnOf('config', account, `config-rule/config-rule-${id}`),
            messageType: 'ComplianceChangeNotification',
            newEvaluationResult: result(to, atMs),
            // A resource that had no result before has no old one.
            ...(from === 'INSUFFICIENT_DATA'
              ? {}
              : { oldEvaluationResult: result(from, fromMs ?? scenario.startMs) }),
            notificationCreationTime: isoTime(atMs),
            resourceType,
          },
          node,
          account: homes.get(logicalId) ?? '',
        });
      });
    },
  },
];
