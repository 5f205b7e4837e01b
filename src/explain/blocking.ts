/**
 * Everything that keeps a node from being patched. `CauseFinder` names the first prerequisite that was missing at the
 * node's last chance, because one is enough; here the others are looked for too, since all of them have to be mended.
 */
import { type Cause, causes } from '../capability/causes.ts';
import type { RunOutcome } from '../result/outcome.ts';
import type { InstanceProfile } from '../world/identity.ts';

/** The run at the node's last chance; null: it never had one. */
export interface Chanced {
  readonly outcome: RunOutcome;
  readonly node: number;
}

export function blockingCauses(outcome: RunOutcome, node: number, chance: Chanced | null): readonly Cause[] {
  const known = outcome.causes.causesOf(node);
  if (known.length === 0) return [];
  const opportunity = outcome.opportunities.of(node);
  if (opportunity === null || opportunity.prerequisite === null || chance === null) return known;
  // Without its prerequisite it could not but fail: that is no second link.
  const isConsequence = (cause: Cause) => cause === 'DELIVERY_FAILED' || cause === 'INSTALL_FAILED';
  const own = known.filter((cause) => !isConsequence(cause));
  return inOrder(own, chance.outcome.nodes.missingPrerequisites(chance.node));
}

/** What else was found, in order; but never before the first of what is known, which is the cause. */
function inOrder(known: readonly Cause[], found: readonly Cause[]): readonly Cause[] {
  const first = Math.min(...known.map((cause) => causes.indexOf(cause)));
  const all = new Set([...known, ...found.filter((cause) => causes.indexOf(cause) > first)]);
  return causes.filter((cause) => all.has(cause));
}

/** Whose permissions the node works with, or would. */
export function profileInUse({ nodes }: RunOutcome, node: number): InstanceProfile | null {
  return nodes.credentials.accessOf(node).profile;
}
