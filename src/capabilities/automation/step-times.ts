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
    reason: 'ASSUMPTION: AWS gives no time for a call; it limits aws:executeAwsApi to 25 seconds',
  },
  script: {
    field: distribution(),
    is: 'One aws:executeScript',
    default: '5s',
    reason:
      'ASSUMPTION: AWS gives no time for a script; it limits one to 600 seconds, and this is a few calls',
  },
  poll: {
    field: duration(),
    is: 'How often a step asks whether what it waits for has come',
    default: '15s',
    reason:
      'ASSUMPTION: AWS gives no interval for Automation; the waiters for EC2 in the AWS SDK for Python ask every 15 seconds',
  },
  start: {
    field: distribution(),
    is: 'From StartInstances to the state running',
    default: uniform('10s', '40s'),
    reason: 'ASSUMPTION: AWS gives no figure; measure it for your images',
  },
  stop: {
    field: distribution(),
    is: 'From StopInstances or TerminateInstances to the state stopped or terminated',
    default: lognormal('45s', '20s'),
    reason: 'ASSUMPTION: AWS gives no figure; it depends on what the operating system has to shut down',
  },
  statusChecks: {
    field: distribution(),
    is: 'From the state running to both status checks ok',
    default: uniform('1m', '3m'),
    reason:
      'ASSUMPTION: AWS gives no figure; the checks are made every minute, so that it takes one or a few of them',
  },
  snapshot: {
    field: distribution(),
    is: 'One snapshot of a volume',
    default: lognormal('5m', '2m'),
    reason:
      'ASSUMPTION: AWS gives no figure; it depends on the size of the volume and on what has changed since the snapshot before',
  },
  image: {
    field: distribution(),
    is: 'One image of an instance, or one copy of an image',
    default: lognormal('8m', '3m'),
    reason: 'ASSUMPTION: AWS gives no figure; an image is not available before its snapshots are completed',
  },
  stack: {
    field: distribution(),
    is: 'One creation, update or deletion of a stack',
    default: lognormal('30s', '10s'),
    reason:
      'ASSUMPTION: AWS gives no figure; it depends on what is in the stack, and this is one with a function and a role',
  },
  throttlingRetry: {
    field: duration(),
    is: 'How long a step that is throttled is tried again, as /ssm/automation/throttling-retry-time-limit has it: up to an hour',
    default: '0s',
    reason: 'ASSUMPTION: AWS allows 0 to 3,600 seconds and names no default; none is the least',
  },
});
