/** The counts behind `task.<X>.…` and `command.<id>.…`, for one command, one task or many executions of it. */
import type { ServiceInvocations, TaskExecution } from '../capabilities/maintenance-windows/state.ts';
import type { Command } from '../capabilities/run-command/state.ts';
import { assert } from '../kernel/assert.ts';

/** targets = succeeded + failed + timedOut + undeliverable + cancelled + notStarted + unfinished. */
export interface Tally {
  targets: number;
  succeeded: number;
  failed: number;
  timedOut: number;
  undeliverable: number;
  cancelled: number;
  notStarted: number;
  unfinished: number;
  started: number;
  errors: number;
  peakConcurrency: number;
  peakDown: number;
  haltedExecutions: number;
  /** First sending and last end; null where nothing was sent, or something is unfinished. */
  firstSentMs: number | null;
  lastEndedMs: number | null;
}

export function emptyTally(): Tally {
  return {
    targets: 0,
    succeeded: 0,
    failed: 0,
    timedOut: 0,
    undeliverable: 0,
    cancelled: 0,
    notStarted: 0,
    unfinished: 0,
    started: 0,
    errors: 0,
    peakConcurrency: 0,
    peakDown: 0,
    haltedExecutions: 0,
    firstSentMs: null,
    lastEndedMs: null,
  };
}

export function tallyOfCommand(command: Command): Tally {
  const { rollout, targetCount } = command;
  // Those that were never sent to are counted as such, by whatever name their status goes.
  return checked({
    targets: targetCount,
    succeeded: command.countOf('Success'),
    failed: command.countOf('Failed'),
    timedOut: command.countOf('ExecutionTimedOut') + command.countOf('DeliveryTimedOut'),
    undeliverable:
      command.countOf('Undeliverable') + command.countOf('InvalidPlatform') + command.countOf('AccessDenied'),
    cancelled: command.countOf('Cancelled') - command.unsentCancelledCount,
    notStarted: targetCount - command.sentToCount,
    unfinished: rollout.inFlightCount,
    started: command.acknowledgedCount,
    errors: rollout.errorCount,
    peakConcurrency: command.peakConcurrencyCount,
    peakDown: command.peakDownCount,
    haltedExecutions: rollout.isHalted ? 1 : 0,
    firstSentMs: command.firstSentMs,
    lastEndedMs: command.lastEndedMs,
  });
}

function tallyOfService(invocations: ServiceInvocations): Tally {
  const { rollout, tally, nodes } = invocations;
  return checked({
    ...emptyTally(),
    targets: nodes.length,
    succeeded: tally.SUCCESS,
    failed: tally.FAILED,
    notStarted: rollout.unsentCount,
    unfinished: rollout.inFlightCount,
    started: rollout.sentCount,
    errors: rollout.errorCount,
    peakConcurrency: invocations.peakConcurrencyCount,
    haltedExecutions: rollout.isHalted ? 1 : 0,
    firstSentMs: invocations.firstSentMs,
    lastEndedMs: invocations.lastEndedMs,
  });
}

/** One task of one execution: its commands in turn, and the target groups that never had theirs. */
export function tallyOfTask(task: TaskExecution, running: readonly Command[]): Tally {
  const parts = [...task.commands, ...running].map(tallyOfCommand).concat(task.services.map(tallyOfService));
  const sum = emptyTally();
  for (const part of parts) addWithin(sum, part);
  for (const { nodes } of task.neverSent) {
    sum.targets += nodes.length;
    sum.notStarted += nodes.length;
  }
  return checked(sum);
}

/** Parts of one task: times span, counts add up, peaks are the largest, a halt is a halt of the task. */
function addWithin(sum: Tally, part: Tally): void {
  addCounts(sum, part);
  sum.haltedExecutions = Math.max(sum.haltedExecutions, part.haltedExecutions);
  if (part.firstSentMs !== null)
    sum.firstSentMs = Math.min(sum.firstSentMs ?? part.firstSentMs, part.firstSentMs);
  if (part.lastEndedMs !== null)
    sum.lastEndedMs = Math.max(sum.lastEndedMs ?? part.lastEndedMs, part.lastEndedMs);
}

export function addCounts(sum: Tally, part: Tally): void {
  sum.targets += part.targets;
  sum.succeeded += part.succeeded;
  sum.failed += part.failed;
  sum.timedOut += part.timedOut;
  sum.undeliverable += part.undeliverable;
  sum.cancelled += part.cancelled;
  sum.notStarted += part.notStarted;
  sum.unfinished += part.unfinished;
  sum.started += part.started;
  sum.errors += part.errors;
  sum.peakConcurrency = Math.max(sum.peakConcurrency, part.peakConcurrency);
  sum.peakDown = Math.max(sum.peakDown, part.peakDown);
}

export function minutesOf(tally: Tally): number | null {
  const { firstSentMs, lastEndedMs, unfinished } = tally;
  if (firstSentMs === null || lastEndedMs === null || unfinished > 0) return null;
  return (lastEndedMs - firstSentMs) / 60_000;
}

/** Nobody is lost. */
function checked(tally: Tally): Tally {
  const { succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished, targets } = tally;
  const sum = succeeded + failed + timedOut + undeliverable + cancelled + notStarted + unfinished;
  assert(sum === targets, `${targets} targets, ${sum} accounted for`);
  return tally;
}
