/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html */
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';

/** `604799 seconds`: a second less than a week. */
const sleepSecondsMax = 604_799;

export const sleep: ActionSpec = {
  action: 'aws:sleep',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html',
  is: 'Waits for a time, or until one',
  required: [],
  optional: ['Duration', 'Timestamp'],
  outputs: [],
  timing: 'its inputs',
  failing: 'a duration that cannot be read, or is above 604,799 seconds',
  timeoutSeconds: sleepSecondsMax,
  begin(run: StepRun) {
    const { inputs, simulation } = run;
    const ms = /^PT(\d+)S$/.exec(String(inputs['Duration']))?.[1];
    if (ms === undefined) return run.fail(invocationFailure('Duration cannot be read'));
    void simulation;
    run.after(Number(ms) * 1000, () => run.succeed());
  },
};
