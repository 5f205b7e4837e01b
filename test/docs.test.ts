/**
 * The documentation agrees with the program. What the program can say of itself stands in generated blocks:
 * `npm run docs` (`UPDATE_DOCS=1`) writes them anew.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { causes } from '../src/capabilities/index.ts';
import { evaluateExpectations } from '../src/result/expectations.ts';
import { metricsOf } from '../src/result/metrics.ts';
import { loadScenario } from '../src/scenario/load.ts';
import { topLevelKeys } from '../src/scenario/top-level.ts';
import { explanationSchema, scenarioSchema } from '../src/schema/index.ts';
import { Simulator } from '../src/simulate.ts';
import { blocks, metricNamesOfMeanings, metricNamesOfPlaceholders } from './docs/blocks.ts';
import { simulateYaml } from './support/simulate.ts';

// Machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 60_000 });

const isUpdating = process.env['UPDATE_DOCS'] === '1';
const pages = filesIn('docs', '.md');
const readmes = filesIn('src', 'README.md');
const texts = new Map(
  [...pages, ...readmes, ...(existsSync('README.md') ? ['README.md'] : [])].map((file) => [file, read(file)]),
);

function read(file: string): string {
  return readFileSync(file, 'utf8');
}

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => file.endsWith(ending))
    .sort();
}

const block = /(<!-- generated: (.*?) -->\n)[\s\S]*?(<!-- end -->)/g;

describe('generated blocks', () => {
  test.each([...pages, ...readmes].filter((file) => texts.get(file)!.includes('<!-- generated: ')))(
    '%s says what the program says (else: npm run docs)',
    (file) => {
      const made = texts.get(file)!.replaceAll(block, (_, head: string, name: string, tail: string) => {
        const make = blocks[name];
        if (make === undefined) throw new Error(`${file}: nobody makes the block ${name}`);
        return `${head}\n${make()}\n\n${tail}`;
      });
      if (isUpdating) writeFileSync(file, made);
      else expect(texts.get(file)).toBe(made);
    },
  );

  test('every block has its place in some page', () => {
    const used = new Set(
      [...texts.values()].flatMap((text) => [...text.matchAll(block)].map(([, , name]) => name)),
    );
    expect(Object.keys(blocks).filter((name) => !used.has(name))).toEqual([]);
  });
});

test('the page of commands names every key of a result', () => {
  const { result } = simulateYaml(read('scenarios/sunday-patch.yaml'));
  const page = read('docs/commands.md');
  const parts = [result, result.executions[0]!, result.executions[0]!.tasks[0]!, result.commands[0]!];
  const keys = new Set([...parts, result.nodes[0]!, ...result.expectations].flatMap(Object.keys));
  expect([...keys].filter((key) => !page.includes(`\`${key}\``))).toEqual([]);
});

test('every metric of a run has its meaning, and nothing else has', () => {
  expect(metricNamesOfMeanings().sort()).toEqual(metricNamesOfPlaceholders().sort());
});

test('every cause has its section, in the order in which they are looked for', () => {
  const headings = [...read('docs/causes.md').matchAll(/^### ([A-Z_0-9]+)$/gm)].map(([, name]) => name);
  expect(headings).toEqual([...causes]);
});

test('every word that a scenario may begin with is in its reference', () => {
  const reference = read('docs/scenario-reference.md');
  expect(topLevelKeys.filter((word) => !reference.includes(`\`${word}\``))).toEqual([]);
});

test('every package that package.json asks for earns its place in docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, object>;
  const listed = [...read('docs/dependencies.md').matchAll(/^\| \[([^\]]+)\]/gm)].map(([, name]) => name);
  const asked = [...Object.keys(dependencies!), ...Object.keys(devDependencies!)];
  expect(listed.sort()).toEqual(asked.filter((name) => !name.startsWith('@types/')).sort());
});

test('every AWS page that the source cites is listed with the day on which it was read, or as not read', () => {
  const file = 'docs/aws-pages.json';
  const listed = JSON.parse(read(file)) as Record<string, string>;
  const cited = new Set(
    filesIn('src', '.ts').flatMap((source) =>
      [...read(source).matchAll(/https:\/\/docs\.aws\.amazon\.com\/[\w./-]*\w/g)].map(([url]) => url),
    ),
  );
  const wanted = Object.fromEntries([...cited].sort().map((url) => [url, listed[url] ?? 'not yet']));
  if (isUpdating) writeFileSync(file, `${JSON.stringify(wanted, null, 2)}\n`);
  else {
    expect(Object.keys(listed)).toEqual(Object.keys(wanted));
    expect(
      Object.values(listed).filter((day) => !/^([0-9]{4}-[0-9]{2}-[0-9]{2}|not read)$/.test(day)),
    ).toEqual([]);
  }
});

test('every link within the documentation leads somewhere', () => {
  const complaints: string[] = [];
  for (const [file, text] of texts) {
    for (const [, target] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue;
      const [path, anchor] = target!.split('#') as [string, string | undefined];
      const to = path === '' ? file : posix.join(posix.dirname(file), path);
      if (!existsSync(to)) complaints.push(`${file}: ${target}`);
      else if (anchor !== undefined && !anchorsOf(read(to)).includes(anchor))
        complaints.push(`${file}: ${target}`);
    }
  }
  expect(complaints).toEqual([]);
});

function withoutCode(text: string): string {
  return text.replaceAll(/```[\s\S]*?```/g, '').replaceAll(/`[^`\n]*`/g, '');
}

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
}

test('every page is reached from the reading order', () => {
  const seen = new Set<string>();
  const follow = (file: string) => {
    if (seen.has(file) || !texts.has(file)) return;
    seen.add(file);
    for (const [, target] of withoutCode(texts.get(file)!).matchAll(/\]\(([^)#\s]+)/g)) {
      if (!/^[a-z]+:/.test(target!)) follow(posix.join(posix.dirname(file), target!));
    }
  };
  follow('docs/README.md');
  expect(pages.filter((file) => !seen.has(file))).toEqual([]);
});

test.each([
  ['docs/scenario.schema.json', scenarioSchema],
  ['docs/explanation.schema.json', explanationSchema],
])('%s is what the program makes (else: npm run docs)', (file, make) => {
  const made = `${JSON.stringify(make(), null, 2)}\n`;
  if (isUpdating) writeFileSync(file, made);
  else expect(read(file)).toBe(made);
});

test('every whole scenario that the documentation shows runs, and fails only what its page says it fails', () => {
  // Examples of what lint finds are wrong on purpose; test/lint/pages.test.ts looks at them.
  const ofRuns = [...texts].filter(([file]) => !file.startsWith('docs/lint/'));
  const shown = ofRuns.flatMap(([file, text]) =>
    [...text.matchAll(/```yaml\n([\s\S]*?)```/g)]
      .map(([, yaml]) => ({ file, text, yaml: yaml! }))
      .filter(({ yaml }) => /^start:/m.test(yaml)),
  );
  expect(shown.length).toBeGreaterThan(1);
  for (const { file, text, yaml } of shown) {
    const loaded = loadScenario({
      file,
      read: () => new TextEncoder().encode(yaml),
      overrides: [],
    });
    if ('problems' in loaded) throw new Error(`${file}: ${JSON.stringify(loaded.problems, null, 2)}`);
    expect(loaded.warnings).toEqual([]);
    const metrics = metricsOf(new Simulator(loaded.scenario).run());
    const outcomes = evaluateExpectations(loaded.scenario.expectations, metrics);
    const failed = outcomes.filter(({ outcome }) => outcome === 'fail').map(({ metric }) => metric);
    const saidToFail = outcomes.map(({ metric }) => metric).filter((one) => text.includes(`FAIL ${one}`));
    expect({ file, failed }).toEqual({ file, failed: saidToFail });
  }
});

test('every file of the source that the documentation names exists', () => {
  const complaints: string[] = [];
  for (const [file, text] of texts) {
    for (const [, path] of text.matchAll(
      /`((?:src|test|scenarios|docs)\/[\w./-]+\.(?:ts|js|yaml|json|md|py))`/g,
    )) {
      if (!existsSync(path!)) complaints.push(`${file}: ${path}`);
    }
  }
  expect(complaints).toEqual([]);
});
