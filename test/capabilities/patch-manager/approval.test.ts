/**
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-installing-patches.html
 * and https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSuperseded, judge } from '../../../src/capabilities/patch-manager/approval.ts';
import { complianceLevels, patchFilterKeys } from '../../../src/world/baselines.ts';
import {
  at,
  baseline,
  criticalSecurity,
  dayMs,
  filters,
  later,
  patch,
  released,
  rule,
  verdictOf,
} from './patches.ts';

describe('the approval rules', () => {
  const either = baseline({
    rules: [
      rule({ CLASSIFICATION: ['Security'], SEVERITY: ['Critical'] }),
      rule({ CLASSIFICATION: ['Bugfix'] }),
    ],
  });

  test('each rule by itself can approve a patch', () => {
    expect(judge(either, patch(criticalSecurity), later).by).toEqual({ rule: 0 });
    const bugfix = patch({ classification: 'Bugfix', severity: 'Low' });
    expect(judge(either, bugfix, later)).toMatchObject({ verdict: 'approved', by: { rule: 1 } });
  });

  test('the filters of a rule must all match', () => {
    const important = patch({ classification: 'Security', severity: 'Important' });
    expect(judge(either, important, later)).toMatchObject({
      verdict: 'notSelected',
      by: null,
      approvedAtMs: null,
    });
  });

  test('the values of a filter are alternatives', () => {
    const values = { SEVERITY: ['Critical', 'Important'] };
    expect(verdictOf('AMAZON_LINUX_2', values, { ...criticalSecurity, severity: 'Important' })).toBe(
      'approved',
    );
    expect(verdictOf('AMAZON_LINUX_2', values, { ...criticalSecurity, severity: 'Low' })).toBe('notSelected');
  });

  test('values are compared without regard to case', () => {
    expect(verdictOf('AMAZON_LINUX_2', { CLASSIFICATION: ['SECURITY'] }, criticalSecurity)).toBe('approved');
  });

  test('* takes any value, and a patch without one', () => {
    expect(verdictOf('AMAZON_LINUX_2', { PRODUCT: ['*'], ARCH: ['*'] }, criticalSecurity)).toBe('approved');
  });

  test('a part of a name with * is not a wildcard', () => {
    expect(verdictOf('AMAZON_LINUX_2', { CLASSIFICATION: ['Sec*'] }, criticalSecurity)).toBe('notSelected');
  });

  test('a rule without filters selects every patch that has a notice', () => {
    expect(verdictOf('AMAZON_LINUX_2', {}, criticalSecurity)).toBe('approved');
  });

  test('a baseline without rules or lists approves nothing', () => {
    expect(judge(baseline(), patch(criticalSecurity), later).verdict).toBe('notSelected');
  });

  test.each(patchFilterKeys.map((key) => ({ key })))(
    'a filter on $key does not match a patch that lacks the value',
    ({ key }) => {
      const bare = { classification: 'Security', severity: 'Critical', packages: [] };
      expect(verdictOf('AMAZON_LINUX', { [key]: ['anything'] }, bare)).toBe('notSelected');
    },
  );

  test.each([
    { key: 'ARCH', value: 'x86_64' },
    { key: 'ADVISORY_ID', value: 'RHSA-2017:0864' },
    { key: 'CVE_ID', value: 'CVE-2018-1234567' },
    { key: 'EPOCH', value: '1' },
    { key: 'MSRC_SEVERITY', value: 'Critical' },
    { key: 'NAME', value: 'dbus' },
    { key: 'PATCH_ID', value: 'FEDORA-1' },
    { key: 'PATCH_SET', value: 'OS' },
    { key: 'PRIORITY', value: 'Required' },
    { key: 'PRODUCT', value: 'RedhatEnterpriseLinux7.6' },
    { key: 'PRODUCT_FAMILY', value: 'Linux' },
    { key: 'RELEASE', value: '1.amzn2023.0.1' },
    { key: 'REPOSITORY', value: 'updates' },
    { key: 'SECTION', value: 'net' },
    { key: 'VERSION', value: '1.12.28' },
  ])('a filter on $key matches a patch that has the value', ({ key, value }) => {
    const traits = {
      ...criticalSecurity,
      id: 'FEDORA-1',
      advisory: 'RHSA-2017:0864',
      arch: 'x86_64',
      cves: ['CVE-2018-1', 'CVE-2018-1234567'],
      msrcSeverity: 'Critical',
      packages: ['dbus'],
      patchSet: 'OS',
      priority: 'Required',
      product: 'RedhatEnterpriseLinux7.6',
      productFamily: 'Linux',
      repository: 'updates',
      section: 'net',
      version: '1:1.12.28-1.amzn2023.0.1',
    };
    expect(verdictOf('REDHAT_ENTERPRISE_LINUX', { [key]: [value] }, traits)).toBe('approved');
  });
});

describe('global filters', () => {
  const onlySecurity = { globalFilters: filters({ CLASSIFICATION: ['Security'] }) };

  test('only what all global filters let pass comes to the rules', () => {
    const wide = baseline({ ...onlySecurity, rules: [rule({ PRODUCT: ['*'] })] });
    expect(judge(wide, patch(criticalSecurity), later).verdict).toBe('approved');
    expect(judge(wide, patch({ classification: 'Bugfix' }), later).verdict).toBe('notSelected');
  });

  test('the approved patches are approved even if global filters discard them', () => {
    const listed = baseline({ ...onlySecurity, approvedPatches: ['openssl'] });
    expect(judge(listed, patch({ classification: 'Bugfix' }), later).verdict).toBe('approved');
  });
});

describe('the approved list and the rejected list', () => {
  test('the approved list approves at once what a rule would delay', () => {
    const waiting = rule({ CLASSIFICATION: ['Security'] }, { approval: { afterDays: 360 } });
    const listed = baseline({ rules: [waiting], approvedPatches: ['CVE-2025-1'] });
    const zeroDay = patch({ ...criticalSecurity, cves: ['CVE-2025-1'] });
    expect(judge(listed, zeroDay, at(released))).toMatchObject({
      verdict: 'approved',
      by: 'approvedPatches',
    });
  });

  test('the rejected list overrules a rule that approves', () => {
    const rejecting = baseline({
      rules: [rule({ CLASSIFICATION: ['Security'] })],
      rejectedPatches: ['openssl'],
    });
    expect(judge(rejecting, patch(criticalSecurity), later)).toMatchObject({
      verdict: 'rejected',
      by: 'rejectedPatches',
    });
  });

  test('a patch on both lists is rejected', () => {
    const both = baseline({ approvedPatches: ['openssl'], rejectedPatches: ['openssl'] });
    expect(judge(both, patch(criticalSecurity), later).verdict).toBe('rejected');
  });

  test('the approved list takes packages without notice only with ApprovedPatchesEnableNonSecurity', () => {
    const listed = baseline({ approvedPatches: ['openssl'] });
    expect(judge(listed, patch(), later).verdict).toBe('notSelected');
    const widened = baseline({ approvedPatches: ['openssl'], approvedPatchesEnableNonSecurity: true });
    expect(judge(widened, patch(), later).verdict).toBe('approved');
  });
});

describe('ApproveAfterDays', () => {
  const weekLater = baseline({
    rules: [rule({ CLASSIFICATION: ['Security'] }, { approval: { afterDays: 7 } })],
  });
  const ofNinth = patch({ ...criticalSecurity, releasedMs: at('2025-11-09T18:00:00Z') });

  test('a patch of 9 November 18:00 UTC with 7 days is approved after 16 November 18:00 UTC', () => {
    expect(judge(weekLater, ofNinth, at('2025-11-16T17:59:59Z')).verdict).toBe('delayed');
    expect(judge(weekLater, ofNinth, at('2025-11-16T18:00:00Z')).verdict).toBe('delayed');
    expect(judge(weekLater, ofNinth, at('2025-11-16T18:00:00.001Z')).verdict).toBe('approved');
  });

  test('the delay says when it ends', () => {
    const firstMs = at('2025-11-16T18:00:00.001Z');
    expect(judge(weekLater, ofNinth, at('2025-11-10T00:00:00Z'))).toMatchObject({
      by: { rule: 0 },
      approvedAtMs: firstMs,
      validUntilMs: firstMs,
    });
  });

  test('0 days approve as soon as the patch is out', () => {
    const atOnce = baseline({ rules: [rule({ CLASSIFICATION: ['Security'] })] });
    expect(judge(atOnce, ofNinth, at('2025-11-09T18:00:00.001Z')).verdict).toBe('approved');
  });

  test('of two rules that select a patch the one with the shorter wait approves it', () => {
    const two = baseline({
      rules: [
        rule({ CLASSIFICATION: ['Security'] }, { approval: { afterDays: 14 } }),
        rule({ SEVERITY: ['Critical'] }, { approval: { afterDays: 3 } }),
      ],
    });
    const judgement = judge(two, ofNinth, at(released) + 4 * dayMs);
    expect(judgement).toMatchObject({ verdict: 'approved', by: { rule: 1 } });
    expect(judgement.approvedAtMs).toBe(at(released) + 3 * dayMs + 1);
  });

  test('an update of the notice starts the wait again', () => {
    const updated = patch({ ...criticalSecurity, updatedMs: at(released) + 10 * dayMs });
    const verdictAfter = (days: number) => judge(weekLater, updated, at(released) + days * dayMs).verdict;
    expect([6, 8, 10, 16, 18].map(verdictAfter)).toEqual([
      'delayed',
      'approved',
      'delayed',
      'delayed',
      'approved',
    ]);
    expect(judge(weekLater, updated, at(released) + 8 * dayMs).validUntilMs).toBe(at(released) + 10 * dayMs);
  });

  test('a package updated on 7 July and in the repository since the 13th is installed on the 14th', () => {
    const notice = patch({ ...criticalSecurity, releasedMs: at('2025-07-01'), updatedMs: at('2025-07-07') });
    expect(judge(weekLater, notice, at('2025-07-14T00:00:01Z')).verdict).toBe('approved');
  });

  test('an update dated before the release does not shorten the wait', () => {
    const backdated = patch({ ...criticalSecurity, updatedMs: at(released) - 30 * dayMs });
    expect(judge(weekLater, backdated, at(released) + dayMs).verdict).toBe('delayed');
  });

  test('a patch without a date counts as of 1970, so that no wait holds it', () => {
    const yearLater = baseline({
      rules: [rule({ CLASSIFICATION: ['Security'] }, { approval: { afterDays: 360 } })],
    });
    expect(judge(yearLater, patch({ ...criticalSecurity, releasedMs: 0 }), at(released)).verdict).toBe(
      'approved',
    );
  });

  test.each([{ os: 'UBUNTU' as const }, { os: 'DEBIAN' as const }, { os: 'RASPBIAN' as const }])(
    'on $os there is no wait',
    ({ os }) => {
      const rules = [rule({ PRIORITY: ['Required'] }, { approval: { afterDays: 360 } })];
      const fresh = patch({ os: [os], priority: 'Required' });
      expect(judge(baseline({ operatingSystem: os, rules }), fresh, at(released)).verdict).toBe('approved');
    },
  );

  test('on Ubuntu an update of the notice changes nothing', () => {
    const rules = [rule({ PRIORITY: ['Required'] }, { approval: { afterDays: 7 } })];
    const updated = patch({ os: ['UBUNTU'], priority: 'Required', updatedMs: at(released) + 3 * dayMs });
    expect(judge(baseline({ operatingSystem: 'UBUNTU', rules }), updated, at(released))).toMatchObject({
      approvedAtMs: at(released),
      validUntilMs: Number.POSITIVE_INFINITY,
    });
  });

  test('a judgement holds until the instant it names, and the wait is never shorter than the days', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 3 }),
        fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
        fc.integer({ min: 0, max: 80 * 24 }),
        fc.integer({ min: 0, max: 80 * 24 }),
        (waits, updatedAfter, hours, hoursMore) => {
          const rules = waits.map((afterDays) => rule({}, { approval: { afterDays } }));
          const fresh = patch({
            ...criticalSecurity,
            ...(updatedAfter === undefined ? {} : { updatedMs: at(released) + updatedAfter * dayMs }),
          });
          const judged = (ms: number) => judge(baseline({ rules }), fresh, ms);
          const nowMs = at(released) + hours * 3_600_000;
          const now = judged(nowMs);
          if (now.verdict === 'approved') {
            expect(nowMs).toBeGreaterThan(at(released) + Math.min(...waits) * dayMs);
          }
          const thenMs = Math.min(nowMs + hoursMore * 3_600_000, now.validUntilMs - 1);
          expect(judged(thenMs).verdict).toBe(now.verdict);
          expect(judged(thenMs).complianceLevel).toBe(now.complianceLevel);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('ApproveUntilDate', () => {
  /** As the loader has it: the first instant after the day. */
  const until16th = { approval: { untilMs: at('2025-11-17T00:00:00Z') } };
  const frozen = baseline({ rules: [rule({ CLASSIFICATION: ['Security'] }, until16th)] });

  test('2025-11-16 takes in what is released from 00:00:00 to 23:59:59 UTC of that day', () => {
    const verdictOn = (time: string) =>
      judge(frozen, patch({ ...criticalSecurity, releasedMs: at(time) }), later).verdict;
    expect(verdictOn('2025-11-16T00:00:00Z')).toBe('approved');
    expect(verdictOn('2025-11-16T23:59:59Z')).toBe('approved');
    expect(verdictOn('2025-11-17T00:00:00Z')).toBe('delayed');
  });

  test('a patch within the date is approved at once', () => {
    expect(judge(frozen, patch(criticalSecurity), at(released))).toMatchObject({
      verdict: 'approved',
      approvedAtMs: at(released),
    });
  });

  test('nothing foreseen approves what came after the date', () => {
    const tooLate = patch({ ...criticalSecurity, releasedMs: at('2025-11-20') });
    expect(judge(frozen, tooLate, later)).toMatchObject({ approvedAtMs: null, by: { rule: 0 } });
  });

  test('a notice updated after the date is approved no longer', () => {
    const updated = patch({ ...criticalSecurity, updatedMs: at('2025-11-20') });
    expect(judge(frozen, updated, at('2025-11-19')).verdict).toBe('approved');
    expect(judge(frozen, updated, at('2025-11-21')).verdict).toBe('delayed');
  });
});

