/**
 * The wall times of a cron expression, one after the other.
 *
 * cron-parser could walk them too, but day by day through luxon, half a millisecond for a weekly schedule; and it
 * would have to be corrected for years, `W` and daylight saving. A calendar of months is shorter and needs none.
 */
import { daysOfMonth } from './day-rule.ts';
import type { CronExpression } from './expression.ts';

/** The first wall time at or after `fromMs`, or null: an expression ends with its last year, 2199 at the latest. */
export function wallTimeAtOrAfter(cron: CronExpression, fromMs: number): number | null {
  const from = new Date(Math.ceil(fromMs / 1000) * 1000);
  const fromDayMs = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate());
  for (const year of cron.years) {
    if (year < from.getUTCFullYear()) continue;
    for (const month of cron.months) {
      if (Date.UTC(year, month, 1) <= fromDayMs) continue;
      for (const day of daysOfMonth(cron.days, year, month)) {
        const dayMs = Date.UTC(year, month - 1, day);
        if (dayMs < fromDayMs) continue;
        const clockMs = clockAtOrAfter(cron, dayMs === fromDayMs ? from.getTime() - dayMs : 0);
        if (clockMs !== null) return dayMs + clockMs;
      }
    }
  }
  return null;
}

function clockAtOrAfter(cron: CronExpression, fromMs: number): number | null {
  for (const hour of cron.hours) {
    if ((hour + 1) * 3_600_000 <= fromMs) continue;
    for (const minute of cron.minutes) {
      const minuteMs = hour * 3_600_000 + minute * 60_000;
      if (minuteMs + 60_000 <= fromMs) continue;
      for (const second of cron.seconds) {
        const clockMs = minuteMs + second * 1000;
        if (clockMs >= fromMs) return clockMs;
      }
    }
  }
  return null;
}
