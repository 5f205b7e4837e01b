/**
 * How many calls a second AWS takes of each account in each Region.
 *
 * AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
 */
import type { Kernel } from '../../kernel/kernel.ts';

const perSecond: Readonly<Record<string, number>> = {
  StartSession: 3,
  ResumeSession: 6,
  TerminateSession: 6,
};

/** ASSUMPTION session-throttling: a rate is a count within one second; AWS does not say how it counts. */
export function isWithinRate(call: string, callsWithinSecond: number): boolean {
  return callsWithinSecond < (perSecond[call] ?? Number.POSITIVE_INFINITY);
}

export class Quota {
  private readonly kernel: Kernel;
  /** When calls were taken, by account and call. */
  private readonly taken = new Map<string, number[]>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  clear(): void {
    this.taken.clear();
  }

  /** Whether AWS takes the call now. */
  takes(call: string, account: string): boolean {
    const { nowMs } = this.kernel;
    const key = `${account} ${call}`;
    const recent = (this.taken.get(key) ?? []).filter((atMs) => atMs > nowMs - 1000);
    const isTaken = isWithinRate(call, recent.length);
    if (isTaken) recent.push(nowMs);
    this.taken.set(key, recent);
    return isTaken;
  }
}