describe('EnableNonSecurity', () => {
  test('a package without notice is approved only with it', () => {
    const any = { PRODUCT: ['*'] };
    expect(verdictOf('AMAZON_LINUX_2', any, {})).toBe('notSelected');
    expect(verdictOf('AMAZON_LINUX_2', any, {}, { enableNonSecurity: true })).toBe('approved');
  });

  test('a package without notice must still meet the filters of the rule', () => {
    const security = { CLASSIFICATION: ['Security'] };
    expect(verdictOf('AMAZON_LINUX_2', security, {}, { enableNonSecurity: true })).toBe('notSelected');
  });

  test('on CentOS nothing is approved without it', () => {
    expect(verdictOf('CENTOS', { PRODUCT: ['*'] }, {})).toBe('notSelected');
    expect(verdictOf('CENTOS', { CLASSIFICATION: ['Security'] }, criticalSecurity)).toBe('notSelected');
    expect(verdictOf('CENTOS', { PRODUCT: ['*'] }, {}, { enableNonSecurity: true })).toBe('approved');
  });

  test('a custom CentOS repository can have notices', () => {
    const ours = { ...criticalSecurity, repository: 'ours' };
    expect(verdictOf('CENTOS', { CLASSIFICATION: ['Security'] }, ours)).toBe('approved');
  });

  test('on Ubuntu candidates come from the security repository unless it is on', () => {
    const any = { PRIORITY: ['Optional'] };
    const updates = { priority: 'Optional', repository: 'jammy-updates' };
    expect(verdictOf('UBUNTU', any, { priority: 'Optional', repository: 'jammy-security' })).toBe('approved');
    expect(verdictOf('UBUNTU', any, updates)).toBe('notSelected');
    expect(verdictOf('UBUNTU', any, updates, { enableNonSecurity: true })).toBe('approved');
  });
});

