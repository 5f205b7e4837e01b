/**
 * When a calendar is open: its events as periods of time, and the rules of AWS on them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/change-calendar-getstate.html
 */
import { occurrences } from '../../aws/schedule/recurrence.ts';
import { dayMs } from '../../aws/schedule/zone.ts';
import type { CalendarEvent, CalendarText, EventTime } from './calendar.ts';
import { instantIn } from './clock.ts';

export type CalendarState = 'OPEN' | 'CLOSED';

/** From its start to before its end. */
export interface Period {
  readonly startMs: number;
  readonly endMs: number;
  readonly summary: string;
}

/** A calendar over some stretch of time. */
export interface CalendarPeriods {
  readonly isOpenByDefault: boolean;
  /** Those of events, in order and apart: what overlaps or touches is one. */
  readonly periods: readonly Period[];
}

/** The events that are on at any time from `fromMs` to before `untilMs`. */
export function periodsOf(calendar: CalendarText, fromMs: number, untilMs: number): CalendarPeriods {
  const all = calendar.events.flatMap((event) => periodsOfEvent(event, fromMs, untilMs));
  const within = all.filter(({ startMs, endMs }) => endMs > fromMs && startMs < untilMs && endMs > startMs);
  return { isOpenByDefault: calendar.isOpenByDefault, periods: merged(within) };
}

function periodsOfEvent(event: CalendarEvent, fromMs: number, untilMs: number): readonly Period[] {
  const { clock, excludedMs, added, summary } = event;
  const times = [...startsOf(event, fromMs, untilMs).map((wallMs) => ({ wallMs, clock })), ...added];
  return times.flatMap((time) => {
    const startMs = instantIn(time.clock, time.wallMs);
    if (startMs === null || excludedMs.has(startMs)) return [];
    return [{ startMs, endMs: endOf(event, time, startMs), summary }];
  });
}

/** In wall time; no zone is further than a day from UTC. */
function startsOf(event: CalendarEvent, fromMs: number, untilMs: number): readonly number[] {
  const { recurrence, startWallMs, clock, lasts } = event;
  if (recurrence === null) return [startWallMs];
  return occurrences(recurrence, {
    startWallMs,
    fromWallMs: fromMs - (lasts.days + 2) * dayMs - lasts.ms,
    beforeWallMs: untilMs + dayMs,
    exists: (wallMs) => instantIn(clock, wallMs) !== null,
  });
}

/** A day is from midnight to midnight, however long clocks make it; hours are exact. */
function endOf(
  { lasts: { days, ms } }: CalendarEvent,
  { wallMs, clock }: Pick<EventTime, 'wallMs' | 'clock'>,
  startMs: number,
): number {
  if (days === 0) return startMs + ms;
  const endWallMs = wallMs + days * dayMs;
  // A midnight that clocks skip is where they go on: as late by the time before.
  return (instantIn(clock, endWallMs) ?? startMs + days * dayMs) + ms;
}

function merged(periods: readonly Period[]): readonly Period[] {
  const inOrder = [...periods].sort((a, b) => a.startMs - b.startMs);
  const apart: Period[] = [];
  for (const period of inOrder) {
    const last = apart.at(-1);
    if (last === undefined || period.startMs > last.endMs) apart.push(period);
    else if (period.endMs > last.endMs) apart[apart.length - 1] = { ...last, endMs: period.endMs };
  }
  return apart;
}

/** "Open by default": every event closes it. "Closed by default": every event opens it. */
export function stateAt({ isOpenByDefault, periods }: CalendarPeriods, atMs: number): CalendarState {
  return (periodAt(periods, atMs) !== undefined) === isOpenByDefault ? 'CLOSED' : 'OPEN';
}

/** Null: not within the stretch of time that is known. */
export function nextTransition({ periods }: CalendarPeriods, atMs: number): number | null {
  const current = periodAt(periods, atMs);
  if (current !== undefined) return current.endMs;
  return periods[firstEndingAfter(periods, atMs)]?.startMs ?? null;
}

/** More than one calendar is OPEN only if all of them are. */
export function stateOfAll(calendars: readonly CalendarPeriods[], atMs: number): CalendarState {
  return calendars.every((calendar) => stateAt(calendar, atMs) === 'OPEN') ? 'OPEN' : 'CLOSED';
}

function periodAt(periods: readonly Period[], atMs: number): Period | undefined {
  const next = periods[firstEndingAfter(periods, atMs)];
  return next !== undefined && next.startMs <= atMs ? next : undefined;
}

function firstEndingAfter(periods: readonly Period[], atMs: number): number {
  let [low, high] = [0, periods.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (periods[middle]!.endMs > atMs) high = middle;
    else low = middle + 1;
  }
  return low;
}
