/** What a command did, as data: how it spread, and what halted it. Read from when its invocations were sent. */
import { formatLimit, haltingErrorOf } from '../../aws/rate-control.ts';
import { installsView } from '../../capability/installs.ts';
import { modelIn } from '../../capability/model.ts';
import { momentIn } from '../../capability/moments.ts';
import type {
  CommandStory,
  HaltStory,
  RampStory,
  StopStory,
  TimelineSeries,
} from '../../capability/rollout-story.ts';
import { emptyTally, minutesOf } from '../../capability/rollout-tally.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { commandsView, type RefusedCommand } from './commands-view.ts';
import { failuresOf } from './failures.ts';
import { lastActivityMs } from './last-activity.ts';
import { rateControlModel } from './model.ts';
import { isManual } from './request.ts';
import type { Command } from './state.ts';
import { countsAsError } from './statuses.ts';
import { tallyOfCommand } from './tally.ts';

/** The number of node names that are given as examples. */
const namedCountMax = 3;

export function operationIn(parameters: Readonly<Record<string, readonly string[]>>): string | null {
  return parameters['Operation']?.[0] ?? null;
}

/** An operator's command, or one of a task. Its clock is the window's, or UTC. */
export function commandStory(simulation: Simulation, command: Command, timezone = 'UTC'): CommandStory {
  const { request } = command;
  const tally = tallyOfCommand(command);
  const lastMs = lastActivityMs([command], simulation.scenario.endMs);
  return {
    ...callOf(simulation, request),
    started: momentIn(timezone, command.createdMs),
    status: command.status,
    error: null,
    refusedFor: [],
    failures: failuresOf(simulation, [command]),
    tally,
    installed: simulation.views.of(installsView).of([request]),
    minutes: minutesOf(tally),
    maxConcurrency: { given: formatLimit(command.maxConcurrency), count: command.maxConcurrencyCount },
    maxErrors: { given: formatLimit(command.maxErrors), count: command.maxErrorsCount },
    haltsOnError: haltingErrorOf(command.rollout.settings.maxErrorsCount, command.rollout.settings.halt),
    ramp: rampStory(command, timezone),
    halt: haltStory(simulation, command, timezone),
    stop: stopStory(command, timezone),
    lastEnded: command.lastEndedMs === null ? null : momentIn(timezone, command.lastEndedMs),
    timeline: isManual(request) ? timelineOf(simulation, [command], command.createdMs, lastMs) : null,
  };
}

/** AWS refused it: nothing was sent. */
export function refusedStory(
  simulation: Simulation,
  { request, error, nodes, atMs }: RefusedCommand,
): CommandStory {
  return {
    ...callOf(simulation, request),
    started: momentIn('UTC', atMs),
    status: 'Failed',
    error,
    refusedFor: nodes,
    failures: [],
    tally: emptyTally(),
    installed: null,
    minutes: null,
    maxConcurrency: { given: formatLimit(request.maxConcurrency), count: 0 },
    maxErrors: { given: formatLimit(request.maxErrors), count: 0 },
    haltsOnError: 0,
    ramp: null,
    halt: null,
    stop: null,
    lastEnded: null,
    timeline: null,
  };
}

function callOf(
  { fleet, scenario, views }: Simulation,
  request: Command['request'],
): Pick<CommandStory, 'id' | 'startedBy' | 'document' | 'operation' | 'missedCount' | 'missed' | 'dispatch'> {
  const missed = views.of(commandsView).missed.get(request.id) ?? [];
  return {
    id: request.id,
    startedBy: request.source.parent,
    document: request.documentName,
    operation: operationIn(request.parameters),
    missedCount: missed.length,
    missed: missed.slice(0, namedCountMax).map((node) => fleet.nameOf(node)),
    dispatch: modelIn(scenario, rateControlModel).dispatch,
  };
}

/** Work that takes a small part of its window is drawn by itself: it would be a few columns wide. */
export function timelineOf(
  { scenario, views }: Simulation,
  commands: readonly Command[],
  fromMs: number,
  windowEndMs: number,
): TimelineSeries | null {
  const { timeline } = views.of(commandsView);
  if (timeline === null || !commands.some(({ rollout }) => rollout.sentCount > 0)) return null;
  const lastMs = lastActivityMs(commands, scenario.endMs);
  const isShort = lastMs - fromMs < 0.3 * (windowEndMs - fromMs);
  const toMs = isShort ? lastMs + (lastMs - fromMs) / 8 : Math.max(windowEndMs, lastMs);
  return toMs > fromMs ? timeline.seriesOf(commands, fromMs, toMs) : null;
}

/** A ramp that is longer than this is not a story. */
const batchCountMax = 12;

/** Invocations of one batch are sent in the same millisecond. */
export function rampStory(command: Command, timezone: string): RampStory | null {
  const { sentMs, rollout, maxConcurrencyCount, targetCount } = command;
  if (rollout.sentCount === 0) return null;
  const fullCount = Math.min(maxConcurrencyCount, targetCount);
  const batches: number[] = [];
  let position = 0;
  while (position < Math.min(fullCount, rollout.sentCount) && batches.length < batchCountMax) {
    const first = position;
    while (position < rollout.sentCount && sentMs[position] === sentMs[first]) position += 1;
    batches.push(position - first);
  }
  const isFull = rollout.sentCount >= fullCount;
  return { batches, full: isFull ? momentIn(timezone, sentMs[fullCount - 1]!) : null };
}

export function haltStory({ fleet }: Simulation, command: Command, timezone: string): HaltStory | null {
  const { haltedMs, rollout, sentMs, endedMs } = command;
  if (haltedMs === null) return null;
  let errorCount = 0;
  let sentCount = 0;
  let inFlightCount = 0;
  let last = -1;
  for (let position = 0; position < rollout.sentCount; position += 1) {
    if (sentMs[position]! > haltedMs) continue;
    sentCount += 1;
    const hasEnded = endedMs[position]! > 0 && endedMs[position]! <= haltedMs;
    if (!hasEnded) inFlightCount += 1;
    else if (countsAsError(command.statusOf(position))) {
      errorCount += 1;
      if (endedMs[position] === haltedMs) last = position;
    }
  }
  return {
    at: momentIn(timezone, haltedMs),
    errorCount,
    errorCountAtEnd: rollout.errorCount,
    node: last < 0 ? '' : fleet.nameOf(command.nodes[last]!),
    status: last < 0 ? '' : command.statusOf(last),
    exitCode: last < 0 ? 0 : command.exitCodes[last]!,
    sentCount,
    inFlightCount,
    notStartedCount: command.targetCount - sentCount,
  };
}

/** What was sent by then, and how much of it was still in flight. */
function stopStory(command: Command, timezone: string): StopStory | null {
  const { stopped, request, rollout, endedMs, targetCount } = command;
  if (stopped === null) return null;
  const ended = endedMs.subarray(0, rollout.sentCount).filter((ms) => ms > 0 && ms <= stopped.atMs).length;
  return {
    at: momentIn(timezone, stopped.atMs),
    alarm: request.source.alarm?.alarm ?? '',
    sentCount: rollout.sentCount,
    inFlightCount: rollout.sentCount - ended,
    notStartedCount: targetCount - rollout.sentCount,
  };
}
