/** A change calendar as data: whether it is open without its events, and its events. */
import type { Recurrence } from '../../aws/schedule/recurrence.ts';

export interface CalendarText {
  /** DEFAULT_OPEN: events close it. DEFAULT_CLOSED: events open it. */
  readonly isOpenByDefault: boolean;
  /** Without advisory events, which change nothing. */
  readonly events: readonly CalendarEvent[];
}

export interface CalendarEvent {
  readonly summary: string;
  /** When it first begins; in wall time of its clock. */
  readonly startWallMs: number;
  readonly clock: WallClock;
  /** Midnights until it ends, and time after the last of them. */
  readonly lasts: { readonly days: number; readonly ms: number };
  readonly recurrence: Recurrence | null;
  /** Instants that the recurrence leaves out. */
  readonly excludedMs: ReadonlySet<number>;
  /** When it begins in addition. */
  readonly added: readonly EventTime[];
}

/** UTC, an IANA time zone, or the VTIMEZONE of a calendar as jCal has it. */
export type WallClock =
  | { readonly kind: 'utc' }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'described'; readonly described: unknown };

export interface EventTime {
  readonly wallMs: number;
  readonly clock: WallClock;
  /** A date without a time. */
  readonly isDate: boolean;
}

/** What is wrong with the text of a calendar, as a clause. */
export class CalendarFault extends Error {}
