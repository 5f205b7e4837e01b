/**
 * The text of a change calendar becomes events. A library reads iCalendar's lines; what they mean for a calendar of changes is
 * here: instants are worked out with the zone that an event names, never with that of the machine.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html and
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-document.html, "Create a Change
 * Calendar document".
 */
import type ical from 'ical.js';
import { timesADay } from '../../aws/schedule/recurrence.ts';
import { dayMs, isTimezone } from '../../aws/schedule/zone.ts';
import {
  type CalendarEvent,
  CalendarFault,
  type CalendarText,
  type EventTime,
  type WallClock,
} from './calendar.ts';
import { instantIn } from './clock.ts';
import { ICAL } from './ical.ts';
import { recurrenceOf } from './rrule.ts';
import { writtenTime } from './written-time.ts';

/** Throws a CalendarFault. */
export function readCalendar(text: string): CalendarText {
  const calendar = parsed(text);
  const type = String(calendar.getFirstPropertyValue('x-calendar-type') ?? '');
  if (type !== 'DEFAULT_OPEN' && type !== 'DEFAULT_CLOSED') {
    throw new CalendarFault(
      `expected a line X-CALENDAR-TYPE:DEFAULT_OPEN or X-CALENDAR-TYPE:DEFAULT_CLOSED; found ${type === '' ? 'none' : type}`,
    );
  }
  const clocks = new Clocks(calendar);
  const components = calendar.getAllSubcomponents('vevent').filter(isInForce);
  const moved = components.filter((one) => one.hasProperty('recurrence-id'));
  const events = components
    .filter((one) => !one.hasProperty('recurrence-id'))
    .map((one) => eventOf(one, moved.filter(sameUid(one)), clocks));
  refuseRestless(events);
  return {
    isOpenByDefault: type === 'DEFAULT_OPEN',
    events: [...events, ...moved.map((one) => eventOf(one, [], clocks))],
  };
}

/** Far more than a calendar of changes has; without a limit a short text could keep a run busy for hours. */
const recurrencesADayMax = 200;

function refuseRestless(events: readonly CalendarEvent[]): void {
  const times = events.map(({ recurrence }) => (recurrence === null ? 0 : timesADay(recurrence)));
  const sum = times.reduce((one, other) => one + other, 0);
  if (sum > recurrencesADayMax) {
    throw new CalendarFault(
      `its events recur up to ${sum} times a day; expected at most ${recurrencesADayMax}`,
    );
  }
}

function parsed(text: string): Component {
  let components: unknown;
  try {
    components = ICAL.parse(text.trim());
  } catch (error) {
    throw new CalendarFault(`it is no iCalendar text: ${(error as Error).message}`);
  }
  const [name] = components as [unknown];
  if (name !== 'vcalendar') throw new CalendarFault('expected one BEGIN:VCALENDAR … END:VCALENDAR');
  return new ICAL.Component(components as unknown[]);
}

type Component = InstanceType<typeof ical.Component>;

/** AWS: advisory events are information only. What is cancelled is not in force. */
function isInForce(component: Component): boolean {
  const isAdvisory = textOf(component, 'x-event-type').toUpperCase() === 'ADVISORY';
  return !isAdvisory && textOf(component, 'status').toUpperCase() !== 'CANCELLED';
}

function textOf(component: Component, property: string): string {
  return String(component.getFirstPropertyValue(property) ?? '');
}

const sameUid = (one: Component) => (other: Component) => textOf(one, 'uid') === textOf(other, 'uid');

function eventOf(component: Component, moved: readonly Component[], clocks: Clocks): CalendarEvent {
  const summary = textOf(component, 'summary') || textOf(component, 'uid') || 'an event without a name';
  const [start] = timesOf(component, 'dtstart', clocks, summary);
  if (start === undefined) throw new CalendarFault(`${summary}: expected DTSTART`);
  const rules = component.getAllProperties('rrule');
  if (rules.length > 1) throw new CalendarFault(`${summary}: expected one RRULE; found ${rules.length}`);
  const instants = (property: string, of = component) =>
    timesOf(of, property, clocks, summary).flatMap((time) => instantIn(time.clock, time.wallMs) ?? []);
  return {
    summary,
    startWallMs: start.wallMs,
    clock: start.clock,
    lasts: lengthOf(component, start, clocks, summary),
    recurrence: rules[0] === undefined ? null : recurrenceOf(rules[0].toJSON()[3], start, summary),
    excludedMs: new Set([...instants('exdate'), ...moved.flatMap((one) => instants('recurrence-id', one))]),
    added: timesOf(component, 'rdate', clocks, summary),
  };
}

