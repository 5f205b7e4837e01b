/** What is counted of one command. */
import { checked, type Tally } from '../../capability/rollout-tally.ts';
import type { Command } from './state.ts';

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
