/** A calendar as `fleetsim schedule --json` prints it: `fleetsim.calendar/1`. Times are UTC. */
import { isoTime, isoTimeOrNull } from '../world/time.ts';
import type { Calendar, Collision } from './calendar.ts';

export interface CalendarResult {
  readonly schema: 'fleetsim.calendar/1';
  readonly from: string;
  readonly until: string;
  readonly windows: readonly {
    /** `maintenance window`, `rule` */
    readonly kind: string;
    readonly window: string;
    readonly name: string;
    readonly timezone: string;
    readonly words: string;
    readonly enabled: boolean;
    readonly starts: number;
    readonly nextAfter: string | null;
  }[];
  /** Change calendars. */
  readonly calendars: readonly {
    readonly name: string;
    /** At `from`. */
    readonly state: string;
    readonly changes: readonly { readonly at: string; readonly to: string; readonly why: string }[];
  }[];
  readonly entries: readonly {
    readonly window: string;
    readonly start: string;
    /** Null, as `end`: it comes due and is not open for any time. */
    readonly lastTaskStart: string | null;
    readonly end: string | null;
    readonly overlapsItself: boolean;
  }[];
  /** Starts that are not listed, since there are too many. */
  readonly omitted: number;
  readonly collisions: readonly {
    readonly windows: readonly [string, string];
    readonly count: number;
    readonly from: string;
    readonly until: string;
    readonly shared: Collision['shared'];
  }[];
  /** When most windows are open at once; null: never two of them. */
  readonly crowd: { readonly at: string; readonly windows: readonly string[] } | null;
}

export function calendarJson(calendar: Calendar): CalendarResult {
  const { fromMs, untilMs, windows, states, entries, omittedCount, collisions, crowd } = calendar;
  return {
    schema: 'fleetsim.calendar/1',
    from: isoTime(fromMs),
    until: isoTime(untilMs),
    windows: windows.map(({ kind, window, name, timezone, words, enabled, startCount, nextAfter }) => ({
      kind,
      window,
      name,
      timezone,
      words,
      enabled,
      starts: startCount,
      nextAfter: nextAfter === null ? null : isoTime(nextAfter.atMs),
    })),
    calendars: states.map(({ name, state, changes }) => ({
      name,
      state,
      changes: changes.map(({ atMs, to, why }) => ({ at: isoTime(atMs), to, why })),
    })),
    entries: entries.map(({ window, start, lastTaskStart, end, overlapsItself }) => ({
      window,
      start: isoTime(start.atMs),
      lastTaskStart: isoTimeOrNull(lastTaskStart?.atMs ?? null),
      end: isoTimeOrNull(end?.atMs ?? null),
      overlapsItself,
    })),
    omitted: omittedCount,
    collisions: collisions.map(({ windows: pair, count, first, shared }) => ({
      windows: pair,
      count,
      from: isoTime(first.fromMs),
      until: isoTime(first.untilMs),
      shared,
    })),
    crowd: crowd === null ? null : { at: isoTime(crowd.atMs), windows: crowd.windows },
  };
}
