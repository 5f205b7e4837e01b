/** aws:invokeLambdaFunction and aws:executeStateMachine: what `model.functions` says. */

import { isoTime } from '../../../world/time.ts';
import { functionFacts } from '../../functions/facts.ts';
import { answerFor } from '../content/answers.ts';
import type { Value, ValueMap } from '../content/runbook.ts';
import { isValueMap, textOf } from '../content/values.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';
import { outputsIn, succeedWith } from './outputs.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html */
export const invokeLambdaFunction: ActionSpec = {
  action: 'aws:invokeLambdaFunction',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-lamb.html',
  is: 'Invokes a Lambda function, which has up to 300 seconds',
  required: ['FunctionName'],
  values: { InvocationType: ['RequestResponse', 'Event', 'DryRun'], LogType: ['None', 'Tail'] },
  optional: ['Qualifier', 'InvocationType', 'LogType', 'ClientContext', 'Payload', 'InputPayload'],
  outputs: ['StatusCode', 'FunctionError', 'LogResult', 'Payload', 'OutputPayload'],
  timing: 'model.functions.<Name>.run',
  failing: 'model.functions.<Name>.fails',
  timeoutSeconds: 300,
  timeoutSecondsMax: 300,
  permissions: () => ['lambda:InvokeFunction'],
  begin(run) {
    const { inputs, step } = run;
    const name = textOf(inputs['FunctionName'] ?? '');
    const type = textOf(inputs['InvocationType'] ?? 'RequestResponse');
    const isAnswered = type === 'RequestResponse';
    if (type === 'DryRun') return run.succeed({ StatusCode: 204 });
    // AWS: InputPayload goes before Payload.
    invoke(run, 'function', name, inputs['InputPayload'] ?? inputs['Payload'] ?? {}, isAnswered, (answer) => {
      const wanted = answerFor(step.outputs);
      const Payload = answer ?? (isValueMap(wanted) ? (wanted['Payload'] ?? {}) : {});
      // #automation-action-lamb: Payload is present only if the invocation type is RequestResponse.
      const value = isAnswered ? { StatusCode: 200, Payload } : { StatusCode: 202 };
      succeedWith(run, value);
    });
  },
};

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeStateMachine.html */
export const executeStateMachine: ActionSpec = {
  action: 'aws:executeStateMachine',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-executeStateMachine.html',
  is: 'Runs a state machine of Step Functions, and waits for its end',
  required: ['stateMachineArn'],
  optional: ['name', 'input'],
  outputs: ['executionArn', 'input', 'name', 'output', 'startDate', 'stateMachineArn', 'status', 'stopDate'],
  timing: 'model.functions.<Name>.run',
  failing: 'model.functions.<Name>.fails',
  timeoutSeconds: 3600,
  permissions: () => ['states:StartExecution', 'states:DescribeExecution', 'states:StopExecution'],
  begin(run) {
    const { inputs, simulation, step } = run;
    const startDate = isoTime(simulation.kernel.nowMs);
    const arn = textOf(inputs['stateMachineArn'] ?? '');
    invoke(run, 'state machine', arn, inputs['input'] ?? {}, true, (answer) => {
      const value: ValueMap = {
        ...inputs,
        status: 'SUCCEEDED',
        output: answer ?? '',
        startDate,
        stopDate: isoTime(simulation.kernel.nowMs),
      };
      run.succeed({ ...value, ...outputsIn(step, { value, isOfFleet: false }) });
    });
  },
};

function invoke(
  run: StepRun,
  kind: 'function' | 'state machine',
  name: string,
  payload: Value,
  isAnswered: boolean,
  then: (answer: Value | undefined) => void,
): void {
  const { execution, record, step, simulation } = run;
  const { request } = execution;
  const id = [request.id, step.name, ...record.iterations, record.attemptCount].join('/');
  const invocation = {
    id,
    kind,
    name,
    source: request.source,
    payload,
    node: request.node,
    resource: request.resource,
    occurrence: request.occurrence,
    requestedMs: simulation.kernel.nowMs,
    isAnswered,
  };
  if (isAnswered)
    run.whenOver(id, (outcome) => {
      const { Status: status, Answer: answer } = outcome as ValueMap;
      if (status === 'Failed') run.fail(invocationFailure(`${name} failed`));
      else then(run.answer() ?? answer);
    });
  simulation.facts.of(functionFacts).invocationRequested.tell(invocation);
  if (!isAnswered) then(undefined);
}