describe('severity', () => {
  test('a notice with a classification but no severity is matched on the classification alone', () => {
    const values = { CLASSIFICATION: ['Security'], SEVERITY: ['Critical'] };
    expect(verdictOf('AMAZON_LINUX_2', values, { classification: 'Security' })).toBe('approved');
    expect(verdictOf('AMAZON_LINUX_2', values, { classification: 'Bugfix' })).toBe('notSelected');
  });

  test('a package without notice does not match a rule that asks for a severity', () => {
    expect(verdictOf('AMAZON_LINUX_2', { SEVERITY: ['Critical'] }, {}, { enableNonSecurity: true })).toBe(
      'notSelected',
    );
  });

  test('on Amazon Linux 2023 Medium takes in Moderate', () => {
    const medium = { SEVERITY: ['Medium'] };
    const moderate = { classification: 'Security', severity: 'Moderate' };
    expect(verdictOf('AMAZON_LINUX_2023', medium, moderate)).toBe('approved');
    expect(verdictOf('AMAZON_LINUX_2', medium, moderate)).toBe('notSelected');
  });
});

describe('PRODUCT', () => {
  test('scopes a rule to the nodes that run the product', () => {
    const ubuntu22 = { PRODUCT: ['Ubuntu22.04'] };
    expect(verdictOf('UBUNTU', ubuntu22, {}, { nodeProduct: 'Ubuntu22.04' })).toBe('approved');
    expect(verdictOf('UBUNTU', ubuntu22, {}, { nodeProduct: 'Ubuntu24.04' })).toBe('notSelected');
  });

  test("on Linux the node's product counts, not what the patch says of itself", () => {
    const redHat8 = { PRODUCT: ['RedhatEnterpriseLinux8.4'] };
    const traits = { ...criticalSecurity, product: 'RedhatEnterpriseLinux8.4' };
    const nodeProduct = 'RedhatEnterpriseLinux9.2';
    expect(verdictOf('REDHAT_ENTERPRISE_LINUX', redHat8, traits, { nodeProduct })).toBe('notSelected');
  });

  test('every node of Amazon Linux 2 runs AmazonLinux2', () => {
    expect(verdictOf('AMAZON_LINUX_2', { PRODUCT: ['AmazonLinux2'] }, criticalSecurity)).toBe('approved');
  });

  test("on Windows it is the patch's own product that counts", () => {
    const office = { PRODUCT: ['Office 2016'], PATCH_SET: ['APPLICATION'] };
    const word = { product: 'Office 2016', patchSet: 'APPLICATION' };
    expect(verdictOf('WINDOWS', office, word, { nodeProduct: 'WindowsServer2022' })).toBe('approved');
  });
});

