/** What AWS's public pages say of patching, each sentence as a small scenario. */
import { describe, expect, test, vi } from 'vitest';
import { at, nodeOf, patch, type Sections, simulate } from '../capabilities/quiet-world.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const group = (os: string, count = 1, more = '') =>
  `{ web: { count: ${count}, os: ${os}, tags: { Fleet: web, Patch Group: prod }${more} } }`;
const one = (patches: string) => `{ ${patches} }`;
const vendor = (id: string, os: string, more: string) => `${id}: { os: [${os}], ${more} }`;
const rule = (approval: string, ...filters: string[]) =>
  `{ ${approval}${approval === '' ? '' : ', '}PatchFilterGroup: { PatchFilters: [${filters.join(', ')}] } }`;
const security = '{ Key: CLASSIFICATION, Values: [Security] }';
const baseline = (os: string, rules: string, more = '') =>
  `{ Own: { Type: AWS::SSM::PatchBaseline, Properties: { Name: own, OperatingSystem: ${os}, PatchGroups: [prod], ApprovalRules: { PatchRules: [${rules}] }${more} } } }`;
const al2 = 'AMAZON_LINUX_2';

/** One node after an Install at 2:00 on 1 January 2025. */
function installed(sections: Sections) {
  const run = simulate({ actions: `[${patch('Install', '2')}]`, fleet: group(al2), ...sections });
  return nodeOf(run, 'web-0001');
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-release-dates.html */
describe('auto-approval', () => {
  const sevenDays = baseline(al2, rule('ApproveAfterDays: 7', security));
  const waits = (dates: string) =>
    installed({ patches: one(vendor('P', al2, `classification: Security, ${dates}`)), resources: sevenDays });

  test('a patch released, or last updated, seven days ago is approved today', () => {
    expect(waits('released: 2024-12-25').InstalledCount).toBe(1);
    expect(waits('released: 2024-06-01, updated: 2024-12-25').InstalledCount).toBe(1);
  });

  test('an update of the notice starts the wait again', () => {
    expect(waits('released: 2024-06-01, updated: 2024-12-26').InstalledCount).toBe(0);
  });

  /** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchRule.html */
  test('it is counted to the second in UTC: after, not at, the same time of day', () => {
    // The operation begins at 02:00:01.
    expect(waits('released: 2024-12-25T02:00:01Z').InstalledCount).toBe(0);
    expect(waits('released: 2024-12-25T02:00:00Z').InstalledCount).toBe(1);
    expect(waits('released: 2024-12-25T11:00:00+09:00').InstalledCount).toBe(1);
  });

  test('ApproveUntilDate takes in its whole day in UTC', () => {
    const until = baseline(al2, rule('ApproveUntilDate: "2024-12-30"', security));
    const patches = one(
      [
        vendor('In', al2, 'classification: Security, released: 2024-12-30T23:59:59Z'),
        vendor('Out', al2, 'classification: Security, released: 2024-12-31T00:00:00Z'),
      ].join(', '),
    );
    expect(installed({ patches, resources: until })).toMatchObject({
      InstalledCount: 1,
      cause: 'BASELINE_NOT_APPROVED',
    });
  });

  test.each(['UBUNTU', 'DEBIAN', 'RASPBIAN'])('on %s a delay has no effect', (os) => {
    const resources = baseline(os, rule('ApproveAfterDays: 7', '{ Key: PRIORITY, Values: [Required] }'));
    const patches = one(vendor('P', os, `priority: Required, released: ${at('1:00')}`));
    expect(installed({ fleet: group(os), patches, resources }).InstalledCount).toBe(1);
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html */
describe('the predefined baselines', () => {
  const nodes = (os: string) => group(os).replace(', Patch Group: prod', '');
  const of = (os: string, ...traits: string[]) =>
    installed({
      fleet: nodes(os),
      patches: one(
        traits.map((trait, index) => vendor(`P${index}`, os, `${trait}, released: 2024-12-01`)).join(', '),
      ),
    }).InstalledCount;
  const rated = (classification: string, severity: string) =>
    `classification: ${classification}, severity: ${severity}`;

  test('Oracle Linux takes Important and Moderate security patches and all bug fixes, but no Critical ones', () => {
    const traits = ['Important', 'Moderate', 'Critical'].map((severity) => rated('Security', severity));
    expect(of('ORACLE_LINUX', ...traits, 'classification: Bugfix')).toBe(3);
  });

  test('SUSE takes Critical and Important security patches only', () => {
    expect(
      of(
        'SUSE',
        rated('Security', 'Critical'),
        rated('Security', 'Moderate'),
        rated('Recommended', 'Critical'),
      ),
    ).toBe(1);
  });

  test('CentOS takes everything', () => {
    expect(of('CENTOS', rated('Security', 'Low'), 'classification: Enhancement')).toBe(2);
  });

  test('Windows takes Critical and Important updates of the operating system, and of no application', () => {
    const updates = (classification: string, msrc: string, more = '') =>
      `classification: ${classification}, msrcSeverity: ${msrc}${more}`;
    const traits = [
      updates('SecurityUpdates', 'Important'),
      updates('CriticalUpdates', 'Critical'),
      updates('SecurityUpdates', 'Moderate'),
      updates('Updates', 'Critical'),
      updates('SecurityUpdates', 'Critical', ', patchSet: APPLICATION'),
    ];
    expect(of('WINDOWS', ...traits)).toBe(2);
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html */
describe('selection', () => {
  test('AL2023: a filter on Medium takes what the vendor calls Moderate', () => {
    const os = 'AMAZON_LINUX_2023';
    const resources = baseline(os, rule('ApproveAfterDays: 0', '{ Key: SEVERITY, Values: [Medium] }'));
    const patches = one(
      vendor('P', os, 'classification: Security, severity: Moderate, released: 2024-12-01'),
    );
    expect(installed({ fleet: group(os), patches, resources }).InstalledCount).toBe(1);
  });

  test('CentOS: without EnableNonSecurity nothing is selected', () => {
    const patches = one(vendor('P', 'CENTOS', 'classification: Security, released: 2024-12-01'));
    const counts = ['', ', EnableNonSecurity: true'].map((more) => {
      const resources = baseline(
        'CENTOS',
        rule(`ApproveAfterDays: 0${more}`, '{ Key: PRODUCT, Values: ["*"] }'),
      );
      return installed({ fleet: group('CENTOS'), patches, resources }).InstalledCount;
    });
    expect(counts).toEqual([0, 1]);
  });

  test('Windows: a wait of thirty days can be longer than a patch lives', () => {
    const resources = baseline(
      'WINDOWS',
      rule('ApproveAfterDays: 30', '{ Key: CLASSIFICATION, Values: [SecurityUpdates] }'),
    );
    const update = 'classification: SecurityUpdates, msrcSeverity: Critical';
    const patches = (released: string) =>
      one(
        [
          vendor('KB1', 'WINDOWS', `${update}, released: 2024-11-20`),
          vendor('KB2', 'WINDOWS', `${update}, supersedes: [KB1], released: ${released}`),
        ].join(', '),
      );
    const counts = ['2024-12-20', '2025-02-01'].map(
      (released) =>
        installed({ fleet: group('WINDOWS'), patches: patches(released), resources }).InstalledCount,
    );
    expect(counts).toEqual([0, 1]);
  });
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html */
describe('patch groups', () => {
  const named = (tag: string) =>
    installed({
      fleet: `{ web: { count: 1, os: ${al2}, tags: { Fleet: web, ${tag} } } }`,
      resources: baseline(al2, rule('ApproveAfterDays: 0', security)),
    }).baseline;

  test.each(['Patch Group: prod', 'PatchGroup: prod'])('%s selects the baseline of the group', (tag) => {
    expect(named(tag)).toBe('Own');
  });

  test.each(['patch group: prod', 'Patch_Group: prod', 'Patch Group: Prod', 'Patch Group: "prod,dev"'])(
    '%s silently means the default baseline',
    (tag) => {
      expect(named(tag)).toBe('AWS-AmazonLinux2DefaultPatchBaseline');
    },
  );
});

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
describe('AWS-RunPatchBaseline', () => {
  const ready: Sections = {
    patches: one(vendor('P', al2, 'classification: Security, released: 2024-12-01')),
    resources: baseline(al2, rule('ApproveAfterDays: 7', security)),
  };
  const noReboot = { parameters: ', RebootOption: [NoReboot]' };
  const run = (actions: readonly string[], more: Sections = {}) =>
    simulate({ fleet: group(al2, 4), ...ready, actions: `[${actions.join(', ')}]`, ...more });

  test('RebootIfNeeded reboots for patches that an earlier NoReboot left pending, with nothing to install', () => {
    const simulated = run([patch('Install', '2', noReboot), patch('Install', '4')]);
    expect(simulated.metric('reboots.total')).toBe(4);
  });

  test('with nothing to install and nothing pending it does not reboot', () => {
    const simulated = run([patch('Install', '2')], { fleet: group(al2, 4, ', patchedUntil: 2025-01-01') });
    expect(simulated.metric('reboots.total')).toBe(0);
  });

  test('after NoReboot and a reboot by hand the node stays NON_COMPLIANT until the next scan', () => {
    const faults = `[{ id: by-hand, at: ${at('3')}, nodes: { group: web }, action: reboot }]`;
    const before = run([patch('Install', '2', noReboot)], { faults });
    expect(nodeOf(before, 'web-0001').compliance).toBe('NON_COMPLIANT');
    expect(before.metric('patched.nodes')).toBe(4);
    const after = run([patch('Install', '2', noReboot), patch('Scan', '4')], { faults });
    expect(nodeOf(after, 'web-0001').compliance).toBe('COMPLIANT');
  });

  const oneAtATime = (parameters = '') =>
    patch('Install', '2', { parameters }).replace('MaxConcurrency: 100%', 'MaxConcurrency: "1"');
  const change = `{ id: change, at: ${at('2:03')}, UpdatePatchBaseline: { BaselineId: !Ref Own, RejectedPatches: [P] } }`;

  test('by hand every node takes the baseline as it is at that moment', () => {
    expect(run([oneAtATime(), change]).metric('reboots.total')).toBe(1);
  });

  test('with one SnapshotId all take it as it was for the first', () => {
    const snapshot = ', SnapshotId: ["aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"]';
    expect(run([oneAtATime(snapshot), change]).metric('reboots.total')).toBe(4);
  });

  test('two at the same time on one node: the second finds the lock', () => {
    const second = patch('Install', '2:00:30', { id: 'second' });
    expect(run([patch('Install', '2', { id: 'first' }), second]).metric('command.second.failed')).toBe(4);
  });

  test.each([
    [al2, 'Security', 1],
    ['WINDOWS', 'SecurityUpdates', 0],
  ])(
    'on %s, of %s patches that only InstallOverrideList names so many are installed: %i',
    (os, classification, count) => {
      const more = ', InstallOverrideList: ["s3://bucket/list.yaml"]';
      const simulated = simulate(
        {
          fleet: group(os),
          files: '{ "s3://bucket/list.yaml": list.yaml }',
          patches: one(vendor('KB1', os, `classification: ${classification}, released: ${at('1:00')}`)),
          resources: baseline(
            os,
            rule('ApproveAfterDays: 7', `{ Key: CLASSIFICATION, Values: [${classification}] }`),
          ),
          actions: `[${patch('Install', '2', { parameters: more })}]`,
        },
        { files: { 'list.yaml': 'patches:\n  - { id: KB1, title: one }\n' } },
      );
      expect(nodeOf(simulated, 'web-0001').InstalledOtherCount).toBe(count);
    },
  );
});
