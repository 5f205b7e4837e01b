/** What AWS leaves open about events. */
import type { ModelSection } from '../../capability/model.ts';
import { distribution, uniform } from '../../fields/distribution-field.ts';
import { choice, once } from '../../fields/fields.ts';
import { share } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export interface EventsModel {
  readonly delay: Distribution;
  readonly loss: number;
  readonly compliance: 'change' | 'everyReport';
  readonly turnedAway: number;
}

export const eventsModel: ModelSection<EventsModel> = {
  name: 'events',
  is: 'How events of AWS reach rules of EventBridge',
  perNode: false,
  keys: once(() => ({
    delay: {
      field: distribution(),
      is: 'From what happens to the event on its bus',
      default: uniform('200ms', '1s'),
      reason: 'AWS gives no figure for Systems Manager; EventBridge itself is said to take half a second',
    },
    loss: {
      field: share(),
      is: 'Share of events of `aws.` sources that never reach a rule',
      default: '0%',
      reason:
        'AWS sends events of Systems Manager on a best effort basis and gives no figure; raise it to see what depends on them',
    },
    compliance: {
      field: choice('change', 'everyReport'),
      is: 'When Configuration Compliance State Change is sent for patch compliance',
      words: { change: 'When the state of a node changes', everyReport: 'With every report' },
      default: 'change',
      reason: 'AWS names the event a state change; whether a repeated report sends one is not documented',
    },
    turnedAway: {
      field: share(),
      is: 'Share of attempts at a target that it turns away, throttled or unavailable, and that are made again',
      default: '0%',
      reason:
        'targets of AWS are seldom constrained; raise it to see what a retry policy and a dead-letter queue do',
    },
  })),
};
