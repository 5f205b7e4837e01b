import { describe, expect, test } from 'vitest';
import {
  cancel,
  commandOf,
  endMinute,
  exitCodeOn,
  send,
  simulateCommands,
  statuses,
  statusOn,
  webFleet,
} from './commands-yaml.ts';

const at = '2025-01-01T01:00:00Z';

describe('nodes that cannot be reached', () => {
  test('a node that is ConnectionLost when sent to is Undeliverable, at once and with response code -1', () => {
    const simulated = simulateCommands({
      fleet: webFleet(2),
      faults: '- { id: gone, at: 2025-01-01T00:30:00Z, nodes: { names: [web-0001] }, action: stopAgent }',
      actions: send('one', '', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Undeliverable');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(60);
    expect(exitCodeOn(simulated, 'one', 'web-0001')).toBe(-1);
    expect(commandOf(simulated, 'one').status).toBe('Success');
  });

  test('model.runCommand.undeliverableAfter delays that, and a node that answers before takes the command', () => {
    const backAfter = (stopFor: string) =>
      simulateCommands({
        fleet: `${webFleet(1).slice(0, -1)}, model: { runCommand: { undeliverableAfter: 10m } } }`,
        faults: `- { id: gone, at: 2025-01-01T00:30:00Z, nodes: { group: web }, action: stopAgent, for: ${stopFor} }`,
        actions: send('one', '', at),
      });
    expect(statusOn(backAfter('1h'), 'one', 'web-0001')).toBe('Undeliverable');
    expect(endMinute(backAfter('1h'), 'one', 'web-0001')).toBe(70);
    expect(statusOn(backAfter('35m'), 'one', 'web-0001')).toBe('Success');
  });

  test('a fleet that is entirely offline never trips MaxErrors, and its command has failed', () => {
    const simulated = simulateCommands({
      fleet: webFleet(20),
      faults: '- { id: gone, at: 2025-01-01T00:30:00Z, nodes: { group: web }, action: cutNetwork }',
      actions: send('one', 'MaxErrors: "0"', at),
    });
    expect(statuses(simulated, 'one')).toEqual({ Undeliverable: 20 });
    expect(simulated.metric('command.one.halted')).toBe(false);
    expect(commandOf(simulated, 'one').status).toBe('Failed');
  });

  test('an agent without a way for messages is Online, and its commands stay Pending until they time out', () => {
    const simulated = simulateCommands({
      fleet: 'web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web }, subnet: quiet }',
      more: 'subnets: { quiet: { route: none, endpoints: [ssm] } }',
      actions: send('one', 'TimeoutSeconds: 1800', at),
    });
    expect(simulated.number('nodes.online')).toBe(1);
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('DeliveryTimedOut');
    // From 01:00, 1800 s and 3600 s.
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(150);
  });

  test('when permissions for messages come with another profile, what is Pending arrives', () => {
    const simulated = simulateCommands({
      fleet: 'web: { count: 1, os: AMAZON_LINUX_2, tags: { Role: web }, instanceProfile: quiet }',
      more: `instanceProfiles:
  quiet: { statements: [{ Effect: Allow, Action: "ssm:UpdateInstanceInformation", Resource: "*" }] }
  whole: { policies: [AmazonSSMManagedInstanceCore] }`,
      faults:
        '- { id: better, at: 2025-01-01T01:20:00Z, nodes: { group: web }, action: attachProfile, instanceProfile: whole }',
      actions: send('one', 'TimeoutSeconds: 3600', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Success');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(90);
  });

  test('a message that is under way when the node comes back arrives when it is due, not before', () => {
    const simulated = simulateCommands({
      fleet: `${webFleet(1).slice(0, -1)}, model: { runCommand: { delivery: 3m } } }`,
      faults: '- { id: blip, at: 2025-01-01T00:59:00Z, nodes: { group: web }, action: stopAgent, for: 2m }',
      actions: send('one', '', at),
    });
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(60 + 3 + 10);
  });

  test('InvalidPlatform on the wrong operating system, which is no error', () => {
    const simulated = simulateCommands({
      fleet: `${webFleet(1)}\nwin: { count: 1, os: WINDOWS, tags: { Role: web } }`,
      actions: send('one', 'DocumentName: AWS-RunShellScript, Parameters: { commands: [uptime] }'),
    });
    expect(statusOn(simulated, 'one', 'win-0001')).toBe('InvalidPlatform');
    expect(simulated.number('command.one.errors')).toBe(0);
    expect(commandOf(simulated, 'one').status).toBe('Success');
  });

  test('a document fails on an agent that is too old for it', () => {
    const simulated = simulateCommands({
      fleet: 'web: { count: 1, os: UBUNTU, tags: { Role: web }, agent: { version: "2.0.790.0" } }',
      actions: send('one', 'DocumentName: AWS-RunPatchBaseline, Parameters: { Operation: [Scan] }'),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Failed');
    expect(simulated.number('command.one.errors')).toBe(1);
  });
});

describe('the agent runs five commands at once and keeps five more', () => {
  const eleven = Array.from({ length: 11 }, (_, index) => `c${String(index + 1).padStart(2, '0')}`);

  test('six commands of ten minutes: five end after ten, the sixth after twenty', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      actions: eleven
        .slice(0, 6)
        .map((id) => send(id))
        .join(''),
    });
    const ends = eleven.slice(0, 6).map((id) => endMinute(simulated, id, 'web-0001'));
    expect(ends).toEqual([10, 10, 10, 10, 10, 20]);
  });

  test('what waits in the buffer is acknowledged, and InProgress', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      actions: eleven
        .slice(0, 6)
        .map((id) => send(id))
        .join(''),
      end: '5m',
    });
    expect(statusOn(simulated, 'c06', 'web-0001')).toBe('InProgress');
    expect(simulated.number('command.c06.started')).toBe(1);
    expect(simulated.events('run-command/invocation-started')).toHaveLength(5);
  });

  test('the eleventh is not taken: Delayed, and taken when a place is free', () => {
    const actions = eleven.map((id) => send(id)).join('');
    const early = simulateCommands({ fleet: webFleet(1), actions, end: '5m' });
    expect(statusOn(early, 'c11', 'web-0001')).toBe('Delayed');
    expect(early.number('command.c11.unfinished')).toBe(1);
    const late = simulateCommands({ fleet: webFleet(1), actions });
    expect(endMinute(late, 'c10', 'web-0001')).toBe(20);
    expect(endMinute(late, 'c11', 'web-0001')).toBe(30);
  });

  test('of fourteen at one instant the last four wait until the buffer has room, and all succeed', () => {
    const ids = Array.from({ length: 14 }, (_, index) => `n${String(index + 1).padStart(2, '0')}`);
    const actions = ids.map((id) => send(id)).join('');
    const simulated = simulateCommands({ fleet: webFleet(1), actions });
    expect(ids.map((id) => statusOn(simulated, id, 'web-0001'))).toEqual(ids.map(() => 'Success'));
    const acknowledged = simulated
      .events('run-command/invocation-acknowledged')
      .map((event) => event.at.slice(11, 16));
    expect(acknowledged).toEqual([...Array(10).fill('00:00'), ...Array(4).fill('00:10')]);
    expect(ids.map((id) => endMinute(simulated, id, 'web-0001'))).toEqual([
      ...Array(5).fill(10),
      ...Array(5).fill(20),
      ...Array(4).fill(30),
    ]);
  });

  test('when one in the buffer is cancelled, the eleventh takes its place', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      actions: eleven.map((id) => send(id)).join('') + cancel('c06', '2025-01-01T00:05:00Z'),
    });
    const acknowledged = simulated
      .events('run-command/invocation-acknowledged')
      .find(({ command }) => command === 'c11');
    expect(acknowledged?.at).toBe('2025-01-01T00:05:00.000Z');
    expect(endMinute(simulated, 'c11', 'web-0001')).toBe(20);
  });

  test('what no worker has taken by TimeoutSeconds never runs', () => {
    const actions = eleven.map((id) => send(id, 'TimeoutSeconds: 300')).join('');
    const simulated = simulateCommands({ fleet: webFleet(1), actions });
    expect(statusOn(simulated, 'c05', 'web-0001')).toBe('Success');
    for (const id of ['c06', 'c10', 'c11']) {
      expect(statusOn(simulated, id, 'web-0001')).toBe('DeliveryTimedOut');
      expect(endMinute(simulated, id, 'web-0001')).toBe(65);
    }
    expect(simulated.events('run-command/invocation-started')).toHaveLength(5);
  });

  test('an agent that was away takes up all that waits when it is back', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: '- { id: away, at: 2025-01-01T00:05:00Z, nodes: { group: web }, action: cutNetwork, for: 30m }',
      model: 'agent: { heartbeat: 1m }',
      actions: eleven.map((id) => send(id)).join(''),
    });
    const ends = eleven.map((id) => statusOn(simulated, id, 'web-0001'));
    expect(new Set(ends)).toEqual(new Set(['Success']));
    // Five were done at 00:10 and heard of within a heartbeat of 00:35; five and then one more follow.
    const back = endMinute(simulated, 'c01', 'web-0001');
    expect(back).toBeGreaterThanOrEqual(35);
    expect(back).toBeLessThanOrEqual(36);
    expect(endMinute(simulated, 'c10', 'web-0001')).toBe(back + 10);
    expect(endMinute(simulated, 'c11', 'web-0001')).toBe(back + 20);
  });

  test('two nodes do not share their workers', () => {
    const simulated = simulateCommands({
      fleet: webFleet(2),
      actions: eleven
        .slice(0, 5)
        .map((id) => send(id))
        .join(''),
    });
    expect(endMinute(simulated, 'c05', 'web-0001')).toBe(10);
    expect(endMinute(simulated, 'c05', 'web-0002')).toBe(10);
  });
});
