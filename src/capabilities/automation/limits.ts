/** Where the file says how many children of an execution run at a time, and how many of them may fail. */
import type { RunSource } from '../../capability/run-source.ts';
import type { Scenario } from '../../world/scenario.ts';
import { startAutomationExecution } from './calls.ts';
import type { Execution } from './execution.ts';

/** Nothing: it is not divided, or no call of `actions` divided it. */
export function limitsOf(
  { actions }: Pick<Scenario, 'actions'>,
  { request: { rateControl, source } }: Execution,
): Partial<Pick<RunSource, 'id' | 'limits' | 'pathOf'>> {
  const place = actions.findIndex(({ id }) => id === source);
  if (rateControl === undefined || place < 0) return {};
  const { maxConcurrency, maxErrors } = rateControl;
  return {
    id: source,
    limits: { maxConcurrency, maxErrors },
    pathOf: (property) => ['actions', place, startAutomationExecution.call, property],
  };
}
