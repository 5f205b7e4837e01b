/** Many runs of a scenario: in this thread, and what they come to as a result. */
import { basename } from 'node:path';
import { moreMemory, UsageError } from '../diagnostics/usage-error.ts';
import type { Columns } from '../experiment/columns.ts';
import { gateOutcomes } from '../experiment/gates.ts';
import type { PartialRuns } from '../experiment/partial-runs.ts';
import {
  columnsFor,
  ReplicationError,
  type ReplicationPlan,
  type Replications,
  type RowSink,
  replicate,
  type Workplace,
} from '../experiment/replicate.ts';
import type { ReplicatedResult } from '../experiment/replicated-result.ts';
import { type PlannedVariant, type ReplicationFailure, Replicator } from '../experiment/replicator.ts';
import { type NextLook, type PrecisionWanted, precisionOutcome } from '../experiment/stopping.ts';
import { type MetricSummary, summaryOf } from '../experiment/summary.ts';
import { type NodesWanted, resultOf } from '../result/result.ts';
import type { Loaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import { version } from './version.ts';

export async function thisThread(variants: readonly PlannedVariant[]): Promise<Workplace> {
  const replicator = await Replicator.of(variants);
  return {
    lanes: 1,
    async run(batch) {
      const rows = replicator.run(batch, () => {});
      // Whatever else waits in this thread has its turn, such as Ctrl-C and a progress bar.
      await new Promise((resolve) => setImmediate(resolve));
      return rows;
    },
    async close() {},
  };
}

export interface ReplicatedRuns {
  readonly file: string;
  readonly loaded: Loaded;
  readonly columns: readonly Columns[];
  readonly count: number;
  readonly precision?: PrecisionWanted | null;
  readonly partial?: PartialRuns | null;
  readonly nodes?: NodesWanted;
}

export function replicatedResultOf(runs: ReplicatedRuns): ReplicatedResult {
  const { file, loaded, columns, count, precision = null, partial = null, nodes } = runs;
  const { scenario, sha256, overrides } = loaded;
  const [all] = columns;
  const metrics: Record<string, MetricSummary> = {};
  for (const metric of all!.metrics) metrics[metric] = summaryOf(all!.column(metric));
  const plain = resultOf(new Simulator(scenario).run(0), {
    version,
    file: basename(file),
    sha256,
    overrides,
    ...(nodes === undefined ? {} : { nodes }),
  });
  return {
    ...plain,
    replications: count,
    metrics,
    // Nothing is settled by the hundred-thousandth run that was open before.
    expectations: gateOutcomes(
      scenario.expectations,
      all!.kept(scenario.expectations.map(({ metric }) => metric)),
    ),
    ...(precision === null ? {} : { precision: precisionOutcome(precision, columns) }),
    ...(partial === null ? {} : { partial }),
  };
}

/** For a program, in its own thread. */
export async function replicateHere(
  variants: readonly PlannedVariant[],
  nextLook: NextLook,
): Promise<Replications> {
  const columns = columnsFor(variants);
  return { columns, ...(await replicateHereInto(variants, { first: 0, nextLook }, columns)) };
}

export async function replicateHereInto<Sink extends RowSink>(
  variants: readonly PlannedVariant[],
  wanted: Pick<ReplicationPlan<Sink>, 'first' | 'nextLook'>,
  sinks: readonly Sink[],
): Promise<Omit<Replications, 'columns'>> {
  const workplace = await thisThread(variants);
  try {
    const plan = {
      ...{ variants, ...wanted, workplace: async () => workplace, onProgress() {} },
      ...{ signal: new AbortController().signal, nowMs: () => performance.now() },
    };
    return await replicate(plan, sinks);
  } catch (error) {
    throw error instanceof ReplicationError ? explained(error.failure, repeatCall) : error;
  }
}

/** What repeats one replication of a variant. */
export type RepeatLine = (variant: number, replication: number) => string;

const repeatCall: RepeatLine = (_, replication) => `simulate(source, { replication: ${replication} })`;

/** What the user is told of it, and whether it is his to put right. */
export function explained(failure: ReplicationFailure, repeatLine: RepeatLine): Error {
  const { variant, replication, reason, message, stack } = failure;
  const repeat = `This line repeats it: ${repeatLine(variant, replication)}`;
  if (reason === 'overrun') return new UsageError(`replication ${replication} ${message}\n${repeat}`);
  // What Node.js calls it: https://nodejs.org/api/errors.html#err_worker_out_of_memory
  if (reason === 'died' && message.includes('reaching memory limit')) {
    return new UsageError(
      `replication ${replication} needs ${moreMemory} to each of --jobs threads\n${repeat}`,
    );
  }
  const what =
    reason === 'died'
      ? `the thread that simulated replication ${replication} ended (${message})`
      : `replication ${replication} failed: ${message}`;
  const error = new Error(`${what}\n${repeat}`);
  if (stack !== undefined) error.stack = stack;
  return error;
}
