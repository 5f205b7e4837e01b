/**
 * One test for each column of the table, one case for each of the 15 operating systems.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-linux-rules.html
 */
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/capabilities/patch-manager/approval.ts';
import { osFamilies } from '../../../src/capabilities/patch-manager/os-families.ts';
import { type OperatingSystem, operatingSystems } from '../../../src/world/operating-systems.ts';
import { at, baseline, patch, rule, verdictOf } from './patches.ts';

/** What the pages say, written out by hand; `keys` without PRODUCT, which all have. */
const expected: Readonly<Record<OperatingSystem, Row>> = {
  AMAZON_LINUX: row('yum', ['CLASSIFICATION', 'SEVERITY'], { lock: 'waits' }),
  AMAZON_LINUX_2: row('yum', ['CLASSIFICATION', 'SEVERITY'], { lock: 'waits' }),
  AMAZON_LINUX_2022: row('dnf', ['CLASSIFICATION', 'SEVERITY']),
  AMAZON_LINUX_2023: row('dnf', ['CLASSIFICATION', 'SEVERITY']),
  REDHAT_ENTERPRISE_LINUX: row('dnf', ['CLASSIFICATION', 'SEVERITY']),
  CENTOS: row('dnf', ['CLASSIFICATION', 'SEVERITY'], { withoutSeverity: 'notSelected' }),
  ROCKY_LINUX: row('dnf', ['CLASSIFICATION', 'SEVERITY']),
  ALMA_LINUX: row('dnf', ['CLASSIFICATION', 'SEVERITY']),
  ORACLE_LINUX: row('dnf', ['CLASSIFICATION', 'SEVERITY']),
  SUSE: row('zypper', ['CLASSIFICATION', 'SEVERITY'], { withoutNotice: 'approved' }),
  DEBIAN: row('apt', ['PRIORITY', 'SECTION'], apt()),
  UBUNTU: row('apt', ['PRIORITY', 'SECTION'], apt()),
  RASPBIAN: row('apt', ['PRIORITY', 'SECTION'], apt()),
  MACOS: row('macos', ['CLASSIFICATION'], { lock: 'none', withoutSeverity: 'notSelected' }),
  WINDOWS: row('windows', ['CLASSIFICATION', 'MSRC_SEVERITY', 'PATCH_SET', 'PRODUCT_FAMILY'], {
    lock: 'none',
    withoutSeverity: 'notSelected',
    withoutNotice: 'approved',
    rebootExitCode: 3010,
    listsNotApplicable: true,
  }),
};

interface Row {
  readonly packageManager: string;
  readonly keys: readonly string[];
  /** A fresh patch under a rule that waits 7 days. */
  readonly fresh: string;
  /** A patch whose notice was updated yesterday, 30 days after its release, under the same rule. */
  readonly updated: string;
  /** Classified, without severity, under a rule that asks for both. */
  readonly withoutSeverity: string;
  /** Neither classified nor from a security repository, under a rule without EnableNonSecurity. */
  readonly withoutNotice: string;
  readonly rebootExitCode: number;
  readonly listsNotApplicable: boolean;
  readonly lock: string;
}

function row(packageManager: string, keys: readonly string[], differences: Partial<Row> = {}): Row {
  return {
    packageManager,
    keys: ['PRODUCT', ...keys],
    fresh: 'delayed',
    updated: 'delayed',
    withoutSeverity: 'approved',
    withoutNotice: 'notSelected',
    rebootExitCode: 194,
    listsNotApplicable: false,
    lock: 'fails',
    ...differences,
  };
}

function apt(): Partial<Row> {
  return { fresh: 'approved', updated: 'approved', withoutSeverity: 'notSelected' };
}

const cases = operatingSystems.map((os) => ({ os, ...expected[os] }));

/** In words that pass for security on every system. */
const securityTraits = { classification: 'Security', severity: 'Critical', priority: 'Required' };

