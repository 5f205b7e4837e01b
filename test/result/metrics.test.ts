/** Every metric with a value that can be worked out by hand, in the smallest run that has it. */
import { describe, expect, test } from 'vitest';
import { approveAll, at, patch, released, type Sections, simulate } from '../capabilities/quiet-world.ts';

const fleetOf = (count: number, more = '') =>
  `{ web: { count: ${count}, os: AMAZON_LINUX_2, tags: { Fleet: web }${more} } }`;

/** One Install, by hand or in a window, takes 1 s + 10 s + 49 s of work and 5 minutes of reboot: 6 minutes. */
const patches = `{ ${released('P1', ', install: 49s')} }`;

interface Task {
  readonly schedule?: string;
  readonly maxConcurrency?: string;
  readonly maxErrors?: string;
  readonly cutoffBehavior?: string;
}

function inWindow(count: number, task: Task = {}, more: Sections = {}) {
  const { schedule = 'at(2025-01-01T02:00:00)', maxConcurrency = '10', maxErrors = '0' } = task;
  return simulate({
    fleet: fleetOf(count),
    patches,
    resources: `
  All: ${approveAll()}
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, AllowUnassociatedTargets: true, Schedule: "${schedule}", Duration: 2, Cutoff: 1 } }
  Nodes: { Type: AWS::SSM::MaintenanceWindowTarget, Properties: { WindowId: !Ref Night, ResourceType: INSTANCE, Targets: [{ Key: "tag:Fleet", Values: [web] }] } }
  T:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      Priority: 1
      MaxConcurrency: "${maxConcurrency}"
      MaxErrors: "${maxErrors}"
      CutoffBehavior: ${task.cutoffBehavior ?? 'CONTINUE_TASK'}
      Targets: [{ Key: WindowTargetIds, Values: [!Ref Nodes] }]
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install] } } }`,
    ...more,
  });
}

function byHand(count: number, more: Sections = {}, extra = '') {
  const actions = `[${patch('Install', '2', { id: 'c' })}${extra}]`;
  const resources = `{ All: ${approveAll()} }`;
  return simulate({ fleet: fleetOf(count), patches, resources, actions, ...more });
}

/** The metrics under one name, without it. */
function under(run: ReturnType<typeof simulate>, prefix: string): Record<string, unknown> {
  const found = [...run.metrics].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(prefix.length), value]));
}

describe('task.<X>', () => {
  test('all goes well: five nodes, two at a time', () => {
    const run = inWindow(5, { maxConcurrency: '2' });
    expect(under(run, 'task.T.')).toEqual({
      targets: 5,
      started: 5,
      succeeded: 5,
      failed: 0,
      timedOut: 0,
      undeliverable: 0,
      cancelled: 0,
      notStarted: 0,
      unfinished: 0,
      minutes: 18,
      errors: 0,
      peakConcurrency: 2,
      peakDown: 2,
      halted: false,
      haltedExecutions: 0,
      installedNodes: 5,
      installedPatches: 5,
      completed: true,
      finishedBeforeCutoff: true,
      finishedBeforeEnd: true,
    });
    expect(run.metric('reboots.total')).toBe(5);
    expect(run.metric('window.Night.executions')).toBe(1);
  });

  test('the second error halts a task that allows one', () => {
    const failing = `{ ${released('P1', ', fails: 100%')} }`;
    const run = inWindow(5, { maxConcurrency: '1', maxErrors: '1' }, { patches: failing });
    expect(under(run, 'task.T.')).toMatchObject({
      failed: 2,
      errors: 2,
      notStarted: 3,
      halted: true,
      haltedExecutions: 1,
      completed: false,
      finishedBeforeCutoff: false,
    });
  });

  test('work that runs past the cutoff and past the end', () => {
    // 1:10 hours a node, so that the second of two is done 20 minutes after the window's end.
    const slow = `{ ${released('P1', ', install: 64m49s')} }`;
    const past = inWindow(2, { maxConcurrency: '1' }, { patches: slow });
    expect(under(past, 'task.T.')).toMatchObject({
      succeeded: 2,
      minutes: 140,
      completed: true,
      finishedBeforeCutoff: false,
      finishedBeforeEnd: false,
    });
    const within = inWindow(1, {}, { patches: slow });
    expect(under(within, 'task.T.')).toMatchObject({ finishedBeforeCutoff: false, finishedBeforeEnd: true });
  });

  test('CANCEL_TASK cancels what runs at the cutoff and sends to nobody after', () => {
    const slow = `{ ${released('P1', ', install: 40m')} }`;
    const run = inWindow(3, { maxConcurrency: '1', cutoffBehavior: 'CANCEL_TASK' }, { patches: slow });
    expect(under(run, 'task.T.')).toMatchObject({
      succeeded: 1,
      cancelled: 1,
      notStarted: 1,
      completed: false,
    });
  });

  test('the end of the run finds some unfinished', () => {
    const run = inWindow(3, { maxConcurrency: '2' }, { end: at('2:07') });
    expect(under(run, 'task.T.')).toMatchObject({
      succeeded: 2,
      unfinished: 1,
      minutes: null,
      completed: false,
      finishedBeforeCutoff: false,
    });
  });

  test('without an execution there is no yes or no', () => {
    const run = inWindow(1, { schedule: 'at(2024-12-01T02:00:00)' });
    expect(under(run, 'task.T.')).toMatchObject({
      targets: 0,
      minutes: null,
      halted: false,
      completed: null,
      finishedBeforeCutoff: null,
      finishedBeforeEnd: null,
    });
  });

  test('over several executions counts add up, minutes and peaks are the largest', () => {
    const hourly = 'cron(0 2/6 * * ? *)';
    const run = inWindow(4, { schedule: hourly, maxConcurrency: '2' });
    // Four executions; only the first installs, 6 minutes twice, the others find nothing in 11 s.
    expect(under(run, 'task.T.')).toMatchObject({
      targets: 16,
      succeeded: 16,
      minutes: 12,
      peakConcurrency: 2,
    });
    expect(run.metric('window.Night.executions')).toBe(4);
  });

  test('a start while the execution before is unfinished is skipped', () => {
    const slow = `{ ${released('P1', ', install: 100m')} }`;
    const run = inWindow(1, { schedule: 'cron(0 2-3 * * ? *)' }, { patches: slow });
    expect(run.metric('window.Night.executions')).toBe(1);
    expect(run.metric('window.Night.skipped')).toBe(1);
  });
});

