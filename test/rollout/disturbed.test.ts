/** Rollouts that somebody disturbs: nodes that go silent or down, cancellations, the cutoff, busy agents. */
import { describe, expect, test, vi } from 'vitest';
import { momentsOf } from '../kernel/statistics.ts';
import { rolloutOf } from '../support/rollout.ts';
import { simulateYaml } from '../support/simulate.ts';
import { expectCounts, sumOf } from '../support/statistics.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const first = '2025-01-01T00:00:00Z';
const faults = (...lines: string[]) => `faults:\n${lines.map((line) => `  - { ${line} }`).join('\n')}\n`;

describe('a node that goes silent', () => {
  test('after it got the command reports as soon as it is back', () => {
    const more = faults(
      'id: cut, at: 2025-01-01T00:05:00Z, nodes: { group: web }, action: cutNetwork, for: 1h',
    );
    const rollout = rolloutOf({ nodes: 20, maxConcurrency: 20, run: '10m', more });
    expect(rollout.tally).toMatchObject({ succeeded: 20, errors: 0 });
    // It pings again within a heartbeat of being back.
    expect(rollout.minutes).toBeGreaterThan(65);
    expect(rollout.minutes).toBeLessThanOrEqual(70);
  });

  test('for good is DeliveryTimedOut when both of its timeouts are over, and holds its slot until then', () => {
    const more = faults('id: cut, at: 2025-01-01T00:05:00Z, nodes: { group: web }, action: cutNetwork');
    const timeouts = { timeoutSeconds: 600, executionTimeout: 1800 };
    const rollout = rolloutOf({ nodes: 20, maxConcurrency: 10, maxErrors: 0, ...timeouts, more });
    expect(rollout.minutes).toBe(40);
    // The other ten are ConnectionLost by then, and nobody has made an error.
    expect(rollout.tally).toMatchObject({ timedOut: 10, undeliverable: 10, errors: 0, haltedExecutions: 0 });
  });

  test('before it gets the command is sent to while it still counts as Online, and answers when it is back', () => {
    const more = faults(`id: cut, at: ${first}, nodes: { group: web }, action: cutNetwork, for: 2m`);
    const rollout = rolloutOf({ nodes: 20, maxConcurrency: 20, run: '1m', delivery: '1s', more });
    expect(rollout.tally).toMatchObject({ succeeded: 20, undeliverable: 0 });
    expect(rollout.minutes).toBeGreaterThan(3);
  });
});

describe('a node that goes down', () => {
  test('fails what runs on it once it is back, and that is an error', () => {
    const more = faults('id: boot, at: 2025-01-01T00:05:00Z, nodes: { names: [web-0001] }, action: reboot');
    const set = ['model.patching={ reboot: 4m }'];
    const rollout = rolloutOf({ nodes: 3, maxConcurrency: 3, maxErrors: 0, run: '30m', more, set });
    expect(rollout.tally).toMatchObject({ failed: 1, succeeded: 2, errors: 1, peakDown: 1 });
    const [failed] = rollout.journal.filter((entry) => entry['status'] === 'Failed');
    expect(failed).toMatchObject({ at: '2025-01-01T00:09:00.000Z', node: 'web-0001' });
  });

  test('counts as down until it is back; one that is terminated never will be, and does not', () => {
    const more = faults(
      'id: off, at: 2025-01-01T00:01:00Z, nodes: { names: [web-0001] }, action: stop, for: 5m',
      'id: gone, at: 2025-01-01T00:02:00Z, nodes: { names: [web-0002] }, action: terminate',
      'id: late, at: 2025-01-01T00:03:00Z, nodes: { names: [web-0003] }, action: stop',
    );
    const rollout = rolloutOf({ nodes: 6, maxConcurrency: 1, run: '5m', more });
    expect(rollout.number('command.roll.peakDown')).toBe(2);
  });
});

test('a target that reboots when the command starts counts as down', () => {
  const more = faults(`id: boot, at: ${first}, nodes: { names: [web-0001] }, action: reboot`);
  const set = ['model.patching={ reboot: 4m }', 'actions[0].at=2025-01-01T00:01:00Z'];
  const rollout = rolloutOf({ nodes: 3, maxConcurrency: 3, run: '30m', more, set });
  expect(rollout.tally).toMatchObject({ succeeded: 3, peakDown: 1 });
});

describe('CancelCommand', () => {
  const cancel = `  - id: cancel
    at: 2025-01-01T00:05:00Z
    CancelCommand: { CommandId: roll }
`;

  test('ends what runs and what was never sent, each counted once', () => {
    const rollout = rolloutOf({ nodes: 30, maxConcurrency: 10, more: cancel });
    expect(rollout.tally).toMatchObject({ cancelled: 10, notStarted: 20, targets: 30 });
    expect(rollout.result.commands[0]).toMatchObject({ status: 'Cancelled', statuses: { Cancelled: 30 } });
  });

  test('after errors that come too late for a halt loses nobody', () => {
    // Cancelled at 5 min; deaf nodes run on, fail, and pass MaxErrors when nothing is left to stop.
    const more = `${cancel}${faults('id: cut, at: 2025-01-01T00:04:00Z, nodes: { group: web }, action: cutNetwork, for: 30m')}`;
    const rollout = rolloutOf({ nodes: 30, maxConcurrency: 10, maxErrors: 3, fails: '100%', more });
    expect(rollout.tally).toMatchObject({ failed: 10, cancelled: 0, notStarted: 20, haltedExecutions: 1 });
    expect(rollout.result.commands[0]).toMatchObject({ statuses: { Failed: 10, Cancelled: 20 } });
  });
});

