/** Tables of tasks, of executions and of commands: the same counts in the same order, without those that are zero in every row. */
import type { Table } from '../blocks/block.ts';
import { count, minutes } from '../blocks/numbers.ts';
import type { LimitResult } from './rollout-results.ts';
import type { Tally } from './rollout-tally.ts';

/** `\u00ad` is where a title may be broken. */
const countHeads = [
  'max\u200b conc.',
  'max\u200b errors',
  'tar\u00adgets',
  'suc\u00adceeded',
  'failed',
  'timed\u200b out',
  'undeliv\u00aderable',
  'can\u00adcelled',
  'not\u200b started',
  'unfin\u00adished',
  'min\u00adutes',
];

export function tallyTable(heads: readonly string[], rows: readonly (readonly string[])[]): Table {
  const head = [...heads, ...countHeads];
  const kept = head
    .map((_, column) => column)
    .filter((column) => column < heads.length || rows.some((row) => !['0', '-', ''].includes(row[column]!)));
  return {
    kind: 'table',
    head: kept.map((column) => head[column]!),
    rows: rows.map((row) => kept.map((column) => row[column]!)),
    numeric: kept.flatMap((column, index) => (column < heads.length ? [] : [index])),
  };
}

export interface TallyRow {
  readonly tally: Tally;
  readonly maxConcurrency: string;
  readonly maxErrors: string;
  readonly minutes: string;
}

/** Null: nothing was sent. */
export function tallyCells(row: TallyRow | null): string[] {
  if (row === null) return countHeads.map(() => '-');
  const { targets, succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished } =
    row.tally;
  const counts = [targets, succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished];
  return [row.maxConcurrency, row.maxErrors, ...counts.map(count), row.minutes];
}

/** What a limit came to; how it was given is in the story. */
export function taskCells(given: {
  readonly tally: Tally;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly minutes: number | null;
}): string[] {
  const limit = (one: LimitResult | null) => (one === null ? '-' : count(one.count));
  return tallyCells({
    tally: given.tally,
    maxConcurrency: limit(given.maxConcurrency),
    maxErrors: limit(given.maxErrors),
    minutes: minutes(given.minutes),
  });
}
