/** The instant of a wall time, by the clock of an event: plain data, since scenarios are sent to other threads. */
import type ical from 'ical.js';
import { instantOf } from '../../aws/schedule/zone.ts';
import type { WallClock } from './calendar.ts';
import { ICAL } from './ical.ts';

type Timezone = InstanceType<typeof ical.Timezone>;

/** Made once of each description. */
const zones = new WeakMap<object, Timezone>();

/** Null: clocks skip it. */
export function instantIn(clock: WallClock, wallMs: number): number | null {
  if (clock.kind === 'utc') return wallMs;
  if (clock.kind === 'zone') return instantOf(clock.zone, wallMs);
  const zone = zones.get(clock) ?? new ICAL.Timezone(new ICAL.Component(clock.described as unknown[]));
  zones.set(clock, zone);
  const wall = new ICAL.Time({}, ICAL.Timezone.utcTimezone);
  wall.fromUnixTime(wallMs / 1000);
  return wallMs - zone.utcOffset(wall) * 1000;
}
