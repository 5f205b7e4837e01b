/** JSONPath as AWS takes it, and answers made so that it finds something. */
import { describe, expect, test } from 'vitest';
import { answerFor } from '../../../../src/capabilities/automation/content/answers.ts';
import {
  leadsToUntold,
  select,
  selectorProblem,
  selectorRemark,
} from '../../../../src/capabilities/automation/content/selectors.ts';

const answer = {
  Reservations: [
    { Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }, { InstanceId: 'i-2' }] },
    { Instances: [{ InstanceId: 'i-3', Tags: [{ Key: 'Name', Value: 'web' }] }] },
  ],
  Attributes: { 'a.b': 1, 'x-y': 2 },
};

describe('select', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['$', answer],
    ['$.Reservations[0].Instances[0].InstanceId', 'i-1'],
    ['$.Reservations[-1].Instances[0].InstanceId', 'i-3'],
    ["$['Reservations'][0]['Instances'][1].InstanceId", 'i-2'],
    ['Reservations[0].Instances[0].State.Name', 'running'],
    ['.Attributes.x-y', 2],
    ["$.Attributes.'a.b'", 1],
    ["$.Attributes.['a.b']", 1],
    ['$.Reservations.[0].Instances[0].InstanceId', 'i-1'],
    ['$.Reservations..Instances..InstanceId', ['i-1', 'i-2', 'i-3']],
    ['$.Reservations[*].Instances[*].InstanceId', ['i-1', 'i-2', 'i-3']],
    ['$.Reservations[:1].Instances[0].InstanceId', ['i-1']],
    ["$..Tags[?(@.Key=='Name')].Value", ['web']],
    ['$..Tags[?(@.Key == "Name" && @.Value == "web")].Value', ['web']],
    ['$.Reservations.length()', 2],
    ['$.Reservations[0].Nothing', undefined],
    ['$.Reservations[7]', undefined],
    ['$.Reservations.Instances', undefined],
    ['$..Nothing', undefined],
  ];
  test.each(cases)('%s', (selector, found) => {
    expect(select(answer, selector)).toEqual(found);
  });
  test('the prototype of a map is no part of it', () => {
    expect(select({ a: {} }, '$.a.constructor')).toBeUndefined();
    expect(select({ a: {} }, '$.__proto__')).toBeUndefined();
  });
  test('what is no path is refused with its reason', () => {
    for (const selector of ['', '$.', '$.a[', '$[]', '$x y', '$.a..', `$${'.a'.repeat(1001)}`])
      expect(selectorProblem(selector)).toMatch(/^expected a JSONPath, /);
    expect(selectorProblem('$.a[?(@.b ==)]')).toMatch(/RFC 9535/);
    expect(selectorProblem('$.a[?(@.b == 1)]')).toBeNull();
  });
  test.each(['[?(@.Key =~ /Na.*/i)]', "[?(@.Key in ['Name'])]", '[?(@.Key contains "N")]', '[(@.length-1)]'])(
    'a filter that only the JSONPath of Java has takes all items, which is said: %s',
    (filter) => {
      expect(selectorProblem(`$.a${filter}`)).toBeNull();
      expect(selectorRemark(`$.a${filter}`)).toBe(
        `${filter} is not simulated by this version: all items are taken; write what finds the same as RFC 9535 has it`,
      );
      expect(select({ a: [{ b: 1 }, { b: 2 }] }, `$.a${filter}.b`)).toEqual([1, 2]);
      expect(
        select(answerFor([{ selector: `$.a${filter}.b`, type: 'String', value: 'x' }]), `$.a${filter}.b`),
      ).toEqual(['x']);
    },
  );
  test('what is written as RFC 9535 has it draws no remark', () => {
    expect(selectorRemark("$.a[?(@.b == 'in x')].c[0:2]")).toBeNull();
  });
});

