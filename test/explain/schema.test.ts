/** What `explain --json` prints is what its schema says. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { causes } from '../../src/capabilities/index.ts';
import type { ExplanationOfAll } from '../../src/explain/explanation.ts';
import { base, nodeWith, worldOf } from '../capabilities/patch-manager/cause-worlds.ts';
import { explainedIn, linkNames } from './explained.ts';

const schema = JSON.parse(readFileSync('docs/explanation.schema.json', 'utf8'));
const isValid = new Ajv({ allErrors: true, validateFormats: false, allowUnionTypes: true }).compile(schema);

function misfits(data: unknown): string[] {
  return isValid(JSON.parse(JSON.stringify(data)))
    ? []
    : isValid.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('docs/explanation.schema.json', () => {
  test.each(causes)('%s: the explanation is as the schema has it', (cause) => {
    expect(misfits(explainedIn(worldOf(cause), nodeWith(cause)))).toEqual([]);
  });

  test('so is one of a patched node, and one with remedy and chance', () => {
    const patched = explainedIn(base);
    const proof = {
      isPatched: true,
      isManaged: true,
      compliance: 'COMPLIANT',
      patchedAt: null,
      remainingCause: null,
    };
    const remedy = { changes: [], summary: '', proof };
    const chance = { share: 1, low: 0.98, high: 1, replications: 200 };
    expect(misfits(patched)).toEqual([]);
    expect(misfits({ ...patched, remedy, chance })).toEqual([]);
  });

  test('so is one of all nodes', () => {
    const { fleetsim, scenario, overrides, seed, replication, at } = explainedIn(base);
    const run = { fleetsim, scenario, overrides, seed, replication, at };
    const all: ExplanationOfAll = {
      schema: 'fleetsim.explanations/1',
      ...run,
      nodes: 3,
      states: { upToDate: 1, missed: 2 },
      hasPatches: true,
      unmanaged: [],
      groups: [{ cause: 'STOPPED', count: 2, nodes: ['a', 'b'], remedies: [{ text: 'start', fixes: 2 }] }],
    };
    expect(misfits(all)).toEqual([]);
  });

  test('a key too many, and a key too few, is not', () => {
    const explanation = explainedIn(base);
    const { isPatched: _, ...less } = explanation;
    expect(misfits({ ...explanation, extra: 1 })).not.toEqual([]);
    expect(misfits(less)).not.toEqual([]);
  });

  test('it knows every cause and every link', () => {
    expect(schema.definitions.cause.enum).toEqual([...causes]);
    expect(schema.definitions.link.properties.link.enum).toEqual([...linkNames]);
  });
});
