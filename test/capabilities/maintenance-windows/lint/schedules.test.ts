import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scheduleRules } from '../../../../src/capabilities/maintenance-windows/lint/schedules.ts';
import { lintText, rulesNamed } from '../../../lint/lint-text.ts';
import { scenario, template } from '../../../lint/window-files.ts';

const rules = rulesNamed(...scheduleRules.map(({ id }) => id));
const findingsOf = (text: string) => lintText(text, rules).findings;
const found = (text: string): string[] => findingsOf(text).map(({ rule, severity }) => `${severity} ${rule}`);
const window = (Schedule: string, more: Record<string, string> = {}, head = ''): string[] =>
  found(template({ window: { Schedule, ...more } }, head));
const association = (ScheduleExpression: string, more = ''): string[] =>
  found(`Resources:
  Job:
    Type: AWS::SSM::Association
    Properties:
      Name: AWS-GatherSoftwareInventory
      Targets: [{ Key: InstanceIds, Values: ["*"] }]
      ScheduleExpression: ${ScheduleExpression}
${more}`);

describe('schedule-invalid', () => {
  test.each([
    'cron(0 2 * * SUN)',
    'cron(0 2 * * * *)',
    'cron(0 25 ? * SUN *)',
    'rate(1 hours)',
    '0 2 * * 0',
    'every sunday',
  ])('AWS refuses the window %s', (schedule) => {
    expect(window(schedule)).toEqual(['error schedule-invalid']);
  });

  test('the field that is wrong is named', () => {
    const [finding] = findingsOf(template({ window: { Schedule: 'cron(0 25 ? * SUN *)' } }));
    expect(finding?.message).toContain('hours: 25 is out of range');
  });

  test('the parameter whose default is wrong is named', () => {
    const head = 'Parameters: { Cron: { Type: String, Default: "0 2 ? * SUN *" } }\n';
    const [finding] = findingsOf(template({ window: { Schedule: '!Ref Cron' } }, head));
    expect(finding).toMatchObject({
      rule: 'schedule-invalid',
      help: expect.stringContaining('cron(0 2 ? * SUN *)'),
    });
    expect(finding?.message).toContain('default of Cron');
  });

  test.each(['cron(00 05 ? * SAT * )', 'cron( 0 5 ? * SAT *)', ' cron(0 5 ? * SAT *)'])(
    'blanks to spare are refused: %j',
    (schedule) => {
      expect(window(JSON.stringify(schedule))).toEqual(['error schedule-invalid']);
    },
  );

  test('an association takes fewer shapes than a window', () => {
    expect(association('cron(0 2 ? * MON-FRI *)')).toEqual(['error schedule-invalid']);
    expect(window('cron(0 5 ? * MON-FRI *)')).toEqual([]);
  });

  test('an EventBridge rule knows no at()', () => {
    const rule = (expression: string) =>
      found(`Resources:
  Job: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: ${expression}, Targets: [] } }
  Night: { Type: AWS::SSM::PatchBaseline, Properties: { Name: night } }`);
    expect(rule('at(2027-01-01T00:00:00)')).toEqual(['error schedule-invalid']);
    expect(rule('rate(1 minute)')).toEqual([]);
  });

  test.each(['Eastern', 'UTC+2', '+02:00', 'Europe/Berlyn'])('%s is no time zone', (ScheduleTimezone) => {
    expect(window('cron(0 5 ? * SUN *)', { ScheduleTimezone: `"${ScheduleTimezone}"` })).toEqual([
      'error schedule-invalid',
    ]);
  });

  test.each(['US/Eastern', 'GB', 'Asia/Kuala_Lumpur', 'Etc/UTC'])('%s is one', (ScheduleTimezone) => {
    expect(window('cron(0 12 ? * SUN *)', { ScheduleTimezone })).toEqual([]);
  });

  test('an offset is for cron, and for 1 to 6 days', () => {
    expect(window('cron(0 5 ? * TUE#2 *)', { ScheduleOffset: '6' })).toEqual([]);
    expect(window('cron(0 5 ? * TUE#2 *)', { ScheduleOffset: '7' })).toEqual(['error schedule-invalid']);
    expect(window('rate(7 days)', { ScheduleOffset: '2' })).toEqual(['error schedule-invalid']);
  });

  test('EndDate comes after StartDate', () => {
    const dates = { StartDate: '2026-06-01T00:00:00Z', EndDate: '2026-05-01T00:00:00Z' };
    expect(window('cron(0 5 ? * SUN *)', dates)).toContain('error schedule-invalid');
  });

  test('ApplyOnlyAtCronInterval is for cron', () => {
    expect(association('rate(1 day)', '      ApplyOnlyAtCronInterval: true')).toEqual([
      'error schedule-invalid',
    ]);
    expect(association('cron(0 2 ? * * *)', '      ApplyOnlyAtCronInterval: true')).toEqual([]);
  });

  test('whatever is written, it is either taken or refused, and never thrown at', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (text) => {
        expect(window(JSON.stringify(text)).every((one) => one.includes('schedule-'))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('schedule-never', () => {
  test.each(['cron(0 2 30 2 ? *)', 'cron(0 2 ? * SUN 2024)', 'at(2025-06-01T02:00:00)'])(
    '%s does not come any more',
    (schedule) => {
      expect(window(schedule)).toEqual(['warning schedule-never']);
    },
  );

  test('29 February does', () => {
    expect(window('cron(0 5 29 2 ? *)')).toEqual([]);
  });

  test('a default that never comes may be meant so', () => {
    const head = 'Parameters: { Cron: { Type: String, Default: cron(0 0 0 1 1 ? 1970) } }\n';
    expect(window('!Ref Cron', {}, head)).toEqual(['note schedule-never']);
  });

  test('EndDate may come before the next start', () => {
    const [finding] = findingsOf(
      template({ window: { Schedule: 'cron(0 5 1 6 ? *)', EndDate: '2026-05-01T00:00:00Z' } }),
    );
    expect(finding?.message).toContain('EndDate, 2026-05-01, comes first');
  });

  test('a scenario counts from its start', () => {
    const ofYear = (year: number) =>
      found(scenario({}, { window: { Schedule: `cron(0 5 ? * SUN ${year})` } }));
    expect(ofYear(2025)).toEqual(['warning schedule-never']);
    expect(ofYear(2026)).toEqual([]);
  });
});

test('a window that opens only after the run has ended is a note', () => {
  const opens = (day: number) => found(scenario({}, { window: { Schedule: `cron(0 5 ${day} * ? *)` } }));
  expect(opens(14)).toEqual([]);
  expect(opens(15)).toEqual(['note schedule-never']);
});

describe('schedule-too-often', () => {
  test('every five minutes is the fastest', () => {
    const often = (schedule: string) => window(schedule).filter((one) => one.includes('too-often'));
    expect(often('rate(5 minutes)')).toEqual([]);
    expect(often('rate(4 minutes)')).toEqual(['warning schedule-too-often']);
    expect(often('cron(0/2 * * * ? *)')).toEqual(['warning schedule-too-often']);
  });

  test('an association takes 30 minutes or more', () => {
    expect(association('rate(29 minutes)')).toEqual(['error schedule-too-often']);
    expect(association('rate(30 minutes)')).toEqual([]);
  });
});

describe('schedule-overlaps-itself', () => {
  test('a window is due again when it has just closed', () => {
    expect(window('rate(4 hours)', { Duration: '4' })).toEqual([]);
    expect(window('rate(3 hours)', { Duration: '4' })).toEqual(['warning schedule-overlaps-itself']);
  });

  test('daily for 24 hours is no overlap', () => {
    expect(window('cron(0 5 ? * * *)', { Duration: '24' })).toEqual([]);
  });
});

describe('windows-collide', () => {
  const second = (
    schedule: string,
    { key = 'tag:Patch Group', value = 'web', operation = 'Install' } = {},
  ) => `  Other:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: other, Schedule: ${schedule}, Duration: 2, Cutoff: 1, AllowUnassociatedTargets: false }
  OtherNodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      WindowId: !Ref Other
      ResourceType: INSTANCE
      Targets: [{ Key: "${key}", Values: [${value}] }]
  OtherInstall:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Other
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: 10%
      MaxErrors: 5%
      Targets: [{ Key: WindowTargetIds, Values: [!Ref OtherNodes] }]
      TaskInvocationParameters:
        MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [${operation}] } }
`;
  const collide = (more: string) => found(template({ more }));
  const collision = ['warning windows-collide'];

  test('two that install on the same tags at the same time', () => {
    expect(collide(second('cron(0 6 ? * SUN#1 *)'))).toEqual(collision);
  });

  test('not when the first has closed', () => {
    expect(collide(second('cron(0 9 ? * SUN#1 *)'))).toEqual([]);
    expect(collide(second('cron(59 8 ? * SUN#1 *)'))).toEqual(collision);
  });

  test('not on other nodes, as far as can be seen', () => {
    expect(collide(second('cron(0 6 ? * SUN *)', { value: 'batch' }))).toEqual([]);
    expect(collide(second('cron(0 6 ? * SUN *)', { key: 'tag:Environment' }))).toEqual([]);
  });

  test('not with a scan', () => {
    expect(collide(second('cron(0 6 ? * SUN *)', { operation: 'Scan' }))).toEqual([]);
  });

  test('not beyond 60 days', () => {
    expect(collide(second('cron(0 6 1 11 ? *)'))).toEqual([]);
  });

  test('a value that only a deployment decides is the same where it is written alike', () => {
    const head = 'Parameters: { Group: { Type: String } }\n';
    const text = template({ more: second('cron(0 6 ? * SUN *)', { value: '!Ref Group' }) }, head);
    expect(found(text)).toEqual([]);
    expect(found(text.replace('Values: [web]', 'Values: [!Ref Group]'))).toEqual(collision);
  });

  test('in a scenario two tags may select the same group', () => {
    const text = scenario({}, { more: second('cron(0 6 ? * SUN *)', { key: 'tag:Tier', value: 'front' }) });
    expect(found(text)).toEqual([]);
    expect(found(text.replace('Patch Group: web }', 'Patch Group: web, Tier: front }'))).toEqual(collision);
  });

  test('two nodes of one group that are named meet nobody but themselves', () => {
    const named = (id: string) => second('cron(0 6 ? * SUN *)', { key: 'InstanceIds', value: id });
    const text = (id: string) =>
      scenario({}, { more: named(id) }).replace(
        'Key: "tag:Patch Group", Values: [web]',
        'Key: InstanceIds, Values: [web-0001]',
      );
    expect(found(text('web-0002'))).toEqual([]);
    expect(found(text('web-0001'))).toEqual(collision);
  });

  test('a window that is switched off meets nobody', () => {
    const text = scenario({}, { window: { Enabled: 'false' }, more: second('cron(0 6 ? * SUN *)') });
    expect(found(text)).toEqual([]);
  });
});

describe('schedule-dst', () => {
  const at = (schedule: string, ScheduleTimezone: string) => window(schedule, { ScheduleTimezone });

  test('New York skips 02:00 to 03:00 on the second Sunday of March', () => {
    expect(at('cron(0 2 ? * SUN *)', 'America/New_York')).toEqual(['warning schedule-dst']);
    expect(at('cron(59 2 ? * SUN *)', 'America/New_York')).toEqual(['warning schedule-dst']);
    expect(at('cron(0 3 ? * SUN *)', 'America/New_York')).toEqual([]);
  });

  test('it shows 01:00 to 02:00 twice on the first Sunday of November', () => {
    expect(at('cron(30 1 ? * SUN *)', 'America/New_York')).toEqual(['note schedule-dst']);
    expect(at('cron(59 0 ? * SUN *)', 'America/New_York')).toEqual([]);
  });

  test('on a Tuesday no clock is changed', () => {
    expect(at('cron(0 2 ? * TUE *)', 'America/New_York')).toEqual([]);
  });

  test.each(['UTC', 'Asia/Taipei', 'Asia/Kolkata'])('nor ever in %s', (zone) => {
    expect(at('cron(0 2 ? * * *)', zone)).toEqual([]);
  });

  test('London skips 01:00 on the last Sunday of March, three days after its fourth Thursday of 2026', () => {
    const moved = (ScheduleOffset: string) =>
      window('cron(30 1 ? * THU#4 *)', { ScheduleTimezone: 'Europe/London', ScheduleOffset });
    expect(moved('2')).toEqual([]);
    expect(moved('3')).toEqual(['warning schedule-dst']);
  });

  test('what starts every hour misses nothing, and a rate knows no clock', () => {
    expect(at('rate(7 days)', 'Europe/Berlin')).toEqual([]);
    expect(
      window('cron(0 * ? * * *)', { ScheduleTimezone: 'Europe/Berlin', Duration: '1', Cutoff: '0' }),
    ).toEqual([]);
  });
});
