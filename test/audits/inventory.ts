/** Inventory for the audits: worlds in which each of its metrics has another value, and what its keys of `model` do. */

import { collect, one, patchOfHttpd } from '../capabilities/inventory/world.ts';
import { at, patch, type Sections } from '../capabilities/quiet-world.ts';
import type { KeyRow } from './model-keys.ts';

const collected: Sections = { fleet: one(), resources: `{ ${collect()} }`, end: at('3:30') };

export const inventoryWorlds: Readonly<Record<string, Sections>> = {
  'a node whose inventory is collected every hour': collected,
  'a node that is patched after its last collection': {
    ...collected,
    patches: patchOfHttpd,
    actions: `[${patch('Install', '3:10')}]`,
  },
  'a node that may not report its inventory': {
    ...collected,
    fleet: one(', instanceProfile: mute'),
    instanceProfiles:
      '{ mute: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Deny, Action: ["ssm:PutInventory"], Resource: "*" }] } }',
  },
  'a node whose agent stops, and whose inventory is stale': {
    ...collected,
    faults: `[{ at: ${at('1:30')}, action: stopAgent }]`,
    model: '{ inventory: { staleAfter: 1h } }',
  },
};

export const inventoryKeys: readonly KeyRow[] = [
  {
    key: 'inventory.staleAfter',
    world: 'a node whose inventory is collected every day, seen twelve hours later',
    sections: { fleet: one(), resources: `{ ${collect('', 'rate(1 day)')} }`, end: '36h' },
    from: '6h',
    to: '7d',
    metric: 'inventory.stale',
    moves: 'down',
  },
];
