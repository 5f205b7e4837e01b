/** Conditions of `inventory --where`. */
import { describe, expect, test } from 'vitest';
import { fits } from '../../../src/capabilities/inventory/query/compare.ts';
import { parseQuery } from '../../../src/capabilities/inventory/query/parse.ts';
import { isFailure } from '../../../src/capabilities/inventory/query/tokens.ts';
import { ask, collect, collecting } from './world.ts';

function conditionsOf(text: string) {
  const parsed = parseQuery(text);
  if (isFailure(parsed)) throw new Error(parsed.problem);
  return parsed.conditions;
}

const says = (text: string) => {
  const parsed = parseQuery(text);
  return isFailure(parsed)
    ? `${parsed.at + 1}: ${parsed.problem}${parsed.help ? ` (${parsed.help})` : ''}`
    : 'fine';
};

describe('what is read', () => {
  test('a type once, conditions joined by and', () => {
    expect(conditionsOf('AWS:Application.Name=httpd and Version<2.4.55')).toEqual([
      { attribute: 'Name', operator: '=', value: 'httpd' },
      { attribute: 'Version', operator: '<', value: '2.4.55' },
    ]);
    expect(says('AWS:Application.Name = httpd AND AWS:Application.Version >= 2')).toBe('fine');
    expect(conditionsOf('AWS:Application.Name begins-with "Apache HTTP"')).toMatchObject([
      { operator: 'begins-with', value: 'Apache HTTP' },
    ]);
    expect(says('Custom:Rack.Location!=A1')).toBe('fine');
  });

  test('what is wrong is said with its place', () => {
    expect(says('Name=httpd')).toBe('1: expected a type before the attribute, such as AWS:Application.Name');
    expect(says('AWS:Aplication.Name=x')).toBe(
      '1: unknown type AWS:Aplication (did you mean AWS:Application?)',
    );
    expect(says('AWS:Application.Nmae=x')).toBe(
      '17: AWS:Application has no attribute Nmae (did you mean Name?)',
    );
    expect(says('AWS:Application.Publisher=x')).toContain(
      'is not simulated by this version: a run knows only Name, Version',
    );
    expect(says('AWS:Network.IPV4=x')).toContain('a run knows only whether it was collected');
    expect(says('AWS:Application.Name=x or Version<2')).toBe('24: expected and, or the end, found or');
    expect(says('AWS:Application.Name ~ x')).toContain('expected one of = !=');
    expect(says('AWS:Application.Name=')).toContain('expected a value');
    expect(says('AWS:Application.Name="x')).toBe('22: expected " at the end of the value');
    expect(says('AWS:Application.Name=x and')).toBe('27: expected an attribute');
    expect(says('AWS:Application.Name=x and AWS:Tag.Key=y')).toContain('expected AWS:Application again');
    expect(says('')).toBe('1: expected a type and an attribute');
  });
});

describe('what fits', () => {
  const item = { Name: 'httpd', Version: '2.4.9', Count: '10' };
  const isTrue = (text: string) => fits(item, conditionsOf(`AWS:Application.${text}`));

  test('versions are compared as package managers do', () => {
    expect(isTrue('Version<2.4.10')).toBe(true);
    expect(isTrue('Version=2.4.9')).toBe(true);
    expect(isTrue('Version>=2.4.9')).toBe(true);
    expect(isTrue('Version>2.4.9')).toBe(false);
    expect(isTrue('Version!=2.4.9')).toBe(false);
  });

  test('other text by its letters, and all conditions of one item', () => {
    expect(isTrue('Name begins-with http')).toBe(true);
    expect(isTrue('Name=http')).toBe(false);
    const run = collecting(collect());
    expect(ask(run, 'AWS:Application.Name=openssl and Version=2.4.54').matching).toBe(0);
    expect(ask(run, 'AWS:Application.Name=openssl and Version=3.0.7').matching).toBe(1);
  });

  test('numbers by their value', () => {
    expect(fits({ Racks: '10' }, conditionsOf('Custom:Dc.Racks>9'))).toBe(true);
    expect(fits({}, conditionsOf('Custom:Dc.Racks!=9'))).toBe(false);
  });
});
