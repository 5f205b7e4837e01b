import { textOf } from '../content/values.ts';
import { automationModelOf } from '../model.ts';
import { type ActionSpec, invocationFailure } from './action.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/invoke-webhook.html */
export const invokeWebhook: ActionSpec = {
  action: 'aws:invokeWebhook',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/invoke-webhook.html',
  is: 'Calls a webhook that an integration has set up',
  required: ['IntegrationName'],
  optional: ['Body'],
  outputs: ['Response', 'ResponseCode'],
  timing: 'model.documents.<Runbook>.steps.<Step>.run, model.automation.call',
  failing: 'model.documents.<Runbook>.steps.<Step>.fails',
  timeoutSeconds: 3600,
  permissions: () => ['ssm:GetParameter'],
  begin(run) {
    const { call } = automationModelOf(run.simulation.scenario);
    run.after(run.durationMs(call), () => {
      if (run.isDrawnToFail())
        return run.fail(
          invocationFailure(`the webhook ${textOf(run.inputs['IntegrationName'] ?? '')} failed`),
        );
      run.succeed({ Response: run.answer() ?? 'ok', ResponseCode: '200' });
    });
  },
};
