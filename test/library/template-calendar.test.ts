import { describe, expect, it, test } from 'vitest';
import { calendarFor } from '../../src/library/calendar.ts';
import { clock } from '../schedule/ask.ts';

const usual = { Schedule: 'cron(0 2 ? * SUN *)', Duration: '3', Cutoff: '1' };

/** Of a template with one window and these properties, seven days from March 2026 on. */
function calendarWith(properties: Readonly<Record<string, string>>) {
  const lines = Object.entries(properties).map(([key, value]) => `      ${key}: ${value}\n`);
  const text = `Parameters: { Zone: { Type: String } }
Resources:
  Patching:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: patching
      AllowUnassociatedTargets: false
${lines.join('')}`;
  const read = () => new TextEncoder().encode(text);
  const nowMs = Date.parse('2026-03-01T00:00:00Z');
  return calendarFor({ file: 'a.yaml', read, fromMs: null, nowMs, days: 7 });
}

test('an association of a bare template is due as its schedule says', () => {
  const text = `Resources:
  Scan:
    Type: AWS::SSM::Association
    Properties: { Name: AWS-RunPatchBaseline, ScheduleExpression: cron(0 3 ? * SUN *), Parameters: { Operation: [Scan] }, Targets: [{ Key: "tag:A", Values: [b] }] }
`;
  const read = () => new TextEncoder().encode(text);
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  const { calendar } = calendarFor({ file: 'a.yaml', read, fromMs: null, nowMs, days: 14 });
  expect(calendar?.entries.map(({ start }) => clock(start.atMs))).toEqual([
    '2026-03-08T03:00',
    '2026-03-15T03:00',
  ]);
});

test('a rule of a bare template with a schedule is due as its schedule says', () => {
  const text = `Resources:
  Weekly:
    Type: AWS::Events::Rule
    Properties: { ScheduleExpression: cron(0 3 ? * SUN *), Targets: [{ Id: one, Arn: "arn:aws:sqs:us-east-1:123456789012:queue" }] }
`;
  const read = () => new TextEncoder().encode(text);
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  const { calendar } = calendarFor({ file: 'a.yaml', read, fromMs: null, nowMs, days: 14 });
  expect(calendar?.entries.map(({ start }) => clock(start.atMs))).toEqual([
    '2026-03-08T03:00',
    '2026-03-15T03:00',
  ]);
});

describe('a window of a bare template', () => {
  it('has a calendar like any other', () => {
    const { calendar, problems } = calendarWith({ ...usual, ScheduleTimezone: 'Asia/Taipei' });
    expect(problems).toEqual([]);
    expect(calendar?.entries.map(({ start, end }) => [clock(start.atMs), clock(end!.atMs)])).toEqual([
      ['2026-03-07T18:00', '2026-03-07T21:00'],
    ]);
  });

  it('is left out, with a warning, where only its deployment decides when it is open', () => {
    const { calendar, problems } = calendarWith({ ...usual, ScheduleTimezone: '!Ref Zone' });
    expect(calendar?.entries).toEqual([]);
    expect(problems).toMatchObject([{ severity: 'warning', code: 'unknown-window', line: 11 }]);
  });

  it('is listed beside schedules of EventBridge Scheduler, which have time zones of their own', () => {
    const { calendar, problems } = calendarWith({
      ...usual,
      ScheduleTimezone:
        'UTC\n  Weekly: { Type: "AWS::Scheduler::Schedule", Properties: { ScheduleExpression: "cron(0 2 ? * SUN *)", ' +
        'ScheduleExpressionTimezone: Asia/Taipei, FlexibleTimeWindow: { Mode: "OFF" }, Target: { RoleArn: ' +
        '"arn:aws:iam::123456789012:role/scheduler", Arn: "arn:aws:sqs:us-east-1:123456789012:queue" } } }',
    });
    expect(problems).toEqual([]);
    expect(calendar?.windows.map(({ kind, name }) => `${kind} ${name}`)).toContain('schedule Weekly');
  });

  it.each([
    [{ Duration: '3', Cutoff: '1' }, 'Schedule'],
    [{ Schedule: 'rate(1 day)', Cutoff: '1' }, 'Duration'],
    [{ ...usual, Schedule: 'cron(0 2 * * SUN)' }, 'Schedule'],
    [{ ...usual, Duration: '99' }, 'Duration'],
    [{ ...usual, Duration: 'three' }, 'Duration'],
    [{ ...usual, ScheduleTimezone: 'Taipei' }, 'ScheduleTimezone'],
    [{ ...usual, ScheduleOffset: '9' }, 'ScheduleOffset'],
    [{ ...usual, StartDate: '2026-02-01T00:00:00Z', EndDate: '2026-01-01T00:00:00Z' }, 'EndDate'],
  ])('is refused as AWS refuses it: %o', (properties, key) => {
    const { calendar, problems } = calendarWith(properties);
    expect(calendar).toBeNull();
    expect(problems.map(({ severity, path }) => [severity, path.at(-1)])).toContainEqual(['error', key]);
  });
});
