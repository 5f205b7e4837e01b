/**
 * Rollouts that can be computed by hand.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
 */
import { describe, expect, test, vi } from 'vitest';
import { Rollout } from '../../src/aws/rollout.ts';
import { rolloutOf, sendingSeconds } from '../support/rollout.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

describe('a sliding rollout of runs that all take the same time', () => {
  const fleets = [1, 2, 7, 8, 9, 50, 100];
  const cases = fleets.flatMap((nodes) => [1, 2, 3, 8, 50, 1000].map((limit) => ({ nodes, limit })));

  test.each(cases)('takes ceil(N / c) times as long as one run: $nodes nodes, $limit at once', (one) => {
    const rollout = rolloutOf({ nodes: one.nodes, maxConcurrency: one.limit, run: '7m' });
    expect(rollout.number('command.roll.minutes')).toBe(Math.ceil(one.nodes / one.limit) * 7);
    expect(rollout.number('command.roll.peakConcurrency')).toBe(Math.min(one.nodes, one.limit));
    expect(rollout.number('command.roll.succeeded')).toBe(one.nodes);
    expect(rollout.metric('command.roll.completed')).toBe(true);
  });

  test('takes one delivery more per round when messages need time', () => {
    const rollout = rolloutOf({ nodes: 50, maxConcurrency: 10, run: '5m', delivery: '2s' });
    expect(rollout.number('command.roll.minutes')).toBe((5 * (300 + 2)) / 60);
  });
});

describe('#send-commands-maxerrors, when every run fails', () => {
  test.each([
    { maxErrors: 3, maxConcurrency: 1, failed: 4, says: 'with 3 allowed the fourth error stops it' },
    { maxErrors: 0, maxConcurrency: 1, failed: 1, says: 'with 0 allowed the first error stops it' },
    { maxErrors: '10%', maxConcurrency: 1, failed: 6, says: 'with 10% of 50 allowed the sixth stops it' },
    { maxErrors: 3, maxConcurrency: 10, failed: 10, says: 'what runs already is allowed to finish' },
    { maxErrors: 11, maxConcurrency: 10, failed: 20, says: 'a second wave goes while errors are within' },
    { maxErrors: 9, maxConcurrency: 10, failed: 10, says: 'ten errors are more than nine' },
    { maxErrors: 10, maxConcurrency: 10, failed: 20, says: 'ten errors are not more than ten' },
    { maxErrors: '100%', maxConcurrency: 10, failed: 50, says: 'nothing stops what all may fail' },
    { maxErrors: 1000, maxConcurrency: '10%', failed: 50, says: 'MaxErrors may exceed the fleet' },
  ])('$says ($maxErrors, $maxConcurrency at once: $failed)', ({ failed, ...limits }) => {
    const rollout = rolloutOf({ nodes: 50, fails: '100%', ...limits });
    expect(rollout.tally).toMatchObject({ failed, errors: failed, started: failed, notStarted: 50 - failed });
    expect(rollout.metric('command.roll.halted')).toBe(failed < 50);
    expect(rollout.metric('command.roll.completed')).toBe(failed === 50);
    expect(rollout.result.commands[0]).toMatchObject({ status: failed < 50 ? 'Failed' : 'Incomplete' });
  });

  test('errors that pass the limit with the last target halt it, though nothing is left to stop', () => {
    const rollout = rolloutOf({ nodes: 4, maxConcurrency: 4, maxErrors: 3, fails: '100%' });
    expect(rollout.tally).toMatchObject({ failed: 4, notStarted: 0, haltedExecutions: 1 });
    expect(rollout.metric('command.roll.completed')).toBe(true);
    expect(rollout.result.commands[0]).toMatchObject({ status: 'Failed' });
  });

  test('targets that are never sent to are Terminated', () => {
    const rollout = rolloutOf({ nodes: 50, maxErrors: 3, fails: '100%' });
    expect(rollout.result.commands[0]!.statuses).toEqual({ Failed: 4, Terminated: 46 });
  });
});

