/** Which baseline counts for which run: overrides, snapshots, changes in the middle of everything, successors. */

import { describe, expect, test } from 'vitest';
import { notesOf } from '../../../src/result/notes.ts';
import { explainedIn, foundIn } from '../../explain/explained.ts';
import { approveAll, at, nodeOf, patch, released, type Sections, simulate } from '../quiet-world.ts';

const fleet = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
const nothing = `{ Type: AWS::SSM::PatchBaseline, Properties: { Name: nothing, OperatingSystem: AMAZON_LINUX_2, DefaultBaseline: true } }`;
const base: Sections = {
  fleet,
  patches: `{ ${released('P1')}, ${released('P2')} }`,
  resources: `{ All: ${approveAll()} }`,
};

function run(actions: readonly string[], more: Sections = {}, files: Readonly<Record<string, string>> = {}) {
  const simulated = simulate({ ...base, actions: `[${actions.join(', ')}]`, ...more }, { files });
  return { ...simulated, node: nodeOf(simulated, 'web-0001') };
}

const exitCode = (simulated: ReturnType<typeof run>) =>
  simulated.events('run-command/invocation-finished').at(-1)?.exitCode;

test('a note says which entries of an InstallOverrideList name no patch, since they install nothing in silence', () => {
  const section = { files: '{ "s3://b/list.yaml": list.yaml }' };
  const parameters = ', InstallOverrideList: ["s3://b/list.yaml"]';
  const notedOf = (list: string) =>
    notesOf(run([patch('Install', '1', { parameters })], section, { 'list.yaml': list }).outcome)
      .map(({ text }) => text)
      .filter((text) => text.includes('its InstallOverrideList names'));
  const entries = (...ids: string[]) => `patches: [${ids.map((id) => `{ id: ${id} }`).join(', ')}]`;
  expect(notedOf(entries('P1', 'openssl.x86_64'))).toEqual([
    expect.stringContaining('names openssl.x86_64, and no patch of this run has that name'),
  ]);
  expect(notedOf(entries('a', 'b', 'c', 'd', 'e'))).toEqual([
    expect.stringContaining('names a, b, c and 2 more,'),
  ]);
  expect(notedOf(entries('P1', 'P2'))).toEqual([]);
});

