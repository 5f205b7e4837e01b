/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstanceInformation.html */
import { describe, expect, test, vi } from 'vitest';
import { at, nodeOf, simulate, simulateUntil, timesOf } from '../quiet-world.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const online = 'managed-nodes/node-came-online';
const stopAgent = `[{ at: ${at('1:00')}, action: stopAgent }]`;

function pingStatusAt(clock: string, faults: string, more: Readonly<Record<string, string>> = {}) {
  return nodeOf(simulateUntil(clock, { faults, ...more }), 'web-0001').pingStatus;
}

describe('Online and ConnectionLost', () => {
  test('a node whose prerequisites hold is Online at the start', () => {
    const run = simulateUntil('0:01', {});
    expect(nodeOf(run, 'web-0001')).toMatchObject({ managed: true, pingStatus: 'Online' });
    expect(run.metric('nodes.managed')).toBe(1);
  });

  test('a silent node is still Online while the first heartbeat is only late', () => {
    expect(pingStatusAt('1:04:59', stopAgent)).toBe('Online');
  });

  test('a node is ConnectionLost once two heartbeats of five minutes are missing', () => {
    expect(pingStatusAt('1:10', stopAgent)).toBe('ConnectionLost');
  });

  test('a node is ConnectionLost from the very millisecond in which the last heartbeat allowed is missing', () => {
    // The agent pings at its start, 1:00:00, and is gone before the next ping.
    const faults = `[{ at: ${at('0:30')}, action: stopAgent, for: 30m }, { at: ${at('1:00:01')}, action: stopAgent }]`;
    // A run is looked at in its last millisecond, the one before its end.
    expect(pingStatusAt('1:10:00', faults)).toBe('Online');
    expect(pingStatusAt('1:10:00.001', faults)).toBe('ConnectionLost');
  });

  test('with m missed heartbeats the delay is uniform between m - 1 and m heartbeats', () => {
    const count = 2000;
    const fleet = `{ web: { count: ${count}, os: AMAZON_LINUX_2 } }`;
    const lostShareAt = (minutes: number) => {
      const run = simulateUntil(`1:${minutes}`, { fleet, faults: stopAgent });
      return run.number('nodes.connectionLost') / count;
    };
    // Kolmogorov and Smirnov at a hundred thousandth: 2.47 / sqrt(2000).
    for (const minutes of [5, 6, 7, 8, 9, 10]) {
      expect(Math.abs(lostShareAt(minutes) - (minutes - 5) / 5)).toBeLessThan(0.055);
    }
  });

  test('missedHeartbeats and heartbeat move the delay', () => {
    const model = '{ agent: { heartbeat: 10m, missedHeartbeats: 4 } }';
    expect(pingStatusAt('1:29:59', stopAgent, { model })).toBe('Online');
    expect(pingStatusAt('1:40', stopAgent, { model })).toBe('ConnectionLost');
  });

  test('an agent that is started again is Online at once', () => {
    const faults = `[{ at: ${at('1:00')}, action: stopAgent, for: 40m }]`;
    const run = simulate({ faults });
    expect(timesOf(run, online)).toEqual(['1:40:00']);
    expect(pingStatusAt('1:39:59', faults)).toBe('ConnectionLost');
    expect(pingStatusAt('1:40:01', faults)).toBe('Online');
  });

  test('an agent that was connected comes back with its next heartbeat after the network is restored', () => {
    const faults = `[{ at: ${at('1:00')}, action: cutNetwork, for: 1h }]`;
    const fleet = '{ web: { count: 500, os: AMAZON_LINUX_2 } }';
    const times = timesOf(simulate({ faults, fleet }), online);
    expect(times).toHaveLength(500);
    expect(times.every((time) => time >= '2:00:00' && time <= '2:05:00')).toBe(true);
    const inFirstHalf = times.filter((time) => time < '2:02:30').length;
    expect(Math.abs(inFirstHalf - 250)).toBeLessThan(55);
  });

  test('an outage leaves the rhythm of the heartbeats as it was', () => {
    const fleet = '{ web: { count: 300, os: AMAZON_LINUX_2 } }';
    const once = `[{ at: ${at('1:00')}, action: cutNetwork, for: 1h }]`;
    const twice = `[{ id: a, at: ${at('1:00')}, action: cutNetwork, for: 1h }, { id: b, at: ${at('3:00')}, action: cutNetwork, for: 1h }]`;
    const first = timesOf(simulate({ faults: once, fleet }), online);
    const second = timesOf(simulate({ faults: twice, fleet }), online).slice(300);
    expect(second).toEqual(first.map((time) => time.replace('2:', '4:')));
  });

  test('a node that reboots is silent until its agent is back', () => {
    const faults = `[{ at: ${at('1:00')}, action: reboot }]`;
    const run = simulate({ faults });
    expect(timesOf(run, 'managed-nodes/node-fell-silent')).toEqual(['1:00:00']);
    expect(timesOf(run, online)).toEqual(['1:05:00']);
    expect(run.metric('reboots.total')).toBe(1);
  });

  test('a node that does not come back from its reboot is ConnectionLost and counted as lost', () => {
    const run = simulate(
      { faults: `[{ at: ${at('1:00')}, action: reboot }]` },
      { set: ['model.patching.rebootFails=100%'] },
    );
    expect(run.metric('nodes.lost')).toBe(1);
    expect(run.metric('nodes.connectionLost')).toBe(1);
  });
});

