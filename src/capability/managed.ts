/** Why a node is not managed: `explain` and reports ask, and the capability that manages nodes answers. */
import type { CauseId } from './causes.ts';
import type { JournalEntry } from './facts.ts';
import { view } from './views.ts';

export interface Managed {
  /** As DescribeInstanceInformation would say now; null: not in the list, so not managed. */
  pingStatus(node: number): 'Online' | 'ConnectionLost' | null;
  /** The first prerequisite that keeps the node off that list; null: it is managed. */
  unmanagedCauseOf(node: number): CauseId | null;
  /** All that the node now lacks to be managed, to take commands and to be patched, in the order of causes. */
  missingPrerequisites(node: number): readonly CauseId[];
  /** Since when the node is silent or off the list, by its own journal; null: Online, or since before the run began. */
  awaySince(node: number, journal: readonly JournalEntry[]): string | null;
}

export const managedView = view<Managed>('why nodes are not managed');
