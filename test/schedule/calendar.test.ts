import { describe, expect, it } from 'vitest';
import { calendarOf } from '../../src/schedule/calendar.ts';
import { calendarJson } from '../../src/schedule/calendar-json.ts';
import type { Scenario } from '../../src/world/scenario.ts';
import { loadYaml } from '../support/simulate.ts';
import { clock } from './ask.ts';

const at = (text: string) => Date.parse(text);
const fromMs = at('2026-03-01T00:00:00Z');

interface Window {
  readonly schedule: string;
  readonly timezone?: string;
  readonly duration?: number;
  readonly cutoff?: number;
  readonly enabled?: boolean;
  /** Criteria of the target of its one task. */
  readonly targets?: string;
}

/** Two groups of a fleet, and windows of one task each. */
function scenarioOf(windows: Readonly<Record<string, Window>>): Scenario {
  const resources = Object.entries(windows).map(
    ([id, { schedule, timezone = 'UTC', duration = 2, cutoff = 1, enabled = true, targets }]) => `
  ${id}:
    Type: AWS::SSM::MaintenanceWindow
    Properties:
      { Name: window-${id}, Schedule: "${schedule}", ScheduleTimezone: ${timezone}, Duration: ${duration},
        Cutoff: ${cutoff}, AllowUnassociatedTargets: false, Enabled: ${enabled} }
  ${id}Nodes:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties:
      { WindowId: !Ref ${id}, ResourceType: INSTANCE, Targets: [${targets ?? `{ Key: "tag:Role", Values: [web] }`}] }
  ${id}Task:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      { WindowId: !Ref ${id}, TaskType: RUN_COMMAND, TaskArn: AWS-RunPatchBaseline, Priority: 1, MaxConcurrency: "1",
        MaxErrors: "1", Targets: [{ Key: WindowTargetIds, Values: [!Ref ${id}Nodes] }],
        TaskInvocationParameters:
          { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Scan] } } } }`,
  );
  return loadYaml(`
name: calendar
start: 2026-03-01T00:00:00Z
end: 2026-04-01T00:00:00Z
fleet:
  web: { count: 3, os: AMAZON_LINUX_2, tags: { Role: web, Env: prod } }
  db: { count: 2, os: AMAZON_LINUX_2, tags: { Role: db, Env: prod } }
resources:${resources.join('')}
`).scenario;
}

describe('a calendar', () => {
  it('has every start from its first moment up to, but not including, its last', () => {
    const { entries, windows } = calendarOf(scenarioOf({ Nightly: { schedule: 'cron(0 0 * * ? *)' } }), {
      fromMs,
      days: 3,
    });
    expect(entries.map(({ start }) => clock(start.atMs))).toEqual([
      '2026-03-01T00:00',
      '2026-03-02T00:00',
      '2026-03-03T00:00',
    ]);
    expect(windows[0]).toMatchObject({ window: 'Nightly', startCount: 3 });
    expect(clock(windows[0]!.nextAfter!.atMs)).toBe('2026-03-04T00:00');
  });

  it('says when a window ends and from when on it starts no more tasks, on its own clock', () => {
    const scenario = scenarioOf({
      Sunday: { schedule: 'cron(0 22 ? * SAT *)', timezone: 'Asia/Taipei', duration: 8, cutoff: 3 },
    });
    const { start, lastTaskStart, end } = calendarOf(scenario, { fromMs, days: 7 }).entries[0]!;
    expect([start, lastTaskStart!, end!].map(({ wallMs }) => clock(wallMs))).toEqual([
      '2026-03-07T22:00',
      '2026-03-08T03:00',
      '2026-03-08T06:00',
    ]);
    expect(clock(start.atMs)).toBe('2026-03-07T14:00');
  });

  it('is in the order of time, whatever the order of windows and zones', () => {
    const scenario = scenarioOf({
      Late: { schedule: 'cron(0 9 * * ? *)', timezone: 'America/Chicago' },
      Early: { schedule: 'cron(0 9 * * ? *)', timezone: 'Asia/Taipei' },
    });
    const { entries } = calendarOf(scenario, { fromMs, days: 2 });
    expect(entries.map(({ window }) => window)).toEqual(['Early', 'Late', 'Early', 'Late']);
  });

  it('has no start of a disabled window', () => {
    const scenario = scenarioOf({ Off: { schedule: 'rate(1 day)', enabled: false } });
    const { entries, windows } = calendarOf(scenario, { fromMs, days: 7 });
    expect(entries).toEqual([]);
    expect(windows[0]).toMatchObject({ enabled: false, startCount: 0, nextAfter: null, clockEffects: [] });
  });

  it('names the starts that clocks drop', () => {
    const scenario = scenarioOf({
      Sunday: { schedule: 'cron(30 2 ? * SUN *)', timezone: 'America/Chicago' },
    });
    const { windows, entries } = calendarOf(scenario, { fromMs, days: 14 });
    expect(windows[0]!.clockEffects.map(({ kind }) => kind)).toContain('skipped');
    expect(entries.map(({ start }) => clock(start.wallMs))).toEqual(['2026-03-01T02:30']);
  });

  it('lists a thousand starts of a window and counts the rest', () => {
    const scenario = scenarioOf({ Often: { schedule: 'rate(5 minutes)', duration: 1, cutoff: 0 } });
    const { entries, omittedCount, windows } = calendarOf(scenario, { fromMs, days: 7 });
    expect([entries.length, omittedCount, windows[0]!.startCount]).toEqual([1000, 1016, 2016]);
  });
});