describe('BaselineOverride', () => {
  const address = 's3://bucket/override.json';
  const files = {
    './override.json': override('AMAZON_LINUX_2'),
    'override.json': override('AMAZON_LINUX_2'),
  };
  const section = { files: `{ "${address}": ./override.json }`, resources: `{ None: ${nothing} }` };
  const parameters = `, BaselineOverride: ["${address}"]`;

  function override(...systems: string[]): string {
    return JSON.stringify(
      systems.map((OperatingSystem) => ({
        Name: 'override',
        OperatingSystem,
        ApprovedPatches: ['P1'],
        ApprovedPatchesComplianceLevel: 'UNSPECIFIED',
        RejectedPatches: [],
        RejectedPatchesAction: 'ALLOW_AS_DEPENDENCY',
        ApprovalRules: { PatchRules: [] },
        GlobalFilters: { PatchFilters: [] },
        Sources: [],
      })),
    );
  }

  test('it decides what is installed, and its results are not reported', () => {
    const installed = run([patch('Install', '1', { parameters })], section, files);
    expect(exitCode(installed)).toBe(0);
    expect(installed.events('patch-manager/patches-installed')).toMatchObject([{ installed: 1 }]);
    expect(installed.events('patch-manager/compliance-reported')).toEqual([]);
    expect(installed.node).toMatchObject({ reboots: 1, InstalledOtherCount: 0 });
    const scanned = run([patch('Install', '1', { parameters }), patch('Scan', '2')], section, files);
    expect(scanned.node.InstalledOtherCount).toBe(1);
  });

  test('a note says that compliance is older than a run with it, until a run reports again', () => {
    const scan = patch('Scan', '1');
    const later = patch('Scan', '2', { parameters });
    const noted = notesOf(run([scan, later], section, files).outcome).map(({ text }) => text);
    expect(noted).toContain(
      'The Scan scan-2 used a BaselineOverride, which uploads no compliance: for 1 node compliance still shows a report of 2025-01-01 01:00:11 UTC or before.',
    );
    const told = explainedIn(
      { fleet, patches: `{ ${released('P1')} }`, ...section, actions: `[${scan}, ${later}]` },
      'web-0001',
      { files },
    );
    expect(foundIn(told, 'report')).toContain('since then the Scan scan-2 used a BaselineOverride');
    expect(foundIn(told, 'tags-and-patch-group')).toContain(
      'with a BaselineOverride, which uploads no compliance',
    );
    const again = notesOf(run([scan, later, patch('Scan', '3')], section, files).outcome);
    expect(again.map(({ text }) => text).join()).not.toContain('BaselineOverride');
  });

  test('together with an InstallOverrideList it fails with 167', () => {
    const both = `${parameters}, InstallOverrideList: ["s3://bucket/list.yaml"]`;
    const refused = run(
      [patch('Install', '1', { parameters: both })],
      { ...section, files: `{ "${address}": ./override.json, "s3://bucket/list.yaml": ./list.yaml }` },
      { ...files, './list.yaml': 'patches:\n  - { id: P1 }\n', 'list.yaml': 'patches:\n  - { id: P1 }\n' },
    );
    expect(exitCode(refused)).toBe(167);
    expect(refused.events('patch-manager/patches-installed')).toEqual([]);
  });

  test('without a baseline for the operating system it fails with 163, with several with 165', () => {
    const other = { './override.json': override('UBUNTU'), 'override.json': override('UBUNTU') };
    expect(exitCode(run([patch('Install', '1', { parameters })], section, other))).toBe(163);
    const twice = override('AMAZON_LINUX_2', 'AMAZON_LINUX_2');
    const several = { './override.json': twice, 'override.json': twice };
    expect(exitCode(run([patch('Install', '1', { parameters })], section, several))).toBe(165);
  });
});

describe('InstallOverrideList', () => {
  const address = 's3://bucket/list.yaml';
  const files = { './list.yaml': 'patches:\n  - id: P2\n', 'list.yaml': 'patches:\n  - id: P2\n' };
  const parameters = `, InstallOverrideList: ["${address}"]`;
  const section = { files: `{ "${address}": ./list.yaml }` };

  test('on Linux it installs what it lists, whatever the baseline says; compliance is still the baseline’s', () => {
    const resources = `{ None: ${nothing} }`;
    const installed = run([patch('Install', '1', { parameters })], { ...section, resources }, files);
    expect(installed.node).toMatchObject({
      InstalledOtherCount: 1,
      InstalledCount: 0,
      compliance: 'COMPLIANT',
    });
  });

  test('what it leaves out stays MISSING, not FAILED', () => {
    const installed = run([patch('Install', '1', { parameters })], section, files);
    expect(installed.node).toMatchObject({ InstalledCount: 1, MissingCount: 1, FailedCount: 0 });
  });

  test('a Scan ignores it', () => {
    const scanned = run([patch('Scan', '1', { parameters })], section, files);
    expect(scanned.node).toMatchObject({ MissingCount: 2, reboots: 0 });
  });
});