describe('halt: reaches, as study guides have it', () => {
  test.each([
    { maxErrors: 3, failed: 3, says: 'the third of 3 stops it' },
    { maxErrors: 1, failed: 1, says: 'the first of 1 stops it' },
    { maxErrors: 0, failed: 1, says: 'with 0 it is still the first' },
    { maxErrors: '10%', failed: 5, says: '10% of 50 is reached by the fifth' },
  ])('$says', ({ maxErrors, failed }) => {
    const rollout = rolloutOf({ nodes: 50, halt: 'reaches', fails: '100%', maxErrors });
    expect(rollout.tally).toMatchObject({ failed, notStarted: 50 - failed });
  });
});

describe('#send-commands-velocity, the ramp', () => {
  test('with 10 s to each acknowledgement sends 1, 2, 4, 8 at 0, 10, 20, 30 s', () => {
    const ramp = { nodes: 100, maxConcurrency: 64, dispatch: 'ramp', run: '1h', delivery: '10s' } as const;
    const seconds = sendingSeconds(rolloutOf(ramp));
    const countAt = (second: number) => seconds.filter((one) => one === second).length;
    expect([0, 10, 20, 30, 40, 50, 60].map(countAt)).toEqual([1, 2, 4, 8, 16, 32, 1]);
    // 64 are out: from here on each freed slot is refilled.
    expect(countAt(3610) + countAt(3620) + countAt(3630)).toBe(7);
  });

  test('caps its last batch at the free slots', () => {
    const ramp = { nodes: 100, maxConcurrency: 10, dispatch: 'ramp', run: '1h', delivery: '10s' } as const;
    const seconds = sendingSeconds(rolloutOf(ramp));
    expect(seconds.slice(0, 11)).toEqual([0, 10, 10, 20, 20, 20, 20, 30, 30, 30, 3610]);
  });

  test('goes on without a silent node once its patience is over', () => {
    const rollout = rolloutOf({
      nodes: 15,
      maxConcurrency: 15,
      dispatch: 'ramp',
      run: '1h',
      delivery: '10m',
      ackPatience: '1m',
    });
    expect(sendingSeconds(rollout)).toEqual([0, 60, 60, ...Array(4).fill(120), ...Array(8).fill(180)]);
  });

  test('does not count a late answer of an earlier batch for the batch that is out', () => {
    const rollout = new Rollout({
      targetCount: 100,
      maxConcurrencyCount: 64,
      maxErrorsCount: 0,
      dispatch: 'ramp',
      halt: 'exceeds',
    });
    rollout.onSent(1);
    rollout.onPatienceEnded(1);
    rollout.onSent(2);
    rollout.onAnswered(1);
    rollout.onAnswered(2);
    expect(rollout.sendCountNow()).toBe(0);
    rollout.onAnswered(2);
    expect(rollout.sendCountNow()).toBe(4);
  });

  test('counts a node that is Undeliverable as answered', () => {
    // Agents die; the service finds out after two heartbeats, long before the command.
    const more = `
faults:
  - { id: dead, at: 2025-01-01T00:00:00Z, nodes: { group: web }, action: stopAgent }
`;
    const rollout = rolloutOf({
      nodes: 31,
      maxConcurrency: 31,
      dispatch: 'ramp',
      run: '1h',
      delivery: '10s',
      more,
      set: ['actions[0].at=2025-01-01T01:00:00Z'],
    });
    expect(rollout.tally).toMatchObject({ undeliverable: 31, started: 0, errors: 0 });
    expect(sendingSeconds(rollout)).toEqual(Array(31).fill(0));
  });
});

describe('batch dispatch', () => {
  test('waits for the last of a batch before the next goes', () => {
    const run = '{ empirical: { values: [1m, 9m] } }';
    const rollout = rolloutOf({ nodes: 40, maxConcurrency: 10, dispatch: 'batch', run, seed: 5 });
    const seconds = sendingSeconds(rollout);
    const batches = [...new Set(seconds)];
    expect(batches.map((at) => seconds.filter((one) => one === at).length)).toEqual([10, 10, 10, 10]);
    expect(rollout.minutes).toBe(4 * 9);
  });
});

