/** aws:createStack and aws:deleteStack. */
import type { ValueMap } from '../content/runbook.ts';
import { textOf } from '../content/values.ts';
import { accountOf, listIn } from '../services/service.ts';
import { type ActionSpec, invocationFailure, type StepRun } from './action.ts';
import { callApi, poll } from './calls.ts';

/** #automation-action-createstack: 51,200 bytes in TemplateBody. */
const templateMax = 51_200;

/** #automation-action-createstack: either may be specified, but not both. */
const exclusive = [
  ['TemplateBody', 'TemplateURL'],
  ['DisableRollback', 'OnFailure'],
  ['StackPolicyBody', 'StackPolicyURL'],
] as const;

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createstack.html */
export const createStack: ActionSpec = {
  action: 'aws:createStack',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-createstack.html',
  is: 'Creates a stack of CloudFormation from a template, and waits until it is complete',
  required: ['StackName'],
  optional: [
    'Capabilities',
    'ClientRequestToken',
    'DisableRollback',
    'NotificationARNs',
    'OnFailure',
    'Parameters',
    'ResourceTypes',
    'RoleARN',
    'StackPolicyBody',
    'StackPolicyURL',
    'Tags',
    'TemplateBody',
    'TemplateURL',
    'TimeoutInMinutes',
  ],
  values: {
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    DisableRollback: 'Boolean',
    OnFailure: ['DO_NOTHING', 'ROLLBACK', 'DELETE'],
    TimeoutInMinutes: 'Integer',
  },
  outputs: ['StackId', 'StackStatus', 'StackStatusReason', 'StackOutputs'],
  timing: 'model.calls.cloudformation.CreateStack.run',
  failing: 'model.calls.cloudformation.CreateStack.fails',
  timeoutSeconds: 3600,
  permissions: () => ['cloudformation:CreateStack', 'cloudformation:DescribeStacks'],
  begin(run) {
    const problem = stackProblem(run.inputs);
    if (problem !== null) return run.fail(invocationFailure(problem));
    callApi(
      run,
      { service: 'cloudformation', api: 'CreateStack' },
      run.inputs,
      [{ selector: '$.StackId', type: 'String' }],
      ({ value }) => waitFor(run, 'CREATE_COMPLETE', (value as ValueMap)['StackId'] ?? ''),
    );
  },
};

/** What CloudFormation refuses, as far as the text of the step says it; null: nothing. */
export function stackProblem(inputs: ValueMap): string | null {
  const both = exclusive.find((pair) => pair.every((name) => (inputs[name] ?? '') !== ''));
  if (both !== undefined) return `ValidationError: ${both.join(' and ')} cannot both be specified`;
  if (listIn(inputs, 'NotificationARNs').length > 5) return 'ValidationError: more than 5 NotificationARNs';
  const body = textOf(inputs['TemplateBody'] ?? '');
  if (Buffer.byteLength(body) > templateMax)
    return `ValidationError: TemplateBody is longer than ${templateMax} bytes`;
  if (listIn(inputs, 'Tags').length > 10) return 'ValidationError: more than 10 tags';
  const needs =
    /AWS::IAM::(?:Role|Policy|User|Group|InstanceProfile|ManagedPolicy|AccessKey|UserToGroupAddition)/.test(
      body,
    );
  return needs && listIn(inputs, 'Capabilities').length === 0
    ? 'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]'
    : null;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-deletestack.html */
export const deleteStack: ActionSpec = {
  action: 'aws:deleteStack',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-deletestack.html',
  is: 'Deletes a stack, and waits until it is gone',
  required: ['StackName'],
  optional: ['ClientRequestToken', 'RetainResources', 'RoleARN'],
  outputs: ['StackStatus'],
  timing: 'model.calls.cloudformation.DeleteStack.run',
  failing: 'model.calls.cloudformation.DeleteStack.fails',
  timeoutSeconds: 3600,
  permissions: () => ['cloudformation:DeleteStack', 'cloudformation:DescribeStacks'],
  begin(run) {
    callApi(run, { service: 'cloudformation', api: 'DeleteStack' }, run.inputs, [], () =>
      waitFor(run, 'DELETE_COMPLETE', null),
    );
  },
};

/** A stack that was there before is not in the file: it is done at once. */
function waitFor(run: StepRun, status: string, id: ValueMap[string] | null): void {
  const name = textOf(run.inputs['StackName'] ?? '');
  const stack = run.cloud.find(
    'stack',
    name.startsWith('arn:') ? (name.split('/')[1] ?? '') : name,
    accountOf(run),
  );
  poll(
    run,
    () => stack === undefined || run.cloud.stateOf(stack) === status,
    () =>
      run.succeed({
        StackStatus: status,
        ...(id === null ? {} : { StackId: id, StackStatusReason: '', StackOutputs: [] }),
      }),
  );
}
