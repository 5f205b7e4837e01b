/** Why a node is not managed: `explain` and reports ask, and the capability that manages nodes answers. */
import type { CauseId } from './causes.ts';
import { view } from './views.ts';

export interface Managed {
  /** DescribeInstanceInformation lists the node now, Online or ConnectionLost. */
  isManaged(node: number): boolean;
  /** The first prerequisite that keeps the node off that list; null: it is managed. */
  unmanagedCauseOf(node: number): CauseId | null;
  /** All that the node now lacks to be managed, to take commands and to be patched, in the order of causes. */
  missingPrerequisites(node: number): readonly CauseId[];
}

export const managedView = view<Managed>('why nodes are not managed');
