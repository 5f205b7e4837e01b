/** What Installs did on the nodes they were sent to: the capability that patches knows, and those that send it ask. */
import { count, instantOrNothing, listOf, orNothing, said, text } from '../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../fields/json-schema.ts';
import type { DocumentRun } from './document-run.ts';
import { view } from './views.ts';

export interface InstallTally {
  /** Added up over nodes. */
  readonly patches: number;
  /** On which at least one patch was installed. */
  readonly nodes: number;
  /** Which lacked nothing that the run would have installed. */
  readonly nothingToInstall: number;
  /** By approval date, those that nothing will approve last. */
  readonly notYetApproved: readonly NotYetApproved[];
}

/** A patch that a rule selects, and that was not approved when the run took its snapshot. */
export interface NotYetApproved {
  readonly patch: string;
  /** Null: no date approves it. */
  readonly approvedFrom: string | null;
  /** That lacked it. */
  readonly nodes: number;
}

export interface Installs {
  /** Of some runs together, such as those of one task of one execution. Null: none of them is an Install. */
  of(runs: readonly DocumentRun[]): InstallTally | null;
}

export const installsView = view<Installs>('what Installs installed');

export const installTallySchema: JsonSchema = orNothing(
  exactly({
    patches: said('Patches that it installed, added up over nodes.', count),
    nodes: said('Nodes on which it installed at least one.', count),
    nothingToInstall: said('Nodes that lacked nothing it would have installed.', count),
    notYetApproved: said(
      'Patches that nodes lacked and a rule selects, not yet approved when the run took its snapshot.',
      listOf(
        exactly({
          patch: text,
          approvedFrom: said('Null: no date approves it.', instantOrNothing),
          nodes: said('Nodes that lacked it.', count),
        }),
      ),
    ),
  }),
);
