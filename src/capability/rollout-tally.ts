/** What is counted of a run of a document or of a service: the figures behind `task.<task>.…` and `command.<id>.…`. */
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

/** Parts of one run: times span, counts add up, peaks are the largest, and a halt halts the whole. */
export function tallyOfParts(parts: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const part of parts) {
    addCounts(sum, part);
    sum.haltedExecutions = Math.max(sum.haltedExecutions, part.haltedExecutions);
    const { firstSentMs, lastEndedMs } = part;
    if (firstSentMs !== null) sum.firstSentMs = Math.min(sum.firstSentMs ?? firstSentMs, firstSentMs);
    if (lastEndedMs !== null) sum.lastEndedMs = Math.max(sum.lastEndedMs ?? lastEndedMs, lastEndedMs);
  }
  return sum;
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

/** Null where nothing was sent, or something is unfinished. */
export function minutesOf({ firstSentMs, lastEndedMs, unfinished }: Tally): number | null {
  if (firstSentMs === null || lastEndedMs === null || unfinished > 0) return null;
  return (lastEndedMs - firstSentMs) / 60_000;
}

/** Every target is counted once. */
export function checked(tally: Tally): Tally {
  const { succeeded, failed, timedOut, undeliverable, cancelled, notStarted, unfinished, targets } = tally;
  const sum = succeeded + failed + timedOut + undeliverable + cancelled + notStarted + unfinished;
  assert(sum === targets, `${targets} targets, ${sum} accounted for`);
  return tally;
}
