/** What a closed calendar kept from a node. */
import type { CauseSpec } from '../../capability/causes.ts';
import { type ChangeSet, dayMs, type Incident, moreTime } from '../../capability/changes.ts';
import { installAgain } from '../patch-manager/facts.ts';

export const calendarCauses = {
  CALENDAR_CLOSED: {
    stage: 'execution',
    place: 22,
    link: 'window-and-target',
    summary: 'not started: a change calendar was closed when what installs on it came due',
    needed: (by) => `a calendar that is open ${by}, or a run at another time`,
    console:
      'Change Calendar: the state of the calendar at that time; State Manager, Execution history: nothing; Change Manager, Requests: the change request waits',
    page: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html',
    example: ['run', 'lacks', 'report'],
    remedies: afterwards,
    meaning:
      'An association came due while one of its CalendarNames was closed, and did not run; or a change request was approved, and waits for its calendar.',
    seen: 'No execution of the association at that time; the change request is PendingChangeCalendarOverride.',
    advice:
      'wait for the next interval or until the calendar opens, run it by hand then, or move the schedule.',
  },
} satisfies Readonly<Record<string, CauseSpec>>;

function afterwards(incident: Incident): ChangeSet[] {
  const { endMs } = incident.situation.scenario;
  return [
    ...installAgain(incident, ', outside of the calendar'),
    ...moreTime(incident, [endMs + dayMs, endMs + 7 * dayMs, endMs + 31 * dayMs]),
  ];
}
