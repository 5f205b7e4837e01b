/** What is counted of one interval. */
import type { DocumentRun } from '../../capability/document-run.ts';
import { checked, type Tally } from '../../capability/rollout-tally.ts';
import { type Interval, stage } from './state.ts';

/** Nodes that were away and did not return in time are counted as undeliverable, and not as those whose turn never came. */
export function tallyOf(interval: Interval): Tally {
  const { rollout } = interval;
  let away = 0;
  for (const reason of interval.skipped.values()) if (reason === 'away') away += 1;
  let waiting = 0;
  for (const position of interval.offline.values()) if (!interval.heldBack.has(position)) waiting += 1;
  const heldBack = interval.offline.size - waiting;
  const unsent = interval.stages.reduce((sum, one) => sum + (one === stage.unsent ? 1 : 0), 0);
  return checked({
    targets: interval.targetCount,
    succeeded: interval.countOf('Success'),
    failed: interval.countOf('Failed'),
    timedOut: interval.countOf('TimedOut'),
    undeliverable: away + waiting,
    cancelled: interval.countOf('Cancelled'),
    notStarted: interval.countOf('Skipped') - away + unsent + heldBack,
    unfinished: interval.countOf('Pending') + interval.countOf('InProgress') - unsent - interval.offline.size,
    started: interval.startedCount,
    errors: rollout.errorCount,
    peakConcurrency: interval.peakConcurrencyCount,
    peakDown: interval.peakDownCount,
    haltedExecutions: rollout.isHalted ? 1 : 0,
    firstSentMs: interval.firstSentMs,
    lastEndedMs: interval.lastEndedMs,
  });
}

export function runsOf({ run, lateRuns }: Interval): DocumentRun[] {
  return [run, ...lateRuns.values()];
}
