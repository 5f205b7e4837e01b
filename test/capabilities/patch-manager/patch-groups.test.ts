/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html */
import { describe, expect, test } from 'vitest';
import { patchGroupOf, selectBaseline } from '../../../src/capabilities/patch-manager/patch-groups.ts';
import { baseline } from './patches.ts';

describe('the tag of a patch group', () => {
  test('Patch Group and PatchGroup both name a group', () => {
    expect(patchGroupOf({ 'Patch Group': 'prod' })).toBe('prod');
    expect(patchGroupOf({ PatchGroup: 'prod' })).toBe('prod');
  });

  test.each([{ key: 'patch_group' }, { key: 'patch group' }, { key: 'patchgroup' }, { key: 'Patch group' }])(
    '$key names none: the key is case-sensitive',
    ({ key }) => {
      expect(patchGroupOf({ [key]: 'prod' })).toBeNull();
    },
  );

  test('which keys there are can be set', () => {
    expect(patchGroupOf({ PatchGroup: 'prod' }, ['Patch Group'])).toBeNull();
  });

  test('a value is one group, commas and all', () => {
    expect(patchGroupOf({ 'Patch Group': 'web,db' })).toBe('web,db');
  });
});

describe('which baseline a node gets', () => {
  const ours = baseline({ id: 'Ours', isDefault: true });
  const prod = baseline({ id: 'Prod', patchGroups: ['prod', 'web'] });
  const prodUbuntu = baseline({ id: 'ProdUbuntu', operatingSystem: 'UBUNTU', patchGroups: ['prod'] });
  const baselines = [ours, prod, prodUbuntu];

  test('the one with which its group is registered', () => {
    expect(selectBaseline({ patchGroup: 'web', os: 'AMAZON_LINUX_2', baselines }).id).toBe('Prod');
  });

  test('a group can be registered with a baseline for each operating system', () => {
    expect(selectBaseline({ patchGroup: 'prod', os: 'AMAZON_LINUX_2', baselines }).id).toBe('Prod');
    expect(selectBaseline({ patchGroup: 'prod', os: 'UBUNTU', baselines }).id).toBe('ProdUbuntu');
  });

  test('without a group the default of the account for its operating system', () => {
    expect(selectBaseline({ patchGroup: null, os: 'AMAZON_LINUX_2', baselines }).id).toBe('Ours');
  });

  test('a group that no baseline knows falls back silently', () => {
    expect(selectBaseline({ patchGroup: 'Prod', os: 'AMAZON_LINUX_2', baselines }).id).toBe('Ours');
  });

  test('a group registered for another operating system only falls back to the predefined baseline', () => {
    expect(selectBaseline({ patchGroup: 'prod', os: 'WINDOWS', baselines }).id).toBe(
      'AWS-DefaultPatchBaseline',
    );
  });
});
