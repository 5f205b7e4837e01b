/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-change-calendar.html */
import { expect, test } from 'vitest';
import { messages } from '../../lint/lint-text.ts';
import { simulateYaml } from '../../support/simulate.ts';

const freeze = (day: string) => `start: 2025-01-03T00:00:00Z
end: 4d
fleet: { web: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web } } }
resources:
  Freeze:
    Type: AWS::SSM::Document
    Properties:
      { Name: year-end, DocumentType: ChangeCalendar, DocumentFormat: TEXT, Content: "BEGIN:VCALENDAR\\r\\nX-CALENDAR-TYPE:DEFAULT_OPEN\\r\\nBEGIN:VEVENT\\r\\nUID:a\\r\\nDTSTART:202501${day}T000000Z\\r\\nDURATION:P1D\\r\\nEND:VEVENT\\r\\nEND:VCALENDAR" }
  Sunday: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: sunday, Schedule: "cron(0 2 ? * SUN *)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false } }
`;

test('a window has no calendar: it opens in a closed period, and lint says so', () => {
  expect(simulateYaml(freeze('05')).metric('window.Sunday.executions')).toBe(1);
  expect(messages('window-in-freeze', freeze('05'))).toEqual([
    expect.stringContaining('year-end is closed when Sunday starts'),
  ]);
  expect(messages('window-in-freeze', freeze('04'))).toEqual([]);
});
