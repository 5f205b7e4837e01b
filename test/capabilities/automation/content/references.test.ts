/** `{{ }}` and what comes in its place. */
import { describe, expect, test } from 'vitest';
import { referencesIn, resolve } from '../../../../src/capabilities/automation/content/references.ts';
import type { Value } from '../../../../src/capabilities/automation/content/runbook.ts';
import { readWith, sleep } from './reading.ts';

const known: Record<string, Value> = {
  InstanceId: 'i-1',
  Ids: ['i-1', 'i-2'],
  Wait: 5,
  Force: false,
  Empty: '',
  '4xxAlarm': 'high',
  'stop.States': { a: { b: ['running'] } },
  'variable:Count': 3,
  'global:REGION': 'us-east-1',
  'automation:EXECUTION_ID': 'e-1',
};
const lookup = (name: string) => known[name];
const resolved = (value: Value) => resolve(value, lookup);

describe('resolve', () => {
  test('a text that is one reference alone gives the value with its type', () => {
    expect(resolved('{{ Ids }}')).toEqual(['i-1', 'i-2']);
    expect(resolved('{{Wait}}')).toBe(5);
    expect(resolved(' {{ Force }} ')).toBe(false);
    expect(resolved('{{ Empty }}')).toBe('');
    expect(resolved('{{ 4xxAlarm }}')).toBe('high');
  });
  test('inside a text lists and maps are JSON', () => {
    expect(resolved('ids={{ Ids }} n={{ Wait }}')).toBe('ids=["i-1","i-2"] n=5');
  });
  test('system, automation and own variables', () => {
    expect(resolved('{{global:REGION}}/{{ automation:EXECUTION_ID }}/{{ variable:Count }}')).toBe(
      'us-east-1/e-1/3',
    );
  });
  test('in lists, maps and keys', () => {
    expect(resolved({ a: ['{{ InstanceId }}'], '{{ InstanceId }}': { b: '{{ Wait }}' } })).toEqual({
      a: ['i-1'],
      'i-1': { b: 5 },
    });
  });
  test('a list in a list is spliced into it, as the runbooks of AWS expect', () => {
    expect(resolved({ InstanceIds: ['{{ Ids }}', 'i-3', ['{{ Ids }}']] })).toEqual({
      InstanceIds: ['i-1', 'i-2', 'i-3', ['i-1', 'i-2']],
    });
  });
  test('a part of an output', () => {
    expect(resolved('{{ stop.States.a.b[0] }}')).toBe('running');
    expect(resolved('{{ Ids[1] }}')).toBe('i-2');
    expect(resolved('{{ Ids[7] }}')).toBe('{{ Ids[7] }}');
  });
  test('what AWS looks up later, what has no value and what is no reference stay as they are', () => {
    for (const text of [
      '{{ssm:/a/b}}',
      '{{ Nothing }}',
      '{{.Names}}',
      'f"{{{Wait}}}"',
      '{{ color: red; }}',
      '{{}}',
    ])
      expect(resolved(text)).toBe(text);
  });
  test('references in values are not followed: multi-level expansion is not supported', () => {
    known['Nested'] = '{{ InstanceId }}';
    expect(resolved('{{ Nested }}')).toBe('{{ InstanceId }}');
  });
  test('values that double at each turn stay small', () => {
    let [text, list]: [Value, Value] = ['x'.repeat(1000), ['x']];
    for (let turn = 0; turn < 25; turn += 1) {
      text = resolve('{{ A }}{{ A }}', () => text);
      list = resolve(['{{ A }}', '{{ A }}'], () => list);
    }
    expect(String(text).length).toBeLessThan(300_000);
    expect(JSON.stringify(list).length).toBeLessThan(2_000_000);
  });
  test('the braces of 100,000 characters take no time to look through', () => {
    expect(resolved('{{ '.repeat(50_000))).toHaveLength(150_000);
    expect(resolved(`{{ ${'a.'.repeat(50_000)}`)).toHaveLength(100_003);
  });
});

test('names that a value refers to, each once', () => {
  expect(referencesIn({ a: '{{ B }} {{ c.D }}', '{{ E }}': ['{{B}}', '{{ global:DATE }}'] })).toEqual([
    'B',
    'c.D',
    'E',
    'global:DATE',
  ]);
});

describe('a reference to nothing is an error with its place', () => {
  const referring = (text: string, more = '') =>
    readWith({
      parameters: '{ InstanceId: { type: String } }',
      steps: `${sleep('first', ', outputs: [{ Name: State, Selector: $.State, Type: String }]')}, { name: second, action: "aws:sleep", inputs: { Duration: "${text}" } }`,
      more,
    }).errors;
  const at = 'mainSteps.1.inputs.Duration';

  test('to a parameter', () => {
    expect(referring('{{ InstanceID }}')).toEqual([
      `${at}: expected a parameter that the runbook declares, found {{ InstanceID }} (did you mean {{ InstanceId }}?)`,
    ]);
  });
  test('to an output of a step', () => {
    expect(referring('{{ first.State }}')).toEqual([]);
    expect(referring('{{ first.OutputPayload }}')).toEqual([]);
    expect(referring('{{ first.Stat }}')).toEqual([
      `${at}: expected an output of the step first, found {{ first.Stat }} (did you mean {{ first.State }}?)`,
    ]);
    expect(referring('{{ frist.State }}')).toEqual([
      `${at}: expected an output of a step of the runbook, found {{ frist.State }} (did you mean {{ first }}?)`,
    ]);
  });
  test('to a variable of the system', () => {
    expect(referring('{{ global:ACCOUNT_ID }}{{ automation:EXECUTION_ID }}')).toEqual([]);
    expect(referring('{{ global:ACCOUNTID }}')).toEqual([
      `${at}: expected a system variable, found {{ global:ACCOUNTID }} (did you mean {{ global:ACCOUNT_ID }}?)`,
    ]);
  });
  test('to a variable of the runbook', () => {
    const more = 'variables: { Count: { type: Integer, default: 0 } }';
    expect(referring('{{ variable:Count }}', more)).toEqual([]);
    expect(referring('{{ variable:Counts }}', more)).toEqual([
      `${at}: expected a variable that the runbook declares, found {{ variable:Counts }} (did you mean {{ variable:Count }}?)`,
    ]);
  });
  test('in outputs and in assumeRole', () => {
    expect(referring('PT1M', 'assumeRole: "{{ Role }}", outputs: [first.State, second.Nothing]')).toEqual([
      'assumeRole: expected a parameter that the runbook declares, found {{ Role }}',
      'outputs.1: expected an output of the step second, found second.Nothing',
    ]);
  });
  test('a Systems Manager parameter directly referenced in step input is not supported', () => {
    const { warnings } = readWith({
      steps: '{ name: a, action: "aws:sleep", inputs: { Duration: "{{ssm:wait}}" } }',
    });
    expect(warnings).toHaveLength(1);
  });
  test('defaults that refer to each other in a circle', () => {
    const { errors } = readWith({
      parameters:
        '{ A: { type: String, default: "{{ B }}" }, B: { type: String, default: "x{{ C }}" }, C: { type: String, default: "{{ A }}" } }',
    });
    expect(errors).toEqual([
      'parameters.A.default: expected defaults that do not refer to each other in a circle: A, B, C, A',
    ]);
    const own = readWith({ more: 'variables: { V: { type: String, default: "{{ variable:V }}" } }' });
    expect(own.errors).toHaveLength(1);
  });
});
