/** What the program prints as JSON is what the schemas say, key by key. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, expect, test, vi } from 'vitest';
import {
  checkSchema,
  comparisonSchema,
  type JsonSchema,
  resultSchema,
  schemas,
} from '../../src/schema/index.ts';
import { fleetsim } from '../cli/program.ts';
import { runShipped, shippedNames } from '../support/shipped.ts';

vi.setConfig({ testTimeout: 120_000 });
const folder = mkdtempSync(join(tmpdir(), 'fleetsim-schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

function misfits(schema: JsonSchema, data: unknown): unknown {
  const isValid = new Ajv({ strict: false, allErrors: true }).compile(schema);
  return isValid(data)
    ? []
    : isValid.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test.each(shippedNames)('the result of %s', (name) => {
  expect(misfits(resultSchema(), JSON.parse(JSON.stringify(runShipped(name).result)))).toEqual([]);
});

test('a result with a key more, or one less, is none', () => {
  const { result } = runShipped('zero-patched');
  const { seed: _, ...less } = result;
  expect(misfits(resultSchema(), { ...result, colour: 'red' })).not.toEqual([]);
  expect(misfits(resultSchema(), less)).not.toEqual([]);
});

const few = ['--replications', '20', '--json', '--quiet'];

test('a result over replications', async () => {
  const { stdout } = await fleetsim(['run', 'scenarios/sunday-patch.yaml', ...few]);
  expect(misfits(resultSchema(), JSON.parse(stdout))).toEqual([]);
});

test('a comparison, with a goal and a frontier', async () => {
  const { stdout } = await fleetsim(['compare', 'scenarios/concurrency-tradeoff.yaml', ...few]);
  expect(misfits(comparisonSchema(), JSON.parse(stdout))).toEqual([]);
});

test.each([
  ['run', resultSchema],
  ['compare', comparisonSchema],
  ['check', checkSchema],
] as const)('what is made of some of the blocks of %s', async (command, schema) => {
  const file = 'scenarios/concurrency-tradeoff.yaml';
  const block = join(folder, `${command}.block`);
  await fleetsim([command, file, '--replications', '9', '--shard', '1/3', '--block', block, '--quiet']);
  const { stdout } = await fleetsim(['merge', block, '--scenario', file, '--partial', '--json', '--quiet']);
  const data = JSON.parse(stdout);
  const [{ partial }] = data.files ?? [data];
  expect(partial).toEqual({
    of: 9,
    missing: [
      { first: 0, last: 2 },
      { first: 6, last: 8 },
    ],
  });
  expect(misfits(schema(), data)).toEqual([]);
});

test('a check, of a file that cannot be read and of one with a snapshot that moved, and the snapshot', async () => {
  const file = join(folder, 'mine.yaml');
  const text = readFileSync('scenarios/zero-patched.yaml', 'utf8');
  writeFileSync(file, text);
  await fleetsim(['check', file, '--update', ...few]);
  writeFileSync(file, text.replace(/count: \d+/, 'count: 77'));
  const stored = JSON.parse(readFileSync(join(folder, 'mine.snapshot.json'), 'utf8'));
  expect(misfits(schemas['snapshot']!(), stored)).toEqual([]);
  const { stdout } = await fleetsim(['check', file, join(folder, 'nowhere.yaml'), ...few]);
  const report = JSON.parse(stdout);
  expect(report.files[0].snapshot.moved.length).toBeGreaterThan(0);
  expect(misfits(checkSchema(), report)).toEqual([]);
});

test('what lint finds, silences and cannot read', async () => {
  const file = join(folder, 'silenced.yaml');
  const text = readFileSync('scenarios/zero-patched.yaml', 'utf8');
  writeFileSync(file, `# fleetsim-lint-ignore profile-lacks-ssm: the lesson of this scenario\n${text}`);
  const { stdout } = await fleetsim(['lint', file, 'scenarios/zero-patched.yaml', 'nowhere.yaml', '--json']);
  const report = JSON.parse(stdout);
  expect(report.files.map(({ kind }: { kind: string | null }) => kind)).toEqual([
    'scenario',
    'scenario',
    null,
  ]);
  expect(report.counts.ignored).toBeGreaterThan(0);
  expect(report.files[1].findings.length).toBeGreaterThan(0);
  expect(misfits(schemas['lint']!(), report)).toEqual([]);
});

test('a calendar, with windows that meet', async () => {
  const file = join(folder, 'template.yaml');
  const window = `{ Type: AWS::SSM::MaintenanceWindow, Properties:
    { Schedule: rate(1 day), Duration: 3, Cutoff: 1, Name: same, AllowUnassociatedTargets: false } }`;
  const ids = ['A', 'B', 'C', 'D', 'E', 'F'];
  writeFileSync(file, `Resources:\n${ids.map((id) => `  ${id}: ${window}\n`).join('')}`);
  const { stdout } = await fleetsim(['schedule', file, '--from', '2026-03-01', '--json']);
  const calendar = JSON.parse(stdout);
  expect(calendar.collisions.length).toBeGreaterThan(0);
  expect(calendar.crowd).not.toBeNull();
  expect(misfits(schemas['calendar']!(), calendar)).toEqual([]);
  const { stdout: ofScenario } = await fleetsim(['schedule', 'scenarios/sunday-patch.yaml', '--json']);
  expect(misfits(schemas['calendar']!(), JSON.parse(ofScenario))).toEqual([]);
});
