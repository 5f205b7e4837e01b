import { awsUuid } from '../../../capability/event-arns.ts';
import { childIn } from '../children.ts';
import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { documentError } from '../services/service.ts';
import { type ActionSpec, invocationFailure } from './action.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html */
export const executeAutomation: ActionSpec = {
  action: 'aws:executeAutomation',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAutomation.html',
  is: 'Runs another runbook, and waits for its end',
  required: ['DocumentName'],
  optional: [
    'DocumentVersion',
    'MaxConcurrency',
    'MaxErrors',
    'RuntimeParameters',
    'Tags',
    'TargetLocations',
    'TargetMaps',
    'TargetParameterName',
    'Targets',
  ],
  outputs: ['ExecutionId', 'Status', 'Output'],
  timing: 'that of the runbook',
  failing: 'that of the runbook',
  timeoutSeconds: 604_800,
  permissions: () => ['ssm:StartAutomationExecution'],
  begin(run) {
    const child = childIn(run.inputs);
    const refusal = documentError(child.document, 'Automation', run);
    if (refusal !== null) return run.fail(invocationFailure(`${refusal.code}: ${refusal.message}`));
    const id = run.startChild(child);
    const ExecutionId = awsUuid(run.simulation, 'automation', id);
    run.whenOver(id, (outcome) => {
      const { Status = '', Output = [] } = outcome as ValueMap;
      run.record.outputs = { ExecutionId, Status, Output };
      if (Status === 'Success') run.succeed();
      else run.fail(invocationFailure(`${textOf(run.inputs['DocumentName'] ?? '')} ended ${textOf(Status)}`));
    });
  },
  cancel(run) {
    if (run.record.started !== null) run.stopChild(run.record.started);
  },
};
