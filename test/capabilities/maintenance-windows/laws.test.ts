import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { maintenanceWindows } from '../../../src/capabilities/maintenance-windows/index.ts';
import type { WindowExecution } from '../../../src/capabilities/maintenance-windows/state.ts';
import { executionStatusOf } from '../../../src/capabilities/maintenance-windows/state.ts';
import { tallyOfTask } from '../../../src/capabilities/maintenance-windows/tally.ts';
import { simulateWindows, target, task, window } from './windows-yaml.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const tasks = fc.record({
  type: fc.constantFrom('RUN_COMMAND', 'RUN_COMMAND', 'LAMBDA', 'AUTOMATION'),
  document: fc.constantFrom('Job', 'Bad', 'Hour', 'TwoHours', 'AWS-RunPatchBaseline'),
  priority: fc.nat(2),
  concurrency: fc.constantFrom('1', '50%', '100%'),
  errors: fc.constantFrom('0', '1', '100%'),
  groups: fc.constantFrom(['Web'], ['Db'], ['Web', 'Db'], ['Db', 'Web', 'None'], ['Ids', 'Web']),
  behavior: fc.constantFrom('CONTINUE_TASK', 'CANCEL_TASK'),
  hasBadRole: fc.boolean(),
});
const windows = fc.array(
  fc.record({
    schedule: fc.constantFrom('cron(0 2 * * ? *)', 'rate(3 hours)', 'cron(0/40 1-4 * * ? *)'),
    duration: fc.integer({ min: 1, max: 4 }),
    tasks: fc.array(tasks, { maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 7 },
);
const faults = fc.array(
  fc.record({
    minute: fc.nat(400),
    group: fc.constantFrom('web', 'db'),
    action: fc.constantFrom('stop', 'stopAgent', 'reboot', 'cutNetwork'),
    hold: fc.integer({ min: 1, max: 200 }),
  }),
  { maxLength: 4 },
);
const scenarios = fc.record({
  windows,
  faults,
  dispatch: fc.constantFrom('ramp', 'sliding', 'batch'),
  cutoff: fc.constantFrom('tasks', 'invocations'),
  sixth: fc.constantFrom('queue', 'skip', 'fail'),
});
type Scenario = typeof scenarios extends fc.Arbitrary<infer T> ? T : never;

const role = `
  BadRole:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { Service: ec2.amazonaws.com }, Action: "sts:AssumeRole" }] } }`;

const criteria = {
  Db: '{ Key: "tag:Role", Values: [db] }',
  None: '{ Key: "tag:Role", Values: [nobody] }',
  Ids: '{ Key: InstanceIds, Values: [web-0001, db-0001] }',
} as const;

function run(scenario: Scenario) {
  const resources = scenario.windows.map(({ schedule, duration, tasks: given }, index) => {
    const id = `W${index}`;
    const targets = Object.entries(criteria).map(([name, one]) => target(`${id}${name}`, id, one));
    const registered = given.map((one, place) => {
      const { type, document, priority, concurrency, errors, groups, behavior, hasBadRole } = one;
      const roleOf = hasBadRole && place === 0 ? ', ServiceRoleArn: !GetAtt BadRole.Arn' : '';
      return task(`${id}T${place}`, id, {
        type,
        document: type === 'RUN_COMMAND' ? document : document.replace('AWS-RunPatchBaseline', 'Job'),
        priority,
        concurrency,
        errors,
        targets: groups.map((name) => `${id}${name}`),
        more: `CutoffBehavior: ${behavior}${roleOf}`,
      });
    });
    return [window(id, { schedule, duration, cutoff: duration - 1 }), ...targets, ...registered].join('');
  });
  return simulateWindows(
    {
      fleet: `web: { count: 3, os: AMAZON_LINUX_2, tags: { Role: web } }
  db: { count: 2, os: AMAZON_LINUX_2, tags: { Role: db } }`,
      resources: role + resources.join(''),
      faults: scenario.faults
        .map(
          ({ minute, group, action, hold }, index) =>
            `  - { id: f${index}, at: ${new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString()}, nodes: { group: ${group} }, action: ${action}${action === 'reboot' ? '' : `, for: ${hold}m`} }`,
        )
        .join('\n'),
      end: '2d',
    },
    {
      set: [
        `model.rateControl.dispatch=${scenario.dispatch}`,
        `model.maintenanceWindows.cutoff=${scenario.cutoff}`,
        `model.maintenanceWindows.sixth=${scenario.sixth}`,
        'model.maintenanceWindows.startLag={ uniform: { min: 0s, max: 30s } }',
      ],
    },
  );
}

function checkExecution(execution: WindowExecution): void {
  const { tasks: given, cutoffMs, status, finishedMs, openedMs } = execution;
  if (finishedMs === null) return;
  if (openedMs !== null) expect(status).toBe(executionStatusOf(given));
  for (const one of given) {
    expect(one.finishedMs).not.toBeNull();
    expect(tallyOfTask(one, []).unfinished).toBe(0);
    if (one.startedMs === null) expect(one.status).toBe('TIMED_OUT');
    else {
      expect(one.startedMs).toBeLessThanOrEqual(cutoffMs);
      for (const other of given) {
        if (other.task.priority < one.task.priority) {
          expect(other.finishedMs).toBeLessThanOrEqual(one.startedMs);
        }
      }
    }
  }
}

describe('whatever happens', () => {
  test('no task starts after the cutoff or before its betters are final, and statuses add up', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const { executions } = run(scenario).outcome.machines.of(maintenanceWindows).windows;
        for (const execution of executions) checkExecution(execution);
      }),
      { numRuns: 20 },
    );
  });

  test('never more than five windows execute at once, and no window twice', () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        const open = new Set<unknown>();
        for (const { event, window: id } of run(scenario).journal) {
          if (event === 'maintenance-windows/window-opened') {
            expect(open.has(id)).toBe(false);
            open.add(id);
            expect(open.size).toBeLessThanOrEqual(5);
          }
          if (event === 'maintenance-windows/window-closed') open.delete(id);
        }
      }),
      { numRuns: 15 },
    );
  });
});