describe('Snapshots', () => {
  const window = (more: string) => `
  All: ${approveAll()}
  Night: { Type: AWS::SSM::MaintenanceWindow, Properties: { Name: night, Schedule: "at(2025-01-01T02:00:00)", Duration: 6, Cutoff: 1, AllowUnassociatedTargets: true } }
  Install:
    Type: AWS::SSM::MaintenanceWindowTask
    Properties:
      WindowId: !Ref Night
      TaskType: RUN_COMMAND
      TaskArn: AWS-RunPatchBaseline
      MaxConcurrency: "1"
      MaxErrors: "0"
      Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002] }]
      TaskInvocationParameters: { MaintenanceWindowRunCommandParameters: { Parameters: { Operation: [Install]${more} } } }`;
  const two = '{ web: { count: 2, os: AMAZON_LINUX_2, tags: { Fleet: web } } }';
  // The first node patches from 2:00 to 2:06; this comes out while it does.
  const patches = `{ ${released('P1')}, Late: { os: [AMAZON_LINUX_2], classification: Security, released: ${at('2:03')} } }`;

  test('nodes of one window execution see the same approved patches, however late they begin', () => {
    const simulated = run([], { fleet: two, patches, resources: window('') });
    expect(simulated.result.nodes.map(({ InstalledCount }) => InstalledCount)).toEqual([1, 1]);
    expect(nodeOf(simulated, 'web-0002').cause).toBe('AWAITS_NEXT_WINDOW');
  });

  test('outside a window each node has its own', () => {
    const install = patch('Install', '2', { id: 'install' }).replace(
      'MaxConcurrency: 100%',
      'MaxConcurrency: "1"',
    );
    const simulated = run([install], { fleet: two, patches });
    expect(simulated.result.nodes.map(({ InstalledCount }) => InstalledCount)).toEqual([1, 2]);
  });

  test('unless they are given one by its id', () => {
    const parameters = ', SnapshotId: ["01234567-89ab-cdef-0123-456789abcdef"]';
    const install = patch('Install', '2', { id: 'install', parameters }).replace(
      'MaxConcurrency: 100%',
      'MaxConcurrency: "1"',
    );
    const simulated = run([install], { fleet: two, patches });
    expect(simulated.result.nodes.map(({ InstalledCount }) => InstalledCount)).toEqual([1, 1]);
  });
});

describe('Changes during the run', () => {
  test('UpdatePatchBaseline decides from then on', () => {
    const update = `{ id: update, at: ${at('2')}, UpdatePatchBaseline: { BaselineId: !Ref None, ApprovedPatches: [P1] } }`;
    const resources = `{ None: ${nothing} }`;
    const before = run([patch('Install', '1'), update], { resources });
    expect(before.node).toMatchObject({ InstalledCount: 0, cause: 'AWAITS_NEXT_WINDOW' });
    const after = run([update, patch('Install', '3')], { resources });
    expect(after.node).toMatchObject({ InstalledCount: 1, cause: 'BASELINE_DOES_NOT_SELECT' });
  });

  test('a tag that changes during the run changes the patch group, and with it the baseline', () => {
    const tag = `{ id: tag, at: ${at('2')}, CreateTags: { Resources: [web-0001], Tags: [{ Key: Patch Group, Value: blue }] } }`;
    const resources = `{ All: ${approveAll()}, Blue: { Type: AWS::SSM::PatchBaseline, Properties: { Name: blue, OperatingSystem: AMAZON_LINUX_2, PatchGroups: [blue], ApprovedPatches: [P1] } } }`;
    expect(run([], { resources }).node).toMatchObject({ patchGroup: null, baseline: 'All' });
    const tagged = run([tag, patch('Install', '3')], { resources });
    expect(tagged.node).toMatchObject({ patchGroup: 'blue', baseline: 'Blue', InstalledCount: 1 });
  });

  test('an unknown patch group falls back to the default, silently', () => {
    const lost = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { PatchGroup: nobody-registered-it } } }';
    expect(run([], { fleet: lost }).node).toMatchObject({
      patchGroup: 'nobody-registered-it',
      baseline: 'All',
    });
  });
});

describe('Patches that replace others', () => {
  const chain = `{ ${released('Old')}, New: { os: [AMAZON_LINUX_2], classification: Security, released: 2024-12-10, supersedes: [Old] },
    Newest: { os: [AMAZON_LINUX_2], classification: Security, released: 2024-12-20, supersedes: [New] } }`;

  test('the newest approved version is installed, and brings the older ones along', () => {
    const installed = run([patch('Install', '1')], { patches: chain });
    expect(installed.events('patch-manager/patches-installed')).toMatchObject([{ installed: 1 }]);
    expect(installed.node).toMatchObject({ InstalledCount: 3, MissingCount: 0, cause: null });
  });

  test('an older version is missed where the node does not have what the newer one is for', () => {
    const patches = `{ ${released('Old')}, New: { os: [AMAZON_LINUX_2], classification: Security, released: 2024-12-10, supersedes: [Old], affects: 0% } }`;
    expect(run([], { patches }).node.MissingCount).toBe(1);
    expect(run([patch('Install', '1')], { patches }).node).toMatchObject({ InstalledCount: 1, cause: null });
  });
});

