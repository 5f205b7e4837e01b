/** Instants as people write them. */

/** An instant, and what a clock in its time zone shows: milliseconds as if that clock hung in UTC. */
export interface Moment {
  readonly atMs: number;
  readonly wallMs: number;
  readonly timezone: string;
}

const dayMs = 86_400_000;

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** `02:00`, of milliseconds as if the clock hung in UTC. */
function timeOfDay(wallMs: number): string {
  const minutes = Math.floor((((wallMs % dayMs) + dayMs) % dayMs) / 60_000);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function dateOf(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(0, 10);
}

/** `2025-01-04 18:00` */
export function dateAndTime(wallMs: number): string {
  return `${dateOf(wallMs)} ${timeOfDay(wallMs)}`;
}

function isUtc(timezone: string): boolean {
  return /^(Etc\/)?(UTC|UCT|GMT|Universal|Zulu|Greenwich)$/.test(timezone);
}

/** `2025-01-05 02:00 Asia/Taipei (2025-01-04 18:00 UTC)` */
export function momentInFull({ atMs, wallMs, timezone }: Moment): string {
  const local = `${dateAndTime(wallMs)} ${timezone}`;
  return isUtc(timezone) ? local : `${local} (${dateAndTime(atMs)} UTC)`;
}

/** `02:00`, with the date where it is another one than that of `base`. */
export function clock(moment: Moment, base: Moment): string {
  const time = timeOfDay(moment.wallMs);
  return dateOf(moment.wallMs) === dateOf(base.wallMs) ? time : `${dateOf(moment.wallMs).slice(5)} ${time}`;
}

/** `02:00:29` */
export function clockWithSeconds(moment: Moment, base: Moment): string {
  const seconds = Math.floor(moment.wallMs / 1000) % 60;
  return `${clock(moment, base)}:${two(seconds)}`;
}

/** Marks of an axis: round times of the local clock, at most `countMax` of them. */
export function ticks(
  fromMs: number,
  toMs: number,
  wallOffsetMs: number,
  countMax: number,
): { atMs: number; label: string }[] {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * 60_000);
  const fitting = steps.find((step) => (toMs - fromMs) / step <= countMax);
  const stepMs = fitting ?? dayMs * Math.ceil((toMs - fromMs) / dayMs / Math.max(1, countMax));
  const found: { atMs: number; label: string }[] = [];
  const first = Math.ceil((fromMs + wallOffsetMs) / stepMs) * stepMs;
  for (let wallMs = first; wallMs - wallOffsetMs <= toMs; wallMs += stepMs) {
    const label = stepMs >= dayMs ? dateOf(wallMs).slice(5) : timeOfDay(wallMs);
    found.push({ atMs: wallMs - wallOffsetMs, label });
  }
  return found;
}
