import { isoTime } from '../world/time.ts';

export { isoTime };

/** Null stays null. */
export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTime(epochMs);
}
