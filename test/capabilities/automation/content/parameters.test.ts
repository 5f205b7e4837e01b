/** Parameters of a runbook, and the values with which an execution starts. */
import { describe, expect, test } from 'vitest';
import { startingVariables, valuesOf } from '../../../../src/capabilities/automation/content/start.ts';
import { readWith } from './reading.ts';

const declared = (parameters: string) => readWith({ parameters }).runbook!;

function starting(parameters: string, given: Record<string, readonly string[]> = {}) {
  const start = valuesOf(declared(parameters), given, (name) =>
    name === 'global:DATE' ? '2025-01-01' : undefined,
  );
  return 'values' in start ? start.values : start.problems.map(({ message }) => message);
}

describe('types', () => {
  test('values have the declared type', () => {
    expect(
      starting(
        `{ S: { type: String, default: 0042 }, B: { type: Boolean, default: "true" }, I: { type: Integer, default: 5 },
           L: { type: StringList, default: [a, 1] }, M: { type: MapList, default: [{ a: b }] }, P: { type: StringMap, default: { a: { b: c } } },
           Id: { type: "AWS::EC2::Instance::Id", default: i-1 }, Ids: { type: "List<AWS::EC2::Instance::Id>", default: [i-1] } }`,
      ),
    ).toEqual({
      S: '0042',
      B: true,
      I: 5,
      L: ['a', '1'],
      M: [{ a: 'b' }],
      P: { a: { b: 'c' } },
      Id: 'i-1',
      Ids: ['i-1'],
    });
  });
  test('a call gives lists of texts; lists and maps may be JSON', () => {
    const parameters =
      '{ S: { type: String }, B: { type: Boolean }, L: { type: StringList }, J: { type: StringList }, P: { type: StringMap }, M: { type: MapList } }';
    const given = {
      S: ['[1]'],
      B: ['False'],
      L: ['a', 'b'],
      J: ['["c"]'],
      P: ['{"a":1}'],
      M: ['{"a":1}', '{"b":2}'],
    };
    expect(starting(parameters, given)).toEqual({
      S: '[1]',
      B: false,
      L: ['a', 'b'],
      J: ['c'],
      P: { a: 1 },
      M: [{ a: 1 }, { b: 2 }],
    });
  });
  test('a type that does not exist', () => {
    expect(readWith({ parameters: '{ A: { type: Strng } }' }).errors).toEqual([
      'parameters.A.type: expected one of String, StringList, Boolean, Integer, MapList, StringMap, or a resource type such as AWS::EC2::Instance::Id (did you mean String?)',
    ]);
    expect(readWith({ parameters: '{ A: { description: x } }' }).errors).toHaveLength(1);
  });
  test('a default that is not of the type', () => {
    expect(readWith({ parameters: '{ A: { type: Integer, default: many } }' }).errors).toEqual([
      'parameters.A.default: expected a Integer, found "many"',
    ]);
  });
  test('up to 200 parameters', () => {
    const many = (count: number) =>
      `{ ${Array.from({ length: count }, (_, index) => `P${index}: { type: String }`).join(', ')} }`;
    expect(readWith({ parameters: many(200) }).errors).toEqual([]);
    expect(readWith({ parameters: many(201) }).errors).toEqual([
      'parameters: expected at most 200 parameters, found 201',
    ]);
  });
});

describe('InvalidAutomationExecutionParametersException', () => {
  test('a parameter without a default is missing', () => {
    expect(starting('{ InstanceIds: { type: StringList } }')).toEqual([
      'Missing required parameter: InstanceIds in user inputs.',
    ]);
  });
  test('names are case sensitive', () => {
    const start = valuesOf(declared('{ InstanceId: { type: String, default: x } }'), { instanceid: ['i-1'] });
    expect(start).toEqual({
      problems: [
        {
          parameter: 'instanceid',
          message: 'Parameter "instanceid" is not declared.',
          help: 'did you mean InstanceId? Names are case-sensitive',
        },
      ],
    });
  });
  test('a value that is not allowed', () => {
    expect(
      starting('{ Action: { type: String, allowedValues: [Install, Uninstall] } }', { Action: ['install'] }),
    ).toEqual(['Parameter "Action" has value "install" not found in [Install, Uninstall].']);
    expect(starting('{ N: { type: Integer, allowedValues: [1, 2] } }', { N: ['2'] })).toEqual({ N: 2 });
  });
  test('a value that does not match the pattern', () => {
    expect(starting('{ Id: { type: String, allowedPattern: "^i-[a-z0-9]{8,17}$" } }', { Id: ['x'] })).toEqual(
      ['Parameter "Id" has value "x" not matching "^i-[a-z0-9]{8,17}$".'],
    );
  });
  test.each([String.raw`^\p{Alnum}+$`, '^[[:alnum:]]+$', String.raw`\A\w+\z`])(
    'a pattern in words that JavaScript reads otherwise is not judged: %s',
    (pattern) => {
      const parameters = `{ Id: { type: String, allowedPattern: '${pattern}' } }`;
      expect(starting(parameters, { Id: ['abc'] })).toEqual(
        starting('{ Id: { type: String } }', { Id: ['abc'] }),
      );
    },
  );
  test('a pattern that could take very long is not tried', () => {
    const parameters = '{ Id: { type: String, allowedPattern: "^(a+)+$" } }';
    expect(starting(parameters, { Id: [`${'a'.repeat(100)}!`] })).toHaveProperty('Id');
  });
  test('limits of items and characters', () => {
    const parameters =
      '{ L: { type: StringList, minItems: 1, maxItems: 2 }, S: { type: String, minChars: 2, maxChars: 3 } }';
    expect(starting(parameters, { L: ['a', 'b', 'c'], S: ['a'] })).toEqual([
      'Parameter "L" has value "a, b, c": expected at most 2 items.',
      'Parameter "S" has value "a": expected at least 2 characters.',
    ]);
  });
  test('values of another type, and several where one is expected', () => {
    expect(starting('{ N: { type: Integer }, S: { type: String } }', { N: ['many'], S: ['a', 'b'] })).toEqual(
      [
        'Parameter "N" has value "many" that is no Integer.',
        'Parameter "S" has value "a, b": expected one value, found 2.',
      ],
    );
  });
});

describe('defaults', () => {
  test('may refer to other parameters and to system variables', () => {
    const parameters =
      '{ Name: { type: String, default: "from_{{ Source }}_on_{{ global:DATE }}" }, Source: { type: String, default: "{{ Ami }}" }, Ami: { type: String } }';
    expect(starting(parameters, { Ami: ['ami-1'] })).toEqual({
      Name: 'from_ami-1_on_2025-01-01',
      Source: 'ami-1',
      Ami: 'ami-1',
    });
  });
  test('{{ ssm:name }} stays, since Parameter Store is not simulated', () => {
    expect(starting('{ A: { type: String, default: "{{ ssm:/a/b }}" } }')).toEqual({ A: '{{ ssm:/a/b }}' });
  });
  test('variables begin with theirs', () => {
    const { runbook } = readWith({
      more: 'variables: { A: { type: Integer, default: 3 }, B: { type: String, default: "{{ variable:A }}/{{ global:DATE }}" }, C: { type: StringList } }',
    });
    expect(startingVariables(runbook!, () => '2025')).toEqual({ A: 3, B: '3/2025', C: [] });
  });
});
