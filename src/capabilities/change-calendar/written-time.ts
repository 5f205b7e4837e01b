/** A date, with or without a time, as jCal (RFC 7265) has it. */
import { dayMs } from '../../aws/schedule/zone.ts';

export interface WrittenTime {
  readonly wallMs: number;
  /** It has no time. */
  readonly isDate: boolean;
  readonly isUtc: boolean;
}

/** Change Calendar is younger; and what recurs is walked from there. */
const yearMin = 1970;

/** Null: it is none, or a date that does not exist. */
export function writtenTime(text: string): WrittenTime | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(Z?))?$/.exec(text);
  if (match === null) return null;
  const [year, month, date, hour, minute, second] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0)) as Numbers;
  const midnightMs = Date.parse(`${text.slice(0, 10)}T00:00:00.000Z`);
  const exists = year >= yearMin && !Number.isNaN(midnightMs) && date <= daysIn(year, month);
  if (!exists || hour > 23 || minute > 59 || second > 60) return null;
  const wallMs = midnightMs + ((hour * 60 + minute) * 60 + Math.min(second, 59)) * 1000;
  return { wallMs, isDate: match[4] === undefined, isUtc: match[7] === 'Z' };
}

type Numbers = [number, number, number, number, number, number];

function daysIn(year: number, month: number): number {
  return (Date.UTC(year, month, 1) - Date.UTC(year, month - 1, 1)) / dayMs;
}
