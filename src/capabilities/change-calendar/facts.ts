/** What change calendars tell and show the others: a leaf that every capability may import. */
import { view } from '../../capability/views.ts';
import type { CalendarState } from './periods.ts';

export { calendarsOf, closedThroughout } from './declared.ts';
export { calendarFacts } from './events.ts';
export { refuseCalendarNames } from './names.ts';

/**
 * GetCalendarState: of several calendars together. Each is named, or has its ARN; `account` is whose calendars they are, a name under
 * `accounts`, or '' for that of `account`.
 */
export interface CalendarsView {
  stateOf(names: readonly string[], atMs: number, account?: string): CalendarState;
  /** When that state ends; null: not before the end of the simulation. */
  nextTransitionMs(names: readonly string[], atMs: number, account?: string): number | null;
}

export const calendarsView = view<CalendarsView>('change-calendar');
