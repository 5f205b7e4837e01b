/** The four states, and what of several patches and opportunities decides about them. docs/decisions/0011-four-states.md */
import { describe, expect, test } from 'vitest';
import { stateOfPatch, worstState } from '../../../src/capabilities/patch-manager/node-states.ts';
import { approveAll, at, nodeOf, patch, released, type Sections, simulate } from '../quiet-world.ts';
import { base, fault, tonight, web } from './cause-worlds.ts';

const lacking = { place: 0, verdict: 'approved', awaitsReboot: false, wasDue: false } as const;
const findings = (sections: Sections) =>
  simulate({ ...base, ...sections }).result.nodes.map(({ state, cause }) => `${state} ${cause}`);

describe('One patch', () => {
  test('whatever an Install in progress will install, or not, waits', () => {
    expect(stateOfPatch({ ...lacking, wasDue: true }, true)).toBe('waiting');
    expect(stateOfPatch({ ...lacking, verdict: 'rejected' }, true)).toBe('waiting');
  });

  test('what was due is missed, though it is rejected since', () => {
    expect(stateOfPatch({ ...lacking, wasDue: true, verdict: 'rejected' }, false)).toBe('missed');
  });

  test('what awaits a reboot that nothing has started is missed', () => {
    expect(stateOfPatch({ ...lacking, awaitsReboot: true }, false)).toBe('missed');
  });

  test.each(['delayed', 'rejected', 'notSelected'] as const)('what is %s is held back', (verdict) => {
    expect(stateOfPatch({ ...lacking, verdict }, false)).toBe('heldBack');
  });

  test('what was approved after the last opportunity waits', () => {
    expect(stateOfPatch(lacking, false)).toBe('waiting');
  });

  test('a node has the worst state of its patches', () => {
    const heldBack = { ...lacking, verdict: 'rejected' } as const;
    const missed = { ...lacking, wasDue: true };
    expect(worstState([heldBack, missed, lacking], false)).toBe('missed');
    expect(worstState([heldBack, lacking], false)).toBe('waiting');
    expect(worstState([heldBack, missed], true)).toBe('waiting');
    expect(worstState([], false)).toBe('upToDate');
  });
});

describe('A halt, a failure or a cutoff is not hidden', () => {
  const failing = released('P1', ', fails: 100%');
  const after = `P2: { os: [AMAZON_LINUX_2], classification: Security, severity: Critical, released: ${at('9')} }`;
  const halted = { ...tonight, fleet: web('', 3) };

  test.each([
    ['nothing else', ''],
    ['a patch that came out after the window', `, ${after}`],
    ['a patch that the baseline rejects', `, ${released('P3')}`],
  ])('by %s', (_, more) => {
    const resources = tonight['resources']!.replace(
      approveAll(),
      approveAll('AMAZON_LINUX_2', ', RejectedPatches: [P3]'),
    );
    expect(findings({ ...halted, resources, patches: `{ ${failing}${more} }` })).toEqual([
      'missed INSTALL_FAILED',
      'missed HALTED_BY_MAX_ERRORS',
      'missed HALTED_BY_MAX_ERRORS',
    ]);
  });

  test('a patch that came out after the window alone makes no node missed', () => {
    expect(findings({ ...halted, patches: `{ ${released('P1')}, ${after} }` })).toEqual(
      Array(3).fill('waiting AWAITS_NEXT_WINDOW'),
    );
  });

  test('a cutoff that cancels is the cause of who ran, who had received and who was not reached', () => {
    const resources = tonight['resources']!.replace(
      'MaxConcurrency: "1"',
      'MaxConcurrency: "2"\n      CutoffBehavior: CANCEL_TASK',
    );
    const patches = `{ ${released('P1', ', install: 3h')} }`;
    const faults = `[{ id: quiet, at: ${at('1:59:30')}, nodes: { names: [web-0002] }, action: stopAgent }]`;
    const causes = findings({ ...halted, resources, patches, faults });
    expect(causes[0]).toBe('missed CUTOFF');
    expect(causes[2]).toBe('missed CUTOFF');
    expect(causes[1]).toBe('missed AGENT_STOPPED');
  });
});

describe('A node that is taken down in its own Install', () => {
  test.each(['stop', 'terminate'])(
    '%s in the reboot that the Install asked for: INTERRUPTED, as of that moment',
    (action) => {
      const run = simulate({ ...base, faults: `[${fault(action, '2:03:00')}]` });
      expect(nodeOf(run, 'web-0001')).toMatchObject({
        state: 'missed',
        cause: 'INTERRUPTED',
        compliance: 'COMPLIANT',
      });
    },
  );

  test('a network that is cut in the middle of it', () => {
    const run = simulate({ ...base, faults: `[${fault('cutNetwork', '2:00:30')}]` });
    expect(['missed', 'upToDate']).toContain(nodeOf(run, 'web-0001').state);
    if (nodeOf(run, 'web-0001').state === 'missed') expect(nodeOf(run, 'web-0001').cause).toBe('INTERRUPTED');
  });

  test('started again, the agent goes on and nothing is missed', () => {
    const faults = `[${fault('stop', '2:03:00')}, ${fault('start', '2:20')}]`;
    expect(nodeOf(simulate({ ...base, faults }), 'web-0001').state).toBe('upToDate');
  });
});

test.each([
  ['stop', '2:20'],
  ['stop', '6:00'],
  ['terminate', '2:20'],
  ['terminate', '6:00'],
])(
  'a node that does not come back from its reboot is REBOOT_FAILED: %s at %s is too late',
  (action, clock) => {
    const patches = `{ ${released('P1', ', breaks: 100%')} }`;
    const run = simulate({ ...base, patches, faults: `[${fault(action, clock)}]` });
    expect(nodeOf(run, 'web-0001')).toMatchObject({ state: 'missed', cause: 'REBOOT_FAILED' });
  },
);

test('a terminated node keeps the state of that moment', () => {
  const actions = `[${patch('Install', '2')}, ${patch('Install', '6')}]`;
  const patches = `{ ${released('P1')}, P2: { os: [AMAZON_LINUX_2], classification: Security, released: ${at('3')} } }`;
  const run = simulate({ ...base, actions, patches, faults: `[${fault('terminate', '5')}]` });
  expect(nodeOf(run, 'web-0001')).toMatchObject({ state: 'waiting', cause: 'AWAITS_NEXT_WINDOW' });
});

test('a node that is never launched is classed as one without an opportunity', () => {
  expect(findings({ fleet: web(', joins: { every: 20d }') })).toEqual(['missed NOT_LAUNCHED']);
});
