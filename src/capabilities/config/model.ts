/** What AWS leaves open about AWS Config. */
import type { ModelSection } from '../../capability/model.ts';
import { distribution } from '../../fields/distribution-field.ts';
import { choice, once } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export interface ConfigModel {
  readonly lag: Distribution;
  readonly snapshot: number;
  readonly success: 'repairs' | 'nothing';
  readonly afterErrors: 'wait' | 'nextSnapshot';
}

export const configModel: ModelSection<ConfigModel> = {
  name: 'config',
  is: 'How AWS Config evaluates its rules and remediates',
  perNode: false,
  keys: once(() => ({
    lag: {
      field: distribution(),
      is: 'From a change, such as a compliance report, to the result of a rule',
      default: '2m',
      reason: 'AWS evaluates a rule when it has recorded the change, within minutes, and gives no figure',
    },
    snapshot: {
      field: duration(),
      is: 'How often automatic remediation looks at which resources are noncompliant',
      default: '5m',
      reason:
        'ASSUMPTION remediation-snapshot: AWS says that it works from a snapshot that is taken periodically, and not how often',
    },
    success: {
      field: choice('repairs', 'nothing'),
      is: 'What a runbook that succeeds changes about the resource it ran for',
      words: {
        repairs: 'The next evaluation finds it compliant, until a report says otherwise',
        nothing: 'Only what the nodes report counts',
      },
      default: 'repairs',
      reason:
        'ASSUMPTION remediation-success: what a runbook does is not simulated step by step, so that it is taken to do what it is for',
    },
    afterErrors: {
      field: choice('wait', 'nextSnapshot'),
      is: 'When a remediation that ErrorPercentage has stopped begins again',
      words: {
        wait: 'When another resource is found noncompliant',
        nextSnapshot: 'At the next snapshot',
      },
      default: 'wait',
      reason: 'ASSUMPTION remediation-stopped: AWS says that it stops, and not for how long',
    },
  })),
};
