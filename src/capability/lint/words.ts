/** Numbers and lengths of time in sentences. */
export const minuteMs = 60_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

/** `1 hour`, `24 hours` */
export function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `90 minutes`, `2.5 hours` */
export function inWords(durationMs: number): string {
  if (durationMs < minuteMs) return counted(Math.round(durationMs / 1000), 'second');
  if (durationMs < 2 * hourMs) return counted(Math.round(durationMs / minuteMs), 'minute');
  return counted(Math.round((durationMs / hourMs) * 10) / 10, 'hour');
}
