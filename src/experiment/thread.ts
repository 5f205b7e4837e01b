/** A thread of the pool: it simulates the batches that it is handed. */
import workerpool from 'workerpool';
import type { ThreadData } from './pool.ts';
import { type Batch, type ReplicationFailure, Replicator } from './replicator.ts';

export function serveBatches({ variants, underWay }: ThreadData): void {
  const replicator = Replicator.of(variants);
  const simulate = async (batch: Batch, lane: number): Promise<Float64Array | ReplicationFailure> =>
    (await replicator).run(batch, (replication) => {
      underWay[lane] = replication;
    });
  workerpool.worker({ simulate });
}
