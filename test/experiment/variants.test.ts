import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gridOf, parseVary, type Variant, type Vary, variesSeed } from '../../src/experiment/variants.ts';
import type { Loaded } from '../../src/scenario/load.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { times, web } from '../scenario/load-text.ts';

const variants = (...texts: string[]) => gridOf(texts.map((text) => parseVary(text) as Vary)) as Variant[];

describe('--vary', () => {
  test.each<[string, string, string[]]>([
    ['Install.MaxConcurrency=5%,10%,25%', 'Install.MaxConcurrency', ['5%', '10%', '25%']],
    ['seed=7', 'seed', ['7']],
    ['fleet.web.tags."Patch Group"=a,b', 'fleet.web.tags."Patch Group"', ['a', 'b']],
    ['fleet.web.tags."a=b"=x,y', 'fleet.web.tags."a=b"', ['x', 'y']],
    ['a.b= 1 , 2 ', 'a.b', ['1', '2']],
    [
      'W.Schedule=cron(0 2 ? * MON,WED *),rate(1 day)',
      'W.Schedule',
      ['cron(0 2 ? * MON,WED *)', 'rate(1 day)'],
    ],
    ['a=[1,2],[3]', 'a', ['[1,2]', '[3]']],
    ['a={ b: [1,2], c: 3 },null', 'a', ['{ b: [1,2], c: 3 }', 'null']],
    ['a="1,2",\'3,4\'', 'a', ['"1,2"', "'3,4'"]],
    ['a=["[",")"],x', 'a', ['["[",")"]', 'x']],
    ['a="say \\",\\"",b', 'a', ['"say \\",\\""', 'b']],
    ["a='it''s, well',b", 'a', ["'it''s, well'", 'b']],
    ["a=it's,b", 'a', ["it's", 'b']],
    ['expect.nodes.total=== 3,== 4', 'expect.nodes.total', ['== 3', '== 4']],
    ['a="",x', 'a', ['""', 'x']],
  ])('%s', (text, key, values) => {
    expect(parseVary(text)).toEqual({ key, values });
  });

  test.each([
    ['Install.MaxConcurrency', 'expected KEY=VALUE,VALUE, such as'],
    ['=5', 'expected KEY=VALUE,VALUE'],
    ['a."b=5', 'a quotation mark in the key is not closed'],
    ['a..b=5', 'expected a dot path before the equals sign, such as fleet.web.count, found "a..b"'],
    ['a=', 'expected values after the equals sign'],
    ['a=,', 'expected values after the equals sign'],
    ['a=1,,2', 'expected a value before and after each comma'],
    ['a=1,2,', 'expected a value before and after each comma'],
    ['a=5%,10%,5%', 'expected each value once, found 5% twice'],
    ['a=5%,"5%"', 'expected each value once, found 5% and "5%", which are the same'],
    ['a=[1,2', 'expected a closing ] for [1,2'],
    ['a=cron(0 2,1', 'expected a closing ) for (0 2,1'],
    ['a=[1,(2],3', 'expected ) before ], for (2]'],
    ['a=1),2', 'expected an opening bracket before ),2'],
    ['a="1,2', 'expected a closing " for "1,2'],
  ])('%s is refused with what to do', (text, error) => {
    expect(parseVary(text)).toEqual({ error: expect.stringContaining(error) });
  });

  test('splits what was joined by commas', () => {
    const value = fc
      .string({ minLength: 1, maxLength: 8 })
      .map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`);
    fc.assert(
      fc.property(fc.uniqueArray(value, { minLength: 1, maxLength: 5 }), (values) => {
        expect(parseVary(`a=${values.join(',')}`)).toEqual({ key: 'a', values });
      }),
    );
  });
});

describe('a grid', () => {
  test('holds every combination, the first key slowest', () => {
    const grid = variants('Install.MaxConcurrency=5%,10%', 'Install.MaxErrors=1%,5%');
    expect(grid.map(({ name }) => name)).toEqual([
      'MaxConcurrency=5%, MaxErrors=1%',
      'MaxConcurrency=5%, MaxErrors=5%',
      'MaxConcurrency=10%, MaxErrors=1%',
      'MaxConcurrency=10%, MaxErrors=5%',
    ]);
    expect(grid[1]!.overrides).toEqual([
      { key: 'Install.MaxConcurrency', value: '5%', option: '--vary' },
      { key: 'Install.MaxErrors', value: '5%', option: '--vary' },
    ]);
  });

  test('names a key by the shortest tail that no other has', () => {
    expect(variants('A.MaxErrors=1', 'B.MaxErrors=2', 'B.Priority=3')[0]!.name).toBe(
      'A.MaxErrors=1, B.MaxErrors=2, Priority=3',
    );
    expect(variants('fleet.web.tags."Patch Group"=a')[0]!.name).toBe('"Patch Group"=a');
    expect(variants('faults[0]=a', 'patchFiles[0]=b')[0]!.name).toBe('faults[0]=a, patchFiles[0]=b');
    expect(variants('x.a=1', 'a=2')[0]!.name).toBe('x.a=1, a=2');
  });

  test('gives names of their own to values that look alike', () => {
    const long = (end: string) => `"${'x'.repeat(80)}${end}"`;
    const names = variants(`a=${long('1')},${long('2')},${long('3')}`).map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    expect(names[1]).toMatch(/… \(2\)$/);
  });

  test('has at most 200 points', () => {
    const many = (key: string, count: number) =>
      `${key}=${Array.from({ length: count }, (_, index) => index).join(',')}`;
    expect(variants(many('a', 200)).length).toBe(200);
    expect(variants(many('a', 20), many('b', 11))).toEqual({
      error: expect.stringContaining('at most 200 variants, found 20 × 11 = 220'),
    });
    expect(variants(many('a', 201))).toEqual({
      error: expect.stringContaining('at most 200 variants, found 201: '),
    });
  });

  test('takes each key once', () => {
    expect(variants('a=1', 'a=2')).toEqual({ error: expect.stringContaining('expected a once') });
  });

  test('says whether its points have seeds of their own', () => {
    expect(variesSeed(variants('seed=A,B'))).toBe(true);
    expect(variesSeed(variants('fleet.web.tags.seed=A,B'))).toBe(false);
  });
});

describe('a point of a grid', () => {
  const load = (variant: Variant, seed?: string) =>
    loadScenario({
      file: 'a.yaml',
      read: () => new TextEncoder().encode(`${times}${web}seed: 1\n`),
      overrides: variant.overrides,
      ...(seed === undefined ? {} : { seed }),
    });

  test('is what --set would make of the scenario', () => {
    const loaded = variants('seed=A,B', 'fleet.web.count=3,4').map((variant) => load(variant) as Loaded);
    expect(loaded.map(({ scenario }) => [scenario.seed, scenario.fleet[0]!.count])).toEqual([
      ['A', 3],
      ['A', 4],
      ['B', 3],
      ['B', 4],
    ]);
    expect(loaded[1]!.overrides).toEqual({ seed: 'A', 'fleet.web.count': 4 });
  });

  test('that leads nowhere says by which option', () => {
    expect(load(variants('fleet.wbe.count=3')[0]!)).toMatchObject({
      problems: [{ code: 'leads-nowhere', file: '--vary fleet.wbe.count' }],
    });
  });

  test('whose seed --seed would take away is refused', () => {
    expect(load(variants('seed=A,B')[0]!, '7')).toMatchObject({
      problems: [{ code: 'contradiction', file: '--vary seed' }],
    });
  });
});
