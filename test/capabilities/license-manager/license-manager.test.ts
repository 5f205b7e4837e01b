/** https://docs.aws.amazon.com/license-manager/latest/userguide/automated-discovery.html */
import { describe, expect, test } from 'vitest';
import { isDiscovered, isReleased } from '../../../src/capabilities/license-manager/rules.ts';
import { messages } from '../../lint/lint-text.ts';
import { collect, one } from '../inventory/world.ts';
import { at, type Sections, simulate, world } from '../quiet-world.ts';

/** httpd is there from the start, and an association collects from 1:00 on; discovery has seen it two hours later. */
function licensed(sections: Sections, rule = 'count: 0', resources = collect()) {
  const model = `{ licenseManager: { enabled: true, lag: 2h, rules: { server: { product: httpd, ${rule} } } } }`;
  return simulate(
    { fleet: one(), resources: `{ ${resources} }`, model, ...sections },
    { set: ['model.stateManager.jitter=0s'] },
  );
}

const figures = (used: number, overBy: number, notDetached: number) => ({
  'license.server.used': used,
  'license.server.overBy': overBy,
  'license.server.notDetached': notDetached,
});

/** A report of the node that no longer has httpd, as another collector than the association would write it. */
const removed = `[{ id: put, at: ${at('2')}, PutInventory: { InstanceId: web-0001, Items: [{ TypeName: "AWS:Application", SchemaVersion: "1.1",
  CaptureTime: "2025-01-01T02:00:00Z", Content: [{ Name: openssl, Version: 3.0.7 }] }] } }]`;

const created = `[{ id: create, at: ${at('1')}, CreateAssociation: { Name: AWS-GatherSoftwareInventory,
  Targets: [{ Key: "tag:Fleet", Values: [web] }], ScheduleExpression: rate(30 days) } }]`;

describe('automated discovery', () => {
  test('it sees what was reported before its lag', () => {
    const usedAt = (end: string) =>
      licensed({ actions: created, end: at(end) }, 'count: 0', '').result.metrics;
    expect(usedAt('2:30')).toMatchObject(figures(0, 0, 0));
    expect(usedAt('3:30')).toMatchObject(figures(1, 1, 0));
    expect(licensed({ actions: created, end: at('2:30') }, 'count: 0', '').result.licenses).toMatchObject([
      { license: 'server', product: 'httpd', count: 0, reported: 1, used: 0 },
    ]);
  });

  test('licenses up to the count are not over-consumed', () => {
    expect(licensed({}, 'count: 1').result.metrics).toMatchObject(figures(1, 0, 0));
  });

  test('it does not disassociate tracked instances after the software is uninstalled', () => {
    const run = (rule: string, end: string) =>
      licensed({ actions: removed, end: at(end) }, rule, collect('', 'rate(30 days)')).result.metrics;
    expect(run('count: 1', '1:30')).toMatchObject(figures(1, 0, 0));
    expect(run('count: 1', '9')).toMatchObject(figures(1, 0, 1));
    expect(run('count: 1, disassociateWhenNotFound: true', '9')).toMatchObject(figures(0, 0, 0));
  });

  test('a terminated instance is released', () => {
    const faults = `[{ at: ${at('5')}, action: terminate }]`;
    expect(licensed({ faults, end: at('4:59') }).result.metrics).toMatchObject(figures(1, 1, 0));
    expect(licensed({ faults, end: at('5:01') }).result.metrics).toMatchObject(figures(0, 0, 0));
  });

  test('a stale report still counts, until Systems Manager drops it after 30 days', () => {
    const faults = `[{ at: ${at('1:30')}, action: stopAgent }]`;
    expect(licensed({ faults, end: '29d' }).result.metrics).toMatchObject(figures(1, 1, 0));
    expect(licensed({ faults, end: '32d' }).result.metrics).toMatchObject(figures(0, 0, 0));
  });

  test('what nothing collects is not discovered', () => {
    expect(licensed({}, 'count: 0', '').result.metrics).toMatchObject(figures(0, 0, 0));
  });

  test('software that was there for less than the lag is attached all the same', () => {
    const changes = [
      { atMs: 10, has: true },
      { atMs: 20, has: false },
    ];
    expect(isDiscovered(changes, 9)).toBe(false);
    expect(isDiscovered(changes, 10)).toBe(true);
    expect(isDiscovered(changes, 20)).toBe(true);
    expect(isDiscovered(changes, 15, true)).toBe(true);
    expect(isDiscovered(changes, 20, true)).toBe(false);
  });

  test('a hybrid node that is deregistered is released', () => {
    const node = { isTerminated: false, isDeregistered: false, hasInventory: true };
    expect(isReleased(node)).toBe(false);
    expect(isReleased({ ...node, isDeregistered: true })).toBe(true);
    expect(isReleased({ ...node, hasInventory: false })).toBe(true);
  });
});

describe('lint', () => {
  const model = '{ licenseManager: { enabled: true, rules: { server: { product: httpd, count: 5 } } } }';

  test('says that a license tracks a product whose inventory nothing collects', () => {
    expect(messages('inventory-not-collected', world({ fleet: one(), model }))).toEqual([
      'warning: server tracks httpd by what Inventory has collected, and no association of the file collects: License Manager discovers nothing',
    ]);
    const collected = world({ fleet: one(), model, resources: `{ ${collect()} }` });
    expect(messages('inventory-not-collected', collected)).toEqual([]);
    const off = world({ fleet: one(), model: model.replace('true', 'false') });
    expect(messages('inventory-not-collected', off)).toEqual([]);
  });
});
