/** Managed, before patched: why a node is not managed is told without any patch in the file. */
import { expect, test } from 'vitest';
import { renderText } from '../../src/blocks/text.ts';
import { explanationBlocks } from '../../src/reports/explain.ts';
import { explanationsBlocks } from '../../src/reports/explain-all.ts';
import { base, fault, web } from '../capabilities/patch-manager/cause-worlds.ts';
import { at, type Sections } from '../capabilities/quiet-world.ts';
import { words } from './explained.ts';
import { allIn, proved } from './proved.ts';

const repeat = 'fleetsim explain x.yaml web-0001';
const bare: Sections = { fleet: web(', instanceProfile: none', 3) };
const told = (sections: Sections) =>
  renderText(explanationBlocks(proved(sections), { repeat, words }), { color: false, width: 160 });

test('a node without an instance profile is not managed, and a profile is proved to be the remedy', () => {
  const { links, unmanagedCause, awaySince, remedy } = proved(bare);
  expect(unmanagedCause).toBe('NO_INSTANCE_PROFILE');
  expect(awaySince).toBeNull();
  expect(links.find(({ link }) => link === 'instance-profile')).toMatchObject({ state: 'blocks' });
  expect(links.map(({ link }) => link)).toContain('registration');
  expect(remedy?.proof).toMatchObject({ isManaged: true, remainingCause: null });
  expect(told(bare)).toContain(
    'web-0001 is not managed; it never registered in this run: NO_INSTANCE_PROFILE',
  );
});

test('--all lists unmanaged nodes by cause, and never says that they are patched', () => {
  const all = allIn(bare);
  expect(all.unmanaged.map(({ cause, count }) => [cause, count])).toEqual([['NO_INSTANCE_PROFILE', 3]]);
  expect(all.unmanaged[0]?.remedies[0]?.fixes).toBe(3);
  const text = renderText(explanationsBlocks(all, { repeat, words }), { color: false, width: 160 });
  expect(text).toContain('3 of 3 nodes are not managed: NO_INSTANCE_PROFILE 3.');
  expect(text).not.toMatch(/patched|up to date/);
});

test('a cut network blocks, and the node is ConnectionLost since then', () => {
  const cut = { fleet: web(), faults: `[${fault('cutNetwork')}]` };
  const { pingStatus, awaySince, links } = proved(cut);
  expect([pingStatus, awaySince]).toEqual(['ConnectionLost', at('1:00')]);
  expect(links.find(({ link }) => link === 'network')).toMatchObject({
    state: 'blocks',
    causes: ['NO_ROUTE'],
  });
});

test('a node that was stopped is not managed since then', () => {
  const stopped = { ...base, faults: `[${fault('stop', '5:00')}]` };
  expect(proved(stopped)).toMatchObject({ cause: null, unmanagedCause: 'STOPPED', awaySince: at('5:00') });
});

test('a run that failed is told with its exit code though nothing is missing', () => {
  const instanceProfiles = `{ poor: { policies: [AmazonSSMManagedInstanceCore],
    statements: [{ Effect: Deny, Action: "ssm:GetDeployablePatchSnapshotForInstance", Resource: "*" }] } }`;
  const { actions = '' } = base;
  const text = told({ actions, instanceProfiles, fleet: web(', instanceProfile: poor') });
  expect(text).toContain('Permission to patch: BLOCKS PROFILE_LACKS_PATCHING');
  expect(text).toContain('Its own run: FAILED');
  expect(text).toContain('Failed with exit code 145 (');
});
