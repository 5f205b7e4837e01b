/** OpsItems in words. */
import { type Span, say } from '../../blocks/block.ts';
import { duration } from '../../blocks/numbers.ts';
import type { OpsItem } from './state.ts';

export function statusOf({ status }: Pick<OpsItem, 'status'>): Span {
  return say(status, status === 'Resolved' ? 'good' : status === 'Open' ? 'odd' : 'plain');
}

export function timeToResolve({ createdMs, resolvedMs }: OpsItem): string {
  return resolvedMs === null ? '-' : duration(resolvedMs - createdMs);
}
