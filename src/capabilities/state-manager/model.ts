/** What AWS leaves open about associations. */
import { type Limit, maxConcurrencyPattern, parseLimit } from '../../aws/rate-control.ts';
import type { ModelSection } from '../../capability/model.ts';
import { distribution, uniform } from '../../fields/distribution-field.ts';
import { choice, once, text } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export interface StateManagerModel {
  readonly poll: number;
  readonly jitter: Distribution;
  readonly dispatch: 'sliding' | 'ramp' | 'batch';
  readonly pickUp: 'push' | 'poll';
  readonly joining: 'run' | 'wait';
  /** As written. */
  readonly maxConcurrency: string;
}

export const stateManagerModel: ModelSection<StateManagerModel> = {
  name: 'stateManager',
  is: 'How associations reach the nodes',
  perNode: false,
  keys: once(() => ({
    poll: {
      field: duration(),
      is: 'How often the agent asks for its associations',
      default: '10m',
      reason: 'amazon-ssm-agent, agent/appconfig/constants.go: every 10 minutes, 5 to 60',
    },
    jitter: {
      field: distribution(),
      is: 'How long the agent waits before it asks',
      default: uniform('0s', '30s'),
      reason: 'amazon-ssm-agent, agent/association/processor: at random up to 30 s',
    },
    dispatch: {
      field: choice('sliding', 'ramp', 'batch'),
      is: 'How an interval spreads over its targets',
      words: {
        sliding: 'As many as MaxConcurrency allows from the start, and each freed slot again',
        ramp: '1, 2, 4, 8, … and then each freed slot again',
        batch: 'As many as MaxConcurrency allows; the next when the last of them has ended',
      },
      default: 'sliding',
      reason: 'AWS describes a ramp for Run Command only',
    },
    pickUp: {
      field: choice('push', 'poll'),
      is: 'How an agent learns that an association is due',
      words: {
        push: 'The service tells it; only new tags wait for its next poll',
        poll: 'It finds everything at its next poll',
      },
      default: 'push',
      reason:
        'ASSUMPTION association-pick-up: AWS says that an association runs immediately; how far the service tells the agent is not documented',
    },
    joining: {
      field: choice('run', 'wait'),
      is: 'What a node does that comes to an interval in which MaxConcurrency is used up',
      words: { run: 'It runs all the same, this once', wait: 'It waits for the next interval' },
      default: 'run',
      reason: 'the API reference says that it runs, the user guide that it waits',
    },
    maxConcurrency: {
      field: text('1 to 9,999,999 targets, or 1% to 100% of them, such as 50 or 100%', {
        pattern: maxConcurrencyPattern,
      }),
      is: 'MaxConcurrency of an association that names none',
      default: '100%',
      reason: 'the API reference says 100%, the user guide 50 nodes',
    },
  })),
};

export function maxConcurrencyIn({ maxConcurrency }: StateManagerModel): Limit {
  return parseLimit(maxConcurrency);
}
