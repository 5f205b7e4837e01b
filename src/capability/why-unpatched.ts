/** Why nodes are not patched when a run ends: `explain` asks, and the capability that patches answers. */
import type { CauseId } from './causes.ts';
import { view } from './views.ts';

export interface WhyUnpatched {
  /** Every blocking link, in order; none: the node is patched. */
  causesOf(node: number): readonly CauseId[];
  /** The first of them; null: the node is patched. */
  firstCauseOf(node: number): CauseId | null;
  /** When the node could last have been patched, and the prerequisite that it lacked then; null: never. */
  opportunityOf(node: number): { readonly atMs: number; readonly prerequisite: CauseId | null } | null;
  /** In AWS's words, as last reported. */
  complianceOf(node: number): string;
}

export const whyUnpatchedView = view<WhyUnpatched>('why nodes are not patched');
