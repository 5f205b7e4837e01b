/** What executions of runbooks tell and show the others: a leaf that every capability may import. */

import { documentName } from '../../cloudformation/document-spec.ts';
import type { Scenario } from '../../world/scenario.ts';
import { runbookOf } from './runbook-of.ts';

export { holdAction } from './actions/hold.ts';
export { approvalOf, principalNamed } from './approval.ts';
export { clientToken, refuseStart, startFields } from './calls.ts';
export { readRunbook } from './content/automation-type.ts';
export { type Runbook, type Step, stepDefaults, type ValueMap } from './content/runbook.ts';
export { runbookSpec } from './content/spec.ts';
export { automationFacts } from './events.ts';
export { type Execution, failureOf } from './execution.ts';
export type { Hold } from './hold.ts';
export { startersOfMachines } from './installs-meant.ts';
export { longWaitsOf } from './long-waits.ts';
export { mendRole } from './mend-role.ts';
export { approvalModels } from './model.ts';
export type { ExecutionRequest } from './request.ts';
export {
  type Location,
  locationOf,
  targetLocations,
  type WrittenLocation,
  warnOfNoPlace,
} from './target-locations.ts';

/** Whether its steps are known; else it runs as `model.documents` says. */
export function isSimulated(scenario: Scenario, nameOrArn: string): boolean {
  return runbookOf(scenario, documentName(nameOrArn)) !== null;
}
