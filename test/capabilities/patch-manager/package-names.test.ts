/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-approved-rejected-package-name-formats.html */
import { describe, expect, test } from 'vitest';
import { editionOf, isListed } from '../../../src/capabilities/patch-manager/package-names.ts';
import { patch } from './patches.ts';

describe('#patch-manager-approved-rejected-package-name-formats-standard', () => {
  const dbus = patch({
    id: 'ALAS2023-2025-123',
    packages: ['dbus'],
    arch: 'x86_64',
    version: '1:1.12.28-1.amzn2023.0.1',
    cves: ['CVE-2018-1234567'],
    advisory: 'RHSA-2017:0864',
  });

  test.each([
    { entry: 'dbus' },
    { entry: 'dbus.x86_64' },
    { entry: 'dbus-1.12.28' },
    { entry: 'dbus-1.12.28-1.amzn2023.0.1' },
    { entry: 'dbus-1.12.28-1.amzn2023.0.1.x86_64' },
    { entry: '1.12.28' },
    { entry: '1.12.28-1.amzn2023.0.1' },
    { entry: '1:1.12.28-1.amzn2023.0.1' },
    { entry: 'dbus-1:1.12.28-1.amzn2023.0.1' },
    { entry: 'dbus-1:1.12.28-1.amzn2023.0.1.x86_64' },
    { entry: '1:dbus-1.12.28-1.amzn2023.0.1.x86_64' },
    { entry: 'dbus.x86_64:1:1.12.28-1.amzn2023.0.1' },
    { entry: 'dbus*' },
    { entry: 'dbus-1.12.2*' },
    { entry: 'dbus-*:1.12.28-1.amzn2023.0.1.x86_64' },
    { entry: 'DBUS' },
  ])('both lists can name the package as $entry', ({ entry }) => {
    expect(isListed([entry], 'approved', 'AMAZON_LINUX_2023', dbus)).toBe(true);
    expect(isListed([entry], 'rejected', 'AMAZON_LINUX_2023', dbus)).toBe(true);
  });

  test.each([
    { entry: 'dbu' },
    { entry: 'dbus-1.12.2' },
    { entry: 'dbus.aarch64' },
    { entry: 'libdbus*' },
    { entry: 'dbu?' },
  ])('$entry names another package', ({ entry }) => {
    expect(isListed([entry], 'approved', 'AMAZON_LINUX_2023', dbus)).toBe(false);
  });

  test.each([{ entry: 'CVE-2018-1234567' }, { entry: 'RHSA-2017:0864' }, { entry: 'ALAS2023-2025-123' }])(
    'only the approved list takes $entry',
    ({ entry }) => {
      expect(isListed([entry], 'approved', 'REDHAT_ENTERPRISE_LINUX', dbus)).toBe(true);
      expect(isListed([entry], 'rejected', 'REDHAT_ENTERPRISE_LINUX', dbus)).toBe(false);
    },
  );

  test('a patch of several packages is named by any of them', () => {
    const two = patch({ packages: ['openssl', 'openssl-libs'] });
    expect(isListed(['zlib', 'openssl-libs'], 'rejected', 'AMAZON_LINUX_2', two)).toBe(true);
  });

  test('a patch that lists no package is named by its id', () => {
    const bare = patch({ id: 'openssl-1.1.1', packages: [] });
    expect(isListed(['openssl-1.1.1'], 'rejected', 'AMAZON_LINUX_2', bare)).toBe(true);
  });

  test('an empty list names nothing', () => {
    expect(isListed([], 'approved', 'AMAZON_LINUX_2', dbus)).toBe(false);
  });
});

describe('#patch-manager-approved-rejected-package-name-formats-ubuntu', () => {
  const example = patch({ id: 'USN-1', packages: ['ExamplePkg33'], arch: 'x86', version: '3.2.5-364' });

  test('package names, without architecture or version', () => {
    expect(isListed(['ExamplePkg33'], 'approved', 'UBUNTU', example)).toBe(true);
    expect(isListed(['ExamplePkg33.x86'], 'approved', 'UBUNTU', example)).toBe(false);
    expect(isListed(['ExamplePkg33-3.2.5'], 'approved', 'DEBIAN', example)).toBe(false);
  });

  test('no wildcards, no notices', () => {
    expect(isListed(['ExamplePkg*', 'USN-1'], 'approved', 'UBUNTU', example)).toBe(false);
  });
});

describe('#patch-manager-approved-rejected-package-name-formats-sles', () => {
  const example = patch({
    id: 'SUSE-SLE-Example-Package-15-2023-123',
    packages: ['example-pkg'],
    arch: 'x86_64',
    version: '2023.15.4-46.17.1',
  });

  test.each([
    { entry: 'SUSE-SLE-Example-Package-15-2023-123' },
    { entry: 'SUSE-SLE-Example-Package-15-2023-*' },
    { entry: 'example-pkg-2023.15.4-46.17.1.x86_64.rpm' },
    { entry: 'example-pkg-2023.15.4-46.17.1.*.rpm' },
  ])('both lists take $entry', ({ entry }) => {
    expect(isListed([entry], 'approved', 'SUSE', example)).toBe(true);
    expect(isListed([entry], 'rejected', 'SUSE', example)).toBe(true);
  });
});

describe('macOS', () => {
  const config = patch({ id: 'macos-1', packages: ['XProtectPlistConfigData'] });

  test('full package names, without wildcards', () => {
    expect(isListed(['XProtectPlistConfigData'], 'rejected', 'MACOS', config)).toBe(true);
    expect(isListed(['XProtect*'], 'rejected', 'MACOS', config)).toBe(false);
  });
});

describe('Windows', () => {
  const update = patch({ id: 'KB2032276', advisory: 'MS10-048', packages: ['kernel'], cves: ['CVE-2010-1'] });

  test('Knowledge Base ids and Security Bulletin ids, nothing else', () => {
    expect(isListed(['KB2032276'], 'rejected', 'WINDOWS', update)).toBe(true);
    expect(isListed(['MS10-048'], 'approved', 'WINDOWS', update)).toBe(true);
    expect(isListed(['KB20322*', 'kernel', 'CVE-2010-1'], 'approved', 'WINDOWS', update)).toBe(false);
  });
});

test('an edition without epoch has epoch 0, one without dash no release', () => {
  expect(editionOf('1.12.28-1.amzn2')).toEqual({ epoch: '0', version: '1.12.28', release: '1.amzn2' });
  expect(editionOf('2.36')).toEqual({ epoch: '0', version: '2.36', release: undefined });
});

test('the release is what follows the last dash', () => {
  expect(editionOf('1.0-beta-3')).toEqual({ epoch: '0', version: '1.0-beta', release: '3' });
});
