/** The laws of the house: what makes a capability one folder and one line, held to by reading the source. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { capabilities } from '../src/capabilities/index.ts';

interface Source {
  /** Below `src/`. */
  readonly file: string;
  /** Without comments; lines stay where they are. */
  readonly code: string;
}

const sources: readonly Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => ({ file, code: withoutComments(readFileSync(`src/${file}`, 'utf8')) }));

function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** Everything that a capability gives a name to, and that an engine could name by mistake. */
function namesOf(capability: (typeof capabilities)[number]): string[] {
  return capability.open(
    ({ resources = [], calls = [], documents = [], causes = {}, metrics = [], awsEvents = [] }) => [
      ...resources.map(({ type }) => type),
      ...calls.map(({ call }) => call),
      ...documents.map(({ name }) => name),
      ...Object.keys(causes),
      ...awsEvents.flatMap(({ detailTypes }) => detailTypes),
      // Of metrics of the fleet the full name is known; those of groups and tasks begin with what a file calls them.
      ...metrics.flatMap(({ subjects, metrics: own }) =>
        subjects
          .filter(({ pattern }) => !pattern.includes('<'))
          .flatMap(({ pattern }) => own.map(({ name }) => `${pattern}${name}`)),
      ),
    ],
  );
}

/** AWS's own facts, and sample text for a user who begins. */
const exempt = /^(aws|init)\//;

/** Exactly this word, and not a part of a longer one. */
function asWord(name: string): RegExp {
  const escaped = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.:-])${escaped}(?![\\w:-]|\\.\\w)`, 'g');
}

test('no engine names a resource type, call, document, metric or cause of a capability', () => {
  const complaints = capabilities.flatMap((capability) => {
    const names = namesOf(capability).map((name) => [name, asWord(name)] as const);
    // These only look at what others have: their metrics begin with what a file calls them, or there are none.
    const onlyLooks = ['fleet-manager', 'license-manager'].includes(capability.name);
    if (!onlyLooks) expect(names.length).toBeGreaterThan(0);
    return sources
      .filter(({ file }) => !file.startsWith('capabilities/') && !exempt.test(file))
      .flatMap(({ file, code }) =>
        names
          .filter(([, pattern]) => code.search(pattern) >= 0)
          .map(([name]) => `src/${file} names ${name} of ${capability.name}: ask the registry`),
      );
  });
  expect(complaints).toEqual([]);
});

/** `'.minutes'`, `` `${task}.halted` ``, `/\\.(halted|completed)$/`: what an engine would know a metric by. */
function asEnding(name: string): RegExp {
  return new RegExp(`['"\`}]\\.${name}['"\`]|\\\\\\.\\(?[^/\\n]*\\b${name}\\b`);
}

test("no engine knows a metric by the end of its name: what it needs is in the metric's own entry", () => {
  const names = capabilities.flatMap((capability) =>
    capability.open(({ metrics = [] }) =>
      metrics.flatMap((family) => family.metrics.map(({ name }) => name)),
    ),
  );
  const endings = [...new Set(names.map((name) => name.split('.').at(-1)!))].filter((name) => name !== '');
  expect(endings).toContain('minutes');
  const complaints = sources
    .filter(({ file }) => /^(experiment|reports|result|statistics|library|cli|blocks)\//.test(file))
    .flatMap(({ file, code }) =>
      endings
        .filter((name) => asEnding(name).test(code))
        .map((name) => `src/${file} knows what ends in .${name}`),
    );
  expect(complaints).toEqual([]);
});

test('a name of one capability is in no other folder but those that import its facts', () => {
  const complaints = capabilities.flatMap((capability) => {
    const names = namesOf(capability)
      // Causes are words that a folder may also have for states of its own.
      .filter((name) => /^[A-Z][a-z][A-Za-z]+$|::/.test(name))
      .map((name) => [name, asWord(`'${name}'`)] as const);
    return sources
      .filter(
        ({ file }) =>
          file.startsWith('capabilities/') && !file.startsWith(`capabilities/${capability.name}/`),
      )
      .flatMap(({ file, code }) =>
        names
          .filter(([, pattern]) => code.search(pattern) >= 0)
          .map(([name]) => `src/${file} names ${name} of ${capability.name}: import it from its facts.ts`),
      );
  });
  expect(complaints).toEqual([]);
});

test('there is no circle of files', () => {
  const importsOf = new Map(sources.map(({ file, code }) => [file, importedBy(file, code)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (done.has(file)) return;
    const at = path.indexOf(file);
    if (at >= 0) {
      circles.push([...path.slice(at), file].join(' -> '));
      return;
    }
    for (const next of importsOf.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const { file } of sources) visit(file, []);
  expect(circles).toEqual([]);
});

/** Types too: a circle of types is a circle for the reader. A dynamic import is not: it is there to break one. */
function importedBy(file: string, code: string): string[] {
  const statement = /\b(?:import|export)\s+(?:type\s+)?(?:[^;'"]*?\sfrom\s+)?'(\.[^']+)'/g;
  return [...code.matchAll(statement)]
    .map((match) => posix.join(posix.dirname(file), match[1]!))
    .filter((target) => !target.startsWith('..'));
}
