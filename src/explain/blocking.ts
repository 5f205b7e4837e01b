/**
 * Everything that keeps a node from being patched. The run names the first prerequisite that was missing at the node's
 * last opportunity, because one is enough; here the others are looked for too, since all of them have to be mended.
 * A node that is up to date may still lack what it takes to be managed, or to be patched the next time.
 */
import type { CauseId, CauseTable } from '../capability/causes.ts';
import { managedView } from '../capability/managed.ts';
import type { NodeInRun } from '../capability/situation.ts';
import { whyUnpatchedView } from '../capability/why-unpatched.ts';
import type { RunOutcome } from '../result/outcome.ts';

/** `known`: why it is not up to date, in order. `opportunity`: the run at the node's last one; null: it never had one. */
export function blockingCauses(
  outcome: RunOutcome,
  causes: CauseTable,
  node: number,
  known: readonly CauseId[],
  opportunity: NodeInRun | null,
): readonly CauseId[] {
  const now = outcome.simulation.views;
  if (known.length === 0) return causes.inOrder(now.of(managedView).missingPrerequisites(node));
  const last = now.of(whyUnpatchedView).opportunityOf(node);
  if (last === null || last.prerequisite === null || opportunity === null) return known;
  // Without its prerequisite it could not but fail: that is no second link.
  const own = known.filter((cause) => causes.of(cause).isConsequence !== true);
  const { views } = opportunity.simulation;
  return inOrder(causes, own, views.of(managedView).missingPrerequisites(opportunity.node));
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
