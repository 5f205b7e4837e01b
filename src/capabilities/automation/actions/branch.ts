import { choose } from '../content/choices.ts';
import type { ActionSpec } from './action.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html */
export const branch: ActionSpec = {
  action: 'aws:branch',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html',
  is: 'Goes on with the step of the first choice that is true',
  required: ['Choices'],
  optional: ['Default'],
  outputs: [],
  timing: 'takes no time',
  failing: 'never fails',
  timeoutSeconds: 3600,
  permissions: () => [],
  begin(run) {
    run.record.goTo = choose(run.inputs);
    run.succeed();
  },
};
