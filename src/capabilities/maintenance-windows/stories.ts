/** What windows did, as data: their executions, the tasks of each, and what the cutoff found. */

import { formatLimit, type Limit } from '../../aws/rate-control.ts';
import { describeSchedule } from '../../aws/schedule/describe.ts';
import { firstStartAtOrAfter, type Schedule } from '../../aws/schedule/schedule.ts';
import { counted, duration } from '../../blocks/numbers.ts';
import { dateAndTime, type Moment } from '../../blocks/times.ts';
import type { Failure } from '../../capability/failures.ts';
import { type InstallTally, installsView } from '../../capability/installs.ts';
import { modelIn } from '../../capability/model.ts';
import { momentIn } from '../../capability/moments.ts';
import type { LimitResult } from '../../capability/rollout-results.ts';
import { type RolloutTotal, totalOf } from '../../capability/rollout-screen.ts';
import type { CommandStory, TimelineSeries } from '../../capability/rollout-story.ts';
import { minutesOf, type Tally } from '../../capability/rollout-tally.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { MaintenanceWindow } from '../../world/maintenance.ts';
import type { Scenario } from '../../world/scenario.ts';
import {
  type Command,
  commandStory,
  commandsView,
  failuresOf,
  operationIn,
  type RefusedCommand,
  timelineOf,
} from '../run-command/facts.ts';
import { disabledSpells, spellInWords } from './history.ts';
import type { MaintenanceWindows } from './machine.ts';
import { maintenanceWindowsModel } from './model.ts';
import { atCutoff } from './rules.ts';
import type { TaskExecution, WindowExecution } from './state.ts';
import { refusedOf, runningCommandsOf, runsOf, tallyOfTask } from './tally.ts';

export interface WindowReport {
  readonly window: string;
  readonly name: string;
  /** In words, such as "02:00 every Sunday". */
  readonly schedule: string;
  readonly timezone: string;
  readonly executionCount: number;
  readonly skippedCount: number;
  /** In order of time: all of them, or the first, the worst and the last. */
  readonly executions: readonly ExecutionStory[];
  readonly worst: string | null;
  /** By task, over all executions. */
  readonly totals: readonly TaskTotal[];
  /** Why it has no execution. */
  readonly whyNever: string;
  /** `disabled from … to …`, each time. */
  readonly disabled: readonly string[];
  /** The same in days. */
  readonly disabledDays: readonly string[];
  /** Starts that came due meanwhile. */
  readonly passedCount: number;
}

export interface TaskTotal extends RolloutTotal {
  readonly task: string;
  readonly executions: number;
}

export interface ExecutionStory {
  readonly id: string;
  readonly window: string;
  readonly nominal: Moment;
  /** Null: it never opened. */
  readonly opened: Moment | null;
  readonly cutoff: Moment;
  readonly end: Moment;
  readonly finished: Moment | null;
  readonly status: string;
  readonly statusDetails: string;
  readonly tasks: readonly TaskStory[];
  readonly timeline: TimelineSeries | null;
}

export interface TaskStory {
  readonly task: string;
  readonly document: string;
  /** Scan or Install. */
  readonly operation: string | null;
  readonly status: string;
  readonly statusDetails: string;
  readonly tally: Tally;
  /** Null: it is no Install. */
  readonly installed: InstallTally | null;
  readonly minutes: number | null;
  readonly lastEnded: Moment | null;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly commands: readonly CommandStory[];
  readonly refused: readonly RefusedCommand[];
  readonly failures: readonly Failure[];
  /** Of target groups that never had their turn. */
  readonly leftOut: readonly { readonly count: number; readonly reason: string }[];
  readonly cutoff: CutoffStory | null;
}

/** What the cutoff found, if it came before the task was done. */
export interface CutoffStory {
  readonly runningCount: number;
  readonly unsentCount: number;
  readonly behavior: 'CONTINUE_TASK' | 'CANCEL_TASK';
  readonly effect: 'continues' | 'startsNoMore' | 'isCancelled';
}

/** As many executions of one window are told one by one. */
const toldExecutionsMax = 5;

