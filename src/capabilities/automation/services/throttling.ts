/**
 * Calls that AWS takes at a limited rate: a bucket of tokens for each call, in each account and Region.
 *
 * AWS: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
import { type BucketLimit, TokenBuckets } from '../../../aws/token-bucket.ts';
import { modelMapIn } from '../../../capability/model.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import { throttlingModel } from '../model.ts';

export class Throttling {
  private readonly simulation: Simulation;
  private readonly limits: ReadonlyMap<string, BucketLimit>;
  private readonly buckets = new TokenBuckets();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.limits = modelMapIn(simulation.scenario, throttlingModel);
  }

  clear(): void {
    this.buckets.clear();
  }

  /** How long a call has to wait for its token, which it then has; null: longer than it is tried again for. */
  waitMs(api: string, account: string, patienceMs: number): number | null {
    const limit = this.limits.get(api);
    if (limit === undefined) return 0;
    return this.buckets.waitMs(`${account}/${api}`, limit, this.simulation.kernel.nowMs, patienceMs);
  }
}
