/**
 * What other steps may refer to of a step.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
import type { Wanted } from '../content/answers.ts';
import type { Step, Value, ValueMap } from '../content/runbook.ts';
import { isListType, typed } from '../content/values.ts';
import { type Answered, foundIn } from './calls.ts';

export function wantedBy({ outputs }: Step): Wanted[] {
  return outputs.map(({ selector, type }) => ({ selector, type }));
}

/**
 * ASSUMPTION selector-without-value: where a selector finds nothing the output is empty, and the step has succeeded: AWS does not say.
 */
export function outputsIn({ outputs }: Step, answered: Answered): ValueMap {
  return Object.fromEntries(
    outputs.map(({ name, selector, type }) => {
      const found = foundIn(answered, { selector, type }) ?? null;
      return [name, found === null ? emptyOf(type) : (typed(found, type) ?? found)];
    }),
  );
}

function emptyOf(type: string): Value {
  if (isListType(type)) return [];
  return type === 'StringMap' ? {} : '';
}
