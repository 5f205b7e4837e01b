/**
 * What AWS tells EventBridge of parameters.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html
 */
import type { AwsEventSpec } from '../../capability/aws-events.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { accountNamed } from '../../world/scenario.ts';
import { parameterFacts } from './events.ts';
import { parameterArn } from './names.ts';

const page = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/reference-eventbridge-events.html';
const ofChange = 'Parameter Store Change';
const ofPolicy = 'Parameter Store Policy Action';

const arnOf = ({ scenario }: Simulation, account: string, name: string): string =>
  parameterArn(accountNamed(scenario, account), name);

export const parameterEvents: readonly AwsEventSpec[] = [
  {
    detailTypes: [ofChange],
    page,
    listen(simulation, tell) {
      const { facts, kernel } = simulation;
      facts.of(parameterFacts).parameterChanged.listen(({ operation, parameter, account, exception }) => {
        const { name, type, description, dataType } = parameter;
        tell({
          source: 'aws.ssm',
          detailType: ofChange,
          atMs: kernel.nowMs,
          resources: [arnOf(simulation, account, name)],
          detail: {
            ...(exception === null ? {} : { exception }),
            ...(dataType === 'text' ? {} : { dataType }),
            ...(description === null ? {} : { description }),
            name,
            type,
            operation,
          },
          node: null,
          account,
        });
      });
    },
  },
  {
    detailTypes: [ofPolicy],
    page,
    listen(simulation, tell) {
      const { facts, kernel } = simulation;
      facts.of(parameterFacts).policyActed.listen(({ parameter: { name, type }, policy, account }) => {
        tell({
          source: 'aws.ssm',
          detailType: ofPolicy,
          atMs: kernel.nowMs,
          resources: [arnOf(simulation, account, name)],
          // The last four fields are those of a sample event that AWS's own page does not show.
          detail: {
            'policy-type': policy.type,
            'parameter-name': name,
            'parameter-type': type,
            'policy-content': policy.content,
            'action-status': 'Success',
            'action-reason': '',
          },
          node: null,
          account,
        });
      });
    },
  },
];
