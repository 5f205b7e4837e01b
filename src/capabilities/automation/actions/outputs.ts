/**
 * What other steps may refer to of a step.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html
 */
import type { Runbook, Step, Value, ValueMap } from '../content/runbook.ts';
import { isListType, typed } from '../content/values.ts';
import type { StepRun } from './action.ts';
import { type Answered, foundIn } from './calls.ts';

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

/** With an answer that is not the fleet's: all of it, and what the step selects of it. */
export function succeedWith(run: StepRun, value: ValueMap): void {
  run.succeed({ ...value, ...payloadIn(run, value), ...outputsIn(run.step, { value, isOfFleet: false }) });
}

/** The whole answer, which is kept only for a runbook that refers to it: answers of many targets take much memory. */
export function payloadIn({ execution: { runbook } }: StepRun, value: Value): ValueMap {
  if (runbook === null) return {};
  let isWanted = wantsPayload.get(runbook);
  if (isWanted === undefined) {
    isWanted = JSON.stringify(runbook).includes('OutputPayload');
    wantsPayload.set(runbook, isWanted);
  }
  return isWanted ? { OutputPayload: value } : {};
}

const wantsPayload = new WeakMap<Runbook, boolean>();

function emptyOf(type: string): Value {
  if (isListType(type)) return [];
  return type === 'StringMap' ? {} : '';
}
