import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { permissionsFor } from '../services/index.ts';
import type { ActionSpec } from './action.ts';
import { callApi, calledBy, inputsOfCall } from './calls.ts';
import { outputsIn, payloadIn } from './outputs.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html */
export const executeAwsApi: ActionSpec = {
  action: 'aws:executeAwsApi',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeAwsApi.html',
  is: 'Calls an API of AWS, which has 25 seconds',
  required: ['Service', 'Api'],
  optional: [],
  takesInputsOfCall: true,
  outputs: ['OutputPayload'],
  timing: 'model.calls.<service>.<Api>.run',
  failing: 'model.calls.<service>.<Api>.fails',
  timeoutSeconds: 3600,
  permissions: permissionsOfCall,
  begin(run) {
    const { inputs, step } = run;
    callApi(run, calledBy(inputs), inputsOfCall(inputs), step.outputs, (answered) =>
      run.succeed({ ...payloadIn(run, answered.value), ...outputsIn(step, answered) }),
    );
  },
};

/** Of a call whose name is known only at run time: none is known before. */
export function permissionsOfCall(inputs: ValueMap): readonly string[] {
  const { Service: service = '', Api: api = '' } = inputs;
  const isOpen = textOf(service).includes('{{') || textOf(api).includes('{{');
  return isOpen ? [] : permissionsFor(calledBy(inputs));
}
