/** Why a node is not managed, as what keeps a session out. */
import { type CauseId, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Scenario } from '../../world/scenario.ts';

/** `AGENT_STOPPED: SSM Agent is not running` */
export function causeWords(scenario: Scenario, cause: CauseId): string {
  return `${cause}: ${causesOf(capabilitiesOf(scenario)).of(cause).summary}`;
}
