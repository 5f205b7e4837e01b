import { fail } from '../../../kernel/assert.ts';
import type { ActionSpec } from './action.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html */
export const loop: ActionSpec = {
  action: 'aws:loop',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html',
  is: 'Runs steps for each of a list, or while a condition holds: at most 100 times',
  required: [],
  optional: ['Iterators', 'IteratorDataType', 'LoopCondition', 'MaxIterations', 'Steps'],
  outputs: ['CurrentIteration', 'CurrentIteratorValue'],
  timing: 'that of its steps',
  failing: 'that of its steps; more than 100 iterators',
  timeoutSeconds: 3600,
  permissions: () => [],
  begin: () => fail('loops are run by the runner'),
};
