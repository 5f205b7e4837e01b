/** https://docs.aws.amazon.com/inspector/v2/APIReference/API_ScanStatus.html */
import { describe, expect, test } from 'vitest';
import { ownAssociation } from '../../../src/capabilities/inspector/associations.ts';
import { coverageOf, isVulnerable } from '../../../src/capabilities/inspector/rules.ts';
import { collect, one } from '../inventory/world.ts';
import { approveAll, at, patch, type Sections, simulate } from '../quiet-world.ts';

const dayMs = 86_400_000;
const scanned = { isStopped: false, isManaged: true, ageMs: 0 };
const vulnerable =
  '{ P1: { os: [AMAZON_LINUX_2], classification: Security, severity: Important, packages: [httpd], version: 2.4.55, cves: [CVE-2022-37436], released: 2024-12-01 } }';

function inspect(sections: Sections, resources = '') {
  return simulate(
    {
      fleet: one(),
      patches: vulnerable,
      resources: `{ All: ${approveAll()}${resources === '' ? '' : `, ${resources}`} }`,
      ...sections,
    },
    { set: ['model.inspector.enabled=true', 'model.stateManager.jitter=0s'] },
  );
}

describe('coverage', () => {
  test('an instance is scanned until its inventory is more than 7 days old', () => {
    expect(coverageOf({ ...scanned, ageMs: 7 * dayMs }, 7 * dayMs)).toBe('ACTIVE');
    expect(coverageOf({ ...scanned, ageMs: 7 * dayMs + 1 }, 7 * dayMs)).toBe('STALE_INVENTORY');
    expect(coverageOf({ ...scanned, ageMs: null }, 7 * dayMs)).toBe('NO_INVENTORY');
  });

  test('one that is no managed node is UNMANAGED_EC2_INSTANCE, and a stopped one is not scanned', () => {
    expect(coverageOf({ ...scanned, isManaged: false }, 7 * dayMs)).toBe('UNMANAGED_EC2_INSTANCE');
    expect(coverageOf({ ...scanned, isStopped: true, isManaged: false }, 7 * dayMs)).toBe(
      'EC2_INSTANCE_STOPPED',
    );
  });

  test('Inspector reports STALE_INVENTORY when collection stops', () => {
    const faults = `[{ at: ${at('1:10')}, action: stopAgent }]`;
    const statusAt = (end: string) => inspect({ faults, end }, collect()).result.metrics;
    expect(statusAt('7d')).toMatchObject({ 'inspector.active': 1, 'inspector.staleInventory': 0 });
    expect(statusAt('8d')).toMatchObject({ 'inspector.active': 0, 'inspector.staleInventory': 1 });
  });

  test('hybrid nodes are no EC2 instances', () => {
    const hybrid = inspect({
      fleet: one(', hybrid: { activation: key }'),
      activations: '{ key: {} }',
    });
    expect(hybrid.result.metrics).toMatchObject({ 'inspector.active': 0, 'inspector.noInventory': 0 });
  });
});

describe('its association', () => {
  test('it makes one of its own, every 30 minutes', () => {
    const run = inspect({ end: at('1:10') });
    expect(run.result.associations).toMatchObject([{ id: ownAssociation, name: ownAssociation }]);
    expect(run.events('inventory/inventory-collected')).toHaveLength(3);
  });

  test('none where an association of InstanceIds=* collects already', () => {
    const everywhere = collect().replace(
      'Key: "tag:Fleet", Values: [web]',
      'Key: InstanceIds, Values: ["*"]',
    );
    const run = inspect({ end: at('1:10') }, everywhere);
    expect(run.result.associations).toMatchObject([{ id: 'Collect' }]);
  });

  test('one that names nodes overrides it there', () => {
    const run = inspect({ end: at('1:10') }, collect());
    expect(
      run.events('state-manager/run-ended').map((entry) => `${entry['association']} ${entry['status']}`),
    ).toEqual([`${ownAssociation} Skipped`, `${ownAssociation} Skipped`, 'Collect Success']);
  });
});

describe('findings', () => {
  test('a package that is older than the version of a patch with CVEs is vulnerable', () => {
    const fix = { packages: ['httpd'], version: '2.4.55', cves: ['CVE-2022-37436'] };
    expect(isVulnerable([{ Name: 'httpd', Version: '2.4.54' }], fix)).toBe(true);
    expect(isVulnerable([{ Name: 'httpd', Version: '2.4.55' }], fix)).toBe(false);
    expect(isVulnerable([{ Name: 'nginx', Version: '1.0' }], fix)).toBe(false);
    expect(isVulnerable([{ Name: 'httpd', Version: '2.4.54' }], { ...fix, cves: [] })).toBe(false);
  });

  test('a finding stays until the next inventory, whatever is installed', () => {
    const actions = `[${patch('Install', '1:10')}]`;
    const metrics = (end: string) => inspect({ actions, end: at(end) }, collect()).result.metrics;
    expect(metrics('1:05')).toMatchObject({ 'inspector.findings': 1, 'inspector.fixed': 0 });
    expect(metrics('1:50')).toMatchObject({ 'inspector.findings': 1, 'inspector.fixed': 1 });
    expect(metrics('2:10')).toMatchObject({ 'inspector.findings': 0, 'inspector.fixed': 0 });
  });

  test('what is not scanned has no finding', () => {
    const stopped = inspect({ faults: `[{ at: ${at('1')}, action: stop }]`, end: at('2') });
    expect(stopped.result.metrics).toMatchObject({ 'inspector.findings': 0, 'inspector.missed': 1 });
    expect(stopped.result).toMatchObject({
      inspector: [{ findings: [{ patch: 'P1', found: 0, missed: 1 }] }],
    });
  });
});
