/** When the clocks of a zone are put forward or back. */
import { dayMs, wallTimeAt } from './zone.ts';

export interface ClockChange {
  /** The first instant on the new time. */
  readonly atMs: number;
  /** From UTC, before and from then on. */
  readonly offsetBeforeMs: number;
  readonly offsetAfterMs: number;
}

/** In order; those of `untilMs` itself not included. A zone that changes twice within a day shows what remains of it. */
export function clockChanges(timezone: string, fromMs: number, untilMs: number): readonly ClockChange[] {
  const offsetAt = (atMs: number) => wallTimeAt(timezone, atMs) - atMs;
  const changes: ClockChange[] = [];
  if (timezone === 'UTC') return changes;
  let beforeMs = fromMs;
  while (beforeMs < untilMs) {
    const afterMs = Math.min(beforeMs + dayMs, untilMs);
    const [offsetBeforeMs, offsetAfterMs] = [offsetAt(beforeMs), offsetAt(afterMs)];
    if (offsetBeforeMs !== offsetAfterMs) {
      let [before, after] = [beforeMs, afterMs];
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2);
        if (offsetAt(middle) === offsetBeforeMs) before = middle;
        else after = middle;
      }
      if (after < untilMs) changes.push({ atMs: after, offsetBeforeMs, offsetAfterMs });
    }
    beforeMs = afterMs;
  }
  return changes;
}
