import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { simulate } from '../capabilities/quiet-world.ts';
import { table } from '../docs/fields.ts';
import { assumptionRows, type Matters } from './assumptions.ts';
import { keyRows } from './model-keys.ts';
import { expectPage } from './page.ts';

const rows = Object.entries(assumptionRows);
const named = [...readFileSync('docs/assumptions.md', 'utf8').matchAll(/^### ([a-z0-9-]+)$/gm)].map(
  ([, name]) => name,
);

describe('every assumption', () => {
  test('has a row, in the order of its page', () => {
    expect(rows.map(([name]) => name)).toEqual(named);
  });

  test.each(rows)('%s matters where its row says', (_, matters) => {
    if ('key' in matters) expect(keyRows.map(({ key }) => key)).toContain(matters.key);
    if ('test' in matters) expect(readFileSync(matters.test, 'utf8').includes(matters.says)).toBe(true);
    if ('world' in matters) {
      expect(simulate(matters.sections).metric(matters.metric)).toBe(matters.is);
      expect(matters.otherwise).not.toBe(String(matters.is));
    }
  });
});

test('the page says so (else: npm run docs)', () => {
  expectPage(
    'docs/audit-assumptions.md',
    `# Audit: where each assumption matters

For every [assumption](assumptions.md): a world whose outcome would be another if AWS did otherwise, the key of \`model\` that is the
alternative ([tried here](audit-model.md)), or a test that would fail. The worlds are run by a test, which also asks for a row for each
assumption.

${table(
  ['assumption', 'matters', 'outcome', 'otherwise'],
  rows.map(([name, matters]) => [`[${name}](assumptions.md#${name})`, ...cells(matters)]),
)}
`,
  );
});

function cells(matters: Matters): string[] {
  if ('key' in matters) return [`\`model.${matters.key}\``, 'moves a metric', 'see the key'];
  if ('test' in matters) return [`\`${matters.test}\``, `\`${matters.says}\``, 'the test fails'];
  if ('nowhere' in matters) return ['nowhere', matters.nowhere, ''];
  return [matters.world, `\`${matters.metric}\` is ${matters.is}`, matters.otherwise];
}