describe('windows that are open at once', () => {
  const together = (schedule: string, targets?: string): Window => ({
    schedule,
    duration: 2,
    ...(targets === undefined ? {} : { targets }),
  });

  it('collide from the later start to the earlier end, and mean some nodes both', () => {
    const scenario = scenarioOf({
      One: together('cron(0 2 ? * SUN *)'),
      Two: together('cron(0 3 ? * SUN *)', '{ Key: "tag:Env", Values: [prod] }'),
    });
    expect(calendarOf(scenario, { fromMs, days: 14 }).collisions).toEqual([
      {
        windows: ['One', 'Two'],
        count: 2,
        first: { fromMs: at('2026-03-01T03:00:00Z'), untilMs: at('2026-03-01T04:00:00Z') },
        shared: { groups: ['web'], ids: [] },
      },
    ]);
  });

  it('do not collide where one ends as the other starts', () => {
    const scenario = scenarioOf({ One: together('cron(0 2 * * ? *)'), Two: together('cron(0 4 * * ? *)') });
    expect(calendarOf(scenario, { fromMs, days: 14 }).collisions).toEqual([]);
  });

  it.each([
    ['{ Key: "tag:Role", Values: [db] }', { groups: [], ids: [] }],
    ['{ Key: "tag:Role", Values: [db, web] }', { groups: ['web'], ids: [] }],
    ['{ Key: InstanceIds, Values: [web-0002, db-0001] }', { groups: [], ids: ['web-0002'] }],
  ])('share what the tasks of both mean: %s', (targets, shared) => {
    const scenario = scenarioOf({
      One: together('cron(0 2 ? * SUN *)'),
      Two: together('cron(0 2 ? * SUN *)', targets),
    });
    expect(calendarOf(scenario, { fromMs, days: 7 }).collisions[0]!.shared).toEqual(shared);
  });

  it('are at most five that AWS executes', () => {
    const windows = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`W${index}`, together('rate(1 day)')]));
    expect(calendarOf(scenarioOf(windows(5)), { fromMs, days: 2 }).crowd).toBeNull();
    expect(calendarOf(scenarioOf(windows(6)), { fromMs, days: 2 }).crowd).toEqual({
      atMs: fromMs,
      windows: ['W0', 'W1', 'W2', 'W3', 'W4', 'W5'],
    });
  });

  it('are not one window due again, of which the later opening says so', () => {
    const scenario = scenarioOf({ Often: { schedule: 'rate(2 hours)', duration: 3 } });
    const { entries, collisions } = calendarOf(scenario, { fromMs, days: 1 });
    expect(collisions).toEqual([]);
    expect(entries.slice(0, 3).map(({ overlapsItself }) => overlapsItself)).toEqual([false, true, true]);
  });

  it('are counted beyond the thousand openings that are listed', () => {
    const scenario = scenarioOf({ Often: { schedule: 'cron(* 17 * * ? *)', duration: 6 } });
    const { windows, entries } = calendarOf(scenario, { fromMs, days: 60 });
    expect(entries).toHaveLength(1000);
    expect(windows[0]).toMatchObject({ startCount: 3600, overlapCount: 3540 });
  });
});

it('a calendar as JSON holds instants in UTC', () => {
  const scenario = scenarioOf({ Sunday: { schedule: 'cron(0 2 ? * SUN *)', timezone: 'Asia/Taipei' } });
  expect(calendarJson(calendarOf(scenario, { fromMs, days: 7 }))).toMatchObject({
    schema: 'fleetsim.calendar/1',
    from: '2026-03-01T00:00:00.000Z',
    until: '2026-03-08T00:00:00.000Z',
    windows: [{ window: 'Sunday', words: '02:00 every Sunday', starts: 1 }],
    entries: [
      {
        window: 'Sunday',
        start: '2026-03-07T18:00:00.000Z',
        lastTaskStart: '2026-03-07T19:00:00.000Z',
        end: '2026-03-07T20:00:00.000Z',
      },
    ],
    collisions: [],
  });
});
