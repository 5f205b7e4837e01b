/**
 * A rollout that was halted, or that left targets over, is soon done: its minutes say less than they seem to. So they carry a
 * star, and where a best setting is sought such runs count as longer than anything, unless somebody limits them himself.
 */
import type { Columns } from './columns.ts';
import type { Constraint } from './goal.ts';
import { nullIsLongest } from './summary.ts';

/** What has to be known of a run besides its minutes: `task.Install.halted`, `task.Install.completed`. */
export function companionsOf(metric: string): string[] {
  if (!nullIsLongest(metric)) return [];
  const rollout = rolloutOf(metric);
  return [`${rollout}.halted`, `${rollout}.completed`];
}

/** Shares of all runs. Null for other metrics, and where every run was whole. */
export function starOf(metric: string, columns: Columns): { halted: number; leftOver: number } | null {
  const [halted, completed] = companionsOf(metric);
  if (halted === undefined || completed === undefined || columns.count === 0) return null;
  const star = {
    halted: shareOf(columns.column(halted).values(), 1),
    leftOver: shareOf(columns.column(completed).values(), 0),
  };
  return star.halted === 0 && star.leftOver === 0 ? null : star;
}

/** `task.Install.minutes`: a limit on what is left over of that task lets its minutes be taken as they are. */
export function isGuarded(metric: string, constraints: readonly Constraint[]): boolean {
  const rollout = rolloutOf(metric);
  const guards = ['completed', 'notStarted', 'finishedBeforeCutoff', 'finishedBeforeEnd'];
  return constraints.some((one) => guards.some((guard) => one.metric === `${rollout}.${guard}`));
}

/**
 * The values that a goal or a limit judges: by replication, NaN where there is none. Of minutes, Infinity where something was
 * unfinished, and, unless they are `guarded`, where the rollout was halted or left targets over.
 */
export function judgedValues(metric: string, columns: Columns, guarded: boolean): Float64Array {
  const values = columns.column(metric).values();
  const [halted, completed] = companionsOf(metric);
  if (halted === undefined || completed === undefined) return values;
  const wasHalted = columns.column(halted).values();
  const wasCompleted = columns.column(completed).values();
  return values.map((value, replication) => {
    const isWhole = guarded || (wasHalted[replication] === 0 && wasCompleted[replication] === 1);
    return Number.isNaN(value) || !isWhole ? Number.POSITIVE_INFINITY : value;
  });
}

/** `task.Install` of `task.Install.minutes`. */
export function rolloutOf(metric: string): string {
  return metric.slice(0, metric.lastIndexOf('.'));
}

function shareOf(values: Float64Array, wanted: number): number {
  return values.reduce((count, value) => (value === wanted ? count + 1 : count), 0) / values.length;
}
