/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html */
import { describe, expect, test } from 'vitest';
import { judge } from '../../../src/capabilities/patch-manager/approval.ts';
import { osFamilies } from '../../../src/capabilities/patch-manager/os-families.ts';
import {
  predefinedBaseline,
  predefinedBaselines,
} from '../../../src/capabilities/patch-manager/predefined-baselines.ts';
import { type OperatingSystem, operatingSystems } from '../../../src/world/operating-systems.ts';
import type { Patch } from '../../../src/world/patches.ts';
import { at, dayMs, later, patch, released } from './patches.ts';

function verdict(os: OperatingSystem, traits: Partial<Patch>, nowMs = later): string {
  return judge(predefinedBaseline(os), patch({ os: [os], ...traits }), nowMs).verdict;
}

describe('#patch-manager-baselines-pre-defined', () => {
  test('there are 17, each with a name of its own', () => {
    expect(new Set(predefinedBaselines.map(({ name }) => name)).size).toBe(17);
  });

  test.each(operatingSystems.map((os) => ({ os })))('$os has one predefined default', ({ os }) => {
    const defaults = predefinedBaselines.filter((one) => one.operatingSystem === os && one.isDefault);
    expect(defaults).toEqual([predefinedBaseline(os)]);
  });

  test('AWS-DefaultPatchBaseline is the default of Windows', () => {
    expect(predefinedBaseline('WINDOWS').name).toBe('AWS-DefaultPatchBaseline');
  });

  test.each(predefinedBaselines.map(({ name }, index) => ({ name, index })))(
    '$name asks only for keys and values that its operating system has',
    ({ index }) => {
      const { operatingSystem, rules, globalFilters } = predefinedBaselines[index]!;
      const { filterValues } = osFamilies[operatingSystem];
      for (const { key, values } of [...globalFilters, ...rules.flatMap(({ filters }) => filters)]) {
        expect(filterValues).toHaveProperty(key);
        const known = filterValues[key];
        if (known !== null) expect(known).toEqual(expect.arrayContaining([...values]));
      }
    },
  );

  test.each(predefinedBaselines.map(({ name }, index) => ({ name, index })))(
    '$name assigns the compliance level UNSPECIFIED',
    ({ index }) => {
      const levels = predefinedBaselines[index]!.rules.map(({ complianceLevel }) => complianceLevel);
      expect(new Set(levels)).toEqual(new Set(['UNSPECIFIED']));
    },
  );

  const criticalAndImportant = [
    'ALMA_LINUX',
    'AMAZON_LINUX',
    'AMAZON_LINUX_2',
    'AMAZON_LINUX_2022',
    'AMAZON_LINUX_2023',
    'REDHAT_ENTERPRISE_LINUX',
    'ROCKY_LINUX',
  ] as const;

  test.each(criticalAndImportant.map((os) => ({ os })))(
    '$os: Security patches that are Critical or Important, and all Bugfix patches, after 7 days',
    ({ os }) => {
      expect(verdict(os, { classification: 'Security', severity: 'Critical' })).toBe('approved');
      expect(verdict(os, { classification: 'Security', severity: 'Important' })).toBe('approved');
      expect(verdict(os, { classification: 'Security', severity: 'Low' })).toBe('notSelected');
      expect(verdict(os, { classification: 'Bugfix', severity: 'Low' })).toBe('approved');
      expect(verdict(os, { classification: 'Enhancement', severity: 'Critical' })).toBe('notSelected');
      const weekLater = at(released) + 7 * dayMs;
      expect(verdict(os, { classification: 'Security', severity: 'Critical' }, weekLater)).toBe('delayed');
      expect(verdict(os, { classification: 'Security', severity: 'Critical' }, weekLater + 1)).toBe(
        'approved',
      );
    },
  );

  test('Oracle Linux: Security patches that are Important or Moderate, not the Critical ones', () => {
    expect(verdict('ORACLE_LINUX', { classification: 'Security', severity: 'Important' })).toBe('approved');
    expect(verdict('ORACLE_LINUX', { classification: 'Security', severity: 'Moderate' })).toBe('approved');
    expect(verdict('ORACLE_LINUX', { classification: 'Security', severity: 'Critical' })).toBe('notSelected');
    expect(verdict('ORACLE_LINUX', { classification: 'Bugfix' })).toBe('approved');
  });

  test('SUSE: Security patches that are Critical or Important, no Bugfix', () => {
    expect(verdict('SUSE', { classification: 'Security', severity: 'Important' })).toBe('approved');
    expect(verdict('SUSE', { classification: 'Recommended', severity: 'Important' })).toBe('notSelected');
  });

  test('CentOS: all updates after 7 days, nonsecurity included', () => {
    expect(verdict('CENTOS', {})).toBe('approved');
    expect(verdict('CENTOS', {}, at(released) + 6 * dayMs)).toBe('delayed');
  });

  test.each([{ os: 'DEBIAN' as const }, { os: 'UBUNTU' as const }, { os: 'RASPBIAN' as const }])(
    '$os: security-related patches of any priority, immediately',
    ({ os }) => {
      for (const priority of ['Required', 'Important', 'Standard', 'Optional', 'Extra']) {
        expect(verdict(os, { priority }, at(released))).toBe('approved');
      }
      expect(verdict(os, { priority: 'Required', repository: 'jammy-updates' })).toBe('notSelected');
    },
  );

  test('macOS: Security patches, and every package that has an update', () => {
    expect(verdict('MACOS', { classification: 'Security' })).toBe('approved');
    expect(verdict('MACOS', {})).toBe('approved');
  });

  test('Windows: CriticalUpdates and SecurityUpdates of the operating system, MSRC Critical or Important', () => {
    const update = { classification: 'SecurityUpdates', msrcSeverity: 'Critical' };
    expect(verdict('WINDOWS', update)).toBe('approved');
    expect(verdict('WINDOWS', { ...update, msrcSeverity: 'Moderate' })).toBe('notSelected');
    expect(verdict('WINDOWS', { ...update, classification: 'Updates' })).toBe('notSelected');
    expect(verdict('WINDOWS', { ...update, patchSet: 'APPLICATION' })).toBe('notSelected');
  });

  test('AWS-WindowsPredefinedPatchBaseline-OS-Applications approves all patches of Microsoft applications', () => {
    const withApplications = predefinedBaselines.find(({ name }) => name.endsWith('-Applications'))!;
    const office = patch({ os: ['WINDOWS'], patchSet: 'APPLICATION' });
    expect(judge(withApplications, office, later).verdict).toBe('approved');
    const os = patch({ os: ['WINDOWS'], classification: 'Updates', msrcSeverity: 'Critical' });
    expect(judge(withApplications, os, later).verdict).toBe('notSelected');
  });
});
