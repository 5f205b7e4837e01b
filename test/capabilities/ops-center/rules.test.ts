/** What AWS says of OpsItems, sentence by sentence. */
import { describe, expect, test } from 'vitest';
import {
  dedupKey,
  dedupValue,
  resourcesKey,
  resourcesValue,
} from '../../../src/capabilities/ops-center/data.ts';
import {
  blocksDuplicates,
  dedupChangeRefusal,
  dedupOf,
  fieldRefusals,
  isDuplicateInsight,
  isSourceInsight,
  monthOf,
  severityRank,
  topicRefusal,
} from '../../../src/capabilities/ops-center/rules.ts';

const data = (string: string, ...arns: readonly string[]) => ({
  [dedupKey]: dedupValue(string),
  ...(arns.length === 0 ? {} : { [resourcesKey]: resourcesValue(arns) }),
});
const errorsOf = (...given: Parameters<typeof fieldRefusals>) =>
  fieldRefusals(...given).map(({ parameter, error }) => `${parameter} ${error}`);
const limit = 'OperationalData OpsItemLimitExceededException';
const invalid = 'OperationalData OpsItemInvalidParameterException';

describe('deduplication', () => {
  test('deduplication strings are not case sensitive', () => {
    expect(dedupOf(data('Disk Full'))).toBe(dedupOf(data('disk full')));
  });
  test('a matching string with different resources is no duplicate', () => {
    expect(dedupOf(data('x', 'arn:a'))).not.toBe(dedupOf(data('x', 'arn:b')));
    expect(dedupOf(data('x', 'arn:a'))).not.toBe(dedupOf(data('x')));
  });
  test('several resources are compared as a set', () => {
    expect(dedupOf(data('x', 'arn:a', 'arn:b'))).toBe(dedupOf(data('x', 'arn:b', 'arn:a')));
    expect(dedupOf(data('x', 'arn:a', 'arn:a'))).toBe(dedupOf(data('x', 'arn:a')));
  });
  test('without a deduplication string an OpsItem is always created', () => {
    expect(dedupOf({})).toBeNull();
  });
  test('open or in progress keeps a duplicate out, resolved does not', () => {
    expect((['Open', 'InProgress', 'Resolved'] as const).map(blocksDuplicates)).toEqual([true, true, false]);
  });
  test('a deduplication string has at most 512 characters', () => {
    expect(errorsOf({ data: data('x'.repeat(512)) })).toEqual([]);
    expect(errorsOf({ data: data('x'.repeat(513)) })).toEqual([invalid]);
  });
  test('after an OpsItem is created its deduplication string cannot be changed', () => {
    expect(dedupChangeRefusal(data('x'), [])).not.toBeNull();
    expect(dedupChangeRefusal({}, [dedupKey])).not.toBeNull();
    expect(dedupChangeRefusal({}, ['mine'])).toBeNull();
  });
});

describe('operational data', () => {
  const value = (text: string, key = 'mine') => ({
    data: { [key]: { value: text, type: 'String' as const } },
  });
  test('a value has at most 20 KB', () => {
    expect(errorsOf(value('x'.repeat(20_480)))).toEqual([]);
    expect(errorsOf(value('x'.repeat(20_481)))).toEqual([limit]);
    expect(errorsOf(value('ä'.repeat(10_241)))).toEqual([limit]);
  });
  test.each(['amazon', 'aws', 'amzn', 'ssm', '/amazon', '/aws', '/amzn', '/ssm'])(
    'a key cannot begin with %s',
    (prefix) => {
      expect(errorsOf(value('x', `${prefix}-mine`))).toEqual([invalid]);
    },
  );
  test('AWS reads three keys of its own', () => {
    expect(errorsOf({ data: data('x', 'arn:a') })).toEqual([]);
  });
  test('what AWS reads of operational data is JSON', () => {
    expect(errorsOf(value('disk full', dedupKey))).toEqual([invalid]);
    expect(errorsOf(value('arn:a', resourcesKey))).toEqual([invalid]);
    expect(errorsOf(value('AWS-StopEC2Instance', '/aws/automations'))).toEqual([invalid]);
  });
});

describe('quotas of one OpsItem', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `arn:${index}`);
  test('100 related resources', () => {
    expect(errorsOf({ data: data('x', ...many(100)) })).toEqual([]);
    expect(errorsOf({ data: data('x', ...many(101)) })).toEqual([limit]);
  });
  test('10 related OpsItems', () => {
    expect(errorsOf({ related: many(10) })).toEqual([]);
    expect(errorsOf({ related: many(11) })).toEqual(['RelatedOpsItems OpsItemLimitExceededException']);
  });
  test('10 associated runbooks', () => {
    const automations = (count: number) => ({
      data: {
        '/aws/automations': {
          value: JSON.stringify(many(count).map((automationId) => ({ automationId }))),
          type: 'String' as const,
        },
      },
    });
    expect(errorsOf(automations(10))).toEqual([]);
    expect(errorsOf(automations(11))).toEqual([limit]);
  });
});

test.each(['aws', 'Amazon EC2', 'my-AMZN'])('the source %s contains a word that AWS keeps', (source) => {
  expect(errorsOf({ source })).toEqual(['Source OpsItemInvalidParameterException']);
});

test('lengths and numbers of the API', () => {
  expect(errorsOf({ title: 'x'.repeat(1025), description: ' ', priority: 6 })).toEqual([
    'Title OpsItemInvalidParameterException',
    'Description OpsItemInvalidParameterException',
    'Priority OpsItemInvalidParameterException',
  ]);
  expect(
    errorsOf({ title: 'x'.repeat(1024), description: 'x'.repeat(2048), source: 'x', priority: 5 }),
  ).toEqual([]);
});

test('severity 1 is critical, and what has none goes last', () => {
  expect(['1', '2', '3', '4', null, 'high'].map(severityRank)).toEqual([1, 2, 3, 4, 5, 5]);
});

test('a topic is in the account and Region of the OpsItem', () => {
  const home = { id: '123456789012', region: 'us-east-1' };
  expect(topicRefusal('arn:aws:sns:us-east-1:123456789012:ops', home)).toBeNull();
  expect(topicRefusal('arn:aws:sns:us-west-1:123456789012:ops', home)).toContain('us-east-1');
  expect(topicRefusal('arn:aws:sns:us-east-1:111111111111:ops', home)).not.toBeNull();
});

test('insights: eight of one title and resource, more than 50 of one title', () => {
  expect([7, 8].map(isDuplicateInsight)).toEqual([false, true]);
  expect([50, 51].map(isSourceInsight)).toEqual([false, true]);
});

test('a month is one of UTC', () => {
  expect(monthOf(Date.UTC(2025, 0, 31, 23, 59))).toBe('2025-01');
  expect(monthOf(Date.UTC(2025, 1, 1))).toBe('2025-02');
});
