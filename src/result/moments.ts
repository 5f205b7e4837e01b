/** Instants with their wall clock. */
import { wallTimeAt } from '../aws/schedule/zone.ts';

/** An instant, and what a clock in its time zone shows: milliseconds as if that clock hung in UTC. */
export interface Moment {
  readonly atMs: number;
  readonly wallMs: number;
  readonly timezone: string;
}

export function momentIn(timezone: string, atMs: number): Moment {
  return { atMs, wallMs: wallTimeAt(timezone, atMs), timezone };
}
