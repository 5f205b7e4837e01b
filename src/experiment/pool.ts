/** Batches on worker threads. */
import workerpool from 'workerpool';
import type { Workplace } from './replicate.ts';
import type { Batch, PlannedVariant, ReplicationFailure } from './replicator.ts';

export interface PoolOptions {
  /** Path of the JavaScript file in which a thread begins; it ends up in `serveBatches`. */
  readonly script: string;
  readonly jobs: number;
  readonly variants: readonly PlannedVariant[];
}

/** What a thread is given when it begins. */
export interface ThreadData {
  readonly variants: readonly PlannedVariant[];
  /** By lane: the replication that is running, for the thread that survives. */
  readonly underWay: Float64Array;
}

export function createPool({ script, jobs, variants }: PoolOptions): Workplace {
  const underWay = new Float64Array(new SharedArrayBuffer(8 * jobs));
  const workerData: ThreadData = { variants, underWay };
  const pool = workerpool.pool(script, {
    workerType: 'thread',
    maxWorkers: jobs,
    workerThreadOpts: { workerData },
  });
  const freeLanes = Array.from({ length: jobs }, (_, lane) => lane);
  let isClosed = false;

  const died = (error: unknown, { variant }: Batch, lane: number): ReplicationFailure => ({
    variant,
    replication: underWay[lane]!,
    reason: 'died',
    message: error instanceof Error ? error.message : String(error),
  });

  return {
    lanes: jobs,
    async run(batch) {
      const lane = freeLanes.pop() ?? 0;
      underWay[lane] = batch.first;
      try {
        return (await pool.exec('simulate', [batch, lane])) as Float64Array | ReplicationFailure;
      } catch (error) {
        return died(error, batch, lane);
      } finally {
        freeLanes.push(lane);
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await pool.terminate(true);
    },
  };
}
