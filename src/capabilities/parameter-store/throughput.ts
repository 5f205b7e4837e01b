/**
 * How many calls a second AWS takes of an account in one Region.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-throughput.html
 * https://docs.aws.amazon.com/general/latest/gr/ssm.html#limits_ssm
 */
import type { BucketLimit } from '../../aws/token-bucket.ts';

export const readCalls = ['GetParameter', 'GetParameters', 'GetParametersByPath'] as const;
export type LimitedCall =
  | (typeof readCalls)[number]
  | 'PutParameter'
  | 'GetParameterHistory'
  | 'DescribeParameters'
  | 'LabelParameterVersion'
  | 'UnlabelParameterVersion'
  | 'DeleteParameter'
  | 'DeleteParameters';

/** Transactions a second: as an account begins, and with higher throughput. */
const rates: Readonly<Record<LimitedCall, readonly [number, number]>> = {
  GetParameter: [40, 10_000],
  GetParameters: [40, 1000],
  GetParametersByPath: [40, 100],
  PutParameter: [3, 10],
  GetParameterHistory: [3, 10],
  DescribeParameters: [3, 10],
  LabelParameterVersion: [3, 10],
  UnlabelParameterVersion: [3, 10],
  DeleteParameter: [3, 5],
  DeleteParameters: [3, 5],
};

export interface CallLimit extends BucketLimit {
  /** Calls of one bucket are limited together. */
  readonly bucket: string;
}

/** The three reads share one bucket, until higher throughput gives each its own. ASSUMPTION parameter-burst: a second's worth at once. */
export function limitOf(call: LimitedCall, isHigh: boolean): CallLimit {
  const rate = rates[call][isHigh ? 1 : 0];
  const isShared = !isHigh && readCalls.some((one) => one === call);
  return { bucket: isShared ? 'reads' : `${call}/${isHigh}`, rate, burst: rate };
}

/**
 * How long an SDK in its standard mode waits before it tries again: a random part of a time that doubles, up to a limit.
 * `attempt` counts from 1.
 *
 * AWS: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function backoffMs(attempt: number, uniform: number, baseMs: number, mostMs: number): number {
  let waitMs = baseMs;
  for (let doubled = 1; doubled < attempt && waitMs < mostMs; doubled += 1) waitMs *= 2;
  return Math.round(uniform * Math.min(waitMs, mostMs));
}
