/** What happens here and is told to the others: each a fact, which the journal prints. */
import { fact, factSet } from '../../capability/facts.ts';
import { isoTime } from '../../world/time.ts';
import type { DeclaredCalendar } from './declared.ts';
import type { CalendarState } from './periods.ts';

/** What a closed calendar kept from running. */
export interface GatedRun {
  /** As it names them: names or ARNs. */
  readonly calendarNames: readonly string[];
  /** `association Weekly` */
  readonly name: string;
  /** A name under `accounts`; absent: that of `account`. */
  readonly account?: string | undefined;
}

export const calendarFacts = factSet('change-calendar', {
  stateChanged: fact(
    'change-calendar/state-changed',
    'A calendar opened or closed.',
    (
      { label }: Omit<DeclaredCalendar, 'content'>,
      state: CalendarState,
      nextTransitionMs: number | null,
    ) => ({
      calendar: label,
      state,
      next: nextTransitionMs === null ? null : isoTime(nextTransitionMs),
    }),
  ),
  /** Told by what asks a calendar before it runs. */
  runGated: fact(
    'change-calendar/run-gated',
    'A calendar was closed when this came due: it does not run.',
    ({ calendarNames, name }: GatedRun) => ({ calendars: calendarNames, run: name }),
  ),
});
