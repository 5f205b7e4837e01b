import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { documentShape } from '../../src/scenario/model.ts';
import { modelField, modelSectionsOf } from '../../src/scenario/read-model.ts';
import { unwrap, type ZodField } from '../../src/schema/zod-fields.ts';
import { simulate } from '../capabilities/quiet-world.ts';
import { table } from '../docs/fields.ts';
import { type KeyRow, keyRows, withoutMetric } from './model-keys.ts';
import { expectPage } from './page.ts';

const seeds = [1, 2, 3];
const keysOf = (field: unknown) => Object.keys(unwrap(field as ZodField).field._zod.def.shape ?? {});

/** The mean over the seeds, which are the same for both values. */
function measured({ key, sections, set = [], metric }: KeyRow, value: string): number {
  const path = `model.${key.replace('<name>', 'Job')}`;
  const values = seeds.map((seed) =>
    simulate(sections, { seed, set: [...set, `${path}=${value}`] }).number(metric),
  );
  return values.reduce((sum, one) => sum + one, 0) / seeds.length;
}

const sections = modelSectionsOf(capabilities);
const meaningOf = new Map(
  sections.flatMap(({ name, keys }) => Object.entries(keys()).map(([key, { is }]) => [`${name}.${key}`, is])),
);
const rows = keyRows.map((row) => ({
  ...row,
  before: measured(row, row.from),
  after: measured(row, row.to),
}));

describe('every key of model', () => {
  const ofDocuments = keysOf(documentShape()).map((key) => `documents.<name>.${key}`);
  const others = keysOf(modelField(capabilities)).filter(
    (key) => key !== 'documents' && sections.every(({ name }) => name !== key),
  );
  const all = [...meaningOf.keys(), ...ofDocuments, ...others];

  test('has a row, or says why it moves no metric', () => {
    expect([...new Set([...keyRows.map(({ key }) => key), ...Object.keys(withoutMetric)])].sort()).toEqual(
      all.sort(),
    );
  });

  test('has a row for each of its words', () => {
    const missing = sections.flatMap(({ name, keys }) =>
      Object.entries(keys()).flatMap(([key, { words = {} }]) => {
        const tried = keyRows
          .filter((row) => row.key === `${name}.${key}`)
          .flatMap(({ from, to }) => [from, to]);
        return Object.keys(words)
          .filter((word) => !tried.includes(word))
          .map((word) => `${name}.${key}: ${word}`);
      }),
    );
    expect(missing).toEqual([]);
  });

  test.each(rows)('$key: $metric goes $moves from $from to $to', ({ before, after, moves }) => {
    if (moves === 'up') expect(after).toBeGreaterThan(before);
    else expect(after).toBeLessThan(before);
  });
});

test('the page says so (else: npm run docs)', () => {
  expectPage(
    'docs/audit-model.md',
    `# Audit: every key of \`model\` moves a metric

A setting that changes nothing is worse than none. So each key of [\`model\`](model.md) is tried with two values in a small world, with the
same ${seeds.length} seeds, and a test fails if the metric does not move as the row says, or if a key or one of its words has no row.

${table(
  ['key', 'what it is', 'world', 'from', 'to', 'metric', 'mean before', 'mean after', 'moves'],
  rows.map(({ key, world, from, to, metric, before, after, moves }) => [
    `\`${key}\``,
    meaningOf.get(key) ?? '',
    world,
    `\`${from}\``,
    `\`${to}\``,
    `\`${metric}\``,
    figure(before),
    figure(after),
    moves,
  ]),
)}

These keys move no metric:

${table(
  ['key', 'what it does instead'],
  Object.entries(withoutMetric).map(([key, reason]) => [`\`${key}\``, reason]),
)}
`,
  );
});

function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}
