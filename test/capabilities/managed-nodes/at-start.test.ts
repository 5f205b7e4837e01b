/** The world at `start`, before anything has happened. */
import { describe, expect, test } from 'vitest';
import { approveAll, at, nodeOf, patch, released, simulate, simulateUntil } from '../quiet-world.ts';

describe('At the start', () => {
  test('nodes whose prerequisites do not hold were never registered', () => {
    const run = simulateUntil('0:01', {
      fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none } }',
    });
    expect(run.metric('nodes.unmanaged')).toBe(1);
    expect(run.metric('nodes.connectionLost')).toBe(0);
  });

  test('unless they were registered once: then they are ConnectionLost', () => {
    const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, instanceProfile: none, registered: true } }';
    const run = simulateUntil('0:01', { fleet });
    expect(run.metric('nodes.connectionLost')).toBe(1);
    expect(run.metric('nodes.managed')).toBe(1);
  });

  test('a command to them by tag ends Undeliverable', () => {
    const fleet =
      '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }, instanceProfile: none, registered: true } }';
    const run = simulate({
      fleet,
      patches: `{ ${released('P1')} }`,
      resources: `{ All: ${approveAll()} }`,
      actions: `[${patch('Install', '1', { id: 'install' })}]`,
    });
    expect(run.metric('command.install.undeliverable')).toBe(1);
    expect(run.metric('command.install.errors')).toBe(0);
    expect(nodeOf(run, 'web-0001')).toMatchObject({
      cause: 'NO_INSTANCE_PROFILE',
      compliance: 'UNSPECIFIED_DATA',
    });
  });

  test('agents run on a share of the nodes', () => {
    const fleet = '{ web: { count: 2000, os: AMAZON_LINUX_2, agent: { running: 90% } } }';
    const run = simulateUntil('0:01', { fleet });
    expect(Math.abs(run.number('nodes.online') - 1800)).toBeLessThan(68);
  });

  test('hybrid nodes that were registered before are Online, whatever has become of their activation', () => {
    const fleet = '{ dc: { count: 2, os: UBUNTU, registered: true, hybrid: { activation: old } } }';
    const activations = '{ old: { created: 2024-06-01, expires: 2d, registrationLimit: 1 } }';
    expect(simulateUntil('0:01', { fleet, activations }).metric('nodes.online')).toBe(2);
  });

  test('a profile that allows no message service lacks SSM, whatever the network says', () => {
    const instanceProfiles = '{ mute: { statements: [{ Effect: Allow, Action: "ssm:*", Resource: "*" }] } }';
    const causeIn = (subnet: string) =>
      nodeOf(
        simulate({
          instanceProfiles,
          subnets: `{ one: ${subnet} }`,
          fleet: '{ web: { count: 1, os: AMAZON_LINUX_2, subnet: one, instanceProfile: mute } }',
          patches: `{ ${released('P1')} }`,
          resources: `{ All: ${approveAll()} }`,
        }),
        'web-0001',
      ).cause;
    expect(causeIn('{ route: nat-gateway }')).toBe('PROFILE_LACKS_SSM');
    expect(causeIn('{ route: none }')).toBe('PROFILE_LACKS_SSM');
  });

  test('an action before the start has no effect during the run', () => {
    const faults = `[{ at: 2024-12-31T23:00:00Z, action: stopAgent }, { id: f, at: ${at('0')}, action: restartAgent }]`;
    const run = simulate({ faults });
    expect(run.events('managed-nodes/agent-stopped')).toHaveLength(1);
  });
});