export function windowReports(windows: MaintenanceWindows, simulation: Simulation): WindowReport[] {
  const { scenario } = simulation;
  return windows.current.map((window) => {
    const all = windows.executions.filter((one) => one.window.logicalId === window.logicalId);
    const told = all.map((execution) => executionStory(simulation, execution));
    const worst = worstOf(told);
    const shown =
      told.length <= toldExecutionsMax
        ? told
        : told.filter((story, index) => index < 2 || index >= told.length - 2 || story === worst);
    return {
      window: window.logicalId,
      name: window.name,
      schedule: scheduleInWords(window.schedule),
      timezone: window.schedule.timezone,
      executionCount: all.length,
      skippedCount: all.filter(({ status }) => status === 'SKIPPED_OVERLAPPING').length,
      executions: shown.map((story) => withTimeline(simulation, story)),
      worst: worst?.id ?? null,
      totals: totalsOf(told),
      whyNever: whyNever(window, scenario),
      disabled: disabledWords(window, scenario),
      disabledDays: disabledWords(window, scenario, dayIn),
      passedCount: windows.passed.filter((one) => one.window.logicalId === window.logicalId).length,
    };
  });
}

/** ScheduleOffset moves the days that the expression names. */
function scheduleInWords({ expression, offsetDays }: Schedule): string {
  const words = describeSchedule(expression);
  if (offsetDays === 0) return words;
  return `${words}, ${offsetDays === 1 ? '1 day' : `${offsetDays} days`} later`;
}

/** The one in which most went wrong; of equals the longest, then the first. */
function worstOf(stories: readonly ExecutionStory[]): ExecutionStory | null {
  const badness = ({ tasks }: ExecutionStory) =>
    tasks.reduce((sum, { tally }) => sum + tally.targets - tally.succeeded, 0);
  const minutes = ({ tasks }: ExecutionStory) =>
    Math.max(0, ...tasks.map((task) => task.minutes ?? Number.POSITIVE_INFINITY));
  const opened = stories.filter((story) => story.opened !== null);
  return [...opened].sort((a, b) => badness(b) - badness(a) || compare(minutes(b), minutes(a)))[0] ?? null;
}

/** Infinity compares too. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function totalsOf(stories: readonly ExecutionStory[]): TaskTotal[] {
  const all = stories.flatMap(({ tasks }) => tasks);
  return [...new Set(all.map(({ task }) => task))].map((task) => {
    const told = all.filter((one) => one.task === task);
    return { task, ...totalOf(told), executions: told.length };
  });
}

function timeIn(timezone: string) {
  return (atMs: number) => `${dateAndTime(momentIn(timezone, atMs).wallMs)} ${timezone}`;
}

function dayIn(timezone: string) {
  return (atMs: number) => dateAndTime(momentIn(timezone, atMs).wallMs).slice(0, 10);
}

function disabledWords(
  { logicalId, schedule }: MaintenanceWindow,
  scenario: Scenario,
  tellIn = timeIn,
): string[] {
  return disabledSpells(scenario, logicalId).map((spell) => spellInWords(spell, tellIn(schedule.timezone)));
}

export function disabledSentence(disabled: readonly string[], passedCount: number): string {
  return `${disabled.join(', ')}: ${passedCount === 0 ? 'no start was due then' : `${counted(passedCount, 'start')} did not happen`}.`;
}

/** Why a window has no execution; a longer run helps only where its schedule comes later. */
function whyNever(window: MaintenanceWindow, scenario: Scenario): string {
  const { schedule } = window;
  const { startMs, endMs } = scenario;
  const { startDateMs, endDateMs, timezone } = schedule;
  const at = timeIn(timezone);
  const disabled = disabledWords(window, scenario);
  if (disabled.length > 0) return `${disabled.join(', ')}, so it never opened`;
  if (startDateMs !== null && startDateMs >= endMs) return `not started: its StartDate is ${at(startDateMs)}`;
  if (endDateMs !== null && endDateMs <= startMs) return `over: its EndDate was ${at(endDateMs)}`;
  const next = firstStartAtOrAfter(schedule, startMs);
  if (next === null) return 'its schedule never starts again';
  return `not due within the run; next start ${at(next)}`;
}

/** Between two times that are told in whole minutes: what a reader gets who subtracts one from the other. */
function gap(fromMs: number, toMs: number): string {
  const minuteMs = 60_000;
  const minutes = Math.floor(toMs / minuteMs) - Math.floor(fromMs / minuteMs);
  return duration(toMs - fromMs < minuteMs ? toMs - fromMs : minutes * minuteMs);
}

