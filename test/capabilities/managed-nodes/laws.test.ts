/** What holds of every node, whatever happens to it. */
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { agentState } from '../../../src/capabilities/managed-nodes/connection.ts';
import { faultActions } from '../../../src/world/faults.ts';
import { power } from '../../../src/world/node-records.ts';
import { at, simulate, timesOf } from '../quiet-world.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const fleet = `{ web: { count: 3, os: AMAZON_LINUX_2, tags: { Fleet: web } },
  bare: { count: 2, os: AMAZON_LINUX_2, instanceProfile: none, registered: true },
  shut: { count: 2, os: AMAZON_LINUX_2, subnet: closed },
  dc: { count: 2, os: UBUNTU, hybrid: { activation: key } },
  late: { count: 2, os: AMAZON_LINUX_2, joins: { every: 90m } } }`;

const actions = faultActions.filter((action) => !['launch', 'drift', 'breakRule'].includes(action));
const undoable = new Set([
  'stopAgent',
  'fillDisk',
  'startAgent',
  'detachProfile',
  'attachProfile',
  'cutNetwork',
  'restoreNetwork',
  'stop',
  'start',
]);

const fault = fc.record({
  action: fc.constantFrom(...actions),
  minute: fc.integer({ min: 0, max: 600 }),
  forMinutes: fc.option(fc.integer({ min: 0, max: 200 })),
  share: fc.constantFrom('50%', '100%'),
});

const faults = fc.array(fault, { maxLength: 12 }).map((list) =>
  list.map(({ action, minute, forMinutes, share }, index) => {
    const until = forMinutes !== null && undoable.has(action) ? `, for: ${forMinutes}m` : '';
    return `{ id: f${index}, at: ${at(`0:${minute}`)}, nodes: { share: ${share} }, action: ${action}${until} }`;
  }),
);

function run(list: readonly string[], model?: string) {
  return simulate({
    fleet,
    subnets: '{ closed: { route: none } }',
    activations: `{ key: { created: ${at('1:00')}, expires: 6h, registrationLimit: 1 } }`,
    faults: `[${list.join(', ')}]`,
    ...(model === undefined ? {} : { model }),
  });
}

test('a node that pings is up, its agent runs, its network is whole and its credentials are good', () => {
  fc.assert(
    fc.property(faults, (list) => {
      const { fleet: state } = run(list).outcome.simulation;
      for (let node = 0; node < state.count; node += 1) {
        if (!state.isPinging(node)) continue;
        expect(state.powerOf(node)).toBe(power.running);
        expect(state.agentOf(node)).toBe(agentState.running);
        expect(state.isNetworkCut(node)).toBe(false);
        expect(state.hasCredentials(node)).toBe(true);
        expect(state.isRegistered(node)).toBe(true);
      }
    }),
    { numRuns: 25 },
  );
});

test('coming online and falling silent take turns', () => {
  fc.assert(
    fc.property(faults, (list) => {
      const simulated = run(list);
      const atStart = new Set(['web-0001', 'web-0002', 'web-0003']);
      const isOnline = new Map<string, boolean>();
      for (const { event, node } of simulated.journal) {
        if (node === undefined) continue;
        const before = isOnline.get(node) ?? atStart.has(node);
        if (event === 'managed-nodes/node-came-online') {
          expect(before).toBe(false);
          isOnline.set(node, true);
        } else if (event === 'managed-nodes/node-fell-silent') {
          expect(before).toBe(true);
          isOnline.set(node, false);
        }
      }
    }),
    { numRuns: 25 },
  );
});

test('once everything is mended and hours have passed, every node that could ever be managed is Online', () => {
  const mended = ['freeDisk', 'startAgent', 'attachProfile', 'restoreNetwork', 'start', 'restartAgent'].map(
    (action, index) => `{ id: mend${index}, at: ${at(`14:0${index}`)}, action: ${action} }`,
  );
  fc.assert(
    fc.property(faults, (list) => {
      const simulated = run([...list.filter((one) => !one.includes('terminate')), ...mended]);
      const missing = simulated.result.nodes
        .filter(({ pingStatus }) => pingStatus !== 'Online')
        .map(({ name }) => name);
      // The closed subnet never opens, and the activation lets one of two in, if it came in time.
      const isHopeless = (name: string) => name.startsWith('shut') || name.startsWith('dc');
      expect(missing.filter((name) => !isHopeless(name))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('an activation never lets in more than its limit', () => {
  fc.assert(
    fc.property(faults, (list) => {
      const registered = run(list).events('managed-nodes/node-registered');
      expect(registered.filter(({ node }) => node?.startsWith('dc')).length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 15 },
  );
});

test('a fault of no use leaves the world as it was', () => {
  const useless = [
    `{ id: a, at: ${at('1:00')}, nodes: { group: web }, action: startAgent, for: 1h }`,
    `{ id: b, at: ${at('1:00')}, nodes: { group: web }, action: start, for: 1h }`,
  ];
  expect(timesOf(run(useless), 'managed-nodes/node-fell-silent')).toEqual([]);
});
