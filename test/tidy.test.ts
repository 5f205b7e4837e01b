/** Properties of the source itself. Every complaint names its place and says what to do instead. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';

/** Folders of `src/` that a result passes through: no clock, no chance of their own, nothing that waits. */
const simulating = [
  'kernel',
  'aws',
  'world',
  'capability',
  'capabilities',
  'result',
  'statistics',
  'experiment',
  'schedule',
  'explain',
  'lint',
];

/** What each part of `src/` may import of the others. All arrows point one way: text, data, run, result, text. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  diagnostics: [],
  blocks: ['diagnostics'],
  aws: ['kernel', 'diagnostics'],
  world: ['kernel', 'aws'],
  fields: ['diagnostics', 'kernel', 'aws', 'world'],
  cloudformation: ['diagnostics', 'kernel', 'aws', 'world', 'fields'],
  capability: ['diagnostics', 'blocks', 'kernel', 'aws', 'world', 'fields', 'cloudformation'],
  capabilities: ['diagnostics', 'blocks', 'kernel', 'aws', 'world', 'fields', 'cloudformation', 'capability'],
  scenario: [
    'diagnostics',
    'fields',
    'kernel',
    'aws',
    'world',
    'cloudformation',
    'capability',
    'capabilities',
  ],
  result: ['diagnostics', 'kernel', 'blocks', 'aws', 'world', 'capability'],
  'simulate.ts': ['kernel', 'aws', 'world', 'capability', 'result'],
  lint: [
    'diagnostics',
    'fields',
    'kernel',
    'aws',
    'world',
    'cloudformation',
    'capability',
    'capabilities',
    'scenario',
  ],
  statistics: ['kernel'],
  experiment: [
    'diagnostics',
    'fields',
    'kernel',
    'aws',
    'world',
    'capability',
    'capabilities',
    'scenario',
    'result',
    'simulate.ts',
    'statistics',
  ],
  schedule: ['diagnostics', 'kernel', 'aws', 'world', 'capability'],
  schema: [
    'diagnostics',
    'fields',
    'aws',
    'world',
    'cloudformation',
    'capability',
    'capabilities',
    'scenario',
    'result',
  ],
  init: ['diagnostics', 'scenario', 'schema'],
  explain: [
    'diagnostics',
    'fields',
    'cloudformation',
    'kernel',
    'aws',
    'world',
    'capability',
    'scenario',
    'schedule',
    'result',
    'simulate.ts',
    'statistics',
    'experiment',
  ],
  reports: ['diagnostics', 'blocks', 'aws', 'world', 'result', 'experiment', 'explain', 'lint', 'schedule'],
  library: [
    'diagnostics',
    'kernel',
    'aws',
    'world',
    'capability',
    'capabilities',
    'scenario',
    'result',
    'simulate.ts',
    'experiment',
    'explain',
    'lint',
    'schedule',
  ],
  // The outermost: nothing imports them.
  cli: [
    'library',
    'diagnostics',
    'fields',
    'kernel',
    'blocks',
    'aws',
    'world',
    'capability',
    'capabilities',
    'scenario',
    'result',
    'simulate.ts',
    'experiment',
    'explain',
    'lint',
    'schedule',
    'schema',
    'init',
    'reports',
    'index.ts',
  ],
  'index.ts': ['diagnostics', 'result', 'experiment', 'explain', 'lint', 'schedule', 'library'],
};
/** Shared nouns may be named where nothing is done with them: `import type` is enough. */
const mayImportTypesOf: Readonly<Record<string, readonly string[]>> = {
  aws: ['world'],
  reports: ['capability', 'capabilities'],
};

interface Place {
  readonly where: readonly string[];
  readonly because: string;
}

const distributionOfStatistics: Place = {
  where: ['statistics/distributions.ts'],
  because: 'ask statistics/distributions.ts, whose arithmetic is the same on every engine',
};