describe('leadsToUntold', () => {
  const instance = {
    InstanceId: 'i-1',
    Platform: null,
    Tags: [{ Key: 'a', Value: 'b' }],
    State: { Name: 'running' },
  };
  const described = { Reservations: [{ Instances: [instance] }] };
  const of = '$.Reservations[0].Instances[0]';
  test.each([
    `${of}.VpcId`,
    `${of}.MetadataOptions.HttpTokens`,
    `${of}.NetworkInterfaces[0].SubnetId`,
    `${of}.SecurityGroups[*].GroupId`,
    '$.Reservations..Instances..SecurityGroups..GroupId',
    '$.Reservations[*].Instances[*].CpuOptions.CoreCount',
  ])('a property that the answer says nothing of: %s', (selector) => {
    expect(leadsToUntold(described, selector)).toBe(true);
  });
  test.each([
    '$.Reservations[1].Instances[0].VpcId',
    `${of}.Platform.Name`,
    `${of}.State.Name.First`,
    `${of}.Tags[?(@.Key == 'c')].Value`,
    `${of}.Tags[1].Value`,
  ])('something that is not there: %s', (selector) => {
    expect(leadsToUntold(described, selector)).toBe(false);
  });
  test('nothing was found at all', () => {
    for (const selector of [
      '$.Reservations[0].Instances[0].VpcId',
      '$..VpcId',
      '$.Reservations[*].Instances[*].VpcId',
    ])
      expect(leadsToUntold({ Reservations: [] }, selector)).toBe(false);
  });
});

describe('answerFor', () => {
  const found = (...selectors: readonly (string | readonly [string, string, unknown?])[]) => {
    const wanted = selectors.map((each) => {
      const [selector, type, value] = typeof each === 'string' ? [each, 'String'] : each;
      return { selector, type, ...(value === undefined ? {} : { value: value as string }) };
    });
    const made = answerFor(wanted);
    return wanted.map(({ selector }) => select(made, selector));
  };

  test('each selector finds a value of its type', () => {
    expect(
      found(
        ['$.A', 'String'],
        ['$.B', 'Integer'],
        ['$.C', 'Boolean'],
        ['$.D', 'StringList'],
        ['$.E', 'MapList'],
        ['$.F', 'StringMap'],
      ),
    ).toEqual(['assumed-A', 1, true, ['assumed-D'], [{}], {}]);
  });
  test('in one answer', () => {
    expect(
      found('$.Reservations[0].Instances[0].InstanceId', '$.Reservations..Instances..ImageId', [
        '$.Reservations[0].Instances[0].State.Name',
        'String',
        'running',
      ]),
    ).toEqual(['assumed-InstanceId', ['assumed-ImageId'], 'running']);
  });
  test('the value that an assertion wants', () => {
    expect(found(['$.Status', 'String', 'ACTIVE'], ['$.Status', 'String'])).toEqual(['ACTIVE', 'ACTIVE']);
    expect(found(['$.Groups[*].Deletion', 'Boolean', 'true'])).toEqual([[true]]);
    expect(found(['$.Count', 'Integer', '3'])).toEqual([3]);
    expect(found(['$.Items.length()', 'Integer', 2])).toEqual([2]);
  });
  test('items that a filter lets through, one for each value', () => {
    expect(
      found(
        ["$.Tags[?(@.Key=='a')].Value", 'StringList', 'x'],
        ["$.Tags[?(@.Key=='b')].Value", 'StringList', 'y'],
        ['$.Tags[0].Key', 'String'],
      ),
    ).toEqual([['x'], ['y'], 'assumed-Key']);
    expect(found('$.A[?(@.b.c == 3 && @.d == "e")].f')).toEqual([['assumed-f']]);
  });
  test('a whole, and parts of it', () => {
    expect(found(['$', 'StringMap'], '$.A.B', ['$.A', 'StringMap'], ['$.L', 'MapList'], '$.L[1].N')).toEqual([
      { A: { B: 'assumed-B' }, L: [{}, { N: 'assumed-N' }] },
      'assumed-B',
      { B: 'assumed-B' },
      [{}, { N: 'assumed-N' }],
      'assumed-N',
    ]);
  });
  test('nothing is asked for', () => {
    expect(answerFor([])).toEqual({});
    expect(answerFor([{ selector: '$[', type: 'String' }])).toEqual({});
  });
  test('indexes and depths that a file may have take no time', () => {
    expect(found('$.A[999999999].B')).toEqual([undefined]);
    expect(found(`$${'.a'.repeat(60)}`, `$${'..a'.repeat(3)}`)).not.toContain(undefined);
    const deep = answerFor([{ selector: `$${'.a'.repeat(60)}`, type: 'String' }]);
    expect(select(deep, `$${'..a'.repeat(4)}`)).toBeUndefined();
    expect(select([{ a: 'a'.repeat(50) }], '$[?search(@.a, "(a+)+b")]')).toBeUndefined();
  });
});
