import type { RunSource } from './run-source.ts';

/** One run of a document, shared by all its nodes. What performs a document is asked by this, whatever sends it. */
export interface DocumentRun {
  /** Unique in the simulation: what the journal prints. */
  readonly id: string;
  readonly source: RunSource;
  /** Which of the source's target groups. */
  readonly part: number;
  /** Names its draws together with source and part: the epoch minute of a nominal start; 0 for what happens once. */
  readonly occurrence: number;
  /** Nodes under one name share one patch snapshot. Null: each node has its own. */
  readonly snapshot: string | null;
  readonly requestedMs: number;
}
