import { expect, test } from 'vitest';
import type { FleetSummary } from '../../../src/capabilities/fleet-manager/fleet-counts.ts';
import { fleetAtTime } from '../../../src/explain/at-time.ts';
import { simulateYaml } from '../../support/simulate.ts';

const text = `
start: 2026-03-02T00:00:00Z
end: 5d
fleet:
  web: { count: 4, os: AMAZON_LINUX_2 }
  win: { count: 2, os: WINDOWS, agent: { version: 3.1.0.0 }, instanceProfile: none }
faults:
  - { at: 2026-03-02T08:00:00Z, nodes: { names: [web-0001] }, action: stop }
  - { at: 2026-03-02T09:00:00Z, nodes: { names: [web-0002] }, action: terminate }
  - { at: 2026-03-02T10:00:00Z, nodes: { names: [web-0003] }, action: stopAgent }
`;

interface Shown {
  readonly fleetManager: FleetSummary;
  readonly explorer: FleetSummary & { readonly asOf: string; readonly dropped: number };
}

function at(time: string): Shown {
  const answer = fleetAtTime({
    file: 'a.yaml',
    read: () => new TextEncoder().encode(text),
    overrides: [],
    version: '0.0.0',
    where: null,
    atMs: Date.parse(`2026-03-${time}Z`),
  });
  if (!('data' in answer)) throw new Error(JSON.stringify(answer));
  return answer.data.views['managedNodes'] as Shown;
}

test('managed nodes by ping status, state, platform and agent', () => {
  expect(at('02T12:00:00').fleetManager).toEqual({
    managed: 2,
    notManaged: 4,
    ping: { Online: 1, ConnectionLost: 1 },
    state: { running: 4, stopped: 1, terminated: 1 },
    platforms: [
      { platform: 'AMAZON_LINUX_2', nodes: 4 },
      { platform: 'WINDOWS', nodes: 2 },
    ],
    accounts: [{ account: '123456789012', region: 'us-east-1', nodes: 6 }],
    agents: [{ version: '3.3.987.0', nodes: 2 }],
    causes: [
      { cause: 'NO_INSTANCE_PROFILE', nodes: 2 },
      { cause: 'STOPPED', nodes: 1 },
      { cause: 'TERMINATED', nodes: 1 },
    ],
  });
});

test('Explorer: changes can take up to six hours to appear', () => {
  const { explorer, fleetManager } = at('02T13:30:00');
  expect(explorer).toMatchObject({ asOf: '2026-03-02T07:30:00.000Z', managed: 4, dropped: 0 });
  expect(fleetManager.managed).toBe(2);
  expect(at('02T15:00:00').explorer).toMatchObject({ managed: 2, state: { stopped: 1, terminated: 1 } });
});

test('stopped or terminated instances are removed after 24 hours', () => {
  expect(at('03T14:30:00').explorer).toMatchObject({
    dropped: 1,
    state: { running: 4, stopped: 0, terminated: 1 },
  });
  expect(at('04T00:00:00').explorer).toMatchObject({
    dropped: 2,
    state: { running: 4, stopped: 0, terminated: 0 },
  });
});

test('before the run Explorer shows the fleet as it is at the start', () => {
  expect(at('02T01:00:00').explorer).toMatchObject({ asOf: '2026-03-02T00:00:00.000Z', managed: 4 });
});

test('the result counts nodes that are alike', () => {
  const { result } = simulateYaml(text);
  expect(result.managedNodes).toEqual([
    expect.objectContaining({ state: 'stopped', ping: null, cause: 'STOPPED', nodes: 1 }),
    expect.objectContaining({ state: 'terminated', ping: null, cause: 'TERMINATED', nodes: 1 }),
    expect.objectContaining({ ping: 'ConnectionLost', agent: '3.3.987.0', nodes: 1 }),
    expect.objectContaining({ ping: 'Online', cause: null, nodes: 1 }),
    expect.objectContaining({ platform: 'WINDOWS', cause: 'NO_INSTANCE_PROFILE', nodes: 2 }),
  ]);
});
