/**
 * Whom a target means.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-targeting.html
 */
import { describe, expect, test } from 'vitest';
import { matchesTarget, type Target, type TargetSubject } from '../../src/aws/targets.ts';

const subject: TargetSubject = { tags: { Role: 'web', Stage: '' }, isHybrid: false };
const tag = (tagKey: string, ...values: string[]): Target => ({ key: 'tag', tagKey, values });

describe('a tag', () => {
  test('matches one of its values', () => {
    expect(matchesTarget(tag('Role', 'db', 'web'), subject)).toBe(true);
    expect(matchesTarget(tag('Role', 'db'), subject)).toBe(false);
  });

  test('distinguishes upper and lower case, in key and value', () => {
    expect(matchesTarget(tag('role', 'web'), subject)).toBe(false);
    expect(matchesTarget(tag('Role', 'Web'), subject)).toBe(false);
  });

  test('without values matches any, an empty one included', () => {
    expect(matchesTarget(tag('Stage'), subject)).toBe(true);
    expect(matchesTarget(tag('Other'), subject)).toBe(false);
  });

  test('does not find what every object has', () => {
    expect(matchesTarget(tag('constructor'), subject)).toBe(false);
    expect(matchesTarget({ key: 'tag-key', values: ['toString'] }, subject)).toBe(false);
  });
});

test('tag-key matches a node that has all of the keys, whatever their values', () => {
  expect(matchesTarget({ key: 'tag-key', values: ['Stage'] }, subject)).toBe(true);
  expect(matchesTarget({ key: 'tag-key', values: ['Other', 'Stage'] }, subject)).toBe(false);
  expect(matchesTarget({ key: 'tag-key', values: ['Other'] }, subject)).toBe(false);
});

test('a resource group matches when all of its tags do', () => {
  const group = (...query: { tagKey: string; values: string[] }[]): Target => ({
    key: 'resource-group',
    name: 'fleet',
    query,
  });
  expect(
    matchesTarget(group({ tagKey: 'Role', values: ['web'] }, { tagKey: 'Stage', values: [] }), subject),
  ).toBe(true);
  expect(
    matchesTarget(group({ tagKey: 'Role', values: ['web'] }, { tagKey: 'Other', values: [] }), subject),
  ).toBe(false);
});

test('a resource type matches EC2 instances or hybrid nodes', () => {
  const types = (...values: string[]): Target => ({ key: 'resource-types', values });
  expect(matchesTarget(types('AWS::EC2::Instance'), subject)).toBe(true);
  expect(matchesTarget(types('AWS::SSM::ManagedInstance'), subject)).toBe(false);
  expect(matchesTarget(types('AWS::SSM::ManagedInstance'), { ...subject, isHybrid: true })).toBe(true);
});

test('ids are looked up by name, never matched', () => {
  expect(matchesTarget({ key: 'InstanceIds', values: ['i-0123456789abcdef0'] }, subject)).toBe(false);
});
