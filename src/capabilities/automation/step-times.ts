/** How long the steps of runbooks take: keys of `model.automation`. */
import type { ModelSection } from '../../capability/model.ts';
import { distribution, lognormal, uniform } from '../../fields/distribution-field.ts';
import { duration } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';

export interface StepTimes {
  readonly call: Distribution;
  readonly script: Distribution;
  readonly poll: number;
  readonly start: Distribution;
  readonly stop: Distribution;
  readonly statusChecks: Distribution;
  readonly snapshot: Distribution;
  readonly image: Distribution;
  readonly stack: Distribution;
  readonly throttlingRetry: number;
}

export const stepTimeKeys = (): ReturnType<ModelSection<StepTimes>['keys']> => ({
  call: {
    field: distribution(),
    is: 'One call of an API, of a webhook, and what else an action does at once',
    default: '1s',
    reason:
      'calls of AWS take a fraction of a second to a few seconds; a step that calls one is limited to 25 seconds',
  },
  script: {
    field: distribution(),
    is: 'One aws:executeScript',
    default: '5s',
    reason: 'AWS limits a script to 600 seconds; most make a few calls',
  },
  poll: {
    field: duration(),
    is: 'How often a step asks whether what it waits for has come',
    default: '15s',
    reason: 'AWS gives no interval; its own waiters of EC2 ask every 15 seconds',
  },
  start: {
    field: distribution(),
    is: 'From StartInstances to the state running',
    default: uniform('10s', '40s'),
    reason: 'AWS gives no figure; an instance is pending for some seconds',
  },
  stop: {
    field: distribution(),
    is: 'From StopInstances or TerminateInstances to the state stopped or terminated',
    default: lognormal('45s', '20s'),
    reason:
      'AWS says a few minutes at most before the operating system is forced off; most take less than one',
  },
  statusChecks: {
    field: distribution(),
    is: 'From the state running to both status checks ok',
    default: uniform('1m', '3m'),
    reason: 'status checks are made every minute, and begin with initializing',
  },
  snapshot: {
    field: distribution(),
    is: 'One snapshot of a volume',
    default: lognormal('5m', '2m'),
    reason: 'AWS: the time depends on the size of the volume and on what has changed',
  },
  image: {
    field: distribution(),
    is: 'One image of an instance, or one copy of an image',
    default: lognormal('8m', '3m'),
    reason: 'an image is ready when its snapshots are',
  },
  stack: {
    field: distribution(),
    is: 'One creation, update or deletion of a stack',
    default: lognormal('30s', '10s'),
    reason:
      'it depends on what is in the stack; AWS’s own runbooks allow two minutes to create one with a function, invoke it and delete it',
  },
  throttlingRetry: {
    field: duration(),
    is: 'How long a step that is throttled is tried again, as /ssm/automation/throttling-retry-time-limit has it: up to an hour',
    default: '0s',
    reason: 'AWS allows 0 to 3,600 seconds and names no default',
  },
});
