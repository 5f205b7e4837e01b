import { expect, test } from 'vitest';
import { nearest, suggestion } from '../../src/diagnostics/nearest.ts';

test.each([
  ['MaxErors', 'MaxErrors'],
  ['maxConcurency', 'MaxConcurrency'],
  ['patch_group', 'PatchGroup'],
  ['SnapshotID', 'SnapshotId'],
  ['RebootIfNeded', 'RebootIfNeeded'],
  ['task.Instal.failed', 'task.Install.failed'],
  ['fleat', 'fleet'],
  ['Opertaion', 'Operation'],
])('%s is %s misspelt', (word, meant) => {
  expect(nearest(word, [meant, 'Another'])).toBe(meant);
});

test('a word cut short means the one that begins with it', () => {
  expect(nearest('CLASS', ['PRODUCT', 'CLASSIFICATION'])).toBe('CLASSIFICATION');
  expect(nearest('PATCH', ['PATCHES', 'PATCHING_DAYS'])).toBe('PATCHES');
  expect(nearest('Associate', ['Associations', 'AssociatedNodes'])).toBeNull();
});

test.each([
  ['Reboot', 'NoReboot'],
  ['NoReboot', 'Reboot'],
  ['CreateAssociation', 'CreateActivation'],
  ['Install', 'Uninstall'],
  ['RegisterManagedInstance', 'DeregisterManagedInstance'],
  ['Enabled', 'Disabled'],
  ['managed', 'unmanaged'],
  ['attachProfile', 'detachProfile'],
  ['startAgent', 'stopAgent'],
  ['Include', 'Exclude'],
  ['Install', 'InstallOverrideList'],
  ['compliant', 'nonCompliant'],
  ['x', '*'],
])('%s is another word than %s, not a misspelling of it', (word, other) => {
  expect(nearest(word, [other])).toBeNull();
});

test('where nothing is near, the few known words are listed', () => {
  expect(suggestion('Reboot', ['RebootIfNeeded', 'NoReboot'])).toBe('known: RebootIfNeeded, NoReboot');
});

test('of words as near the one with the same beginning is meant', () => {
  const known = ['AmazonLinux2012.09', 'AmazonLinux2018.03', 'AmazonLinux2017.09'];
  expect(nearest('AmazonLinux2018.09', known)).toBe('AmazonLinux2018.03');
});
