/** The calendars of a scenario, each in its account and Region. */
import type { Scenario } from '../../world/scenario.ts';
import { documentsOf } from '../documents/facts.ts';
import type { CalendarText } from './calendar.ts';
import { calendarOf, calendarType } from './content.ts';
import { nextTransition, periodsOf, stateAt } from './periods.ts';

export interface DeclaredCalendar {
  readonly logicalId: string;
  readonly name: string;
  /** A name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  /** The name, by which metrics and reports call it; its logical id, where another account has a calendar of that name. */
  readonly label: string;
  readonly content: CalendarText;
}

export function calendarsOf(scenario: Scenario): readonly DeclaredCalendar[] {
  const all = documentsOf(scenario, calendarType);
  return all.map((one) => ({
    ...one,
    content: calendarOf(one.content),
    account: scenario.homes.get(one.logicalId) ?? '',
    label: all.filter(({ name }) => name === one.name).length > 1 ? one.logicalId : one.name,
  }));
}

/** Before a run: whether a calendar is closed from one time to before another. */
export function closedThroughout(
  scenario: Scenario,
  name: string,
  account: string,
  fromMs: number,
  untilMs: number,
): boolean {
  const found = calendarsOf(scenario).find((one) => one.name === name && one.account === account);
  if (found === undefined) return false;
  const periods = periodsOf(found.content, fromMs, untilMs);
  const nextMs = nextTransition(periods, fromMs);
  return stateAt(periods, fromMs) === 'CLOSED' && (nextMs === null || nextMs >= untilMs);
}
