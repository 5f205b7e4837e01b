/**
 * Durations and instants of ISO 8601, as aws:sleep takes them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-sleep.html
 */

import { isoTime } from '../../../world/time.ts';

/** The longest sleep, in seconds: a second less than seven days. */
export const sleepSecondsMax = 604_799;

const duration =
  /^P(?=\d|T\d)(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,](\d{1,3})\d*)?S)?)?$/i;

/** `PT5M`, `P1DT12H`. Null: it is none. Months and years have no fixed length, so that no duration may have them. */
export function durationMsOf(text: string): number | null {
  const match = duration.exec(text.trim());
  if (match === null) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(1, 6).map((part) => Number(part ?? 0));
  const wholeSeconds = (((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!;
  return wholeSeconds * 1000 + Number((match[6] ?? '0').padEnd(3, '0'));
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[-+]\d{2}:?\d{2})?$/;

/** `2020-01-01T01:00:00Z`; without an offset it is in UTC. Null: it is none. */
export function instantMsOf(text: string): number | null {
  const written = text.trim();
  if (!instant.test(written)) return null;
  const day = written.slice(0, 10);
  // Date.parse lets 30 February slip into March; the way back shows it.
  const dayMs = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(dayMs) || isoTime(dayMs).slice(0, 10) !== day) return null;
  const inZone = /Z|[-+]\d{2}:?\d{2}$/.test(written) ? written : `${written}Z`;
  const atMs = Date.parse(inZone.replace(/([-+]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(atMs) ? null : atMs;
}
