/**
 * What a change of clocks does to a schedule: drops starts, shows their time twice, or moves them.
 *
 * ASSUMPTION schedule-daylight-saving: as EventBridge Scheduler documents it, Systems Manager's pages being silent:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
import { type ClockChange, clockChanges } from './clock-changes.ts';
import { wallTimeAtOrAfter } from './cron-times.ts';
import { firstStartAtOrAfter, type Schedule } from './schedule.ts';
import { dayMs, wallTimeAt } from './zone.ts';

export type ClockEffect =
  /** Clocks skip these times of starts, which are wall times in milliseconds as if the clock hung in UTC. */
  | { readonly kind: 'skipped'; readonly change: ClockChange; readonly wallTimes: readonly number[] }
  /** Clocks show these times twice; the start is the first of the two. */
  | { readonly kind: 'repeated'; readonly change: ClockChange; readonly wallTimes: readonly number[] }
  /** From here on starts are earlier or later, for cron and at() in UTC, for a rate on the clock. */
  | {
      readonly kind: 'moved';
      readonly change: ClockChange;
      readonly where: 'utc' | 'clock';
      readonly byMs: number;
    };

/** Of the changes from `fromMs` up to but not including `untilMs`, in order. */
export function clockEffects(schedule: Schedule, fromMs: number, untilMs: number): readonly ClockEffect[] {
  const beginMs = Math.max(fromMs, schedule.startDateMs ?? fromMs);
  const endMs = Math.min(untilMs, schedule.endDateMs ?? untilMs);
  return clockChanges(schedule.timezone, beginMs, endMs).flatMap((change) => {
    const { atMs, offsetBeforeMs, offsetAfterMs } = change;
    const isForward = offsetAfterMs > offsetBeforeMs;
    const between = isForward
      ? ([atMs + offsetBeforeMs, atMs + offsetAfterMs] as const)
      : ([atMs + offsetAfterMs, atMs + offsetBeforeMs] as const);
    const wallTimes = wallTimesBetween(schedule, ...between).filter(
      (wallMs) =>
        // A time shown twice is of this schedule only if its first showing is.
        isForward || (wallMs - offsetBeforeMs >= fromMs && wallMs - offsetBeforeMs < endMs),
    );
    const moved = movedBy(schedule, change, fromMs);
    return [
      ...(wallTimes.length === 0
        ? []
        : [{ kind: isForward ? ('skipped' as const) : ('repeated' as const), change, wallTimes }]),
      ...(moved === null ? [] : [moved]),
    ];
  });
}

/** Starts by the clock on the wall, whether it ever shows them or not. A rate knows no such thing. */
function wallTimesBetween(schedule: Schedule, fromMs: number, untilMs: number): readonly number[] {
  const { expression, timezone, offsetDays, anchorMs } = schedule;
  if (expression.kind === 'at') {
    return expression.wallMs >= fromMs && expression.wallMs < untilMs ? [expression.wallMs] : [];
  }
  if (expression.kind === 'rate') return [];
  const offsetMs = offsetDays * dayMs;
  const found: number[] = [];
  // AWS: a cron day before the creation of the schedule is not moved beyond it.
  const earliestMs = offsetDays === 0 ? fromMs : Math.max(fromMs, wallTimeAt(timezone, anchorMs) + offsetMs);
  let wallMs = wallTimeAtOrAfter(expression, earliestMs - offsetMs);
  while (wallMs !== null && wallMs + offsetMs < untilMs) {
    found.push(wallMs + offsetMs);
    wallMs = wallTimeAtOrAfter(expression, wallMs + 1000);
  }
  return found;
}

/** Null where there is nothing to notice: what starts every hour starts every hour. */
function movedBy(schedule: Schedule, change: ClockChange, fromMs: number): ClockEffect | null {
  const { expression } = schedule;
  const byMs = change.offsetAfterMs - change.offsetBeforeMs;
  const firstMs = firstStartAtOrAfter(schedule, fromMs);
  const isBothSides =
    firstMs !== null && firstMs < change.atMs && firstStartAtOrAfter(schedule, change.atMs) !== null;
  if (!isBothSides) return null;
  switch (expression.kind) {
    case 'at':
      return null;
    case 'cron':
      return expression.hours.length === 24 ? null : { kind: 'moved', change, where: 'utc', byMs: -byMs };
    case 'rate':
      return expression.periodMs % dayMs === 0 ? { kind: 'moved', change, where: 'clock', byMs } : null;
  }
}
