import { expect, test } from 'vitest';
import { isFor, releaseOf } from '../../../src/capabilities/distributor/platforms.ts';

const files = (architecture: string) => ({ [architecture]: 'a.zip' });

test('a platform-version value must match the exact release version of the operating system', () => {
  const only2016 = { amazon: { '2016.09': files('x86_64') } };
  expect(isFor(only2016, { os: 'AMAZON_LINUX', product: 'AmazonLinux2016.09' })).toBe(true);
  expect(isFor(only2016, { os: 'AMAZON_LINUX', product: 'AmazonLinux2018.03' })).toBe(false);
  expect(isFor(only2016, { os: 'AMAZON_LINUX_2' })).toBe(false);
});

test('_any matches every release of the platform, and every architecture', () => {
  const both = { amazon: { '2016.09': files('_any'), _any: files('x86_64') } };
  expect(isFor(both, { os: 'AMAZON_LINUX', product: 'AmazonLinux2016.09', arch: 'i686' })).toBe(true);
  expect(isFor(both, { os: 'AMAZON_LINUX_2023', arch: 'x86_64' })).toBe(true);
  expect(isFor(both, { os: 'AMAZON_LINUX_2023', arch: 'arm64' })).toBe(false);
});

test('a platform that is not there has no file', () => {
  expect(isFor({ ubuntu: { _any: files('_any') } }, { os: 'DEBIAN' })).toBe(false);
  expect(isFor({ ubuntu: { _any: files('_any') } }, { os: 'UBUNTU' })).toBe(true);
  expect(isFor({ windows: { _any: files('_any') } }, { os: 'MACOS' })).toBe(false);
});

test('of a package without a manifest, platforms count as a whole', () => {
  expect(isFor(['Windows'], { os: 'WINDOWS' })).toBe(true);
  expect(isFor(['Windows'], { os: 'UBUNTU' })).toBe(false);
});

test('the release of a node', () => {
  expect(releaseOf({ os: 'AMAZON_LINUX_2' })).toBe('2');
  expect(releaseOf({ os: 'WINDOWS', product: 'WindowsServer2019' })).toBe('10.0.17763');
  expect(releaseOf({ os: 'WINDOWS', product: 'WindowsServer2012R2' })).toBe('6.3.9600');
  expect(releaseOf({ os: 'UBUNTU', product: 'Ubuntu22.04' })).toBe('22.04');
  expect(releaseOf({ os: 'UBUNTU' })).toBe(null);
});

test('ASSUMPTION package-release: where the file does not say it is one that the manifest names', () => {
  const named = { ubuntu: { '22.04': files('x86_64') } };
  expect(isFor(named, { os: 'UBUNTU' })).toBe(true);
  expect(isFor(named, { os: 'UBUNTU', product: 'Ubuntu20.04' })).toBe(false);
});

test('ASSUMPTION package-architecture: x86_64 unless the file says otherwise', () => {
  expect(isFor({ ubuntu: { _any: files('arm64') } }, { os: 'UBUNTU' })).toBe(false);
  expect(isFor({ ubuntu: { _any: files('arm64') } }, { os: 'UBUNTU', arch: 'aarch64' })).toBe(true);
});
