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

const licensedOf = (rule: string) =>
  `{ licenseManager: { enabled: true, rules: { server: { product: httpd, count: 1${rule} } } } }`;
const collectedOnce: Sections = {
  ...collected,
  resources: `{ ${collect('', 'rate(30 days)')} }`,
  model: licensedOf(''),
};

/** Metrics of licenses that License Manager tracks. */
export const licenseWorlds: Readonly<Record<string, Sections>> = {
  'two nodes with the product of one license': {
    ...collected,
    fleet: one().replace('count: 1', 'count: 2'),
    model: licensedOf(''),
  },
  'a node that is terminated, and its license released': {
    ...collected,
    faults: `[{ at: ${at('2')}, action: terminate }]`,
    model: licensedOf(''),
  },
  'a node whose last inventory no longer has the product of its license': {
    ...collectedOnce,
    actions: `[{ id: put, at: ${at('3')}, PutInventory: { InstanceId: web-0001, Items: [{ TypeName: "AWS:Application", SchemaVersion: "1.1",
      CaptureTime: "2025-01-01T03:00:00Z", Content: [{ Name: openssl, Version: 3.0.7 }] }] } }]`,
  },
};

/** Its inventory is collected for the first time at 1:00. */
const joining: Sections = {
  fleet: one(),
  actions: `[{ id: create, at: ${at('1')}, CreateAssociation: { Name: AWS-GatherSoftwareInventory,
    Targets: [{ Key: "tag:Fleet", Values: [web] }], ScheduleExpression: rate(30 days) } }]`,
  model: licensedOf(''),
  end: at('3:30'),
};

const halfCollected: Sections = {
  fleet: one().replace('{ web:', '{ other: { count: 1, os: AMAZON_LINUX_2 }, web:'),
  resources: `{ ${collect()} }`,
  end: at('3:30'),
};

const racked: Sections = {
  fleet: one(),
  actions: `[{ id: put, at: ${at('1')}, PutInventory: { InstanceId: web-0001, Items: [{ TypeName: "Custom:Rack", SchemaVersion: "1.0",
    CaptureTime: "2025-01-01T01:00:00Z", Content: [{ Location: A1 }] }] } },
    { id: delete, at: ${at('2')}, DeleteInventory: { TypeName: "Custom:Rack" } }]`,
  end: at('3'),
};
const bucket =
  'Bucket: { Type: AWS::SSM::ResourceDataSync, Properties: { SyncName: all, S3Destination: { BucketName: inventory-copy, BucketRegion: us-east-1, SyncFormat: JsonSerDe } } }';
const synced: Sections = { ...collected, resources: `{ ${collect()}, ${bucket} }` };

/** Metrics of types of the user's own, and of what is copied to a bucket. */
export const customWorlds: Readonly<Record<string, Sections>> = {
  'a type of inventory that is put and deleted': racked,
  'a type of inventory that is put at the end': { ...racked, end: at('1:30') },
  'a data sync that has written everything': synced,
  'a data sync that is behind': { ...synced, model: '{ inventory: { syncLag: 1d } }' },
};

export const inventoryKeys: readonly KeyRow[] = [
  {
    key: 'inventory.deletion',
    world: 'a type of inventory that is put and deleted',
    sections: racked,
    from: '5m',
    to: '6h',
    metric: 'inventory.custom.reports',
    moves: 'up',
  },
  {
    key: 'inventory.syncLag',
    world: 'a data sync, half an hour after the last collection',
    sections: synced,
    from: '5m',
    to: '6h',
    metric: 'dataSync.Bucket.behind',
    moves: 'up',
  },
  {
    key: 'licenseManager.lag',
    world: 'a node whose inventory was collected for the first time two hours ago',
    sections: joining,
    from: '6h',
    to: '1h',
    metric: 'license.server.used',
    moves: 'up',
  },
  {
    key: 'licenseManager.rules',
    world: 'two nodes with the product of one license',
    sections: licenseWorlds['two nodes with the product of one license']!,
    from: '{ server: { product: httpd, count: 2 } }',
    to: '{ server: { product: httpd, count: 1 } }',
    metric: 'license.server.overBy',
    moves: 'up',
  },
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