describe('ASSUMPTION rate-control-rounding', () => {
  test.each([
    { nodes: 15, given: '10%', maxConcurrency: 1, maxErrors: 1 },
    { nodes: 19, given: '10%', maxConcurrency: 1, maxErrors: 1 },
    { nodes: 20, given: '10%', maxConcurrency: 2, maxErrors: 2 },
    { nodes: 5, given: '10%', maxConcurrency: 1, maxErrors: 0 },
    { nodes: 100, given: '7%', maxConcurrency: 7, maxErrors: 7 },
    { nodes: 230, given: '20%', maxConcurrency: 46, maxErrors: 46 },
    { nodes: 150, given: '29%', maxConcurrency: 43, maxErrors: 43 },
  ])('$given of $nodes is rounded down, for concurrency to 1 at least', (one) => {
    const rollout = rolloutOf({ nodes: one.nodes, maxConcurrency: one.given, maxErrors: one.given });
    expect(rollout.result.commands[0]).toMatchObject({
      maxConcurrency: { given: one.given, count: one.maxConcurrency },
      maxErrors: { given: one.given, count: one.maxErrors },
    });
    expect(rollout.minutes).toBe(Math.ceil(one.nodes / one.maxConcurrency) * 10);
  });

  test('percentages are of the nodes that are registered when the command is sent', () => {
    const more = `
faults:
  - { id: gone, at: 2025-01-01T00:00:00Z, nodes: { group: web, count: 10 }, action: terminate }
  - { id: off, at: 2025-01-01T00:00:00Z, nodes: { names: [web-0001] }, action: stop }
`;
    const set = ['actions[0].at=2025-01-01T01:00:00Z'];
    const { result } = rolloutOf({ nodes: 40, maxConcurrency: '10%', maxErrors: '10%', more, set });
    const { targets } = result.commands[0]!;
    expect([29, 30]).toContain(targets);
    expect(result.commands[0]).toMatchObject({
      maxConcurrency: { count: Math.floor(targets / 10) },
      maxErrors: { count: Math.floor(targets / 10) },
    });
  });
});

describe('timeouts', () => {
  test('a run exactly as long as its execution timeout succeeds', () => {
    const rollout = rolloutOf({ nodes: 3, run: '10m', executionTimeout: 600 });
    expect(rollout.tally).toMatchObject({ succeeded: 3, timedOut: 0 });
    expect(rollout.minutes).toBe(30);
  });

  test('a run a millisecond longer is ExecutionTimedOut at its timeout, and counts as an error', () => {
    const rollout = rolloutOf({ nodes: 3, run: '600001ms', executionTimeout: 600, maxErrors: 0 });
    expect(rollout.tally).toMatchObject({ timedOut: 1, errors: 1, notStarted: 2 });
    expect(rollout.minutes).toBe(10);
  });

  test('a message that arrives after its timeout is DeliveryTimedOut, and no error', () => {
    const rollout = rolloutOf({
      nodes: 3,
      delivery: '31s',
      timeoutSeconds: 30,
      executionTimeout: 600,
      maxErrors: 0,
    });
    expect(rollout.tally).toMatchObject({ timedOut: 3, errors: 0, started: 0, notStarted: 0 });
    expect(rollout.minutes).toBe(31.5);
    expect(rollout.result.commands[0]!.statuses).toEqual({ DeliveryTimedOut: 3 });
  });

  test('a message that arrives in the millisecond of its timeout is delivered', () => {
    const rollout = rolloutOf({ nodes: 3, delivery: '30s', timeoutSeconds: 30, maxErrors: 0 });
    expect(rollout.tally).toMatchObject({ succeeded: 3 });
  });
});

// The agent has the whole of TimeoutSeconds to receive the command and the whole of the execution timeout to run it.
test('a result in the very millisecond in which both timeouts are over is in time', () => {
  const options = { nodes: 1, delivery: '30s', timeoutSeconds: 30, executionTimeout: 3600, run: '1h' };
  expect(rolloutOf(options).tally).toMatchObject({ succeeded: 1, timedOut: 0 });
});
