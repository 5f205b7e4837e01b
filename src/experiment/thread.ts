/** A thread of the pool: it simulates the batches that it is handed. */
import workerpool from 'workerpool';
import { capabilities } from '../capabilities/index.ts';
import { withCapabilities } from '../capability/registry.ts';
import type { ThreadData } from './pool.ts';
import { type Batch, type ReplicationFailure, Replicator } from './replicator.ts';

export function serveBatches({ variants, underWay }: ThreadData): void {
  // A scenario comes to a thread as data.
  const planned = variants.map((one) => ({
    ...one,
    scenario: withCapabilities(one.scenario, capabilities),
  }));
  const replicator = Replicator.of(planned);
  const simulate = async (batch: Batch, lane: number): Promise<Float64Array | ReplicationFailure> =>
    (await replicator).run(batch, (replication) => {
      underWay[lane] = replication;
    });
  workerpool.worker({ simulate });
}
