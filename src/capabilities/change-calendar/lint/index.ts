/** What goes wrong with change calendars. */
import { startsBetween } from '../../../aws/schedule/schedule.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import { counted, dayMs } from '../../../capability/lint/words.ts';
import type { LintSpec, Report } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, outlineOf, type Value } from '../../../cloudformation/value.ts';
import { isoTime } from '../../../world/time.ts';
import { documentsIn } from '../../documents/facts.ts';
import type { CalendarText } from '../calendar.ts';
import { calendarOf, calendarType } from '../content.ts';
import { calendarName } from '../names.ts';
import { periodsOf, stateAt } from '../periods.ts';

const page =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html';

interface SeenCalendar {
  readonly resource: Resource;
  readonly name: string;
  readonly text: CalendarText;
}

function calendarsIn(subject: Subject): readonly SeenCalendar[] {
  return documentsIn(subject.stack, calendarType).flatMap(({ logicalId, name, content }) => {
    const resource = subject.named(logicalId);
    return resource === undefined ? [] : [{ resource, name, text: calendarOf(content) }];
  });
}

/** A year is as far as a freeze is planned. */
function untilOf({ scenario, todayMs }: Subject): number {
  return scenario?.endMs ?? todayMs + 365 * dayMs;
}

/** AWS names what asks a calendar: associations, runbooks and change requests. Windows are not among them. */
function checkWindows(subject: Subject, report: Report): void {
  const untilMs = untilOf(subject);
  const home = ({ logicalId }: Resource) => subject.scenario?.homes.get(logicalId) ?? '';
  for (const { resource, name, text } of calendarsIn(subject)) {
    const periods = periodsOf(text, subject.todayMs, untilMs);
    for (const { resource: window, dialect, schedule } of subject.schedules) {
      if (dialect !== 'window' || schedule === null || home(window) !== home(resource)) continue;
      const starts = [...startsBetween(schedule, subject.todayMs, untilMs)];
      const closed = starts.filter((atMs) => stateAt(periods, atMs) === 'CLOSED');
      const [first] = closed;
      if (first === undefined) continue;
      report(
        resource.at,
        `${name} is closed when ${window.logicalId} starts, ${counted(closed.length, 'time')}, first on ${isoTime(first).slice(0, 10)}: ` +
          'maintenance windows do not ask calendars, and it runs all the same',
        {
          at: 'key',
          help: `set Enabled: false on ${window.logicalId} for that time, or let a runbook ask GetCalendarState first`,
        },
      );
    }
  }
}

function checkUnused(subject: Subject, report: Report): void {
  const asking = [...subject.resources, ...subject.actions.map(({ request }) => ({ properties: request }))];
  const named = new Set([
    ...subject.calendarsAsked,
    ...asking.flatMap(({ properties }) =>
      itemsOf(entry(properties, 'CalendarNames')).flatMap((value) => namesOf(value, subject)),
    ),
  ]);
  for (const { resource, name } of calendarsIn(subject)) {
    if (named.has(name) || named.has(resource.logicalId)) continue;
    report(resource.at, `nothing of this file names ${name} under CalendarNames: it holds nothing back`, {
      at: 'key',
    });
  }
}

function namesOf(value: Value, subject: Subject): string[] {
  // An ARN has the account and the Region of the deployment in it; its name is known all the same.
  const text = outlineOf(value);
  const logicalId = subject.resource(value)?.logicalId;
  return [...(text === null ? [] : [calendarName(text)]), ...(logicalId === undefined ? [] : [logicalId])];
}

export const calendarLint: LintSpec = {
  rules: [
    {
      id: 'window-in-freeze',
      place: 620,
      severity: 'warning',
      finds:
        'a maintenance window that starts while a change calendar of the file is closed, which windows do not ask',
      source: page,
      check: checkWindows,
    },
    {
      id: 'calendar-unused',
      place: 621,
      severity: 'note',
      finds: 'a change calendar that nothing in the file asks',
      source: page,
      check: checkUnused,
    },
  ],
};
