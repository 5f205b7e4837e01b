/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/hybrid-activation-managed-nodes.html */
import { describe, expect, test } from 'vitest';
import { approveAll, at, nodeOf, patch, released, simulate, timesOf } from '../quiet-world.ts';

const registered = 'managed-nodes/node-registered';

function dataCentre(count: number, activation: string, more: Readonly<Record<string, string>> = {}) {
  return simulate({
    fleet: `{ dc: { count: ${count}, os: AMAZON_LINUX_2, tags: { Fleet: web }, hybrid: { activation: key } } }`,
    activations: `{ key: ${activation} }`,
    patches: `{ ${released('P1')} }`,
    resources: `{ All: ${approveAll()} }`,
    ...more,
  });
}

describe('Hybrid activations', () => {
  test('nodes register when the activation is created', () => {
    const run = dataCentre(3, `{ created: ${at('2:00')}, expires: 24h, registrationLimit: 10 }`);
    expect(timesOf(run, registered)).toEqual(['2:00:00', '2:00:00', '2:00:00']);
    expect(run.result.nodes.every(({ id }) => /^mi-[0-9a-f]{17}$/.test(id))).toBe(true);
  });

  test('nodes whose activation is older than the run register at its start', () => {
    const run = dataCentre(1, '{ created: 2024-12-31T23:00:00Z, expires: 24h, registrationLimit: 10 }');
    expect(timesOf(run, registered)).toEqual(['0:00:00']);
  });

  test('beyond its limit it lets no node in: those of the lowest numbers are', () => {
    const run = dataCentre(5, `{ created: ${at('0')}, expires: 24h, registrationLimit: 3 }`);
    expect(run.events(registered).map(({ node }) => node)).toEqual(['dc-0001', 'dc-0002', 'dc-0003']);
    expect(nodeOf(run, 'dc-0004')).toMatchObject({ managed: false, cause: 'ACTIVATION_FULL' });
  });

  test('a node that found its activation full is ACTIVATION_FULL also after the expiry', () => {
    const restart = `[{ at: ${at('3:00')}, nodes: { names: [dc-0002] }, action: restartAgent }]`;
    for (const faults of ['[]', restart]) {
      const run = dataCentre(2, `{ created: ${at('0')}, expires: 1h, registrationLimit: 1 }`, { faults });
      expect(nodeOf(run, 'dc-0002')).toMatchObject({ managed: false, cause: 'ACTIVATION_FULL' });
    }
  });

  test('after its expiry it lets no node in, and leaves those that are in', () => {
    const fleet = `{ dc: { count: 1, os: AMAZON_LINUX_2, hybrid: { activation: key } },
      late: { count: 1, os: AMAZON_LINUX_2, hybrid: { activation: key }, joins: ${at('3:00')} } }`;
    const run = dataCentre(2, `{ created: ${at('0')}, expires: 2h, registrationLimit: 9 }`, { fleet });
    expect(nodeOf(run, 'dc-0001').pingStatus).toBe('Online');
    expect(nodeOf(run, 'late-0001')).toMatchObject({ managed: false, cause: 'ACTIVATION_EXPIRED' });
  });

  test('a node that joins before its activation exists registers with it', () => {
    const fleet = `{ dc: { count: 1, os: AMAZON_LINUX_2, hybrid: { activation: key }, joins: ${at('1:00')} } }`;
    const run = dataCentre(1, `{ created: ${at('2:00')}, expires: 2h, registrationLimit: 9 }`, { fleet });
    expect(timesOf(run, registered)).toEqual(['2:00:00']);
  });

  test('CreateActivation during the run registers those that wait for it', () => {
    const fleet = '{ dc: { count: 2, os: AMAZON_LINUX_2, hybrid: { activation: monday } } }';
    const actions = `[{ id: monday, at: ${at('4:00')}, CreateActivation: { IamRole: SSMServiceRole, RegistrationLimit: 1 } }]`;
    const run = simulate({ fleet, actions });
    expect(timesOf(run, registered)).toEqual(['4:00:00']);
  });

  test('tags of the activation are handed to the nodes that it registers', () => {
    const fleet = '{ dc: { count: 1, os: AMAZON_LINUX_2, hybrid: { activation: monday } } }';
    const create = `{ id: monday, at: ${at('1:00')}, CreateActivation: { IamRole: SSMServiceRole, RegistrationLimit: 1, Tags: [{ Key: Fleet, Value: web }] } }`;
    const actions = `[${create}, ${patch('Install', '2', { id: 'install' })}]`;
    const run = simulate({
      fleet,
      actions,
      patches: `{ ${released('P1')} }`,
      resources: `{ All: ${approveAll()} }`,
    });
    expect(run.metric('command.install.succeeded')).toBe(1);
  });

  test('an agent that is restarted does not register a second time', () => {
    const faults = `[{ at: ${at('1:00')}, nodes: { names: [dc-0001] }, action: restartAgent }]`;
    const run = dataCentre(2, `{ created: ${at('0')}, expires: 24h, registrationLimit: 2 }`, { faults });
    expect(timesOf(run, registered)).toHaveLength(2);
  });

  test('a hybrid node has a service role, so that detaching a profile means nothing to it', () => {
    const faults = `[{ at: ${at('1:00')}, action: detachProfile }]`;
    const run = dataCentre(1, `{ created: ${at('0')}, expires: 24h, registrationLimit: 2 }`, { faults });
    expect(nodeOf(run, 'dc-0001').pingStatus).toBe('Online');
  });
});
