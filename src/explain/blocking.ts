/**
 * Everything that keeps a node from being patched. `CauseFinder` names the first prerequisite that was missing at the
 * node's last chance, because one is enough; here the others are looked for too, since all of them have to be mended.
 */
import { type CauseId, type CauseTable, causesOf } from '../capability/causes.ts';
import { capabilitiesOf } from '../capability/registry.ts';
import type { RunOutcome } from '../result/outcome.ts';
import type { InstanceProfile } from '../world/identity.ts';

/** The run at the node's last chance; null: it never had one. */
export interface Chanced {
  readonly outcome: RunOutcome;
  readonly node: number;
}

export function blockingCauses(
  outcome: RunOutcome,
  node: number,
  chance: Chanced | null,
): readonly CauseId[] {
  const known = outcome.causes.causesOf(node);
  if (known.length === 0) return [];
  const opportunity = outcome.opportunities.of(node);
  if (opportunity === null || opportunity.prerequisite === null || chance === null) return known;
  const causes = causesOf(capabilitiesOf(outcome.scenario));
  // Without its prerequisite it could not but fail: that is no second link.
  const own = known.filter((cause) => causes.of(cause).isConsequence !== true);
  return inOrder(causes, own, chance.outcome.nodes.missingPrerequisites(chance.node));
}

/** What else was found, in order; but never before the first of what is known, which is the cause. */
function inOrder(
  causes: CauseTable,
  known: readonly CauseId[],
  found: readonly CauseId[],
): readonly CauseId[] {
  const [first] = causes.inOrder(known);
  return causes.inOrder([...known, ...found.filter((cause) => isAfter(causes, cause, first))]);
}

function isAfter(causes: CauseTable, cause: CauseId, first: CauseId | undefined): boolean {
  return first === undefined || causes.placeOf(cause) > causes.placeOf(first);
}

/** Whose permissions the node works with, or would. */
export function profileInUse({ nodes }: RunOutcome, node: number): InstanceProfile | null {
  return nodes.credentials.accessOf(node).profile;
}
