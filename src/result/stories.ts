/** The story of each window execution and of each command: the data behind the sentences of a report. */

import { formatLimit, haltingErrorOf, type Limit } from '../aws/rate-control.ts';
import type { TaskExecution, WindowExecution } from '../capabilities/maintenance-windows/state.ts';
import { runningCommandsOf, tallyOfTask } from '../capabilities/maintenance-windows/tally.ts';
import { commandsView } from '../capabilities/run-command/facts.ts';
import { rateControlModel } from '../capabilities/run-command/model.ts';
import { isManual } from '../capabilities/run-command/request.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import { tallyOfCommand } from '../capabilities/run-command/tally.ts';
import { modelIn } from '../capability/model.ts';
import type { LimitResult } from '../capability/rollout-results.ts';
import { emptyTally, minutesOf, type Tally } from '../capability/rollout-tally.ts';
import { type Moment, momentIn } from './moments.ts';
import type { RunOutcome } from './outcome.ts';
import {
  type CutoffStory,
  cutoffStory,
  type HaltStory,
  haltStory,
  type RampStory,
  rampStory,
} from './rollout-stories.ts';

import { lastActivityMs, type TimelineSeries } from './timeline.ts';

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
  readonly minutes: number | null;
  readonly lastEnded: Moment | null;
  readonly maxConcurrency: LimitResult | null;
  readonly maxErrors: LimitResult | null;
  readonly commands: readonly CommandStory[];
  /** Of target groups that never had their turn. */
  readonly leftOut: readonly { readonly count: number; readonly reason: string }[];
  readonly cutoff: CutoffStory | null;
}

export interface CommandStory {
  readonly id: string;
  readonly document: string;
  readonly operation: string | null;
  readonly started: Moment;
  readonly status: string;
  /** AWS refused the call. */
  readonly error: string | null;
  readonly tally: Tally;
  readonly minutes: number | null;
  readonly maxConcurrency: LimitResult;
  readonly maxErrors: LimitResult;
  /** Which error stops it. */
  readonly haltsOnError: number;
  /** Nodes that the criteria mean and that are not managed: silently not among the targets. */
  readonly missedCount: number;
  /** Names of the first few of them. */
  readonly missed: readonly string[];
  readonly dispatch: string;
  readonly ramp: RampStory | null;
  readonly halt: HaltStory | null;
  readonly lastEnded: Moment | null;
  readonly timeline: TimelineSeries | null;
}

/** So many names of nodes stand for all of them. */
const namedCountMax = 3;

export function executionStory(outcome: RunOutcome, execution: WindowExecution): ExecutionStory {
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
    tasks: execution.tasks.map((task) => taskStory(outcome, task)),
    timeline: null,
  };
}

/** Told apart, because only the executions that are shown need one. */
export function withTimeline(outcome: RunOutcome, story: ExecutionStory): ExecutionStory {
  const { runCommand } = outcome;
  const commands = runCommand.commands.filter(({ request }) => request.ownerId === story.id);
  return { ...story, timeline: timelineOf(outcome, commands, story.nominal.atMs, story.end.atMs) };
}

function commandsOf(outcome: RunOutcome, task: TaskExecution): Command[] {
  const isRunning = task.status === 'IN_PROGRESS';
  return [
    ...task.commands,
    ...(isRunning ? runningCommandsOf(outcome.simulation.views.of(commandsView), task) : []),
  ];
}

export function taskStory(outcome: RunOutcome, execution: TaskExecution): TaskStory {
  const { task } = execution;
  const { timezone } = execution.execution.window.schedule;
  const commands = commandsOf(outcome, execution);
  const tally = tallyOfTask(execution, commands.slice(execution.commands.length));
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
    minutes: minutesOf(tally),
    lastEnded: tally.lastEndedMs === null ? null : momentIn(timezone, tally.lastEndedMs),
    maxConcurrency: limit(task.maxConcurrency, settings?.maxConcurrencyCount),
    maxErrors: limit(task.maxErrors, settings?.maxErrorsCount),
    commands: commands.map((command) => commandStory(outcome, command, timezone)),
    leftOut: execution.neverSent.map(({ nodes, reason }) => ({ count: nodes.length, reason })),
    cutoff: cutoffStory(outcome, execution, commands),
  };
}

function operationIn(parameters: Readonly<Record<string, readonly string[]>>): string | null {
  return parameters['Operation']?.[0] ?? null;
}

/** An operator's command, or one of a task. Its clock is the window's, or UTC. */
export function commandStory(outcome: RunOutcome, command: Command, timezone = 'UTC'): CommandStory {
  const { request } = command;
  const tally = tallyOfCommand(command);
  const lastMs = lastActivityMs([command], outcome.scenario.endMs);
  return {
    ...callOf(outcome, request),
    started: momentIn(timezone, command.createdMs),
    status: command.status,
    error: null,
    tally,
    minutes: minutesOf(tally),
    maxConcurrency: { given: formatLimit(command.maxConcurrency), count: command.maxConcurrencyCount },
    maxErrors: { given: formatLimit(command.maxErrors), count: command.maxErrorsCount },
    haltsOnError: haltingErrorOf(command.rollout.settings.maxErrorsCount, command.rollout.settings.halt),
    ramp: rampStory(command, timezone),
    halt: haltStory(outcome, command, timezone),
    lastEnded: command.lastEndedMs === null ? null : momentIn(timezone, command.lastEndedMs),
    timeline: isManual(request) ? timelineOf(outcome, [command], command.createdMs, lastMs) : null,
  };
}

/** AWS refused it: nothing was sent. */
export function refusedStory(
  outcome: RunOutcome,
  { request, error, atMs }: RunOutcome['runCommand']['refused'][number],
): CommandStory {
  return {
    ...callOf(outcome, request),
    started: momentIn('UTC', atMs),
    status: 'Failed',
    error,
    tally: emptyTally(),
    minutes: null,
    maxConcurrency: { given: formatLimit(request.maxConcurrency), count: 0 },
    maxErrors: { given: formatLimit(request.maxErrors), count: 0 },
    haltsOnError: 0,
    ramp: null,
    halt: null,
    lastEnded: null,
    timeline: null,
  };
}

function callOf(
  outcome: RunOutcome,
  request: Command['request'],
): Pick<CommandStory, 'id' | 'document' | 'operation' | 'missedCount' | 'missed' | 'dispatch'> {
  const { fleet } = outcome.simulation;
  const missed = outcome.runCommand.missed.get(request.id) ?? [];
  return {
    id: request.id,
    document: request.documentName,
    operation: operationIn(request.parameters),
    missedCount: missed.length,
    missed: missed.slice(0, namedCountMax).map((node) => fleet.nameOf(node)),
    dispatch: modelIn(outcome.scenario, rateControlModel).dispatch,
  };
}

/** Work that takes a small part of its window is drawn by itself: it would be a few columns wide. */
function timelineOf(
  outcome: RunOutcome,
  commands: readonly Command[],
  fromMs: number,
  windowEndMs: number,
): TimelineSeries | null {
  const { timeline, scenario } = outcome;
  if (timeline === null || !commands.some(({ rollout }) => rollout.sentCount > 0)) return null;
  const lastMs = lastActivityMs(commands, scenario.endMs);
  const isShort = lastMs - fromMs < 0.3 * (windowEndMs - fromMs);
  const toMs = isShort ? lastMs + (lastMs - fromMs) / 8 : Math.max(windowEndMs, lastMs);
  return toMs > fromMs ? timeline.seriesOf(commands, fromMs, toMs) : null;
}
