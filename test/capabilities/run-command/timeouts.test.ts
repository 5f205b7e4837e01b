import { describe, expect, test } from 'vitest';
import {
  commandOf,
  endMinute,
  exitCodeOn,
  send,
  simulateCommands,
  statusOn,
  webFleet,
} from './commands-yaml.ts';

const at = '2025-01-01T01:00:00Z';
const hour = 60;

/** The agent of web-0001 falls silent a minute before the command, and is back `after` it fell silent. */
const silence = (after?: string, from = '2025-01-01T00:59:00Z') =>
  `- { id: silence, at: ${from}, nodes: { names: [web-0001] }, action: stopAgent${after === undefined ? '' : `, for: ${after}`} }`;

describe('TimeoutSeconds: not started by then, it will not run', () => {
  test('a node that is silent but still Online stays Pending until it answers', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence('4m'),
      actions: send('one', 'TimeoutSeconds: 600', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Success');
    // Back at 01:03, and ten minutes of work.
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour + 13);
  });

  // AWS, "Understanding command statuses", row Pending: the sum of Timeout (seconds) and Execution timeout.
  test('a command that the agent does not receive is Delivery Timed Out after the sum of both timeouts, and never runs', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence('30m'),
      actions: send('one', 'TimeoutSeconds: 600', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('DeliveryTimedOut');
    // 600 s and 3600 s.
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour + 70);
    expect(exitCodeOn(simulated, 'one', 'web-0001')).toBe(-1);
    expect(simulated.events('run-command/invocation-started')).toHaveLength(0);
  });

  test('an answer in the very millisecond of the timeout is in time', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence('11m'),
      actions: send('one', 'TimeoutSeconds: 600', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Success');
  });

  test('a command whose every invocation is DeliveryTimedOut is DeliveryTimedOut itself', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence(),
      actions: send('one', 'TimeoutSeconds: 600', at),
    });
    expect(commandOf(simulated, 'one').status).toBe('DeliveryTimedOut');
  });

  test('it is 3600 seconds when unset', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence(),
      actions: send('one', '', at),
    });
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(3 * hour);
  });

  test('each invocation has its own, from its own sending', () => {
    const simulated = simulateCommands({
      fleet: webFleet(2),
      faults: '- { id: all, at: 2025-01-01T00:59:00Z, nodes: { group: web }, action: cutNetwork }',
      model: 'agent: { missedHeartbeats: 100 }',
      actions: send('one', 'TimeoutSeconds: 600, MaxConcurrency: "1"', at),
    });
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour + 70);
    expect(endMinute(simulated, 'one', 'web-0002')).toBe(hour + 140);
  });
});

describe('execution timeout: the agent kills what runs too long', () => {
  const limited = (run: string, os: string, timeout = '600') =>
    simulateCommands({
      fleet: `web: { count: 1, os: ${os}, tags: { Role: web } }`,
      documents: `Long: { run: ${run} }`,
      actions: send('one', `DocumentName: Long, Parameters: { executionTimeout: ["${timeout}"] }`),
    });

  test('on Linux with exit code 137', () => {
    const simulated = limited('601s', 'AMAZON_LINUX_2');
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('ExecutionTimedOut');
    expect(exitCodeOn(simulated, 'one', 'web-0001')).toBe(137);
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(10);
  });

  test('on Windows with exit code -1', () => {
    expect(exitCodeOn(limited('601s', 'WINDOWS'), 'one', 'web-0001')).toBe(-1);
  });

  test('a run exactly as long as its timeout succeeds', () => {
    const simulated = limited('600s', 'AMAZON_LINUX_2');
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Success');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(10);
  });

  test('an executionTimeout of 3 seconds means one hour', () => {
    const simulated = limited('2h', 'AMAZON_LINUX_2', '3');
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('ExecutionTimedOut');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour);
  });

  test('it counts toward MaxErrors', () => {
    const simulated = simulateCommands({
      fleet: webFleet(3),
      documents: 'Long: { run: 2h }',
      actions: send('one', 'DocumentName: Long, MaxConcurrency: "1", MaxErrors: "0"'),
    });
    expect(simulated.number('command.one.errors')).toBe(1);
    expect(simulated.metric('command.one.halted')).toBe(true);
  });

  test('AWS-RunPatchBaseline that is killed on Windows reports -1', () => {
    const simulated = simulateCommands({
      fleet: 'web: { count: 1, os: WINDOWS, tags: { Role: web } }',
      model: 'patching: { scan: 3h }',
      actions: send('one', 'DocumentName: AWS-RunPatchBaseline, Parameters: { Operation: [Scan] }'),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('ExecutionTimedOut');
    expect(exitCodeOn(simulated, 'one', 'web-0001')).toBe(-1);
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(2 * hour);
  });
});

describe('total timeout: TimeoutSeconds plus the execution timeout', () => {
  test('a command that runs when it is over ends DeliveryTimedOut, for nobody has heard of it', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence(undefined, '2025-01-01T01:05:00Z'),
      actions: send('one', 'TimeoutSeconds: 600', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('DeliveryTimedOut');
    // 600 s and 3600 s: 70 minutes, as operators have wondered.
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour + 70);
  });

  test('a node that is back before it reports what it has done meanwhile', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      faults: silence('60m', '2025-01-01T01:05:00Z'),
      actions: send('one', 'TimeoutSeconds: 600', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Success');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour + 65);
  });

  test('a node that did not come back from its reboot holds its slot until then', () => {
    const simulated = simulateCommands({
      fleet: webFleet(2),
      model: 'patching: { scan: 1m, install: 1m, reboot: 1m, installFails: 0%, rebootFails: 0% }',
      more: `
patches:
  BRICK: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: 2024-01-01, breaks: 100% }`,
      actions: send(
        'one',
        'DocumentName: AWS-RunPatchBaseline, Parameters: { Operation: [Install] }, MaxConcurrency: "1", TimeoutSeconds: 600',
      ),
    });
    // Two hours for AWS-RunPatchBaseline and ten minutes.
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(130);
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('DeliveryTimedOut');
    expect(simulated.number('command.one.errors')).toBe(0);
    expect(simulated.number('nodes.lost')).toBe(2);
  });

  test('a node that is rebooted by somebody else fails its command once it is back', () => {
    const simulated = simulateCommands({
      fleet: webFleet(1),
      model: 'patching: { reboot: 4m }',
      faults: '- { id: kick, at: 2025-01-01T01:05:00Z, nodes: { group: web }, action: reboot }',
      actions: send('one', '', at),
    });
    expect(statusOn(simulated, 'one', 'web-0001')).toBe('Failed');
    expect(endMinute(simulated, 'one', 'web-0001')).toBe(hour + 9);
  });
});