/** `2 h 29 min before the cutoff` */
export function apart(last: Moment, cutoff: Moment, end: Moment): string {
  if (last.atMs <= cutoff.atMs) return `${gap(last.atMs, cutoff.atMs)} before the cutoff`;
  if (last.atMs <= end.atMs) return `${gap(cutoff.atMs, last.atMs)} after the cutoff, before the end`;
  return `${gap(end.atMs, last.atMs)} after the END of the window`;
}

function executionStory(simulation: Simulation, execution: WindowExecution): ExecutionStory {
  const { timezone } = execution.window.schedule;
  const moment = (atMs: number) => momentIn(timezone, atMs);
  const momentOrNull = (atMs: number | null) => (atMs === null ? null : moment(atMs));
  return {
    id: execution.id,
    window: execution.window.logicalId,
    nominal: moment(execution.nominalMs),
    opened: momentOrNull(execution.openedMs),
    cutoff: moment(execution.cutoffMs),
    end: moment(execution.endMs),
    finished: momentOrNull(execution.finishedMs),
    status: execution.status,
    statusDetails: execution.statusDetails,
    tasks: execution.tasks.map((task) => taskStory(simulation, task)),
    timeline: null,
  };
}

/** Told apart, because only the executions that are shown need one. */
function withTimeline(simulation: Simulation, story: ExecutionStory): ExecutionStory {
  const commands = simulation.views
    .of(commandsView)
    .commands.filter(({ request }) => request.ownerId === story.id);
  return { ...story, timeline: timelineOf(simulation, commands, story.nominal.atMs, story.end.atMs) };
}

function commandsOf({ views }: Simulation, task: TaskExecution): Command[] {
  const isRunning = task.status === 'IN_PROGRESS';
  return [...task.commands, ...(isRunning ? runningCommandsOf(views.of(commandsView), task) : [])];
}

function taskStory(simulation: Simulation, execution: TaskExecution): TaskStory {
  const { task } = execution;
  const { timezone } = execution.execution.window.schedule;
  const commands = commandsOf(simulation, execution);
  const running = commands.slice(execution.commands.length);
  const tally = tallyOfTask(execution, running);
  const settings = [...commands, ...execution.services][0]?.rollout.settings;
  const limit = (given: Limit | null, count: number | undefined): LimitResult | null =>
    given === null || count === undefined ? null : { given: formatLimit(given), count };
  return {
    task: task.logicalId,
    document: task.taskName,
    operation: operationIn(task.parameters),
    status: execution.status,
    statusDetails: execution.statusDetails,
    tally,
    installed: simulation.views.of(installsView).of(runsOf(execution, running)),
    minutes: minutesOf(tally),
    lastEnded: tally.lastEndedMs === null ? null : momentIn(timezone, tally.lastEndedMs),
    maxConcurrency: limit(task.maxConcurrency, settings?.maxConcurrencyCount),
    maxErrors: limit(task.maxErrors, settings?.maxErrorsCount),
    refused: refusedOf(simulation.views.of(commandsView), execution),
    failures: failuresOf(simulation, commands),
    commands: commands.map((command) => commandStory(simulation, command, timezone)),
    leftOut: execution.neverSent.map(({ nodes, reason }) => ({ count: nodes.length, reason })),
    cutoff: cutoffStory(simulation, execution, commands),
  };
}

function cutoffStory(
  { scenario }: Simulation,
  { execution, task }: TaskExecution,
  commands: readonly Command[],
): CutoffStory | null {
  const { cutoffMs } = execution;
  let runningCount = 0;
  let unsentCount = 0;
  for (const { createdMs, haltedMs, stopped, rollout, sentMs, endedMs, targetCount } of commands) {
    const overMs = haltedMs ?? stopped?.atMs ?? Number.POSITIVE_INFINITY;
    if (createdMs > cutoffMs) continue;
    for (let position = 0; position < rollout.sentCount; position += 1) {
      if (sentMs[position]! > cutoffMs) unsentCount += 1;
      else if (endedMs[position] === 0 || endedMs[position]! > cutoffMs) runningCount += 1;
    }
    if (overMs > cutoffMs) unsentCount += targetCount - rollout.sentCount;
  }
  if (scenario.endMs < cutoffMs || runningCount + unsentCount === 0) return null;
  const effect = atCutoff(task, modelIn(scenario, maintenanceWindowsModel).cutoff);
  return { runningCount, unsentCount, behavior: task.cutoffBehavior, effect };
}
