/**
 * Clock times and instants. A wall time is what a clock in the zone shows, in milliseconds as if it hung in UTC.
 *
 * ASSUMPTION schedule-daylight-saving: Systems Manager's pages do not say what a window does when clocks change.
 * EventBridge Scheduler skips a time that does not exist and runs once at one that repeats, and so does this:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
 */
import { IANAZone } from 'luxon';

export const dayMs = 86_400_000;

/** No civil clock is further than this from UTC, and no zone changes its offset twice in twice this time. */
const reachMs = 15 * 3_600_000;

/** Offsets at 00:00 UTC by day: asking luxon takes some ten microseconds each time. */
const offsetsByZone = new Map<string, Map<number, number>>();

/** A quicker way to ask for some zones than luxon, whose first answer takes some 15 ms. */
export interface ZoneClock {
  /** False: it may be a zone all the same, but this clock does not know it. */
  readonly knows: (timezone: string) => boolean;
  readonly offsetMsAt: (timezone: string, atMs: number) => number;
}

let quickClock: ZoneClock | null = null;

/** For programs: what is answered is the same, only sooner. */
export function useZoneClock(clock: ZoneClock): void {
  quickClock = clock;
}

/** An IANA name, such as America/Los_Angeles or UTC. Offsets such as +02:00 are not names. */
export function isTimezone(name: string): boolean {
  if (name === 'UTC' || quickClock?.knows(name)) return true;
  return /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}

export function wallTimeAt(timezone: string, atMs: number): number {
  return atMs + offsetMsAt(timezone, atMs);
}

/** Null if clocks skip this time; the first of the two instants if they show it twice. */
export function instantOf(timezone: string, wallMs: number): number | null {
  const offsetBefore = offsetMsAt(timezone, wallMs - reachMs);
  const offsetAfter = offsetMsAt(timezone, wallMs + reachMs);
  if (offsetBefore === offsetAfter) return wallMs - offsetBefore;
  if (offsetMsAt(timezone, wallMs - offsetBefore) === offsetBefore) return wallMs - offsetBefore;
  if (offsetMsAt(timezone, wallMs - offsetAfter) === offsetAfter) return wallMs - offsetAfter;
  return null;
}

/** From which wall time on instants are not before `fromMs`: later than the clock's while it repeats an hour. */
export function wallTimeFrom(timezone: string, fromMs: number): number {
  const wallMs = wallTimeAt(timezone, fromMs);
  const firstMs = instantOf(timezone, wallMs);
  if (firstMs === null || firstMs >= fromMs) return wallMs;
  const offsetMs = wallMs - firstMs;
  let [before, after] = [firstMs, fromMs];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetMsAt(timezone, middle) === offsetMs) before = middle;
    else after = middle;
  }
  return after + offsetMs;
}

function offsetMsAt(timezone: string, atMs: number): number {
  if (timezone === 'UTC') return 0;
  const day = Math.floor(atMs / dayMs);
  const offsetMs = offsetMsAtDayStart(timezone, day);
  return offsetMs === offsetMsAtDayStart(timezone, day + 1) ? offsetMs : exactOffsetMs(timezone, atMs);
}

function offsetMsAtDayStart(timezone: string, day: number): number {
  let offsets = offsetsByZone.get(timezone);
  if (offsets === undefined) {
    offsets = new Map();
    offsetsByZone.set(timezone, offsets);
  }
  let offsetMs = offsets.get(day);
  if (offsetMs === undefined) {
    offsetMs = exactOffsetMs(timezone, day * dayMs);
    offsets.set(day, offsetMs);
  }
  return offsetMs;
}

function exactOffsetMs(timezone: string, atMs: number): number {
  if (quickClock?.knows(timezone)) return quickClock.offsetMsAt(timezone, atMs);
  return Math.round(IANAZone.create(timezone).offset(atMs) * 60_000);
}