/** Where a package may be imported, and why there alone. */
const packages: Readonly<Record<string, Place>> = {
  seedrandom: { where: ['kernel/random.ts'], because: 'one call makes the key of a seed; draw from streams' },
  '@stdlib/stats-base-dists-gamma-quantile': {
    where: ['kernel/gamma-quantile.ts'],
    because: 'draw from a Distribution',
  },
  '@stdlib/stats-base-dists-beta-cdf': distributionOfStatistics,
  '@stdlib/stats-base-dists-beta-quantile': distributionOfStatistics,
  '@stdlib/stats-base-dists-t-cdf': distributionOfStatistics,
  '@stdlib/stats-base-dists-t-quantile': distributionOfStatistics,
  workerpool: {
    where: ['experiment/pool.ts', 'experiment/thread.ts'],
    because: 'replicateAll hands out replications',
  },
  'cron-parser': { where: ['aws/schedule'], because: 'ask aws/schedule for starts' },
  'ical.js': {
    where: ['capabilities/change-calendar/'],
    because: 'calendars are the business of one capability',
  },
  'jsonpath-rfc9535': {
    where: ['capabilities/automation/content/jsonpath.ts'],
    because: 'ask select of content/selectors.ts, which takes selectors as AWS does',
  },
  luxon: { where: ['aws/schedule'], because: 'time zones are the business of schedules' },
  zod: { where: ['fields', 'scenario'], because: 'what is read once is plain data ever after' },
  'zod/mini': {
    where: ['fields', 'cloudformation', 'capabilities', 'scenario', 'schema/zod-fields.ts'],
    because: 'what is read once is plain data ever after',
  },
  yaml: { where: ['scenario'], because: 'only the loader sees text' },
  chalk: { where: ['blocks'], because: 'results are data; colour is for reports' },
  tinyglobby: { where: ['cli'], because: 'only the command line sees files' },
  commander: { where: ['cli'], because: 'only the command line sees arguments' },
  'node:crypto': {
    where: [
      'world/node-names.ts',
      'world/made-ids.ts',
      'scenario/load.ts',
      'library/block-file.ts',
      'library/block-plan.ts',
      'cli/output-file.ts',
    ],
    because: 'draws come from streams',
  },
  'node:path': { where: ['scenario', 'library', 'cli'], because: 'a run knows no files' },
  'node:fs': { where: ['library', 'cli'], because: 'be handed what it reads' },
};

/** Everything else of Node is for the command line. */
const onlyInCli = /^node:/;

interface Ban {
  readonly pattern: RegExp;
  readonly instead: string;
  /** Where it is right, each with its reason beside it in the source. */
  readonly except?: readonly string[];
}

const banned: readonly Ban[] = [
  { pattern: /\bMath\.random\b/, instead: 'draw from a named stream, so that the run can be repeated' },
  { pattern: /\bDate\.now\b|\bperformance\b|\bnew Date\(\)|\bhrtime\b/, instead: 'use kernel.nowMs' },
  {
    pattern: /\bnew Date\(/,
    instead: 'write instants with isoTime of world/time.ts',
    except: ['world/time.ts', 'aws/schedule/'],
  },
  {
    pattern: /\basync\b|\bawait\b|\bPromise\b|\bset(Timeout|Interval|Immediate)\b|\bqueueMicrotask\b/,
    instead: 'schedule an event: promises and timers have an order of their own',
    // Replications are run on threads; what they find is put in order before anybody looks at it.
    except: [
      'kernel/gamma.ts',
      'experiment/pool.ts',
      'experiment/replicate.ts',
      'experiment/replicator.ts',
      'experiment/thread.ts',
      // There nodes await a reboot.
      'capabilities/patch-manager/metrics.ts',
    ],
  },
  {
    pattern: /\.toLocale\w*\(|\.localeCompare\(|\bIntl\b/,
    instead: 'format and compare by hand: the same bytes on every machine',
  },
  {
    pattern:
      /\bMath\.(log|exp|pow|sin|cos|tan|cbrt|hypot|log1p|expm1|log2|log10|sinh|cosh|tanh|atan2?|asin|acos)\b/,
    instead: 'use ln and exp of kernel/math.ts: engines differ in the last bit',
  },
  { pattern: /[\w)\]]\s*\*\*(?!\*)/, instead: 'write powers as literals or products: engines differ' },
];

const lineCountMax = 400;
interface Source {
  /** Below `src/`. */
  readonly file: string;
  readonly text: string;
  /** By line, without comments. */
  readonly code: readonly string[];
}

const sources: readonly Source[] = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .map((file) => {
    const text = readFileSync(`src/${file}`, 'utf8');
    return { file, text, code: withoutComments(text).split('\n') };
  });

/** Lines stay where they are. A `//` inside of quotes, as in an address, is no comment. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/\/\*[\s\S]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ''))
    .replaceAll(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

const partOf = (file: string) => file.split('/')[0]!;
const isWithin = (file: string, places: readonly string[]) =>
  places.some((place) => file === place || file.startsWith(place.endsWith('/') ? place : `${place}/`));

interface Import {
  readonly source: Source;
  readonly line: number;
  /** As written. */
  readonly target: string;
  readonly isType: boolean;
}

