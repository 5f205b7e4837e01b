/**
 * Time zones by way of the process's own clock. Intl.DateTimeFormat, which is what luxon asks, spends some 15 ms on
 * being made for the first time, a quarter of a whole `node -e 0`; the clock that Date uses answers at once, from the
 * same data. It belongs to the process, so only a program may set it, never a library; and only its first thread can.
 */
import type { ZoneClock } from '../aws/schedule/zone.ts';

/** Names that the clock either knows or takes for UTC. Others it may read in a way of its own, such as `GMT+5`. */
const plainName =
  /^(Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)(\/[A-Za-z_-]+){1,2}$/;

/** A summer's and a winter's day: a zone that is at UTC on both is left to luxon. */
const probesMs = [Date.UTC(2025, 0, 1), Date.UTC(2025, 6, 1)];

const known = new Map<string, boolean>();
let zoneSet: string | null = null;

export const processClock: ZoneClock = {
  knows(timezone) {
    let isKnown = known.get(timezone);
    if (isKnown === undefined) {
      isKnown = plainName.test(timezone) && probesMs.some((atMs) => offsetMsAt(timezone, atMs) !== 0);
      known.set(timezone, isKnown);
    }
    return isKnown;
  },
  offsetMsAt,
};

function offsetMsAt(timezone: string, atMs: number): number {
  if (zoneSet !== timezone) {
    process.env['TZ'] = timezone;
    zoneSet = timezone;
  }
  return Math.round(-new Date(atMs).getTimezoneOffset() * 60_000);
}
