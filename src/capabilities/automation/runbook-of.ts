/** The runbook of a name: one that the file declares, or one of AWS's. */
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { contentsOf } from '../documents/facts.ts';
import { automationType } from './content/automation-type.ts';
import type { Runbook } from './content/runbook.ts';
import { managedRunbook } from './runbooks/index.ts';

const declaredIn = oncePer((scenario: Scenario) => contentsOf(scenario, automationType));

/** Null: nothing is known of its steps, or what `model.documents` says of it as a whole goes first. */
export function runbookOf(scenario: Scenario, name: string): Runbook | null {
  if (scenario.model.documents.get(name)?.isRunGiven === true) return null;
  return declaredIn(scenario).get(name) ?? managedRunbook(name) ?? null;
}
