/**
 * Stacks that executions make. What is in them is not simulated.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html and
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html
 */
import { arnOf } from '../../../aws/arn.ts';
import { uuidFrom } from '../../../world/made-ids.ts';
import type { StepRun } from '../actions/action.ts';
import type { ValueMap } from '../content/runbook.ts';
import type { CloudObject } from './objects.ts';
import { type Answer, ApiError, accountOf, callsOf, homeOf, lasting, textIn } from './service.ts';

export const stackCalls = callsOf(
  'cloudformation',
  {
    CreateStack(inputs, run) {
      const name = textIn(inputs, 'StackName');
      const former = stackNamed(name, run);
      if (former !== undefined && run.cloud.stateOf(former) !== 'DELETE_COMPLETE')
        return new ApiError('AlreadyExistsException', `Stack [${name}] already exists`);
      const stack = run.cloud.make(
        'stack',
        { prefix: 'stack', key: run.execution.request.id, name, account: accountOf(run), details: {} },
        {
          passing: 'CREATE_IN_PROGRESS',
          state: 'CREATE_COMPLETE',
          forMs: lasting(run, 'cloudformation', 'CreateStack', 'stack'),
        },
      );
      return { StackId: stackIdOf(stack, run) };
    },
    UpdateStack: (inputs, run) => change(inputs, run, 'UpdateStack', 'UPDATE'),
    DescribeStacks(inputs, run) {
      const name = textIn(inputs, 'StackName');
      const stack = stackNamed(name, run);
      if (stack === undefined) return undefined;
      const StackStatus = run.cloud.stateOf(stack);
      // A deleted stack is found by its id alone.
      if (StackStatus === 'DELETE_COMPLETE' && !name.startsWith('arn:'))
        return new ApiError('ValidationError', `Stack with id ${name} does not exist`);
      return {
        Stacks: [{ StackName: stack.name, StackId: stackIdOf(stack, run), StackStatus, Outputs: [] }],
      };
    },
    DeleteStack: (inputs, run) => change(inputs, run, 'DeleteStack', 'DELETE'),
  },
  ['CreateStack', 'UpdateStack', 'DeleteStack'],
);

/** Undefined: a stack that was there before, and that the file says nothing about. */
function change(inputs: ValueMap, run: StepRun, api: string, verb: 'UPDATE' | 'DELETE'): Answer {
  const stack = stackNamed(textIn(inputs, 'StackName'), run);
  if (stack === undefined) return undefined;
  const state = run.cloud.stateOf(stack);
  if (verb === 'UPDATE' && state.endsWith('_IN_PROGRESS'))
    return new ApiError(
      'ValidationError',
      `Stack ${stack.name} is in ${state} state and can not be updated.`,
    );
  run.cloud.change(
    stack,
    `${verb}_IN_PROGRESS`,
    `${verb}_COMPLETE`,
    lasting(run, 'cloudformation', api, 'stack'),
  );
  return verb === 'UPDATE' ? { StackId: stackIdOf(stack, run) } : {};
}

function stackNamed(nameOrId: string, run: StepRun): CloudObject | undefined {
  const name = nameOrId.startsWith('arn:') ? (nameOrId.split('/')[1] ?? nameOrId) : nameOrId;
  return run.cloud.find('stack', name, accountOf(run));
}

function stackIdOf({ id, name }: CloudObject, run: StepRun): string {
  return arnOf('cloudformation', homeOf(run), `stack/${name}/${uuidFrom(id)}`);
}
