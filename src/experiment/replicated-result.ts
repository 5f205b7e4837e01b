/** The result of `fleetsim run --replications N`: the single run's, with every metric over all replications. */
import type { MetricTable } from '../result/metric-table.ts';
import type { ResultFrame } from '../result/result.ts';
import type { GateOutcome } from './check.ts';
import type { PrecisionOutcome } from './comparison.ts';
import type { PartialRuns } from './partial-runs.ts';
import type { MetricSummary } from './summary.ts';

/** `executions`, `commands` and `nodes` are those of replication 0. */
export interface ReplicatedResult extends Omit<ResultFrame, 'metrics' | 'expectations' | 'replication'> {
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  readonly expectations: readonly GateOutcome[];
  readonly precision?: PrecisionOutcome;
  /** Of merged blocks: which runs are missing. */
  readonly partial?: PartialRuns;
}

/** What people read of it. */
export interface ReplicationsReport {
  readonly result: ReplicatedResult;
  readonly file: string;
  /** The line that repeats it. */
  readonly repeat: string;
  readonly description: string;
  readonly warnings: readonly string[];
  /** The metrics that the text shows; JSON has all. */
  readonly shown: readonly string[];
  readonly metrics: MetricTable;
}
