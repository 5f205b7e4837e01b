/** What share of a node's fate is luck. */
import { describe, expect, test } from 'vitest';
import { whyUnpatchedView } from '../../src/capability/why-unpatched.ts';
import { replicationsFor } from '../../src/explain/chance.ts';
import { base, nodeWith, tonight, web, worldOf } from '../capabilities/patch-manager/cause-worlds.ts';
import { released, type Sections, world } from '../capabilities/quiet-world.ts';
import { replicate } from '../support/simulate.ts';
import { causesOfChance } from './explained.ts';
import { proved } from './proved.ts';

const half: Sections = { ...base, fleet: web('', 8), patches: `{ ${released('P1', ', fails: 50%')} }` };

describe('Chance', () => {
  test('a long run is repeated less often, and never less than ten times', () => {
    expect(replicationsFor(40)).toBe(200);
    expect(replicationsFor(3_000)).toBe(200);
    expect(replicationsFor(30_000)).toBe(20);
    expect(replicationsFor(5_000_000)).toBe(10);
  });

  test.each(causesOfChance)('%s is told with the share of 200 replications', (cause) => {
    const { cause: told, chance } = proved(worldOf(cause), nodeWith(cause));
    expect(told).toBe(cause);
    // Those small worlds leave nothing to chance.
    expect(chance).toMatchObject({ share: 0, low: 0, replications: 200 });
    expect(chance?.high).toBeGreaterThan(0);
  });

  test('the share is that of the replications in which the node is patched', () => {
    const failed = Array.from({ length: 8 }, (_, index) => `web-000${index + 1}`).find(
      (name) => proved(half, name).cause === 'INSTALL_FAILED',
    );
    expect(failed).toBeDefined();
    const number = Number(failed!.slice(-1)) - 1;
    const patched = replicate(
      world(half),
      200,
      ({ simulation }) => simulation.views.of(whyUnpatchedView).findingOf(number).cause === null,
    );
    const share = patched.filter(Boolean).length / 200;
    expect(proved(half, failed).chance?.share).toBe(share);
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  test('what is no chance has no share', () => {
    expect(proved(worldOf('NO_ROUTE')).chance).toBeNull();
  });

  test('what is left of chance once the rest is mended is told of the mended scenario', () => {
    const patches = `{ ${released('P1', ', breaks: 100%')} }`;
    const { remedy, chance } = proved({ ...worldOf('NO_ROUTE'), patches });
    expect(remedy?.proof).toMatchObject({ isPatched: false, remainingCause: 'REBOOT_FAILED' });
    expect(remedy?.changes).toHaveLength(1);
    expect(remedy?.summary).toContain('chance');
    expect(chance).toMatchObject({ share: 0, replications: 200 });
  });

  test('a node that others halted may fail by itself: both are told', () => {
    const sections = {
      ...base,
      ...tonight,
      fleet: web('', 3),
      patches: `{ ${released('P1', ', breaks: 100%')} }`,
    };
    const { cause, remedy } = proved(sections, 'web-0003');
    expect([cause, remedy?.proof.remainingCause]).toEqual(['REBOOT_FAILED', 'REBOOT_FAILED']);
  });
});
