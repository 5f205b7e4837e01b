/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html */
import { describe, expect, test } from 'vitest';
import {
  isInstallCandidate,
  needsReboot,
  parameterConflict,
  type RebootFacts,
} from '../../../src/capabilities/patch-manager/rules.ts';
import type { OperatingSystem } from '../../../src/world/operating-systems.ts';
import { patch } from './patches.ts';

describe('what is installed', () => {
  const lacking = [
    { patch: patch({ id: 'KB1', packages: ['approved'] }), verdict: 'approved' as const },
    { patch: patch({ id: 'KB2', packages: ['delayed'] }), verdict: 'delayed' as const },
    { patch: patch({ id: 'KB3', packages: ['rejected'] }), verdict: 'rejected' as const },
    { patch: patch({ id: 'KB4', packages: ['other'] }), verdict: 'notSelected' as const },
  ];
  function installed(
    os: OperatingSystem,
    operation: 'Scan' | 'Install',
    overrideList: string[] | null,
  ): string[] {
    return lacking
      .filter((one) => isInstallCandidate({ os, operation, overrideList }, one))
      .map((one) => one.patch.id);
  }

  test('an Install installs what the baseline approves', () => {
    expect(installed('AMAZON_LINUX_2', 'Install', null)).toEqual(['KB1']);
  });

  test('a Scan installs nothing', () => {
    expect(installed('AMAZON_LINUX_2', 'Scan', null)).toEqual([]);
  });

  test('a Scan ignores the InstallOverrideList', () => {
    expect(installed('AMAZON_LINUX_2', 'Scan', ['approved'])).toEqual([]);
  });

  test.each([{ os: 'AMAZON_LINUX_2' as const }, { os: 'UBUNTU' as const }, { os: 'MACOS' as const }])(
    'on $os the list is installed whatever the baseline says, and nothing else',
    ({ os }) => {
      expect(installed(os, 'Install', ['delayed', 'rejected', 'other'])).toEqual(['KB2', 'KB3', 'KB4']);
    },
  );

  test('on Windows only what is listed and approved is installed', () => {
    expect(installed('WINDOWS', 'Install', ['KB1', 'KB2', 'KB3', 'KB4'])).toEqual(['KB1']);
    expect(installed('WINDOWS', 'Install', ['KB2'])).toEqual([]);
  });

  test('an empty list installs nothing', () => {
    expect(installed('AMAZON_LINUX_2', 'Install', [])).toEqual([]);
  });
});

describe('#patch-manager-aws-runpatchbaseline-parameters-norebootoption', () => {
  const installed: RebootFacts = {
    operation: 'Install',
    rebootOption: 'RebootIfNeeded',
    installedCount: 1,
    pendingRebootCount: 0,
    installedRequiresReboot: false,
    rebootIfNeeded: 'anyInstalled',
  };

  test('RebootIfNeeded reboots if anything was installed, whether the patch needs it or not', () => {
    expect(needsReboot(installed)).toBe(true);
  });

  test('RebootIfNeeded does not reboot if nothing was installed', () => {
    expect(needsReboot({ ...installed, installedCount: 0 })).toBe(false);
  });

  test('RebootIfNeeded reboots for patches that an earlier NoReboot left pending', () => {
    expect(needsReboot({ ...installed, installedCount: 0, pendingRebootCount: 2 })).toBe(true);
  });

  test('NoReboot never reboots', () => {
    const facts = { ...installed, pendingRebootCount: 2, installedRequiresReboot: true };
    expect(needsReboot({ ...facts, rebootOption: 'NoReboot' })).toBe(false);
  });

  test('a Scan never reboots', () => {
    expect(needsReboot({ ...installed, operation: 'Scan', pendingRebootCount: 2 })).toBe(false);
  });

  test('as study guides have it, only a patch that needs a reboot causes one', () => {
    const guided: RebootFacts = { ...installed, rebootIfNeeded: 'required' };
    expect(needsReboot(guided)).toBe(false);
    expect(needsReboot({ ...guided, installedRequiresReboot: true })).toBe(true);
  });
});

describe('exit codes', () => {
  test('BaselineOverride together with InstallOverrideList exits 167, either alone runs', () => {
    expect(parameterConflict({ hasBaselineOverride: true, hasInstallOverrideList: true })).toBe(167);
    expect(parameterConflict({ hasBaselineOverride: true, hasInstallOverrideList: false })).toBeNull();
    expect(parameterConflict({ hasBaselineOverride: false, hasInstallOverrideList: true })).toBeNull();
  });
});
