/** Why nodes are not patched when a run ends: `explain` asks, and the capability that patches answers. */
import type { CauseId } from './causes.ts';
import type { JournalEntry } from './facts.ts';
import type { RunSource } from './run-source.ts';
import { view } from './views.ts';

/** What is found of a node: its state and why. */
export interface NodeFinding {
  /** Up to date, held back, waiting or missed, as metrics write it. */
  readonly state: string;
  /** The first blocking link; null exactly for a node that is up to date. */
  readonly cause: CauseId | null;
  /** Every blocking link, in order. */
  readonly causes: readonly CauseId[];
}

export interface WhyUnpatched {
  /** Looks at every patch of the node: ask once. */
  findingOf(node: number): NodeFinding;
  /** Whether the scenario releases any patch: without one nothing can be missing. */
  readonly hasPatches: boolean;
  /** All that there are, from best to worst. */
  readonly states: readonly string[];
  /** When the node could last have been patched, and the prerequisite that it lacked then; null: never. */
  opportunityOf(node: number): { readonly atMs: number; readonly prerequisite: CauseId | null } | null;
  /** In AWS's words, as last reported. */
  complianceOf(node: number): string;
  /** When the node came to be patched; null: nothing was installed in this run. `journal` is that of the node alone. */
  patchedAtOf(journal: readonly JournalEntry[]): string | null;
  /** Every patch that the node's operating system knows. */
  patchIdsOf(node: number): readonly string[];
  /** Whether a run of it would have installed patches. */
  isInstall(source: RunSource): boolean;
}

export const whyUnpatchedView = view<WhyUnpatched>('why nodes are not patched');
