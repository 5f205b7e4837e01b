/** Whatever is changed in a scenario: an editor underlines nothing that the loader takes. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { parseDocument, type ScalarTag, stringify } from 'yaml';
import { loadScenario } from '../../src/scenario/load.ts';
import { scenarioSchema } from '../../src/schema/index.ts';
import { shippedFile, shippedNames } from '../support/shipped.ts';

vi.setConfig({ testTimeout: 60_000 });

const isValid = new Ajv({ strict: false, allErrors: true }).compile(scenarioSchema());

/** The tags of CloudFormation as the maps that they are short for. */
const tags = ['Ref', 'Fn::GetAtt', 'Fn::Sub'].map(
  (name): ScalarTag => ({
    tag: `!${name.replace('Fn::', '')}`,
    resolve: (text: string) => ({ [name]: text }) as never,
  }),
);

const shipped = shippedNames.map((name): unknown =>
  parseDocument(readFileSync(shippedFile(name), 'utf8'), { merge: true, customTags: tags }).toJS(),
);

type Step = string | number;

function pathsIn(value: unknown, path: readonly Step[] = []): (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  const entries: [Step, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => pathsIn(inner, [...path, key]))];
}

/**
 * What people write where something else belongs, and sometimes where it belongs. No plain `true`: the loader takes it
 * for the text of that word, and an editor would offer it wherever text may stand.
 */
const values = [
  ...['x', '', '5%', '4m', '7', '2025-01-05', '2025-01-05T02:00:00Z', 'true', '>= 3', 'none', 'never'],
  ...['prod-linux', 'UBUNTU', 'AMAZON_LINUX_2', 'Security', 'Critical', 'CLASSIFICATION', '*'],
  ...[0, 1, 7, 100, 2.5, -1, null],
  ...[[], {}, ['x'], ['5%'], ['Security', 'Critical'], [1, 2], { x: 1 }, { share: '5%' }, { mean: '4m' }],
  ...[{ uniform: { min: '1m', max: '2m' } }, { exponential: { mean: '6d' } }, { atMost: 5 }, { p95: '<= 9' }],
  ...[{ Ref: 'AWS::Region' }, { 'Fn::Sub': `a-$${'{AWS::Region}'}` }],
];

interface Change {
  readonly scenario: number;
  readonly at: number;
  readonly other: number;
  readonly how: string;
  readonly value: unknown;
}

const change: fc.Arbitrary<Change> = fc.record({
  scenario: fc.nat(shipped.length - 1),
  at: fc.nat(),
  other: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'remove', 'move', 'wrap'),
  value: fc.constantFrom(...values),
});

/** The scenario, with one thing in it changed. */
function changed({ scenario, at, other, how, value }: Change): unknown {
  const data = structuredClone(shipped[scenario]);
  const paths = pathsIn(data).filter((path) => path.length > 0);
  const path = paths[at % paths.length]!;
  const [parent, key] = [path.slice(0, -1).reduce<never>(stepInto as never, data as never), path.at(-1)!];
  const there: unknown = parent[key];
  const set = (given: unknown) => Object.assign(parent, { [key]: given });
  if (how === 'replace') set(value);
  else if (how === 'wrap') set(Array.isArray(there) ? there[0] : [there]);
  else if (how === 'move') {
    const moved: unknown = paths[other % paths.length]!.reduce<never>(stepInto as never, data as never);
    if (typeof moved !== 'boolean') set(moved);
  } else if (Array.isArray(parent)) (parent as unknown[]).splice(key as number, 1);
  else delete parent[key];
  return data;
}

function stepInto(value: Readonly<Record<Step, unknown>>, step: Step): unknown {
  return value[step];
}

function isLoaded(data: unknown): boolean {
  const loaded = loadScenario({
    file: 'scenarios/changed.yaml',
    read: (path) =>
      path === 'scenarios/changed.yaml' ? new TextEncoder().encode(stringify(data)) : readFileSync(path),
    overrides: [],
  });
  return !('problems' in loaded);
}

/** Stricter than the loader on purpose: whether a metric exists, a run finds out first. */
function isMeant({ instancePath, keyword }: { readonly instancePath: string; readonly keyword: string }) {
  return !(instancePath === '/expect' && keyword === 'additionalProperties');
}

test('what the loader takes, the schema takes', () => {
  fc.assert(
    fc.property(change, (given) => {
      const data = structuredClone(changed(given));
      if (isValid(data)) return;
      const why = isValid
        .errors!.filter(isMeant)
        .map(({ instancePath, message }) => `${instancePath} ${message}`);
      expect(isLoaded(data) ? why : []).toEqual([]);
    }),
    { numRuns: Number(process.env['AGREEMENT_RUNS'] ?? 200) },
  );
});
