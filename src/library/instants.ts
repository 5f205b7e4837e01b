/** Instants as people write them. */
import { UsageError } from '../diagnostics/usage-error.ts';

/** In milliseconds since 1970. A date alone begins in UTC; a time says its offset. `name` is where it was given. */
export function instantOf(text: string, name: string): number {
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const atMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})$/.test(whole)
    ? Date.parse(whole)
    : Number.NaN;
  if (!Number.isNaN(atMs) && dayExists(whole.slice(0, 10))) return atMs;
  throw new UsageError(
    `${name} ${text}: expected a date or a time with its offset, such as 2026-01-15 or 2026-01-15T02:00:00Z`,
  );
}

/** Date.parse takes the 30th of February for the 2nd of March. */
function dayExists(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

/** Null: none was given. */
export function instantOrNull(given: string | Date | undefined, name: string): number | null {
  if (given === undefined) return null;
  return given instanceof Date ? given.getTime() : instantOf(given, name);
}
