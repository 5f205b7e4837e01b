/** How one command spread: its ramp, what halted it, and what the cutoff found. Read from when invocations were sent. */

import { maintenanceWindowsModel } from '../capabilities/maintenance-windows/model.ts';
import { atCutoff } from '../capabilities/maintenance-windows/rules.ts';
import type { TaskExecution } from '../capabilities/maintenance-windows/state.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import { countsAsError } from '../capabilities/run-command/statuses.ts';
import { modelIn } from '../capability/model.ts';
import { type Moment, momentIn } from './moments.ts';
import type { RunOutcome } from './outcome.ts';

export interface RampStory {
  /** Sizes of the first batches, until as many run as may. */
  readonly batches: readonly number[];
  /** When as many as may had been sent to; null: that never came to be. */
  readonly full: Moment | null;
}

export interface HaltStory {
  readonly at: Moment;
  /** Errors at that instant, and how they ended up: what is in flight runs on. */
  readonly errorCount: number;
  readonly errorCountAtEnd: number;
  /** Whose error it was. */
  readonly node: string;
  readonly status: string;
  readonly exitCode: number;
  readonly sentCount: number;
  readonly inFlightCount: number;
  readonly notStartedCount: number;
}

/** What the cutoff found, if it came before the task was done. */
export interface CutoffStory {
  readonly runningCount: number;
  readonly unsentCount: number;
  readonly behavior: 'CONTINUE_TASK' | 'CANCEL_TASK';
  readonly effect: 'continues' | 'startsNoMore' | 'isCancelled';
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

export function haltStory(outcome: RunOutcome, command: Command, timezone: string): HaltStory | null {
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
    node: last < 0 ? '' : outcome.simulation.fleet.nameOf(command.nodes[last]!),
    status: last < 0 ? '' : command.statusOf(last),
    exitCode: last < 0 ? 0 : command.exitCodes[last]!,
    sentCount,
    inFlightCount,
    notStartedCount: command.targetCount - sentCount,
  };
}

export function cutoffStory(
  outcome: RunOutcome,
  { execution, task }: TaskExecution,
  commands: readonly Command[],
): CutoffStory | null {
  const { cutoffMs } = execution;
  let runningCount = 0;
  let unsentCount = 0;
  for (const { createdMs, haltedMs, rollout, sentMs, endedMs, targetCount } of commands) {
    if (createdMs > cutoffMs) continue;
    for (let position = 0; position < rollout.sentCount; position += 1) {
      if (sentMs[position]! > cutoffMs) unsentCount += 1;
      else if (endedMs[position] === 0 || endedMs[position]! > cutoffMs) runningCount += 1;
    }
    if (haltedMs === null || haltedMs > cutoffMs) unsentCount += targetCount - rollout.sentCount;
  }
  if (outcome.scenario.endMs < cutoffMs || runningCount + unsentCount === 0) return null;
  const effect = atCutoff(task, modelIn(outcome.scenario, maintenanceWindowsModel).cutoff);
  return { runningCount, unsentCount, behavior: task.cutoffBehavior, effect };
}
