import type { ActionSpec } from './action.ts';

/** #automation-action-pause: seven days, and up to 30. */
const days = 86_400;

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-pause.html */
export const pause: ActionSpec = {
  action: 'aws:pause',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-pause.html',
  is: 'Waits for the signal Resume',
  required: [],
  optional: [],
  outputs: [],
  timing: 'until SendAutomationSignal under actions',
  failing: 'the timeout of the step: 7 days, and up to 30',
  timeoutSeconds: 7 * days,
  timeoutSecondsMax: 30 * days,
  permissions: () => [],
  begin(run) {
    run.onSignal(({ type }) => {
      if (type !== 'Resume') return false;
      run.succeed();
      return true;
    });
    run.wait();
  },
};