function verdictAfterWait(os: OperatingSystem, nowMs: number, updatedMs?: number): string {
  const rules = [rule({ PRODUCT: ['*'] }, { approval: { afterDays: 7 }, enableNonSecurity: true })];
  const update = updatedMs === undefined ? {} : { updatedMs };
  return judge(
    baseline({ operatingSystem: os, rules }),
    patch({ os: [os], ...securityTraits, ...update }),
    nowMs,
  ).verdict;
}

describe('operating systems', () => {
  test.each(cases)('$os uses $packageManager', ({ os, packageManager }) => {
    expect(osFamilies[os].packageManager).toBe(packageManager);
  });

  test.each(cases)('$os takes the filter keys $keys', ({ os, keys }) => {
    expect(Object.keys(osFamilies[os].filterValues).toSorted()).toEqual(keys.toSorted());
  });

  test.each(cases)('$os: a patch released yesterday under a wait of 7 days is $fresh', ({ os, fresh }) => {
    expect(verdictAfterWait(os, at('2025-11-10T18:00:00Z'))).toBe(fresh);
  });

  test.each(cases)(
    '$os: a notice updated yesterday under a wait of 7 days is $updated',
    ({ os, updated }) => {
      const [updatedMs, nowMs] = [at('2025-12-09T18:00:00Z'), at('2025-12-10T18:00:00Z')];
      expect(verdictAfterWait(os, nowMs, updatedMs)).toBe(updated);
    },
  );

  test.each(cases)(
    '$os: a patch without severity, where a rule asks for one, is $withoutSeverity',
    (expectation) => {
      const values = { CLASSIFICATION: ['Security'], SEVERITY: ['Critical'] };
      expect(verdictOf(expectation.os, values, { classification: 'Security' })).toBe(
        expectation.withoutSeverity,
      );
    },
  );

  test.each(cases)(
    '$os: without EnableNonSecurity a package without notice is $withoutNotice',
    (expectation) => {
      const traits = { repository: 'updates', priority: 'Required' };
      expect(verdictOf(expectation.os, { PRODUCT: ['*'] }, traits)).toBe(expectation.withoutNotice);
    },
  );

  test.each(cases)('$os asks for a reboot with exit code $rebootExitCode', ({ os, rebootExitCode }) => {
    expect(osFamilies[os].rebootExitCode).toBe(rebootExitCode);
  });

  test.each(cases)(
    '$os lists NOT_APPLICABLE patches one by one: $listsNotApplicable',
    ({ os, listsNotApplicable }) => {
      expect(osFamilies[os].listsNotApplicable).toBe(listsNotApplicable);
    },
  );

  test.each(cases)('$os: a package manager held by somebody else: $lock', ({ os, lock }) => {
    expect(osFamilies[os].lock).toBe(lock);
  });
});

describe('values of filters', () => {
  test.each([
    { os: 'AMAZON_LINUX_2', key: 'SEVERITY', values: ['Critical', 'Important', 'Medium', 'Low'] },
    {
      os: 'AMAZON_LINUX_2023',
      key: 'SEVERITY',
      values: ['Critical', 'Important', 'Medium', 'Moderate', 'Low', 'None'],
    },
    { os: 'SUSE', key: 'SEVERITY', values: ['Critical', 'Important', 'Moderate', 'Low'] },
    { os: 'UBUNTU', key: 'PRIORITY', values: ['Required', 'Important', 'Standard', 'Optional', 'Extra'] },
    {
      os: 'WINDOWS',
      key: 'MSRC_SEVERITY',
      values: ['Critical', 'Important', 'Moderate', 'Low', 'Unspecified'],
    },
    { os: 'WINDOWS', key: 'PATCH_SET', values: ['OS', 'APPLICATION'] },
  ] as const)('$os takes as $key $values', ({ os, key, values }) => {
    expect(osFamilies[os].filterValues[key]).toEqual(values);
  });

  test('Oracle Linux knows Moderate, which its predefined baseline asks for', () => {
    expect(osFamilies.ORACLE_LINUX.filterValues.SEVERITY).toContain('Moderate');
  });
});
