/** What a closed calendar kept from a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import { type ChangeSet, dayMs, type Incident, moreTime } from '../../capability/changes.ts';
import { installAgain } from '../patch-manager/facts.ts';

export const calendarCauses = {
  CALENDAR_CLOSED: {
    stage: 'execution',
    place: 22,
    link: 'window-and-target',
    summary: 'not started: a change calendar was closed when the association came due',
    needed: (by) => `a calendar that is open ${by}, or a run at another time`,
    console:
      'Change Calendar: the state of the calendar at that time; State Manager, Execution history: nothing',
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html',
    example: ['run', 'lacks', 'report'],
    remedies: afterwards,
    meaning: 'An association came due while one of its CalendarNames was closed, and did not run.',
    seen: 'No execution at that time.',
    advice: 'wait for the next interval, run it by hand once the calendar is open, or move the schedule.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

function afterwards(incident: Incident): ChangeSet[] {
  const { endMs } = incident.situation.scenario;
  return [
    ...installAgain(incident, ', outside of the calendar'),
    ...moreTime(incident, [endMs + dayMs, endMs + 7 * dayMs, endMs + 31 * dayMs]),
  ];
}
