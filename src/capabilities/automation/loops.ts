/**
 * Loops: for each of a list, or while a condition holds.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-loop.html
 */
import { holds } from './content/choices.ts';
import { type Lookup, resolve } from './content/references.ts';
import type { Value } from './content/runbook.ts';
import type { Execution, Failure, Frame, StepExecution } from './execution.ts';

/** Its body once more, or its end; a failure: an error of the loop itself. */
export type LoopTurn =
  | { readonly kind: 'body' }
  | { readonly kind: 'over'; readonly failure: Failure | null };

/** #automation-action-loop: at most 100 iterations. */
const iterationsMax = 100;

export function beginLoop(execution: Execution, loop: StepExecution, lookup: Lookup): LoopTurn {
  const iterators = loop.step.inputs['Iterators'];
  const items = iterators === undefined ? null : resolve(iterators, lookup);
  if (items !== null && !Array.isArray(items)) return over(`Iterators is no list`);
  if (items !== null && items.length > iterationsMax)
    return over(`Iterators has ${items.length} values, and the limit is ${iterationsMax}`);
  if (items?.length === 0 || loop.step.steps.length === 0) return { kind: 'over', failure: null };
  execution.frames.push({
    steps: loop.step.steps,
    at: 0,
    loop,
    iteration: 1,
    items: items as readonly Value[] | null,
  });
  return { kind: 'body' };
}

/** The body has come to its end. #automation-action-loop: the condition is looked at after the steps, which so run at least once. */
export function nextTurn(frame: Frame, lookup: Lookup): LoopTurn {
  const { LoopCondition: condition = null, MaxIterations: limit = iterationsMax } = frame.loop!.step.inputs;
  const max = Math.min(iterationsMax, Number(resolve(limit, lookup)));
  const goesOn =
    frame.items === null
      ? holds(resolve(condition, lookup)) && frame.iteration < max
      : frame.iteration < frame.items.length;
  if (!goesOn) return { kind: 'over', failure: null };
  frame.iteration += 1;
  return { kind: 'body' };
}

function over(message: string): LoopTurn {
  return { kind: 'over', failure: { stage: 'InputValidation', type: 'Action', message } };
}
