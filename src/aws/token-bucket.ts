/** A bucket of tokens: AWS takes calls at a rate, and a burst of them at once. */

export interface BucketLimit {
  /** Tokens a second. */
  readonly rate: number;
  /** Tokens in a full bucket. */
  readonly burst: number;
}

/** `missingMs`: how long the bucket takes to be full. The call waits until there is room for one more among `burst`. */
export function waitForToken({ rate, burst }: BucketLimit, missingMs: number): number {
  return Math.max(0, missingMs - ((burst - 1) * 1000) / rate);
}

/** A call that would wait less than half a millisecond waits for rounding, and not for a token. */
const roundingMs = 0.5;

/** Buckets by name. What is missing from one is the time until it is full again. */
export class TokenBuckets {
  private readonly fullAtMs = new Map<string, number>();

  clear(): void {
    this.fullAtMs.clear();
  }

  /** Whether there is a token for the call now, which it then has. */
  takes(name: string, limit: BucketLimit, nowMs: number): boolean {
    return this.waitMs(name, limit, nowMs, roundingMs) !== null;
  }

  /** How long a call waits for its token, which it then has; null: longer than `patienceMs`, and it takes none. */
  waitMs(name: string, limit: BucketLimit, nowMs: number, patienceMs: number): number | null {
    const fullAtMs = Math.max(nowMs, this.fullAtMs.get(name) ?? nowMs);
    const waitMs = waitForToken(limit, fullAtMs - nowMs);
    if (waitMs > patienceMs) return null;
    this.fullAtMs.set(name, fullAtMs + 1000 / limit.rate);
    return waitMs;
  }
}