describe('Patch streams', () => {
  test('patches keep coming, one gap after another, and a node falls behind', () => {
    const patchStreams =
      '{ al2: { os: [AMAZON_LINUX_2], every: 5h, from: 2025-01-01, classification: { Security: 100% } } }';
    const late = run([patch('Scan', '23')], { patches: '{}', patchStreams });
    expect(late.node.MissingCount).toBe(4);
    expect(run([patch('Install', '11')], { patches: '{}', patchStreams }).node).toMatchObject({
      InstalledCount: 2,
      cause: 'AWAITS_NEXT_WINDOW',
    });
  });
});

describe('What a report says of patches that nobody installs', () => {
  const patched = '{ web: { count: 1, os: AMAZON_LINUX_2, tags: { Fleet: web }, patchedUntil: 2025-01-01 } }';
  const rejecting = (action: string) =>
    `{ All: ${approveAll('AMAZON_LINUX_2', `, RejectedPatches: [P1], RejectedPatchesAction: ${action}`)} }`;

  test('a rejected patch that is installed is INSTALLED_OTHER, with BLOCK it is INSTALLED_REJECTED', () => {
    expect(run([], { fleet: patched, resources: rejecting('ALLOW_AS_DEPENDENCY') }).node).toMatchObject({
      compliance: 'COMPLIANT',
      InstalledRejectedCount: 0,
    });
    expect(run([], { fleet: patched, resources: rejecting('BLOCK') }).node).toMatchObject({
      compliance: 'NON_COMPLIANT',
      InstalledRejectedCount: 1,
      InstalledCount: 1,
    });
  });

  test('on Windows, security updates in their delay make a node NON_COMPLIANT if the baseline says so', () => {
    const fleetOfWindows = '{ web: { count: 1, os: WINDOWS, tags: { Fleet: web } } }';
    const patches =
      '{ KB1: { os: [WINDOWS], classification: SecurityUpdates, msrcSeverity: Critical, released: 2024-12-31 } }';
    const judged = (status: string) =>
      run([], {
        fleet: fleetOfWindows,
        patches,
        resources: `{ All: ${approveAll('WINDOWS', status).replace('ApproveAfterDays: 0', 'ApproveAfterDays: 30')} }`,
      }).node.compliance;
    expect(judged('')).toBe('COMPLIANT');
    expect(judged(', AvailableSecurityUpdatesComplianceStatus: NON_COMPLIANT')).toBe('NON_COMPLIANT');
  });
});

describe('Superseded updates of Windows', () => {
  const fleetOfWindows = '{ web: { count: 1, os: WINDOWS, tags: { Fleet: web } } }';
  const monthly = approveAll('WINDOWS').replace('ApproveAfterDays: 0', 'ApproveAfterDays: 35');
  const kb = (id: string, date: string, more = '') =>
    `${id}: { os: [WINDOWS], classification: SecurityUpdates, msrcSeverity: Critical, released: ${date}${more} }`;

  test('drop out although they are approved: with a delay longer than a month nothing may ever be installed', () => {
    const patches = `{ ${kb('KB11', '2024-11-12')}, ${kb('KB12', '2024-12-10', ', supersedes: [KB11]')} }`;
    const installed = run([patch('Install', '1')], {
      fleet: fleetOfWindows,
      patches,
      resources: `{ M: ${monthly} }`,
    });
    expect(installed.events('patch-manager/patches-installed')).toMatchObject([{ installed: 0 }]);
    expect(installed.node).toMatchObject({
      compliance: 'COMPLIANT',
      MissingCount: 0,
      cause: 'BASELINE_NOT_APPROVED',
    });
  });

  test('without a successor the approved update is installed', () => {
    const patches = `{ ${kb('KB11', '2024-11-12')} }`;
    const installed = run([patch('Install', '1')], {
      fleet: fleetOfWindows,
      patches,
      resources: `{ M: ${monthly} }`,
    });
    expect(installed.node).toMatchObject({ InstalledCount: 1, cause: null });
  });
});
