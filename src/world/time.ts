/** Instants as text: the one place of the simulation that makes a `Date`, of a given number and never of the clock. */

/** `2025-01-04T18:00:00.000Z` */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** To the second: `2025-01-04T18:00:00Z`. */
export function isoSecond(epochMs: number): string {
  return `${isoTime(epochMs).slice(0, 19)}Z`;
}

/** As short as it can be told: whole seconds without milliseconds. */
export function instantAsked(epochMs: number): string {
  return epochMs % 1000 === 0 ? isoSecond(epochMs) : isoTime(epochMs);
}

/** Null stays null. */
export function isoTimeOrNull(epochMs: number | null): string | null {
  return epochMs === null ? null : isoTime(epochMs);
}

/** For people to read: `2025-01-04 18:00:12 UTC`. */
export function utc(epochMs: number): string {
  return `${isoTime(epochMs).slice(0, 19).replace('T', ' ')} UTC`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 29, 2016 7:43:20 PM`, as AWS writes it in events of Automation. */
export function timeInWords(epochMs: number): string {
  const date = new Date(epochMs);
  const hour = date.getUTCHours();
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${months[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  const clock = `${hour % 12 || 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `${day} ${clock} ${hour < 12 ? 'AM' : 'PM'}`;
}
