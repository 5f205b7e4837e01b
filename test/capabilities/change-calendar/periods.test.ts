/** What AWS says of change calendars, and what RFC 5545 says of the events in them. */
import { describe, expect, test } from 'vitest';
import { CalendarFault } from '../../../src/capabilities/change-calendar/calendar.ts';
import { readCalendar } from '../../../src/capabilities/change-calendar/ics.ts';
import {
  nextTransition,
  periodsOf,
  stateAt,
  stateOfAll,
} from '../../../src/capabilities/change-calendar/periods.ts';

function calendar(events: string, type = 'DEFAULT_OPEN', head = ''): string {
  return `BEGIN:VCALENDAR\r\nPRODID:-//AWS//Change Calendar 1.0//EN\r\nVERSION:2.0\r\nX-CALENDAR-TYPE:${type}\r\n${head}${events}END:VCALENDAR\r\n`;
}
const event = (...lines: string[]) =>
  `${['BEGIN:VEVENT', 'UID:one', ...lines, 'END:VEVENT'].join('\r\n')}\r\n`;
const [fromMs, untilMs] = [Date.UTC(2024, 11, 1), Date.UTC(2026, 0, 1)];
const at = (text: string) => Date.parse(text);
const read = (text: string) => periodsOf(readCalendar(text), fromMs, untilMs);
const times = (text: string) =>
  read(text).periods.map(({ startMs, endMs }) =>
    [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(0, 16)).join(' to '),
  );

const freeze = event('SUMMARY:Year end', 'DTSTART:20241220T000000Z', 'DTEND:20250102T000000Z');

describe('the state of a calendar', () => {
  test('open by default: an event closes it, from its start to before its end', () => {
    const year = read(calendar(freeze));
    expect(stateAt(year, at('2024-12-19T23:59:59.999Z'))).toBe('OPEN');
    expect(stateAt(year, at('2024-12-20T00:00:00Z'))).toBe('CLOSED');
    expect(stateAt(year, at('2025-01-01T23:59:59.999Z'))).toBe('CLOSED');
    expect(stateAt(year, at('2025-01-02T00:00:00Z'))).toBe('OPEN');
  });

  test('closed by default: an event opens it', () => {
    const year = read(calendar(freeze, 'DEFAULT_CLOSED'));
    expect(stateAt(year, at('2024-12-19T00:00:00Z'))).toBe('CLOSED');
    expect(stateAt(year, at('2024-12-25T00:00:00Z'))).toBe('OPEN');
  });

  test('the next transition is the end of the event, or the start of the next', () => {
    const year = read(calendar(freeze));
    expect(nextTransition(year, at('2024-12-10T00:00:00Z'))).toBe(at('2024-12-20T00:00:00Z'));
    expect(nextTransition(year, at('2024-12-20T00:00:00Z'))).toBe(at('2025-01-02T00:00:00Z'));
    expect(nextTransition(year, at('2025-01-02T00:00:00Z'))).toBeNull();
  });

  test('several calendars are OPEN only if all of them are', () => {
    const [open, closed] = [read(calendar('')), read(calendar(freeze))];
    expect(stateOfAll([open, closed], at('2024-12-25T00:00:00Z'))).toBe('CLOSED');
    expect(stateOfAll([open, closed], at('2025-02-01T00:00:00Z'))).toBe('OPEN');
  });

  test('events that overlap or touch are one period', () => {
    const more = event('DTSTART:20250101T000000Z', 'DTEND:20250103T000000Z');
    const touching = event('DTSTART:20250103T000000Z', 'DURATION:PT1H');
    expect(times(calendar(freeze + more + touching))).toEqual(['2024-12-20T00:00 to 2025-01-03T01:00']);
  });

  test('an advisory event changes nothing, nor does one that is cancelled or takes no time', () => {
    const advisory = event('X-EVENT-TYPE:ADVISORY', 'DTSTART:20250301T000000Z', 'DTEND:20250302T000000Z');
    const cancelled = event('STATUS:CANCELLED', 'DTSTART:20250401T000000Z', 'DTEND:20250402T000000Z');
    expect(times(calendar(advisory + cancelled + event('DTSTART:20250501T000000Z')))).toEqual([]);
  });

  test('an empty calendar, as AWS makes it, is open or closed for ever', () => {
    const task =
      'BEGIN:VTODO\r\nDTSTAMP:20200320T004207Z\r\nUID:x\r\nSUMMARY:Add events to this calendar.\r\nEND:VTODO\r\n';
    expect(stateAt(read(calendar(task)), fromMs)).toBe('OPEN');
    expect(stateAt(read(calendar(task, 'DEFAULT_CLOSED')), fromMs)).toBe('CLOSED');
  });
});

