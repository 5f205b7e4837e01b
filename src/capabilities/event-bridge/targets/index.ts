/** What becomes of an event that a rule hands to its targets. */
import type { Simulation } from '../../../capability/simulation.ts';
import { eventBridgeFacts } from '../events.ts';
import type { Delivery } from '../state.ts';

/** Every target takes every event at once. */
export function startTargets({ facts }: Simulation): (delivery: Delivery) => void {
  const { targetInvoked } = facts.of(eventBridgeFacts);
  return (delivery) => targetInvoked.tell(delivery);
}