describe('Stopped instances are left out of the list', () => {
  test('a stopped instance is neither Online nor ConnectionLost', () => {
    const run = simulateUntil('1:01', { faults: `[{ at: ${at('1:00')}, action: stop }]` });
    expect(nodeOf(run, 'web-0001')).toMatchObject({ managed: false, pingStatus: null });
    expect(run.metric('nodes.connectionLost')).toBe(0);
  });

  test('it returns with its first ping after the start, not with the start', () => {
    const faults = `[{ at: ${at('1:00')}, action: stop, for: 1h }]`;
    expect(pingStatusAt('2:01:59', faults)).toBe(null);
    expect(pingStatusAt('2:02:01', faults)).toBe('Online');
    expect(timesOf(simulate({ faults }), online)).toEqual(['2:02:00']);
  });

  test('a terminated instance never comes back', () => {
    const faults = `[{ at: ${at('1:00')}, action: terminate }, { at: ${at('2:00')}, action: start }]`;
    const run = simulate({ faults });
    expect(nodeOf(run, 'web-0001')).toMatchObject({ managed: false, pingStatus: null });
    expect(timesOf(run, online)).toEqual([]);
  });

  test('a hybrid node that is switched off can only fall silent', () => {
    const sections = {
      fleet: '{ web: { count: 1, os: UBUNTU, hybrid: { activation: dc } } }',
      activations: `{ dc: { created: ${at('0')}, expires: 24h, registrationLimit: 1 } }`,
      faults: `[{ at: ${at('1:00')}, action: stop }]`,
    };
    expect(nodeOf(simulate(sections), 'web-0001').pingStatus).toBe('ConnectionLost');
  });
});

describe('Hibernation', () => {
  const reboot = `{ id: boot, at: ${at('1:00')}, action: reboot }`;
  const backAfter = (restored: string) => {
    const cut = `{ id: cut, at: ${at('1:01')}, action: cutNetwork }`;
    const restore = `{ id: restore, at: ${at(restored)}, action: restoreNetwork }`;
    return timesOf(simulate({ faults: `[${reboot}, ${cut}, ${restore}]` }), online);
  };

  test('an agent that starts without a network tries again after 5 minutes', () => {
    expect(backAfter('1:06')).toEqual(['1:10:00']);
  });

  test('its tries are 5 minutes apart for 15 minutes, then 10 minutes apart', () => {
    // Started at 1:05; tries at 1:10, 1:15, 1:20, 1:25, then 1:35, 1:45, 1:55.
    expect(backAfter('1:21')).toEqual(['1:25:00']);
    expect(backAfter('1:26')).toEqual(['1:35:00']);
  });

  test('after many hours it tries once an hour', () => {
    const [time] = backAfter('12:00');
    expect(time! > '12:00:00' && time! <= '13:00:00').toBe(true);
  });

  test('a restart of the agent tries at once', () => {
    const faults = `[${reboot}, { id: cut, at: ${at('1:01')}, action: cutNetwork },
      { id: restore, at: ${at('1:26')}, action: restoreNetwork }, { id: again, at: ${at('1:27')}, action: restartAgent }]`;
    expect(timesOf(simulate({ faults }), online)).toEqual(['1:27:00']);
  });
});
