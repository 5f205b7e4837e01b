/**
 * What is told of runs of documents, whichever capability sends them and whichever performs them. None of it is in the
 * journal, which has what the sender itself tells.
 */
import type { CauseId } from './causes.ts';
import type { DocumentRun } from './document-run.ts';
import { type FactsIn, fact, factSet } from './facts.ts';

/** How a run ended on a node, as its sender sees it. */
export interface RunEnd {
  /**
   * `stopped`: by something that `cause` names, before the document was done. `not reached`: nothing came back from the
   * node, for `cause` or for what kept the node from answering. `in progress`: the simulation ended before.
   */
  readonly how: 'succeeded' | 'failed' | 'stopped' | 'not reached' | 'in progress';
  /** Null: the document itself has succeeded or failed. */
  readonly cause: CauseId | null;
}

/** Targets that a run meant and did not send to: not managed, or their turn never came. */
export interface LeftOut extends Pick<DocumentRun, 'source' | 'snapshot' | 'requestedMs'> {
  readonly nodes: ArrayLike<number>;
  /** Null: their turn was still to come when the simulation ended. */
  readonly cause: CauseId | null;
  /** What was to send it would have started the machine first: that it is stopped, or not Online yet, is no reason. Absent: as its file says. */
  readonly isStartedFirst?: boolean;
}

/** Who is told what is not over yet: the same that a sender tells of it when the simulation ends. */
export interface ToldOfUnfinished {
  readonly runEnded: (node: number, run: DocumentRun, end: RunEnd) => void;
  readonly leftOut: (leftOut: LeftOut) => void;
}

export const runFacts = factSet('document-runs', {
  /** Told by the sender of every document. The number: how many milliseconds the agent lets it run. */
  runStarted: fact<number, DocumentRun, number>(
    'document-runs/run-started',
    'The agent has begun the document on the node.',
    null,
  ),
  /** Told by what performs it, before the run fails for it. */
  runObstructed: fact<number, DocumentRun, CauseId>(
    'document-runs/run-obstructed',
    'The node lacks a prerequisite of the document.',
    null,
  ),
  /** Told by what performs it. Null: the agent killed it at its limit. */
  runFinished: fact<number, DocumentRun, number | null>(
    'document-runs/run-finished',
    'The document has ended with this exit code.',
    null,
  ),
  runKilled: fact<number, DocumentRun>('document-runs/run-killed', 'The agent killed what ran there.', null),
  runEnded: fact<number, DocumentRun, RunEnd>(
    'document-runs/run-ended',
    'The sender expects nothing more of this node.',
    null,
  ),
  nodesLeftOut: fact<LeftOut>(
    'document-runs/nodes-left-out',
    'Nodes that the source meant, and to which nothing was sent.',
    null,
  ),
  /** A request: every sender answers at once. */
  unfinishedAsked: fact<ToldOfUnfinished>(
    'document-runs/unfinished-asked',
    'What would be in progress if the simulation ended now.',
    null,
  ),
});

/** When the simulation ends, every listener is told. */
export function toldAtEnd({
  runEnded,
  nodesLeftOut,
}: Pick<FactsIn<typeof runFacts>, 'runEnded' | 'nodesLeftOut'>): ToldOfUnfinished {
  return {
    runEnded: (node, run, end) => runEnded.tell(node, run, end),
    leftOut: (leftOut) => nodesLeftOut.tell(leftOut),
  };
}
