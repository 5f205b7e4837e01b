import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { writeNewFiles } from '../../src/cli/new-files.ts';
import { exampleNames, initFiles, type ReadShipped } from '../../src/init/index.ts';
import { evaluateExpectations } from '../../src/result/expectations.ts';
import { metricsOf } from '../../src/result/metrics.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { scenarioSchema } from '../../src/schema/index.ts';
import { Simulator } from '../../src/simulate.ts';
import { everyShippedName } from '../support/shipped.ts';

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const read: ReadShipped = (path) => readFileSync(path);
const files = initFiles({ read, version });
const textOf = (path: string) => files.find((file) => file.path === path)!.text;

describe('what init writes', () => {
  test('begins with a scenario that runs without a warning and holds what it expects', () => {
    const [{ path, text }] = files as [(typeof files)[number]];
    const loaded = loadScenario({ file: path, read: () => new TextEncoder().encode(text), overrides: [] });
    if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
    expect(loaded.warnings).toEqual([]);
    const metrics = metricsOf(new Simulator(loaded.scenario).run());
    const outcomes = evaluateExpectations(loaded.scenario.expectations, metrics);
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });

  test('has the schema beside the scenario, which names it', () => {
    expect(JSON.parse(textOf('scenarios/scenario.schema.json'))).toEqual(scenarioSchema());
    expect(textOf('scenarios/sunday.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\/scenario\.schema\.json\n/,
    );
  });

  test('tells an editor of the schema and of the tags of CloudFormation', () => {
    const settings = JSON.parse(textOf('.vscode/settings.json'));
    expect(settings['yaml.schemas']).toEqual({ './scenarios/scenario.schema.json': ['scenarios/**/*.yaml'] });
    expect(settings['yaml.customTags']).toEqual(
      expect.arrayContaining(['!Ref scalar', '!GetAtt scalar', '!Sub scalar']),
    );
  });

  test('has the workflow of the documentation, with a pinned version that needs no package.json', () => {
    const text = textOf('.github/workflows/fleetsim.yml');
    expect(text).not.toMatch(/Copy to|npm ci|cache: npm|package-lock/);
    expect(text).toContain(`npx --yes fleetsim@${version} check`);
    expect(parse(text).permissions).toEqual({ contents: 'read' });
    expect(parse(text).jobs.check.steps).toHaveLength(3);
  });
});

describe('an example', () => {
  test('is any of the scenarios that ship', () => {
    expect([...exampleNames]).toEqual([...everyShippedName].sort());
  });

  test.each(exampleNames)('%s is what ships, with the schema beside it', (example) => {
    const [{ path, text }] = initFiles({ example, read, version }) as [(typeof files)[number]];
    expect(path).toBe(`scenarios/${example}.yaml`);
    const shipped = readFileSync(path, 'utf8');
    expect(text.split('\n').slice(1)).toEqual(shipped.split('\n').slice(1));
    expect(text).toContain('$schema=./scenario.schema.json');
  });

  test('comes with the files that it reads', () => {
    const paths = initFiles({ example: 'zero-day', read, version }).map(({ path }) => path);
    expect(paths).toContain('scenarios/zero-day-override.json');
  });
});

describe('files are written where there are none', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fleetsim-init-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const wanted = [
    { path: 'a/one.txt', text: '1' },
    { path: 'a/b/two.txt', text: '2' },
  ];

  test('in folders that are made for them', () => {
    expect(writeNewFiles(join(folder, 'new'), wanted)).toEqual([]);
    expect(readFileSync(join(folder, 'new/a/b/two.txt'), 'utf8')).toBe('2');
  });

  test('and none at all if one is there already', () => {
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/one.txt'), 'mine');
    expect(writeNewFiles(folder, wanted)).toEqual([join(folder, 'a/one.txt')]);
    expect(readFileSync(join(folder, 'a/one.txt'), 'utf8')).toBe('mine');
    expect(readdirSync(join(folder, 'a'))).toEqual(['one.txt']);
  });

  test('nor through a link that leads nowhere', () => {
    mkdirSync(join(folder, 'a'));
    symlinkSync('nowhere', join(folder, 'a/one.txt'));
    expect(writeNewFiles(folder, wanted)).toEqual([join(folder, 'a/one.txt')]);
  });

  test('nor below such a link', () => {
    symlinkSync('nowhere', join(folder, 'link'));
    expect(writeNewFiles(join(folder, 'link'), wanted)).toEqual([join(folder, 'link')]);
    expect(readdirSync(folder)).toEqual(['link']);
  });

  test('and a name that no system takes is a mistake of whoever gave it', () => {
    expect(() => writeNewFiles(join(folder, 'x'.repeat(5000)), wanted)).toThrow('the name is too long');
  });

  test('nor where a file stands in place of a folder, which is named once', () => {
    writeFileSync(join(folder, 'a'), 'a file');
    expect(writeNewFiles(folder, wanted)).toEqual([join(folder, 'a')]);
    expect(writeNewFiles(join(folder, 'a'), [{ path: 'x', text: '' }])).toEqual([join(folder, 'a')]);
    expect(writeNewFiles(join(folder, 'a/b/c'), wanted)).toEqual([join(folder, 'a')]);
  });
});
