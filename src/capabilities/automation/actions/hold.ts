/** Not an action of AWS: a step that other capabilities put into a runbook that they make. */
import { automationFacts } from '../events.ts';
import type { ActionSpec } from './action.ts';

export const holdAction = 'fleetsim:hold';

export const hold: ActionSpec = {
  action: holdAction,
  page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/change-manager.html',
  is: 'Waits until what started the execution lets it go on',
  required: [],
  optional: [],
  outputs: [],
  timing: 'as what started it says',
  failing: 'never',
  timeoutSeconds: Number.POSITIVE_INFINITY,
  permissions: () => [],
  begin(run) {
    const { execution, record } = run;
    run.simulation.facts.of(automationFacts).stepHeld.tell({
      execution,
      because: (cause) => {
        record.heldFor = cause;
      },
      onSignal: (take) => run.onSignal(take),
      release: () => run.succeed(),
    });
    if (record.endedMs === null) run.wait();
  },
};
