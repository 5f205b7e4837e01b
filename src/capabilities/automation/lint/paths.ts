/** Ways through the steps of a runbook. */

import type { Step } from '../content/runbook.ts';
import { afterSuccess } from '../flow.ts';

/** Steps that every execution comes to, as long as none before them fails. */
export function certainSteps(steps: readonly Step[]): Step[] {
  const found: Step[] = [];
  let step = steps[0];
  while (step !== undefined && !found.includes(step)) {
    found.push(step);
    if (runsAtLeastOnce(step)) found.push(...certainSteps(step.steps));
    if (step.action === 'aws:branch') break;
    const next = afterSuccess(step, null);
    const following: Step | undefined = steps[steps.indexOf(step) + 1];
    step =
      next === 'end'
        ? undefined
        : next === 'following'
          ? following
          : steps.find(({ name }) => name === next.step);
  }
  return found;
}

/** A condition is looked at after the steps of the loop; a list may be empty. */
function runsAtLeastOnce({ action, inputs }: Step): boolean {
  const { Iterators: items } = inputs;
  return action === 'aws:loop' && (items === undefined || (Array.isArray(items) && items.length > 0));
}
