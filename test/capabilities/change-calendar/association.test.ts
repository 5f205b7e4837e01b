/** What a closed calendar keeps an association from. */
import { expect, test } from 'vitest';
import { approveAll, at, released, type Sections, simulate, timesOf } from '../quiet-world.ts';

/** Closed from 01:00 to 03:00; the association is due every hour, or once. */
function world(
  more: Sections,
  schedule = 'ScheduleExpression: "rate(1 hour)",',
  type = 'DEFAULT_OPEN',
): Sections {
  const lines = [
    'BEGIN:VCALENDAR',
    `X-CALENDAR-TYPE:${type}`,
    'BEGIN:VEVENT',
    'DTSTART:20250101T010000Z',
    'DTEND:20250101T030000Z',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return {
    fleet: '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }',
    patches: `{ ${released('P1')} }`,
    end: at('5:30'),
    resources: `
  All: ${approveAll()}
  Freeze: { Type: AWS::SSM::Document, Properties: { Name: freeze, DocumentType: ChangeCalendar, DocumentFormat: TEXT,
    Content: "${lines.join('\\r\\n')}" } }
  Hourly: { Type: AWS::SSM::Association, Properties: { Name: AWS-RunPatchBaseline, ${schedule}
    CalendarNames: [freeze], Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { Operation: [Scan] } } }`,
    ...more,
  };
}
const create = (
  clock: string,
) => `[{ id: Once, at: ${at(clock)}, CreateAssociation: { Name: AWS-RunPatchBaseline,
  CalendarNames: [freeze], Targets: [{ Key: "tag:Fleet", Values: [web] }], Parameters: { Operation: [Scan] } } }]`;

test('an association due in a closed hour is skipped, and runs again once the calendar is open', () => {
  const run = simulate(world({}));
  // Due at 1:00, 2:00, 3:00, 4:00 and 5:00; closed from 1:00 to before 3:00.
  expect(run.metric('calendar.freeze.skipped')).toBe(2);
  expect(run.metric('association.Hourly.succeeded')).toBe(6);
});

test('closed by default: it runs only while an event is on', () => {
  const run = simulate(world({}, 'ScheduleExpression: "rate(1 hour)",', 'DEFAULT_CLOSED'));
  expect(run.metric('calendar.freeze.skipped')).toBe(3);
  expect(run.metric('association.Hourly.succeeded')).toBe(4);
});

test('a node that was away when a closed calendar skipped it does not run it on its return', () => {
  const faults = (until: string) =>
    `[{ id: off, at: ${at('0:30')}, action: stop, nodes: { names: [web-0001] }, for: ${until} }]`;
  const daily = 'ScheduleExpression: "cron(0 2 * * ? *)",';
  const closed = simulate(world({ faults: faults('3h') }, daily));
  expect(closed.metric('association.Hourly.succeeded')).toBe(0);
  // At 04:00 the calendar is open: the one that was away runs it late.
  const open = simulate(world({ faults: faults('4h') }, daily.replace('0 2', '0 4')));
  expect(open.metric('association.Hourly.succeeded')).toBe(2);
});

test('a one-shot association that meets a closed calendar never runs', () => {
  const run = simulate(world({ actions: create('2') }));
  expect(run.metric('association.Once.succeeded')).toBe(0);
  const open = simulate(world({ actions: create('0:30') }));
  expect(open.metric('association.Once.succeeded')).toBe(2);
});

test('a node added while it is closed gets the association once it is open', () => {
  const late = `{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web }, joins: ${at('1:30')} } }`;
  const run = simulate(world({ fleet: late, end: at('3:30') }, ''));
  expect(run.metric('association.Hourly.succeeded')).toBe(2);
  const started = timesOf(run, 'state-manager/run-started');
  expect(started).toHaveLength(2);
  for (const time of started) expect(time).toMatch(/^3:(0|10)/);
});

test('the name of a calendar that the file does not have is an error', () => {
  const { resources } = world({});
  expect(() => simulate(world({ resources: resources!.replace('[freeze]', '[other]') }))).toThrow(
    /expected the name or ARN of a calendar .* found other/,
  );
});
