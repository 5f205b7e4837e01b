/** The runbook of a name: one that the file declares, or one of AWS's. */
import type { Scenario } from '../../world/scenario.ts';
import type { Runbook } from './content/runbook.ts';
import { managedRunbook } from './runbooks/index.ts';

/** Null: nothing is known of its steps, or what `model.documents` says of it as a whole goes first. */
export function runbookOf(_scenario: Scenario, name: string): Runbook | null {
  return managedRunbook(name) ?? null;
}
