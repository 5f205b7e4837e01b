/** Many replications for a command: where they are simulated, what the terminal shows meanwhile, and Ctrl-C. */
import { join } from 'node:path';
import type { Columns } from '../experiment/columns.ts';
import { createPool } from '../experiment/pool.ts';
import {
  columnsFor,
  ReplicationError,
  type ReplicationPlan,
  type Replications,
  type RowSink,
  replicate,
  type Workplace,
} from '../experiment/replicate.ts';
import { explained, type RepeatLine, thisThread } from '../library/replications.ts';
import { isLong } from './long-runs.ts';
import { startProgressBar } from './progress-bar.ts';

/** How it is done, whatever is done. */
export interface Work {
  /** Worker threads. */
  readonly jobs: number;
  readonly quiet: boolean;
  /** For the line of progress: `simulating sunday-patch.yaml`. */
  readonly what: string;
  /** The line that repeats one replication of a variant. */
  readonly repeatLine: RepeatLine;
}

export interface ReplicatingOptions<Sink extends RowSink = Columns>
  extends Work,
    Pick<ReplicationPlan<Sink>, 'variants' | 'first' | 'nextLook'> {}

/** So long this thread works alone: a second one takes that long to come up, and most experiments are over by then. */
const aloneMs = 150;

export async function replicating(options: ReplicatingOptions): Promise<Replications> {
  const columns = columnsFor(options.variants);
  return { columns, ...(await replicatingInto(options, columns)) };
}

export async function replicatingInto<Sink extends RowSink>(
  options: ReplicatingOptions<Sink>,
  sinks: readonly Sink[],
): Promise<Omit<Replications, 'columns'>> {
  const { variants, nextLook, first, jobs, quiet, what } = options;
  const nowMs = () => performance.now();
  const progress = quiet ? { update() {}, stop() {} } : startProgressBar(what, nowMs);
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt);
  const here = await thisThread(variants);
  const mayStay = !variants.some(({ scenario }) => isLong(scenario));
  const startedMs = nowMs();
  let pool: Workplace | null = null;
  const workplace = async () => {
    if (pool !== null) return pool;
    if (mayStay && (jobs === 1 || nowMs() - startedMs < aloneMs)) return here;
    pool = createPool({ script: join(__dirname, 'replicating.cjs'), jobs, variants });
    interruption.signal.addEventListener('abort', () => pool?.close());
    return pool;
  };
  try {
    return await replicate(
      {
        variants,
        first,
        nextLook,
        workplace,
        onProgress: progress.update,
        signal: interruption.signal,
        nowMs,
      },
      sinks,
    );
  } catch (error) {
    if (!(error instanceof ReplicationError)) throw error;
    throw explained(error.failure, options.repeatLine);
  } finally {
    await (pool as Workplace | null)?.close();
    process.removeListener('SIGINT', interrupt);
    progress.stop();
  }
}
