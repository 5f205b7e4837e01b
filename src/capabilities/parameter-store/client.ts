/**
 * A client of Parameter Store: its calls are throttled, and it backs off and tries again as an SDK does.
 *
 * AWS: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
import { TokenBuckets } from '../../aws/token-bucket.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { ParameterStoreModel } from './model.ts';
import type { Refusal } from './refusal.ts';
import { backoffMs, type LimitedCall, limitOf } from './throughput.ts';

export const throttled: Refusal = { error: 'ThrottlingException', message: 'Rate exceeded' };

/** One call, until it has an answer. */
export interface ClientCall {
  readonly call: LimitedCall;
  readonly account: string;
  readonly model: Pick<ParameterStoreModel, 'retries' | 'backoff' | 'backoffMax'>;
  /** Between 0 and 1: the wait after this attempt. */
  readonly draw: (attempt: number) => number;
  /** Told of each attempt that is throttled. */
  readonly onThrottled: (attempt: number) => void;
  /** AWS takes it, at this attempt; null: it was throttled at every attempt. */
  readonly answer: (attempt: number | null) => void;
  /** Whether it is still asked for: a node that went down asks no more. */
  readonly isWanted?: () => boolean;
}

export class Client {
  throttledCount = 0;
  private readonly simulation: Simulation;
  private readonly isHigh: (account: string) => boolean;
  private readonly buckets = new TokenBuckets();
  private readonly calls: ClientCall[] = [];
  private readonly attemptDue: EventType;

  constructor(simulation: Simulation, isHigh: (account: string) => boolean) {
    this.simulation = simulation;
    this.isHigh = isHigh;
    this.attemptDue = simulation.kernel.on('parameter-store/attempt-due', (index, attempt) =>
      this.attempt(index, attempt),
    );
  }

  clear(): void {
    this.throttledCount = 0;
    this.buckets.clear();
    this.calls.length = 0;
  }

  send(call: ClientCall): void {
    this.attempt(this.calls.push(call) - 1, 1);
  }

  private attempt(index: number, attempt: number): void {
    const { kernel } = this.simulation;
    const call = this.calls[index]!;
    if (call.isWanted?.() === false) return;
    if (this.takes(call)) return call.answer(attempt);
    this.throttledCount += 1;
    call.onThrottled(attempt);
    const { retries, backoff, backoffMax } = call.model;
    if (attempt > retries) return call.answer(null);
    const waitMs = backoffMs(attempt, call.draw(attempt), backoff, backoffMax);
    kernel.schedule(kernel.nowMs + waitMs, this.attemptDue, index, attempt + 1);
  }

  private takes({ call, account }: ClientCall): boolean {
    const limit = limitOf(call, this.isHigh(account));
    return this.buckets.takes(`${account}/${limit.bucket}`, limit, this.simulation.kernel.nowMs);
  }
}
