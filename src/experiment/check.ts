/** What `check` finds in one scenario, as plain data. Its JSON is `fleetsim.check/1`, a list of these. */
import type { PrecisionOutcome } from './comparison.ts';
import type { PartialRuns } from './partial-runs.ts';

export type Outcome = 'pass' | 'fail' | 'inconclusive';

export interface CheckReport {
  readonly schema: 'fleetsim.check/1';
  readonly fleetsim: string;
  readonly files: readonly FileReport[];
  readonly outcome: Outcome | 'error';
}

/** A file that could not be read or run has `problems` and nothing else to show. */
export interface FileReport {
  /** As given on the command line. */
  readonly file: string;
  readonly name: string;
  readonly outcome: Outcome | 'error';
  readonly seed: string | null;
  readonly replications: number;
  /** The line that repeats it. */
  readonly repeat: string;
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly expectations: readonly GateOutcome[];
  readonly snapshot: SnapshotReport | null;
  readonly precision?: PrecisionOutcome;
  /** Of merged blocks: which runs are missing. */
  readonly partial?: PartialRuns;
}

export interface GateOutcome {
  readonly metric: string;
  /** `value`, `mean`, `p95`, `share` … as in the file. */
  readonly statistic: string;
  /** `at most 10` */
  readonly expected: string;
  /** What was seen, in words: `2.4 on average (2.2 to 2.6), 200 runs`. */
  readonly observed: string;
  /** The estimate that was judged: mean, quantile or share; null if there is none. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly outcome: Outcome;
  /** Why, and what to do, where that is not plain. */
  readonly because: string | null;
  /** About how many replications would settle it. Null: it is settled, or no number would. */
  readonly needed: number | null;
  readonly line: number;
  readonly column: number;
}

export interface SnapshotReport {
  readonly file: string;
  readonly outcome: Outcome;
  /** `written` by --update; `same bytes`; `compared` across versions or inputs. */
  readonly comparison: 'written' | 'same bytes' | 'compared';
  /** Why the bytes were not to be compared: another version, another sha256 … Empty for `same bytes`. */
  readonly changed: readonly string[];
  /** Metrics that moved, within or beyond their tolerance, worst first. Unchanged ones are counted only. */
  readonly moved: readonly MetricMove[];
  readonly unchanged: number;
  /** Metrics that only one side has. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** The first block of a thousand events of replication 0 that differs; null: none does. */
  readonly firstDifference: EventBlockDifference | null;
}

export interface MetricMove {
  readonly metric: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Paired; of the mean, or of the share. */
  readonly change: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly tolerance: number;
  readonly direction: 'better' | 'worse' | 'higher' | 'lower';
  readonly outcome: Outcome;
  readonly because: string | null;
}

export interface EventBlockDifference {
  /** From 1. */
  readonly block: number;
  readonly firstEvent: number;
  readonly from: string;
  readonly until: string;
  /** The first of our events in it, as journal lines. */
  readonly events: readonly string[];
}
