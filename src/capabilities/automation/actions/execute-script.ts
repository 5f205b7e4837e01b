import { answerFor } from '../content/answers.ts';
import type { ValueMap } from '../content/runbook.ts';
import { automationModelOf } from '../model.ts';
import { type ActionSpec, invocationFailure } from './action.ts';
import { succeedWith } from './outputs.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html */
export const executeScript: ActionSpec = {
  action: 'aws:executeScript',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeScript.html',
  is: 'Runs a script, for up to 600 seconds: it is not run here, the file says what it answers',
  required: ['Runtime'],
  optional: ['Handler', 'Script', 'Attachment', 'InputPayload', 'NotificationArn', 'AllowedHosts'],
  outputs: ['Payload', 'OutputPayload'],
  timing: 'model.documents.<Runbook>.steps.<Step>.run, model.automation.script',
  failing: 'model.documents.<Runbook>.steps.<Step>.fails',
  timeoutSeconds: 600,
  timeoutSecondsMax: 600,
  permissions: () => [],
  begin(run) {
    const { script } = automationModelOf(run.simulation.scenario);
    run.after(run.durationMs(script), () => {
      if (run.isDrawnToFail()) return run.fail(invocationFailure(`the script of ${run.step.name} failed`));
      const written = run.answer();
      const wanted = answerFor(run.step.outputs) as ValueMap;
      const value: ValueMap = written === undefined ? { Payload: {}, ...wanted } : { Payload: written };
      succeedWith(run, value);
    });
  },
};
