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

const inspected: Sections = {
  ...collected,
  patches: patchOfHttpd.replace('released', 'cves: [CVE-2022-37436], released'),
  model: '{ inspector: { enabled: true } }',
};

/** Metrics of what Inspector sees. */
export const inspectorWorlds: Readonly<Record<string, Sections>> = {
  'an instance that Inspector scans': inspected,
  'an instance that is patched after its last inventory': {
    ...inspected,
    actions: `[${patch('Install', '3:10')}]`,
  },
  'an instance that may not report its inventory': {
    ...inspected,
    fleet: one(', instanceProfile: mute'),
    instanceProfiles:
      '{ mute: { policies: [AmazonSSMManagedInstanceCore], statements: [{ Effect: Deny, Action: ["ssm:PutInventory"], Resource: "*" }] } }',
  },
  'an instance whose inventory is stale for Inspector': {
    ...inspected,
    faults: `[{ at: ${at('1:30')}, action: stopAgent }]`,
    model: '{ inspector: { enabled: true, staleAfter: 1h } }',
  },
  'an instance that is stopped': { ...inspected, faults: `[{ at: ${at('1:30')}, action: stop }]` },
  'an instance that is no managed node': { ...inspected, fleet: one(', instanceProfile: none') },
};

const halfCollected: Sections = {
  fleet: one().replace('{ web:', '{ other: { count: 1, os: AMAZON_LINUX_2 }, web:'),
  resources: `{ ${collect()} }`,
  end: at('3:30'),
};

export const inventoryKeys: readonly KeyRow[] = [
  {
    key: 'inspector.enabled',
    world: 'two nodes, and an association that collects the inventory of one',
    sections: halfCollected,
    from: 'false',
    to: 'true',
    metric: 'inventory.collected',
    moves: 'up',
  },
  {
    key: 'inspector.staleAfter',
    world: 'an instance whose agent stopped two hours ago',
    sections: { ...collected, faults: `[{ at: ${at('1:30')}, action: stopAgent }]` },
    set: ['model.inspector.enabled=true'],
    from: '1h',
    to: '7d',
    metric: 'inspector.staleInventory',
    moves: 'down',
  },
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