const imports: readonly Import[] = sources.flatMap((source) => {
  const code = source.code.join('\n');
  const statement = /\b(import|export)\s+(type\s+)?(?:[^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'/g;
  return [...code.matchAll(statement)].map((match) => ({
    source,
    line: code.slice(0, match.index).split('\n').length,
    target: match[3] ?? match[4]!,
    isType: match[2] !== undefined,
  }));
});

const isOurs = ({ target }: Import) => target.startsWith('.');
const fileOf = ({ source, target }: Import) => posix.join(posix.dirname(source.file), target);
const placeOf = ({ source, line }: Import) => `src/${source.file}:${line}`;

test('folders import in one direction', () => {
  const complaints = imports.filter(isOurs).flatMap((one) => {
    const from = partOf(one.source.file);
    const to = partOf(fileOf(one));
    const isAllowed =
      from === to ||
      // Which version it is, package.json alone says.
      (from === 'library' && fileOf(one) === '../package.json') ||
      mayImport[from]?.includes(to) ||
      (one.isType && (mayImportTypesOf[from]?.includes(to) ?? false));
    return isAllowed
      ? []
      : [`${placeOf(one)}: ${from} may not import ${to}: move what both need to where both may look`];
  });
  expect(complaints).toEqual([]);
});

test('between capabilities only facts are imported', () => {
  const complaints = imports.filter(isOurs).flatMap((one) => {
    const [part, from, ...rest] = one.source.file.split('/');
    const [toPart, to, ...file] = fileOf(one).split('/');
    // The list of capabilities names them all, and nothing else does.
    if (part !== 'capabilities' || toPart !== 'capabilities' || rest.length === 0) return [];
    // What rules of lint ask of each other is apart from what machines do.
    if (from === to || ['facts.ts', 'lint/facts.ts'].includes(file.join('/'))) return [];
    return [`${placeOf(one)}: ${from} may not import ${to}/${file.join('/')}: put it in facts.ts of ${to}`];
  });
  expect(complaints).toEqual([]);
});

test('engines know of capabilities the list alone, and ask the registry for the rest', () => {
  const inside = imports.filter(isOurs).flatMap((one) => {
    const [part, ...rest] = fileOf(one).split('/');
    const isOfList = rest.length === 1;
    if (part !== 'capabilities' || isOfList || one.source.file.startsWith('capabilities/')) return [];
    return [`${one.source.file}: ${fileOf(one)}`];
  });
  expect(inside).toEqual([]);
});

test('packages are imported where they belong', () => {
  const complaints = imports
    .filter((one) => !isOurs(one))
    .flatMap((one) => {
      const rule = packages[one.target];
      const { file } = one.source;
      if (rule === undefined) {
        if (onlyInCli.test(one.target)) {
          return partOf(file) === 'cli'
            ? []
            : [`${placeOf(one)}: ${one.target} is for src/cli: be handed what it reads`];
        }
        return [
          `${placeOf(one)}: ${one.target} has no place yet: give it one here and in docs/dependencies.md`,
        ];
      }
      if (isWithin(file, rule.where)) return [];
      return [`${placeOf(one)}: ${one.target} belongs to ${rule.where.join(' and ')}: ${rule.because}`];
    });
  expect(complaints).toEqual([]);
});

test('a run knows no clock, no chance but its own, and no locale', () => {
  const complaints: string[] = [];
  for (const { file, code } of sources) {
    if (!simulating.includes(partOf(file)) && file !== 'simulate.ts') continue;
    for (const { pattern, instead, except } of banned) {
      if (except?.some((place) => file.startsWith(place))) continue;
      code.forEach((line, index) => {
        if (pattern.test(line)) complaints.push(`src/${file}:${index + 1}: ${line.trim()}: ${instead}`);
      });
    }
  }
  expect(complaints).toEqual([]);
});

test('every assumption of the source has its paragraph, and every paragraph its assumption', () => {
  const headings = [...readFileSync('docs/assumptions.md', 'utf8').matchAll(/^### ([a-z0-9-]+)$/gm)].map(
    ([, name]) => name!,
  );
  const named = new Map<string, string>();
  for (const { file, text } of sources) {
    for (const [, name] of text.matchAll(/ASSUMPTION(?:\s|\*)+([a-z0-9-]+)/g))
      named.set(name!, `src/${file}`);
  }
  const complaints = [
    ...[...named]
      .filter(([name]) => !headings.includes(name))
      .map(
        ([name, file]) =>
          `${file}: ASSUMPTION ${name}: write a paragraph under that name in docs/assumptions.md`,
      ),
    ...headings
      .filter((name) => !named.has(name))
      .map((name) => `docs/assumptions.md: ${name}: nothing in src/ assumes it: remove it, or name it there`),
  ];
  expect(complaints).toEqual([]);
  expect(headings).toEqual([...new Set(headings)]);
});

test('no file is long', () => {
  const complaints = sources.flatMap(({ file, text }) => {
    const count = text.trimEnd().split('\n').length;
    return count <= lineCountMax
      ? []
      : [`src/${file}: ${count} lines: take a part out, so that at most ${lineCountMax} are left`];
  });
  expect(complaints).toEqual([]);
});

test('nothing is left for later without a word to its reader', () => {
  const complaints = sources.flatMap(({ file, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        /\b(TODO|FIXME|XXX|HACK)\b/.test(line)
          ? [`src/${file}:${index + 1}: do it, or say in docs/ what is left out`]
          : [],
      ),
  );
  expect(complaints).toEqual([]);
});
