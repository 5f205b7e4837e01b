/** Instants with their wall clock. */
import { wallTimeAt } from '../aws/schedule/zone.ts';
import type { Moment } from '../blocks/times.ts';

export type { Moment } from '../blocks/times.ts';

export function momentIn(timezone: string, atMs: number): Moment {
  return { atMs, wallMs: wallTimeAt(timezone, atMs), timezone };
}
