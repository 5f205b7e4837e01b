/** How many of a type AWS lets an account have in one Region, unless it raises the quota. */
import { placeSuffix } from '../world/scenario.ts';
import type { Whole } from './resource-spec.ts';

export interface Quota {
  readonly most: number;
  /** `windows` */
  readonly what: string;
  readonly awsError: string;
}

export function warnOverQuota(
  logicalIds: Iterable<string>,
  { most, what, awsError }: Quota,
  { key, context }: Whole,
): void {
  const counts = new Map<string, number>();
  for (const id of logicalIds) {
    const account = context.accountOf(id);
    counts.set(account, (counts.get(account) ?? 0) + 1);
  }
  for (const [account, count] of counts) {
    if (count <= most) continue;
    const message = `${count} ${what}${placeSuffix(context, account)}: the default quota of an account and Region is ${most}`;
    context.warning([key], 'over-quota', message, { at: 'key', awsError });
  }
}
