/**
 * Calls that AWS takes at a limited rate: a bucket of tokens for each call, in each account and Region.
 *
 * AWS: https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 */
import { modelMapIn } from '../../../capability/model.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import { type ThrottlingModel, throttlingModel } from '../model.ts';

export class Throttling {
  private readonly simulation: Simulation;
  private readonly limits: ReadonlyMap<string, ThrottlingModel>;
  /** When each bucket would be full again: what is missing from it is the time until then. */
  private readonly fullAtMs = new Map<string, number>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.limits = modelMapIn(simulation.scenario, throttlingModel);
  }

  clear(): void {
    this.fullAtMs.clear();
  }

  /** How long a call has to wait for its token, which it then has; null: longer than it is tried again for. */
  waitMs(api: string, account: string, patienceMs: number): number | null {
    const limit = this.limits.get(api);
    if (limit === undefined) return 0;
    const key = `${account}/${api}`;
    const { nowMs } = this.simulation.kernel;
    const fullAtMs = Math.max(nowMs, this.fullAtMs.get(key) ?? nowMs);
    const waitMs = waitForToken(limit, fullAtMs - nowMs);
    if (waitMs > patienceMs) return null;
    this.fullAtMs.set(key, fullAtMs + 1000 / limit.rate);
    return waitMs;
  }
}

/** `missingMs`: how long the bucket takes to be full. The call waits until there is room for one more among `burst`. */
export function waitForToken({ rate, burst }: ThrottlingModel, missingMs: number): number {
  return Math.max(0, missingMs - ((burst - 1) * 1000) / rate);
}
