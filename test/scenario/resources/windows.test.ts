/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-maintenancewindow.html */
import { describe, expect, test } from 'vitest';
import { onlyError, reading, readingOf, windowOf } from './reading.ts';

const validation = { awsError: 'ValidationException' };

function readWindow(properties: Readonly<Record<string, unknown>>) {
  return readingOf({ Sunday: windowOf(properties) }, undefined);
}

describe('AWS::SSM::MaintenanceWindow', () => {
  test('a window is read with AWS’s defaults for what is left out', () => {
    const { resources, problems } = readWindow({});
    expect(problems).toEqual([]);
    expect(resources.windows).toMatchObject([
      {
        logicalId: 'Sunday',
        name: 'sunday',
        durationHours: 3,
        cutoffHours: 1,
        enabled: true,
        allowUnassociatedTargets: false,
        tasks: [],
        schedule: { timezone: 'UTC', offsetDays: 0, startDateMs: null, endDateMs: null },
      },
    ]);
  });

  test('a field of an expression that is out of range is named once', () => {
    const { message } = onlyError(readWindow({ Schedule: 'cron(0 25 ? * SUN *)' }));
    expect(message).toBe('hours: 25 is out of range, expected 0-23');
  });

  test('numbers and booleans in quotes are as good as without', () => {
    const { resources, problems } = reading(`
resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      { Name: sunday, Schedule: rate(7 days), Duration: "4", Cutoff: 1, AllowUnassociatedTargets: "true" }
`);
    expect(problems).toEqual([]);
    expect(resources.windows[0]).toMatchObject({ durationHours: 4, allowUnassociatedTargets: true });
  });

  test.each(['Name', 'Schedule', 'Duration', 'Cutoff', 'AllowUnassociatedTargets'])(
    '%s is required',
    (key) => {
      const properties = { ...(windowOf() as { Properties: Record<string, unknown> }).Properties };
      delete properties[key];
      const read = readingOf(
        { Sunday: { Type: 'AWS::SSM::MaintenanceWindow', Properties: properties } },
        undefined,
      );
      expect(onlyError(read)).toMatchObject({
        code: 'missing-key',
        path: ['resources', 'Sunday', 'Properties', key],
        ...validation,
      });
    },
  );

  test.each([
    ['a name of two characters', { Name: 'ab' }],
    ['a name of 129 characters', { Name: 'a'.repeat(129) }],
    ['a name with a space', { Name: 'a window' }],
    ['a duration of 0 hours', { Duration: '0', Cutoff: '0' }],
    ['a duration of 25 hours', { Duration: '25' }],
    ['a duration in words', { Duration: '3h' }],
    ['half an hour', { Duration: '1.5' }],
    ['a cutoff of -1 hours', { Cutoff: '-1' }],
    ['a cutoff of 24 hours', { Cutoff: '24', Duration: '24' }],
    ['a cutoff as long as the window', { Duration: '3', Cutoff: '3' }],
    ['a cutoff longer than the window', { Duration: '4', Cutoff: '12' }],
    ['an offset of 0 days', { ScheduleOffset: '0' }],
    ['an offset of 7 days', { ScheduleOffset: '7' }],
    ['an offset for a rate', { Schedule: 'rate(7 days)', ScheduleOffset: '2' }],
    ['an offset for a time', { Schedule: 'at(2025-01-15T02:00:00)', ScheduleOffset: '2' }],
    ['a time zone that does not exist', { ScheduleTimezone: 'Asia/Taibei' }],
    ['a start date in prose', { StartDate: 'next Sunday' }],
    ['an end date before the start date', { StartDate: '2025-02-01', EndDate: '2025-01-01' }],
    ['a schedule without fields', { Schedule: 'sundays at two' }],
    ['a schedule of 257 characters', { Schedule: `cron(0 2 ? * SUN *)${' '.repeat(238)}` }],
    ['a cron of five fields', { Schedule: 'cron(0 2 ? * SUN)' }],
    ['a description of 129 characters', { Description: 'a'.repeat(129) }],
    ['neither true nor false', { AllowUnassociatedTargets: 'maybe' }],
  ])('AWS refuses %s', (_, properties) => {
    expect(onlyError(readWindow(properties))).toMatchObject(validation);
  });

  test.each([
    ['a duration of 1 hour and no cutoff', { Duration: '1', Cutoff: '0' }],
    ['a duration of 24 hours and a cutoff of 23', { Duration: '24', Cutoff: '23' }],
    ['a name of three characters', { Name: 'a.b' }],
    ['a name of 128 characters', { Name: 'a'.repeat(128) }],
    ['an offset of 6 days', { ScheduleOffset: '6' }],
    ['a time zone', { ScheduleTimezone: 'America/Chicago' }],
    ['dates with an offset', { StartDate: '2025-01-02T00:00:00+08:00', EndDate: '2026-01-01T00:00:00Z' }],
    ['a disabled window', { Enabled: 'false' }],
    ['tags', { Tags: [{ Key: 'Team', Value: 'ops' }] }],
  ])('AWS accepts %s', (_, properties) => {
    const { problems, resources } = readWindow(properties);
    expect(problems).toEqual([]);
    expect(resources.windows).toHaveLength(1);
  });

  test('more often than every five minutes is a warning, and a window all the same', () => {
    const { warnings, errors, resources } = readWindow({ Schedule: 'rate(4 minutes)' });
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'too-often' }]);
    expect(resources.windows).toHaveLength(1);
    expect(readWindow({ Schedule: 'rate(5 minutes)' }).warnings).toEqual([]);
  });

  test('a schedule that lies in the past is a warning', () => {
    expect(readWindow({ Schedule: 'at(2024-01-15T02:00:00)' }).warnings).toMatchObject([
      { code: 'never-starts' },
    ]);
  });

  test('an unknown property is an error that points at the key and names the nearest', () => {
    const read = reading(`
resources:
  Sunday:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      Name: sunday
      Schedule: rate(7 days)
      Duration: 3
      CutOff: 1
      AllowUnassociatedTargets: false
`);
    const unknown = read.errors.find(({ code }) => code === 'unknown-key');
    expect(unknown).toMatchObject({ line: 9, column: 7, help: 'did you mean Cutoff?' });
  });

  test('the start date of a rate is kept, and its anchor is the start of the run', () => {
    const { resources } = readWindow({ Schedule: 'rate(7 days)', StartDate: '2025-01-09T10:00:00Z' });
    expect(resources.windows[0]!.schedule).toMatchObject({
      startDateMs: Date.UTC(2025, 0, 9, 10),
      anchorMs: Date.UTC(2025, 0, 1),
    });
  });

  test('the 51st window is over the default quota', () => {
    const windows = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`W${index}`, windowOf()]));
    expect(readingOf(windows(50), undefined).warnings).toEqual([]);
    expect(readingOf(windows(51), undefined).warnings).toMatchObject([
      { code: 'over-quota', awsError: 'ResourceLimitExceededException' },
    ]);
  });
});