describe('command.<id>', () => {
  test('a node that is lost is undeliverable, one that stays silent times out, and neither is an error', () => {
    const faults = `[{ id: a, at: ${at('1:00')}, nodes: { names: [web-0001] }, action: stopAgent },
      { id: b, at: ${at('1:59:59')}, nodes: { names: [web-0002] }, action: stopAgent }]`;
    expect(under(byHand(3, { faults }), 'command.c.')).toMatchObject({
      targets: 3,
      started: 1,
      succeeded: 1,
      undeliverable: 1,
      timedOut: 1,
      errors: 0,
      completed: true,
      finishedBeforeCutoff: null,
      finishedBeforeEnd: null,
    });
  });

  test('cancelled by hand', () => {
    const cancel = `, { id: stop, at: ${at('2:00:30')}, CancelCommand: { CommandId: c } }`;
    expect(under(byHand(2, {}, cancel), 'command.c.')).toMatchObject({ cancelled: 2, succeeded: 0 });
  });

  test('bricked nodes hold their slots until the total timeout of three hours', () => {
    const breaking = `{ ${released('P1', ', breaks: 100%')} }`;
    const run = byHand(2, { patches: breaking });
    expect(under(run, 'command.c.')).toMatchObject({ timedOut: 2, errors: 0, minutes: 180, peakDown: 2 });
    expect(run.metric('nodes.lost')).toBe(2);
    expect(run.metric('nodes.connectionLost')).toBe(2);
  });
});

describe('nodes, compliance and patched', () => {
  test('of one fleet in every state', () => {
    const fleet = `{ ok: { count: 4, os: AMAZON_LINUX_2, patchedUntil: 2025-01-01 },
      silent: { count: 3, os: AMAZON_LINUX_2 }, bare: { count: 2, os: AMAZON_LINUX_2, instanceProfile: none },
      off: { count: 1, os: AMAZON_LINUX_2 } }`;
    const faults = `[{ id: a, at: ${at('1:00')}, nodes: { group: silent }, action: stopAgent },
      { id: b, at: ${at('1:00')}, nodes: { group: off }, action: stop }]`;
    const run = byHand(0, { fleet, faults });
    expect(under(run, 'nodes.')).toEqual({
      upToDate: 4,
      heldBack: 0,
      waiting: 0,
      missed: 6,
      total: 10,
      managed: 7,
      unmanaged: 3,
      online: 4,
      connectionLost: 3,
      lost: 0,
    });
    expect(under(run, 'compliance.')).toEqual({ compliant: 4, nonCompliant: 4, unspecified: 2, percent: 40 });
    expect(under(run, 'patched.')).toEqual({ nodes: 4, percent: 40 });
    expect(under(run, 'group.silent.nodes.')).toMatchObject({ total: 3, connectionLost: 3 });
    expect(under(run, 'group.ok.patched.')).toEqual({ nodes: 4, percent: 100 });
    expect(run.metric('cause.AGENT_STOPPED')).toBe(3);
    expect(run.metric('cause.STOPPED')).toBe(1);
    expect(run.metric('cause.NO_INSTANCE_PROFILE')).toBe(2);
  });
});
