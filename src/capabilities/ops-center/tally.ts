/** What a run's OpsItems come to. */
import type { OpsItem } from './state.ts';

const hourMs = 3_600_000;

export interface Tally {
  readonly created: number;
  readonly open: number;
  readonly inProgress: number;
  readonly resolved: number;
  /** Of those that are resolved, from creation; null: none is. */
  readonly meanMs: number | null;
  readonly maxMs: number | null;
  /** Mean from creation until they were first in progress; null: none ever was. */
  readonly meanWaitMs: number | null;
}

export function tallyOf(items: readonly OpsItem[]): Tally {
  const statusCount = (status: OpsItem['status']) => items.filter((one) => one.status === status).length;
  const lengths = items.flatMap(({ createdMs, resolvedMs }) =>
    resolvedMs === null ? [] : [resolvedMs - createdMs],
  );
  const waits = items.flatMap(({ createdMs, begunMs }) => (begunMs === null ? [] : [begunMs - createdMs]));
  return {
    created: items.length,
    open: statusCount('Open'),
    inProgress: statusCount('InProgress'),
    resolved: lengths.length,
    meanMs: meanOf(lengths),
    maxMs: lengths.length === 0 ? null : lengths.reduce((a, b) => Math.max(a, b)),
    meanWaitMs: meanOf(waits),
  };
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length;
}

export function hours(ms: number | null): number | null {
  return ms === null ? null : ms / hourMs;
}
