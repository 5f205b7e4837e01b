/** The schema of a scenario says what the loader does, as far as a schema can. */
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { capabilities } from '../../src/capabilities/index.ts';
import { metricNames } from '../../src/result/metrics.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { specsOf } from '../../src/scenario/specs.ts';
import { type JsonSchema, scenarioSchema } from '../../src/schema/index.ts';
import { ownMeanings } from '../../src/schema/own-meanings.ts';
import { shippedFile, shippedNames } from '../support/shipped.ts';

const used = new Set<string>();
const specs = specsOf(capabilities);
const schema = scenarioSchema((meaning) => used.add(meaning));
const isValid = new Ajv({ strict: false, allErrors: true }).compile(schema);

/** As an editor sees it: tags of CloudFormation are plain values to it. */
function dataOf(yaml: string): unknown {
  return parseDocument(yaml, { merge: true, logLevel: 'silent' }).toJS();
}

/** Where it is not what the schema says. */
function misfits(data: unknown): string[] {
  return isValid(data) ? [] : [...new Set(isValid.errors!.map(({ instancePath }) => instancePath))];
}

const fixtures = 'test/fixtures/broken';
/** Mistakes that no schema can see, by why. */
const forTheLoaderAlone: Readonly<Record<string, readonly string[]>> = {
  'text that is no YAML, or not this YAML: an editor underlines it without a schema': [
    'duplicate-key',
    'no-space-after-colon',
    'prototype-key',
    'recursive-alias',
    'reserved-character',
    'tab-indent',
    'two-colons',
    'two-documents',
    'unclosed-bracket',
    'unclosed-quote',
    'unknown-alias',
    'unknown-tag',
    'unquoted-asterisk',
    'unquoted-comma',
    'unquoted-comparison',
    'wrong-indent',
  ],
  'a name that stands nowhere else in the file, or stands there twice': [
    'duplicate-patch',
    'fault-on-unknown-group',
    'fault-on-unknown-node',
    'fault-twice',
    'profile-named-twice',
    'unknown-activation',
    'unknown-instance-profile',
    'unknown-subnet',
  ],
  'other files': ['file-that-is-not-there', 'unknown-csv-column'],
  'arithmetic: sums, orders, calendars, how often': [
    'distribution-upside-down',
    'end-before-start',
    'expiry-after-thirty-days',
    'fault-too-often',
    'no-such-date',
    'stream-shares',
    'too-many-nodes',
  ],
  'the unit of the metric': ['duration-of-a-count'],
};

describe('a broken scenario', () => {
  const names = readdirSync(fixtures)
    .filter((file) => file.endsWith('.yaml') && file !== 'same-patch.yaml')
    .map((file) => file.slice(0, -'.yaml'.length));
  const excused = new Set(Object.values(forTheLoaderAlone).flat());

  test.each(names.filter((name) => !excused.has(name)))('%s is refused by the schema too', (name) => {
    expect(isValid(dataOf(readFileSync(`${fixtures}/${name}.yaml`, 'utf8')))).toBe(false);
  });

  test('is excused only if the schema really lets it pass, or it is no YAML', () => {
    const [noYaml, ...others] = Object.values(forTheLoaderAlone);
    expect([...excused].filter((name) => !names.includes(name))).toEqual([]);
    for (const name of others.flat()) {
      expect([name, misfits(dataOf(readFileSync(`${fixtures}/${name}.yaml`, 'utf8')))]).toEqual([name, []]);
    }
    expect(noYaml!.length).toBeGreaterThan(0);
  });
});

test.each(shippedNames)('%s is what the schema says', (name) => {
  expect(misfits(dataOf(readFileSync(shippedFile(name), 'utf8')))).toEqual([]);
});

test.each(shippedNames)('every metric of %s may be held to something', (name) => {
  const loaded = loadScenario({ file: shippedFile(name), read: (path) => readFileSync(path), overrides: [] });
  if ('problems' in loaded) throw new Error('does not load');
  const expected = Object.fromEntries(metricNames(loaded.scenario).map((metric) => [metric, '>= 0']));
  expect(misfits({ start: '2025-01-01', end: '1d', expect: expected })).toEqual([]);
});

test('every type, call and metric that the loader knows is in the schema', () => {
  const names = [...specs.resources.map(({ type }) => type), ...specs.calls.map(({ call }) => call)];
  const definitions = schema['definitions'] as Readonly<Record<string, { readonly title?: string }>>;
  const titles = Object.values(definitions).map(({ title }) => title);
  expect(titles).toEqual(expect.arrayContaining(names));
});

describe('what an editor says of a key', () => {
  const silent: string[] = [];
  const collect = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    const { properties } = value as { properties?: Readonly<Record<string, JsonSchema>> };
    const isCondition = /\.(if|then|else|not)$/.test(path) || path.includes('.function.');
    for (const [key, property] of Object.entries(isCondition ? {} : (properties ?? {}))) {
      if (property['description'] === undefined) silent.push(`${path}.${key}`);
    }
    for (const [key, inner] of Object.entries(value)) collect(inner, `${path}.${key}`);
  };

  test('is something for every key', () => {
    collect(schema, '');
    expect(silent).toEqual([]);
  });

  test('was not written for nothing', () => {
    const written = [...Object.keys(ownMeanings), ...Object.keys(specs.meanings)];
    expect(written.filter((key) => !used.has(key))).toEqual([]);
  });

  test.each([
    ['PatchFilters', 'PatchBaseline.ApprovalRules', /filters that a patch must all match/i],
    ['CutoffBehavior', 'SSM.MaintenanceWindowTask', /cutoff comes.*CONTINUE_TASK/s],
  ])('%s says what it means', (key, definition, meaning) => {
    const text = JSON.stringify((schema['definitions'] as Record<string, JsonSchema>)[definition]);
    const at = text.indexOf(`"${key}":{`);
    expect(text.slice(at, at + 600)).toMatch(meaning);
  });
});
