/** A calendar as `fleetsim schedule --json` prints it: `fleetsim.calendar/1`. Times are UTC. */
import { isoTime } from '../world/time.ts';
import type { Calendar } from './calendar.ts';

export function calendarJson(calendar: Calendar) {
  const { fromMs, untilMs, windows, entries, omittedCount, collisions, crowd } = calendar;
  return {
    schema: 'fleetsim.calendar/1',
    from: isoTime(fromMs),
    until: isoTime(untilMs),
    windows: windows.map(({ window, name, timezone, words, enabled, startCount, nextAfter }) => ({
      window,
      name,
      timezone,
      words,
      enabled,
      starts: startCount,
      nextAfter: nextAfter === null ? null : isoTime(nextAfter.atMs),
    })),
    entries: entries.map(({ window, start, lastTaskStart, end, overlapsItself }) => ({
      window,
      start: isoTime(start.atMs),
      lastTaskStart: isoTime(lastTaskStart.atMs),
      end: isoTime(end.atMs),
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
