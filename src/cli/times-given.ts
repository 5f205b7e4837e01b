/** Instants on the command line. */
import { UsageError } from './usage-error.ts';

/** A date alone begins in UTC; a time says its offset. */
export function readTime(option: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const whole = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  const atMs = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[-+]\d{2}:?\d{2})$/.test(whole)
    ? Date.parse(whole)
    : Number.NaN;
  const isReal = !Number.isNaN(atMs) && dayExists(whole.slice(0, 10));
  if (isReal) return atMs;
  throw new UsageError(
    `${option} ${text}: expected a date or a time with its offset, such as 2026-01-15 or 2026-01-15T02:00:00Z`,
  );
}

/** Date.parse takes the 30th of February for the 2nd of March. */
function dayExists(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
