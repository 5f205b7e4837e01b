/**
 * A rollout that was halted, or that left targets over, is soon done: its minutes say less than they seem to. So they carry a
 * star, and where a best setting is sought such runs count as longer than anything, unless a limit says how many may be left
 * over. Which metrics tell that of a value, the value's own entry in the table of metrics says.
 */
import type { Column, Columns } from './columns.ts';
import type { Constraint } from './goal.ts';

export type KnownMetric = Pick<Column, 'metric' | 'meaning'>;

/** What has to be known of a run in addition to its minutes: `task.Install.halted`, `task.Install.completed`. */
export function companionsOf(known: KnownMetric): string[] {
  const { completeness } = known.meaning;
  if (completeness === undefined) return [];
  return [completeness.halted, completeness.completed].map((name) => siblingOf(known, name));
}

/** `task.Install.completed` of `task.Install.minutes`. */
export function siblingOf({ metric, meaning }: KnownMetric, name: string): string {
  return metric.slice(0, metric.length - meaning.name.length) + name;
}

/** Shares of all runs. Null for other metrics, and where every run was whole. */
export function starOf(known: KnownMetric, columns: Columns): { halted: number; leftOver: number } | null {
  const [halted, completed] = companionsOf(known);
  if (halted === undefined || completed === undefined || columns.count === 0) return null;
  const star = {
    halted: shareOf(columns.column(halted).values(), 1),
    leftOver: shareOf(columns.column(completed).values(), 0),
  };
  return star.halted === 0 && star.leftOver === 0 ? null : star;
}

/** A limit on the unfinished part of `task.Install` lets its minutes be taken as they are. */
export function isGuarded(known: KnownMetric, constraints: readonly Constraint[]): boolean {
  const guards = (known.meaning.completeness?.guards ?? []).map((name) => siblingOf(known, name));
  return constraints.some(({ metric }) => guards.includes(metric));
}

/**
 * The values that a goal or a limit judges: by replication, NaN where there is none. Of minutes, Infinity where something was
 * unfinished, and, unless a limit guards them, where the rollout was halted or left targets over.
 */
export function judgedValues(
  metric: string,
  columns: Columns,
  constraints: readonly Constraint[],
): Float64Array {
  const column = columns.column(metric);
  const values = column.values();
  if (column.meaning.nullIsLongest !== true) return values;
  const [halted, completed] = isGuarded(column, constraints) ? [] : companionsOf(column);
  const wasHalted = halted === undefined ? null : columns.column(halted).values();
  const wasCompleted = completed === undefined ? null : columns.column(completed).values();
  return values.map((value, replication) => {
    const isWhole = (wasHalted?.[replication] ?? 0) === 0 && (wasCompleted?.[replication] ?? 1) === 1;
    return Number.isNaN(value) || !isWhole ? Number.POSITIVE_INFINITY : value;
  });
}

function shareOf(values: Float64Array, wanted: number): number {
  return values.reduce((count, value) => (value === wanted ? count + 1 : count), 0) / values.length;
}
