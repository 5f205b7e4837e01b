/** Every resource of every file through the strict and the lenient use: AWS refuses the same, in the same words. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import { readStack, type Stack } from '../../src/cloudformation/stack.ts';
import { isTemplate } from '../../src/diagnostics/other-files.ts';
import { isMap, type PlainMap } from '../../src/diagnostics/plain-map.ts';
import { Positions } from '../../src/diagnostics/positions.ts';
import { Problems } from '../../src/diagnostics/problem.ts';
import { readYaml } from '../../src/scenario/read-yaml.ts';
import { ScenarioContext } from '../../src/scenario/scenario-context.ts';
import { specsOf } from '../../src/scenario/specs.ts';

const folders = ['scenarios', 'test/fixtures'];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => `${folder}/${name}`),
);

interface Use {
  readonly stack: Stack;
  /** Each as text: its path, its words and AWS's error. */
  readonly refusals: readonly string[];
}

function use(root: PlainMap, isStrict: boolean): Use {
  const context = new ScenarioContext('file', () => ({ error: 'none' }), capabilities);
  context.root = root;
  context.account = {
    id: '123456789012',
    region: 'us-east-1',
    defaultHostManagement: false,
    instanceTier: 'standard',
  };
  const key = isTemplate(root) ? 'Resources' : 'resources';
  const stack = readStack({ ...specsOf(capabilities), root, key, isStrict }, context);
  const refusals = context.problems
    .errors()
    .map(({ path, code, message, awsError }) => JSON.stringify([path, code, message, awsError]));
  return { stack, refusals };
}

/** What only the strict use says: that a function cannot be worked out, and what is not in the file. */
const ofStrictUse =
  /"(unsupported-function|unknown-reference|unknown-attribute|unknown-role|unknown-resource-group|too-deep)"/;

function rootOf(file: string): PlainMap | null {
  const [positions, problems] = [new Positions(), new Problems()];
  const read = readYaml(readFileSync(file), file, positions, problems, new Map(), 'template');
  return isMap(read?.data) && (isMap(read.data['resources']) || isTemplate(read.data)) ? read.data : null;
}

describe('what AWS refuses', () => {
  const roots = files.flatMap((file) => {
    const root = rootOf(file);
    return root === null ? [] : [[file, root] as const];
  });

  test('there are files to compare', () => {
    expect(roots.length).toBeGreaterThan(20);
  });

  test.each(roots)('of %s is the same for the loader and for lint', (_, root) => {
    const [strict, lenient] = [use(root, true), use(root, false)];
    expect(strict.refusals).toEqual(expect.arrayContaining([...lenient.refusals]));
    const more = strict.refusals.filter((refusal) => !lenient.refusals.includes(refusal));
    expect(more.filter((refusal) => !ofStrictUse.test(refusal))).toEqual([]);
  });
});
