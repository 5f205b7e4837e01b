/** When the change calendars of a scenario open and close, for `fleetsim schedule FILE`. */
import type { ScheduleSpec } from '../../capability/scheduled.ts';
import { calendarsOf } from './declared.ts';
import { nextTransition, periodsOf, stateAt } from './periods.ts';

/** A calendar has no schedule of its own that something would come due by. */
export const calendarSchedules: ScheduleSpec = {
  of: () => [],
  inTemplate: () => [],
  states: (scenario, fromMs, untilMs) =>
    calendarsOf(scenario).map(({ label, content }) => {
      const calendar = periodsOf(content, fromMs, untilMs);
      const changes = [];
      for (
        let atMs = nextTransition(calendar, fromMs);
        atMs !== null && atMs < untilMs;
        atMs = nextTransition(calendar, atMs)
      ) {
        const begun = calendar.periods.find(({ startMs }) => startMs === atMs);
        changes.push({ atMs, to: stateAt(calendar, atMs), why: begun?.summary ?? '' });
      }
      return { kind: 'change calendar', name: label, state: stateAt(calendar, fromMs), changes };
    }),
};