describe('PATCH_SET', () => {
  test('a Windows rule that does not ask for applications sees patches of the operating system only', () => {
    expect(verdictOf('WINDOWS', { PRODUCT: ['*'] }, {})).toBe('approved');
    expect(verdictOf('WINDOWS', { PRODUCT: ['*'] }, { patchSet: 'APPLICATION' })).toBe('notSelected');
  });
});

describe('the compliance level', () => {
  test('is the highest of all rules and lists that approve the patch', () => {
    const several = baseline({
      rules: [rule({}, { complianceLevel: 'LOW' }), rule({}, { complianceLevel: 'HIGH' })],
      approvedPatches: ['openssl'],
      approvedPatchesComplianceLevel: 'MEDIUM',
    });
    expect(judge(several, patch(criticalSecurity), later).complianceLevel).toBe('HIGH');
  });

  test('of a patch that only the approved list approves is the level of the list', () => {
    const listed = baseline({ approvedPatches: ['openssl'], approvedPatchesComplianceLevel: 'CRITICAL' });
    expect(judge(listed, patch(criticalSecurity), later).complianceLevel).toBe('CRITICAL');
  });

  test('does not count a rule that still waits', () => {
    const later30 = { complianceLevel: 'CRITICAL' as const, approval: { afterDays: 30 } };
    const several = baseline({ rules: [rule({}, { complianceLevel: 'LOW' }), rule({}, later30)] });
    const judgement = judge(several, patch(criticalSecurity), at(released) + dayMs);
    expect(judgement.complianceLevel).toBe('LOW');
    expect(judgement.validUntilMs).toBe(at(released) + 30 * dayMs + 1);
  });

  test('is never raised by a rule of a lower level', () => {
    const level = fc.constantFrom(...complianceLevels);
    fc.assert(
      fc.property(fc.array(level, { minLength: 1, maxLength: 10 }), (levels) => {
        const rules = levels.map((complianceLevel) => rule({}, { complianceLevel }));
        const highest = levels.toSorted(
          (a, b) => complianceLevels.indexOf(a) - complianceLevels.indexOf(b),
        )[0];
        expect(judge(baseline({ rules }), patch(criticalSecurity), later).complianceLevel).toBe(highest);
      }),
    );
  });
});

describe('superseded patches', () => {
  test('Windows drops what has been replaced, even by a patch that is not approved yet', () => {
    expect(isSuperseded('WINDOWS', ['delayed'])).toBe(true);
    expect(isSuperseded('WINDOWS', [])).toBe(false);
  });

  test('elsewhere the newest approved version is the candidate', () => {
    expect(isSuperseded('AMAZON_LINUX_2', ['delayed'])).toBe(false);
    expect(isSuperseded('AMAZON_LINUX_2', ['delayed', 'approved'])).toBe(true);
  });
});