function timesOf(component: Component, name: string, clocks: Clocks, summary: string): readonly EventTime[] {
  return component.getAllProperties(name).flatMap((property) => {
    const [, parameters, , ...values] = property.toJSON() as [
      string,
      { tzid?: string },
      string,
      ...unknown[],
    ];
    // Of a period the length is that of the event: AWS writes none.
    return values.map((value) =>
      timeOf(String(Array.isArray(value) ? value[0] : value), parameters.tzid, clocks, summary),
    );
  });
}

function timeOf(text: string, tzid: string | undefined, clocks: Clocks, summary: string): EventTime {
  const time = writtenTime(text);
  if (time === null) throw new CalendarFault(`${summary}: ${text} is no date, or a date that does not exist`);
  const { wallMs, isDate, isUtc } = time;
  return { wallMs, clock: isUtc ? clocks.utc : clocks.of(tzid, summary), isDate };
}

/** DTEND, or DURATION, or else what RFC 5545 gives an event without either: the day of a date, no time otherwise. */
function lengthOf(
  component: Component,
  start: EventTime,
  clocks: Clocks,
  summary: string,
): CalendarEvent['lasts'] {
  const [end] = timesOf(component, 'dtend', clocks, summary);
  if (end !== undefined) {
    if (start.isDate && end.isDate) {
      return checkedLength({ days: Math.round((end.wallMs - start.wallMs) / dayMs), ms: 0 }, summary);
    }
    const [from, to] = [instantIn(start.clock, start.wallMs), instantIn(end.clock, end.wallMs)];
    if (from === null || to === null) {
      throw new CalendarFault(`${summary}: it begins or ends at a time that clocks of its zone skip`);
    }
    return checkedLength({ days: 0, ms: to - from }, summary);
  }
  const written = component.getFirstPropertyValue('duration');
  if (written === null) return { days: start.isDate ? 1 : 0, ms: 0 };
  const duration = ICAL.Duration.fromString(String(written));
  if (duration.isNegative) throw new CalendarFault(`${summary}: it ends before it begins`);
  const { weeks, days, hours, minutes, seconds } = duration;
  return { days: weeks * 7 + days, ms: ((hours * 60 + minutes) * 60 + seconds) * 1000 };
}

function checkedLength(length: CalendarEvent['lasts'], summary: string): CalendarEvent['lasts'] {
  if (length.days < 0 || length.ms < 0) throw new CalendarFault(`${summary}: it ends before it begins`);
  return length;
}

/**
 * The clocks of a calendar's zones. A TZID is an IANA name, whether or not the file describes it; another name is that of a
 * VTIMEZONE in the file.
 */
class Clocks {
  readonly utc: WallClock = { kind: 'utc' };
  private readonly own: ReadonlyMap<string, WallClock>;
  private readonly floating: string;

  constructor(calendar: Component) {
    this.own = new Map(
      calendar
        .getAllSubcomponents('vtimezone')
        .map((zone) => [textOf(zone, 'tzid'), { kind: 'described', described: zone.toJSON() }]),
    );
    // ASSUMPTION calendar-floating-time: a time without a zone is in the calendar's own, and in UTC where it names none.
    this.floating = textOf(calendar, 'x-wr-timezone') || 'UTC';
  }

  of(tzid: string | undefined, summary: string): WallClock {
    const name = tzid ?? this.floating;
    const zone = ianaName(name);
    if (zone !== null) return { kind: 'zone', zone };
    const described = this.own.get(name);
    if (described === undefined) {
      throw new CalendarFault(
        `${summary}: ${name} is no IANA time zone, and no VTIMEZONE of the calendar describes it`,
      );
    }
    return described;
  }
}

/** Some programs put their own address before the name: `/example.org/2024/Europe/Berlin`. */
function ianaName(tzid: string): string | null {
  if (isTimezone(tzid)) return tzid;
  const parts = tzid.split('/');
  for (const count of [3, 2]) {
    const name = parts.slice(-count).join('/');
    if (parts.length > count && isTimezone(name)) return name;
  }
  return null;
}
