/** Exposure by hand: areas under a staircase. */
import { describe, expect, test } from 'vitest';
import { approveAll, at, patch, released, type Sections, simulate } from '../quiet-world.ts';

const fleet = '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
const resources = `{ All: ${approveAll()} }`;
const critical = (id: string, atTime: string, more = '') =>
  `${id}: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: ${atTime}${more} }`;

function exposureOf(sections: Sections, set: readonly string[] = []) {
  const run = simulate({ fleet, resources, end: at('10:00'), ...sections }, { set });
  return { nodeHours: run.number('exposure.nodeHours'), patchHours: run.number('exposure.patchHours'), run };
}

describe('Exposure', () => {
  test('counts node-hours from the start for what is already out', () => {
    const patches = `{ ${released('P1')} }`;
    expect(exposureOf({ patches })).toMatchObject({ nodeHours: 20, patchHours: 20 });
  });

  test('counts from its release for what comes out later, and each patch by itself', () => {
    const patches = `{ ${released('P1')}, ${critical('P2', at('4:00'))} }`;
    // Two nodes lack P1 for 10 hours and P2 for 6.
    expect(exposureOf({ patches })).toMatchObject({ nodeHours: 20, patchHours: 32 });
  });

  test('ends with the reboot that puts a patch into effect, not with its installation', () => {
    const patches = `{ ${critical('P1', '2024-12-01', ', install: 54m49s')} }`;
    // Sent at 1:00, delivered at 1:00:01, scanned by 1:00:11, installed by 1:55, rebooted by 2:00.
    expect(exposureOf({ patches, actions: `[${patch('Install', '1')}]` })).toMatchObject({ nodeHours: 4 });
  });

  test('with NoReboot it goes on until somebody reboots', () => {
    const patches = `{ ${critical('P1', '2024-12-01')} }`;
    const actions = `[${patch('Install', '1', { parameters: ', RebootOption: [NoReboot]' })}]`;
    expect(exposureOf({ patches, actions })).toMatchObject({ nodeHours: 20 });
    const faults = `[{ at: ${at('5:55')}, action: reboot }]`;
    expect(exposureOf({ patches, actions, faults })).toMatchObject({ nodeHours: 12 });
  });

  test('a Scan changes nothing', () => {
    const patches = `{ ${critical('P1', '2024-12-01')} }`;
    const actions = `[${patch('Install', '1', { parameters: ', RebootOption: [NoReboot]' })}, ${patch('Scan', '2')}]`;
    expect(exposureOf({ patches, actions })).toMatchObject({ nodeHours: 20 });
  });

  test('stopped and terminated nodes do not count', () => {
    const patches = `{ ${critical('P1', '2024-12-01')} }`;
    const faults = `[{ id: a, at: ${at('2:00')}, nodes: { names: [web-0001] }, action: stop, for: 3h },
      { id: b, at: ${at('6:00')}, nodes: { names: [web-0002] }, action: terminate }]`;
    expect(exposureOf({ patches, faults })).toMatchObject({ nodeHours: 7 + 6 });
  });

  test('launched nodes count from their launch', () => {
    const patches = `{ ${critical('P1', '2024-12-01')} }`;
    const joining = `{ web: { count: 1, os: AMAZON_LINUX_2, joins: ${at('7:00')} } }`;
    expect(exposureOf({ patches, fleet: joining })).toMatchObject({ nodeHours: 3 });
  });

  test('only the severities that the model names count', () => {
    const patches = `{ ${released('P1').replace('Critical', 'Medium')} }`;
    expect(exposureOf({ patches })).toMatchObject({ nodeHours: 0 });
    expect(exposureOf({ patches }, ['model.exposure.severities=[Medium]'])).toMatchObject({ nodeHours: 20 });
  });

  test('nodes that a patch does not affect are not exposed to it', () => {
    expect(exposureOf({ patches: `{ ${critical('P1', '2024-12-01', ', affects: 0%')} }` })).toMatchObject({
      nodeHours: 0,
    });
  });

  test('groups add up to the whole', () => {
    const groups =
      '{ a: { count: 1, os: AMAZON_LINUX_2 }, b: { count: 2, os: AMAZON_LINUX_2, patchedUntil: 2025-01-01 } }';
    const patches = `{ ${critical('P1', '2024-12-01')}, ${critical('P2', at('8:00'))} }`;
    const { run, nodeHours, patchHours } = exposureOf({ patches, fleet: groups });
    expect(run.number('group.a.exposure.patchHours')).toBe(12);
    expect(run.number('group.b.exposure.patchHours')).toBe(4);
    expect(patchHours).toBe(16);
    expect(nodeHours).toBe(10 + 4);
  });
});

describe('What is true and what was reported', () => {
  test('compliance is as last reported, patched is what is so', () => {
    const patches = `{ ${critical('P1', at('4:00'))} }`;
    const { run } = exposureOf({ patches });
    expect(run.metric('compliance.percent')).toBe(100);
    expect(run.metric('patched.percent')).toBe(0);
  });

  test('and the other way round', () => {
    const patches = `{ ${critical('P1', '2024-12-01')} }`;
    const actions = `[${patch('Install', '1', { parameters: ', RebootOption: [NoReboot]' })}]`;
    const { run } = exposureOf({ patches, actions, faults: `[{ at: ${at('2:00')}, action: reboot }]` });
    expect(run.metric('compliance.percent')).toBe(0);
    expect(run.metric('patched.percent')).toBe(100);
  });
});
