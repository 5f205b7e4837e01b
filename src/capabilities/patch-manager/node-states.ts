/** The four states of a node: what its lacking patches make of it. docs/decisions/0011-four-states.md has the reasons. */
import type { CauseId } from '../../capability/causes.ts';
import type { Verdict } from './approval.ts';

/** From best to worst: a node has the worst state of the patches that it lacks. */
export const nodeStates = ['upToDate', 'heldBack', 'waiting', 'missed'] as const;
export type NodeState = (typeof nodeStates)[number];

/** A patch that counts and that the node lacks. */
export interface LackingPatch {
  /** Place in the catalogue. */
  readonly place: number;
  /** As the baseline is when the node is judged. */
  readonly verdict: Verdict;
  readonly awaitsReboot: boolean;
  /** The last Install that meant the node would have installed it; without one, whether it is approved now. */
  readonly wasDue: boolean;
}

/** `isInProgress`: the last Install that meant the node, or the reboot that it asked for, is not over. */
export function stateOfPatch(patch: LackingPatch, isInProgress: boolean): Exclude<NodeState, 'upToDate'> {
  if (isInProgress) return 'waiting';
  if (patch.wasDue || patch.awaitsReboot) return 'missed';
  return patch.verdict === 'approved' ? 'waiting' : 'heldBack';
}

/** The state of a node: the worst of its patches'. */
export function worstState(lacking: readonly LackingPatch[], isInProgress: boolean): NodeState {
  let worst = 0;
  for (const patch of lacking) worst = Math.max(worst, nodeStates.indexOf(stateOfPatch(patch, isInProgress)));
  return nodeStates[worst]!;
}

const causesOfOtherStates: Readonly<Partial<Record<CauseId, NodeState>>> = {
  PATCH_REJECTED: 'heldBack',
  BASELINE_NOT_APPROVED: 'heldBack',
  BASELINE_DOES_NOT_SELECT: 'heldBack',
  RUN_ENDED: 'waiting',
  AWAITS_NEXT_WINDOW: 'waiting',
};

/** Each cause belongs to one state. */
export function stateOfCause(cause: CauseId): NodeState {
  return causesOfOtherStates[cause] ?? 'missed';
}

export const stateWords: Readonly<Record<NodeState, string>> = {
  upToDate: 'up to date',
  heldBack: 'held back',
  waiting: 'waiting',
  missed: 'missed',
};
