import { expect, test } from 'vitest';
import { rendered } from '../../src/blocks/render.ts';
import { calendarBlocks } from '../../src/reports/calendar.ts';
import { calendarOf } from '../../src/schedule/calendar.ts';
import { calendarJson } from '../../src/schedule/calendar-json.ts';
import { loadYaml } from '../support/simulate.ts';

const { scenario } = loadYaml(`version: 1
name: freeze
start: 2026-12-01T00:00:00Z
end: 30d
fleet: { web: { count: 1, os: AMAZON_LINUX_2 } }
resources:
  Freeze:
    Type: AWS::SSM::Document
    Properties:
      DocumentType: ChangeCalendar
      DocumentFormat: TEXT
      Name: Freeze
      Content: |
        BEGIN:VCALENDAR
        PRODID:-//AWS//Change Calendar 1.0//EN
        VERSION:2.0
        X-CALENDAR-TYPE:DEFAULT_OPEN
        BEGIN:VEVENT
        UID:1
        SUMMARY:Year end
        DTSTART:20261220T000000Z
        DTEND:20261228T000000Z
        END:VEVENT
        END:VCALENDAR
`);
const calendar = calendarOf(scenario, { fromMs: Date.UTC(2026, 11, 1), days: 31 });

test('a schedule of a file tells when its change calendars open and close', () => {
  expect(calendarJson(calendar).calendars).toEqual([
    {
      name: 'Freeze',
      state: 'OPEN',
      changes: [
        { at: '2026-12-20T00:00:00.000Z', to: 'CLOSED', why: 'Year end' },
        { at: '2026-12-28T00:00:00.000Z', to: 'OPEN', why: '' },
      ],
    },
  ]);
  const text = rendered(calendarBlocks(calendar), {
    format: 'text',
    style: { color: false, width: 200 },
  });
  expect(text).toContain(
    'Freeze: OPEN, then CLOSED from Sun 2026-12-20 00:00 (Year end), OPEN from Mon 2026-12-28 00:00 UTC.',
  );
});