describe('the cutoff, where it stops new invocations', () => {
  const window = (behavior: string, fails: string) => `
start: 2025-01-03T00:00:00Z
end: 2d
fleet:
  web: { count: 30, os: AMAZON_LINUX_2, tags: { Role: web } }
model:
  rateControl: { dispatch: sliding }
  runCommand: { delivery: 0s, cancellation: 0s }
  maintenanceWindows: { startLag: 0s, cutoff: invocations }
  documents: { Custom-Roll: { run: 50m, fails: ${fails} } }
resources:
  Night:
    Type: AWS::SSM::MaintenanceWindow
    Properties: { Name: night, Schedule: "cron(0 2 4 1 ? 2025)", Duration: 3, Cutoff: 1, AllowUnassociatedTargets: false }
  Web:
    Type: AWS::SSM::MaintenanceWindowTarget
    Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Role", Values: [web] }] }
  Roll:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: Custom-Roll
      Priority: 1
      CutoffBehavior: ${behavior}
      MaxConcurrency: "5"
      MaxErrors: "12"
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Web] }]
`;

  test('lets those that are out finish: 15 of 30 in two hours at 50 min for five', () => {
    const run = simulateYaml(window('CONTINUE_TASK', '0%'));
    expect(run.number('task.Roll.succeeded')).toBe(15);
    expect(run.number('task.Roll.notStarted')).toBe(15);
    expect(run.number('task.Roll.minutes')).toBe(150);
    expect(run.metric('task.Roll.finishedBeforeCutoff')).toBe(false);
  });

  test('loses nobody when errors pass the limit only after it', () => {
    const run = simulateYaml(window('CONTINUE_TASK', '100%'));
    expect(run.number('task.Roll.failed')).toBe(15);
    expect(run.number('task.Roll.notStarted')).toBe(15);
    expect(run.number('task.Roll.cancelled')).toBe(0);
    expect(run.metric('task.Roll.halted')).toBe(true);
  });

  test('with CANCEL_TASK ends those that are out at the cutoff', () => {
    const run = simulateYaml(window('CANCEL_TASK', '0%'));
    expect(run.number('task.Roll.succeeded')).toBe(10);
    expect(run.number('task.Roll.cancelled')).toBe(5);
    expect(run.number('task.Roll.notStarted')).toBe(15);
    expect(run.number('task.Roll.minutes')).toBe(120);
  });
});

test('an agent runs five commands at once, keeps five more, and takes the rest as places fall free', () => {
  const command = (index: number) => `
  - id: c${index}
    at: ${first}
    SendCommand: { DocumentName: Custom-Roll, Targets: [{ Key: "tag:Role", Values: [web] }], TimeoutSeconds: 2592000 }`;
  const run = simulateYaml(`
start: ${first}
end: 2d
fleet: { web: { count: 2, os: AMAZON_LINUX_2, tags: { Role: web } } }
model:
  runCommand: { delivery: 1s, cancellation: 1s }
  documents: { Custom-Roll: { run: 10m } }
actions: ${Array.from({ length: 17 }, (_, index) => command(index)).join('')}
`);
  const minutesOf = (event: string) =>
    run
      .events(event)
      .filter(({ node }) => node === 'web-0001')
      .map(({ at }) => Math.floor((Date.parse(at) - Date.parse(first)) / 60_000));
  const times = (count: number, minute: number) => Array<number>(count).fill(minute);
  const started = [...times(5, 0), ...times(5, 10), ...times(5, 20), ...times(2, 30)];
  expect(minutesOf('run-command/invocation-started')).toEqual(started);
  const acknowledged = [...times(10, 0), ...times(5, 10), ...times(2, 20)];
  expect(minutesOf('run-command/invocation-acknowledged')).toEqual(acknowledged);
});

test('from cut to ConnectionLost pass between one heartbeat and two, evenly spread', () => {
  const lostAfter = (minutes: string) =>
    simulateYaml(`
start: ${first}
end: ${minutes}
fleet: { web: { count: 4000, os: AMAZON_LINUX_2 } }
${faults('id: cut, at: 2025-01-01T01:00:00Z, nodes: { group: web }, action: cutNetwork')}`).number(
      'nodes.connectionLost',
    );
  expect(lostAfter('65m')).toBe(0);
  expect(lostAfter('70m1s')).toBe(4000);
  for (const [end, share] of [
    ['66m', 0.2],
    ['67m30s', 0.5],
    ['69m', 0.8],
  ] as const) {
    const error = Math.sqrt((share * (1 - share)) / 4000);
    expect(Math.abs(lostAfter(end) / 4000 - share) / error).toBeLessThan(4);
  }
});

test('faults with an exponential clock strike each node a Poisson number of times', () => {
  const run = simulateYaml(`
start: ${first}
end: 30d
fleet: { web: { count: 2000, os: AMAZON_LINUX_2 } }
${faults('id: flaky, every: { exponential: { mean: 10d } }, nodes: { group: web }, action: restartAgent')}`);
  const strikes = new Map<string, number>();
  for (const { node } of run.events('managed-nodes/agent-stopped')) {
    strikes.set(node!, (strikes.get(node!) ?? 0) + 1);
  }
  const counts = run.result.nodes.map(({ name }) => strikes.get(name) ?? 0);
  const factorial = (k: number) => Array.from({ length: k }, (_, i) => i + 1).reduce((a, b) => a * b, 1);
  expectCounts(counts, (k) => (Math.exp(-3) * 3 ** k) / factorial(k));
  // Dispersion: the variance of a Poisson number is its mean.
  const { mean, sd } = momentsOf(counts);
  expect(Math.abs(sd ** 2 / mean - 1) / Math.sqrt(2 / counts.length)).toBeLessThan(4);
  expect(sumOf(counts)).toBeGreaterThan(5500);
});
