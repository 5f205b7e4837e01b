/** The calendars of a scenario, each in its account and Region. */
import type { Scenario } from '../../world/scenario.ts';
import { documentsOf } from '../documents/facts.ts';
import type { CalendarText } from './calendar.ts';
import { calendarType } from './content.ts';

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
    account: scenario.homes.get(one.logicalId) ?? '',
    label: all.filter(({ name }) => name === one.name).length > 1 ? one.logicalId : one.name,
  }));
}