describe('the times of an event', () => {
  test('a TZID without VTIMEZONE means its own zone', () => {
    const hours = event('DTSTART;TZID=Asia/Tokyo:20250701T080000', 'DTEND;TZID=Asia/Tokyo:20250701T180000');
    expect(times(calendar(hours))).toEqual(['2025-06-30T23:00 to 2025-07-01T09:00']);
  });

  test('a prefix before the name of the zone is left out', () => {
    const hours = event(
      'DTSTART;TZID=/example.org/20250101_1/Europe/Berlin:20250701T080000',
      'DURATION:PT1H',
    );
    expect(times(calendar(hours))).toEqual(['2025-07-01T06:00 to 2025-07-01T07:00']);
  });

  test('a TZID that only VTIMEZONE knows is what that says', () => {
    const zone = [
      'BEGIN:VTIMEZONE',
      'TZID:Ours',
      'BEGIN:STANDARD',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:-0400',
      'TZOFFSETTO:-0500',
      'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:16010101T020000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0400',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
      'END:DAYLIGHT',
      'END:VTIMEZONE',
      '',
    ].join('\r\n');
    const events = ['20250115T120000', '20250715T120000'].map((start) =>
      event(`DTSTART;TZID=Ours:${start}`, 'DURATION:PT1H'),
    );
    expect(times(calendar(events.join(''), 'DEFAULT_OPEN', zone))).toEqual([
      '2025-01-15T17:00 to 2025-01-15T18:00',
      '2025-07-15T16:00 to 2025-07-15T17:00',
    ]);
  });

  test('a time without a zone is in that of the calendar, and in UTC without one', () => {
    const noon = event('DTSTART:20250701T120000', 'DURATION:PT1H');
    expect(times(calendar(noon))).toEqual(['2025-07-01T12:00 to 2025-07-01T13:00']);
    expect(times(calendar(noon, 'DEFAULT_OPEN', 'X-WR-TIMEZONE:Asia/Tokyo\r\n'))).toEqual([
      '2025-07-01T03:00 to 2025-07-01T04:00',
    ]);
  });

  test('a date is a whole day, however long clocks make it', () => {
    const head = 'X-WR-TIMEZONE:America/Los_Angeles\r\n';
    expect(times(calendar(event('DTSTART;VALUE=DATE:20250309'), 'DEFAULT_OPEN', head))).toEqual([
      '2025-03-09T08:00 to 2025-03-10T07:00',
    ]);
    const two = event('DTSTART;VALUE=DATE:20241224', 'DTEND;VALUE=DATE:20241226');
    expect(times(calendar(two))).toEqual(['2024-12-24T00:00 to 2024-12-26T00:00']);
  });

  test('a recurring event keeps its wall time over a change of clocks, and skips a time that clocks skip', () => {
    const weekly = event(
      'DTSTART;TZID=America/Los_Angeles:20250302T023000',
      'DURATION:PT30M',
      'RRULE:FREQ=WEEKLY;COUNT=3',
    );
    expect(times(calendar(weekly))).toEqual([
      '2025-03-02T10:30 to 2025-03-02T11:00',
      '2025-03-16T09:30 to 2025-03-16T10:00',
      '2025-03-23T09:30 to 2025-03-23T10:00',
    ]);
  });

  test('UNTIL in UTC is an instant, also for an event in a zone', () => {
    const rule = 'RRULE:FREQ=DAILY;UNTIL=20250703T230000Z';
    const daily = event('DTSTART;TZID=Asia/Tokyo:20250702T080000', 'DURATION:PT1H', rule);
    expect(times(calendar(daily))).toEqual([
      '2025-07-01T23:00 to 2025-07-02T00:00',
      '2025-07-02T23:00 to 2025-07-03T00:00',
      '2025-07-03T23:00 to 2025-07-04T00:00',
    ]);
  });

  test('UNTIL without a time includes that whole day', () => {
    const daily = event('DTSTART:20250702T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20250703');
    expect(times(calendar(daily))).toEqual([
      '2025-07-02T08:00 to 2025-07-02T09:00',
      '2025-07-03T08:00 to 2025-07-03T09:00',
    ]);
  });

  test('UNTIL of a day that does not exist is refused', () => {
    const daily = event('DTSTART:20250201T080000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;UNTIL=20250230');
    expect(() => times(calendar(daily))).toThrow(
      'RRULE: UNTIL: 2025-02-30 is no date, or a date that does not exist',
    );
  });

  test('EXDATE leaves out, RDATE adds, and a moved occurrence is where it was moved to', () => {
    const daily = event(
      'DTSTART:20250701T080000Z',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;COUNT=4',
      'EXDATE:20250702T080000Z,20250709T080000Z',
      'RDATE:20250710T080000Z',
    );
    const moved = event('RECURRENCE-ID:20250703T080000Z', 'DTSTART:20250703T200000Z', 'DURATION:PT2H');
    expect(times(calendar(daily + moved))).toEqual([
      '2025-07-01T08:00 to 2025-07-01T09:00',
      '2025-07-03T20:00 to 2025-07-03T22:00',
      '2025-07-04T08:00 to 2025-07-04T09:00',
      '2025-07-10T08:00 to 2025-07-10T09:00',
    ]);
  });

  test('one that began before the first day asked for and is still on counts', () => {
    const long = event('DTSTART:20240101T000000Z', 'DURATION:P1W', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=28');
    expect(times(calendar(long))[0]).toBe('2024-11-28T00:00 to 2024-12-05T00:00');
  });
});

test('a leap second, as RFC 5545 has it, is the second before it', () => {
  const text = calendar(event('DTSTART:20250101T013060Z', 'DURATION:PT1H'));
  expect(read(text).periods[0]!.startMs).toBe(at('2025-01-01T01:30:59Z'));
});

test('an event may recur 200 times a day', () => {
  const list = (count: number) => Array.from({ length: count }, (_, index) => index).join(',');
  const often = event(
    'DTSTART:20250101T010000Z',
    'DURATION:PT1S',
    `RRULE:FREQ=DAILY;COUNT=200;BYHOUR=1;BYMINUTE=${list(10)};BYSECOND=${list(40)
      .split(',')
      .filter((one) => Number(one) % 2 === 0)}`,
  );
  expect(read(calendar(often)).periods).toHaveLength(200);
});

describe('what is refused', () => {
  test.each([
    ['', /no iCalendar text|one BEGIN:VCALENDAR/],
    ['BEGIN:VCALENDAR', /no iCalendar text/],
    [calendar('', 'OPEN'), /X-CALENDAR-TYPE:DEFAULT_OPEN/],
    [calendar(event('SUMMARY:Party')), /Party: expected DTSTART/],
    [calendar(event('DTSTART:20250230T000000Z')), /does not exist/],
    [calendar(event('DTSTART;TZID=Mars/Base:20250101T000000')), /Mars\/Base is no IANA time zone/],
    [calendar(event('DTSTART:20250102T000000Z', 'DTEND:20250101T000000Z')), /ends before it begins/],
    [
      calendar(event('DTSTART:20250102T000000Z', 'RRULE:FREQ=HOURLY')),
      /expected FREQ=DAILY, WEEKLY, MONTHLY, YEARLY/,
    ],
    [calendar(event('DTSTART:20250102T000000Z', 'RRULE:FREQ=DAILY;BYDAY=XX')), /BYDAY|iCalendar/],
    [
      calendar(event('DTSTART:20250102T000000Z', 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY')),
      /expected one RRULE; found 2/,
    ],
    [
      calendar(
        event(
          'DTSTART:20250102T000000Z',
          'RRULE:FREQ=DAILY;BYHOUR=1;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21',
        ),
      ),
      /recur up to 210 times a day/,
    ],
  ])('%s', (text, message) => {
    expect(() => read(text)).toThrow(CalendarFault);
    expect(() => read(text)).toThrow(message);
  });
});
