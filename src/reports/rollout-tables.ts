/** Tables of tasks, of executions and of commands: the same counts in the same order, zeros included. */

import type { WindowReport } from '../result/report.ts';
import type { LimitResult } from '../result/result.ts';
import type { CommandStory, ExecutionStory, TaskStory } from '../result/stories.ts';
import type { Tally } from '../result/tallies.ts';
import { count, minutes } from './numbers.ts';
import type { Table } from './tables.ts';
import { dateAndTime } from './times.ts';

const countHeads = [
  'tar-\ngets',
  'suc-\nceeded',
  'failed',
  'timed\nout',
  'undeliv-\nerable',
  'can-\ncelled',
  'not\nstarted',
  'unfin-\nished',
];
const limitHeads = ['max\nconc.', 'max\nerrors'];

function countCells(tally: Tally): string[] {
  const { targets, succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished } = tally;
  return [targets, succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished].map(count);
}

/** What it came to; how it was given is in the story. */
function limitCell(limit: LimitResult | null): string {
  return limit === null ? '-' : count(limit.count);
}

function tableOf(firstHeads: readonly string[], rows: readonly (readonly string[])[]): Table {
  const head = [...firstHeads, ...limitHeads, ...countHeads, 'min-\nutes'];
  const numeric = new Set(head.map((_, index) => index).filter((index) => index >= firstHeads.length));
  return { head, rows, numeric };
}

function taskCells(task: TaskStory): string[] {
  return [
    limitCell(task.maxConcurrency),
    limitCell(task.maxErrors),
    ...countCells(task.tally),
    minutes(task.minutes),
  ];
}

/** One row a task. */
export function taskTable(tasks: readonly TaskStory[]): Table {
  return tableOf(
    ['task', 'status'],
    tasks.map((task) => [task.task, task.status, ...taskCells(task)]),
  );
}

/** One row for each task of each execution that is shown, and one for the sum over all of them. */
export function executionsTable(window: WindowReport): Table {
  const rows = window.executions.flatMap((story) => executionRows(story));
  const totals = window.totals.map(({ task, tally, executions }) => [
    `all ${count(executions)}`,
    task,
    `${count(tally.haltedExecutions)} halted`,
    '',
    '',
    ...countCells(tally),
    '',
  ]);
  return tableOf(['start', 'task', 'status'], [...rows, ...totals]);
}

function executionRows(story: ExecutionStory): string[][] {
  const start = dateAndTime(story.nominal.wallMs);
  const blank = new Array<string>(limitHeads.length + countHeads.length + 1).fill('-');
  if (story.tasks.length === 0) return [[start, '-', story.status, ...blank]];
  return story.tasks.map((task) => [start, task.task, task.status, ...taskCells(task)]);
}

/** `hasTimes`: when each was sent, where no story says so. */
export function commandTable(commands: readonly CommandStory[], hasTimes: boolean): Table {
  return tableOf(
    ['command', ...(hasTimes ? ['at (UTC)'] : []), 'status'],
    commands.map((command) => [
      command.id,
      ...(hasTimes ? [dateAndTime(command.started.atMs)] : []),
      command.error ?? command.status,
      limitCell(command.maxConcurrency),
      limitCell(command.maxErrors),
      ...countCells(command.tally),
      minutes(command.minutes),
    ]),
  );
}
