/**
 * Makes dist/ from src/: a bundle for each stage of the program, so that `--help` does not read the simulator, and for
 * each the code that V8 compiles from it. `--if-stale`: only if something has changed since.
 */
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alias } from './libraries.js';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Built beside it, then put in its place: whoever runs the program meanwhile finds the old one whole. */
const target = join(root, 'dist');
const dist = join(root, `dist-${process.pid}`);
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Bundles of the command line, by name. A dynamic import of one of these files loads that bundle. */
const stages = {
  main: 'src/cli/main.ts',
  commands: 'src/cli/commands/index.ts',
  worker: 'src/cli/worker.ts',
  experiments: 'src/cli/commands/experiments.ts',
  advice: 'src/cli/commands/advice.ts',
  setup: 'src/cli/commands/setup.ts',
  replicator: 'src/cli/replicating-thread.ts',
  report: 'src/reports/run.ts',
  findings: 'src/reports/experiments.ts',
  hints: 'src/reports/advice.ts',
  gamma: 'src/kernel/gamma-quantile.ts',
  ical: 'src/capabilities/change-calendar/ical.ts',
  jsonpath: 'src/capabilities/automation/content/jsonpath.ts',
  cron: '.config/cron.cjs',
};

/** Parts of a capability, and the stages that use them: the others do without, and load as much quicker. */
const partsApart = { lint: ['advice'], links: ['advice', 'setup'] };

/** Stages that simulate. */
const stagesInTwo = ['commands', 'experiments', 'replicator'];

async function buildAll() {
  const { build } = await import('esbuild');
  const { buildInTwo, touchedFiles, whenAsked } = await import('./two-bundles.js');
  mkdirSync(dist);
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  };
  const program = {
    ...common,
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minify: true,
    // What Node would put around a CommonJS module; here it is in the file, so that no long text is put together.
    banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
    footer: { js: '})' },
    keepNames: false,
    legalComments: 'none',
    metafile: true,
    supported: { 'dynamic-import': false },
    alias,
  };
  const pluginsWithout = (parts) => [stagesApart, partsLeftOut(parts), librariesLazy, libraryApart];
  const touched = await touchedFiles(join(dist, 'apart'));
  const programs = [];
  for (const [parts, names] of stagesByParts()) {
    const plugins = [whenAsked, ...pluginsWithout(parts.split(' '))];
    const whole = names.filter((name) => !stagesInTwo.includes(name));
    const entryPoints = Object.fromEntries(whole.map((name) => [name, stages[name]]));
    programs.push(await build({ ...program, entryPoints, plugins }));
    for (const name of names.filter((each) => stagesInTwo.includes(each))) {
      const bundle = ({ contents, outfile }, more) =>
        build({
          ...program,
          stdin: { contents, resolveDir: root, loader: 'ts' },
          ...(outfile === null
            ? { write: false }
            : { outdir: undefined, outfile: join(dist, `${outfile}.cjs`) }),
          plugins: [...plugins, ...more],
        });
      programs.push(...(await buildInTwo(name, stages[name], touched, bundle)));
    }
  }
  await build({
    ...common,
    entryPoints: ['src/index.ts'],
    outdir: dist,
    format: 'esm',
    external: Object.keys(dependencies),
    // A library that is bundled asks for a module of Node's as CommonJS does.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
  for (const name of ['loader.cjs', 'thread.cjs', 'replicating.cjs'])
    copyFileSync(join(root, '.config', name), join(dist, name));
  writeFileSync(
    join(dist, 'third-party-licenses.txt'),
    licensesOf(programs.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
  );
  compileAhead();
  rmSync(target, { recursive: true, force: true });
  renameSync(dist, target);
}

const stagesApart = {
  name: 'stages-apart',
  setup(build) {
    build.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      if (kind !== 'dynamic-import') return undefined;
      const file = resolve(resolveDir, path);
      const stage = Object.keys(stages).find((name) => join(root, stages[name]) === file);
      return stage === undefined ? undefined : { path: `./${stage}.cjs`, external: true };
    });
  },
};

/** Names of stages, by the parts that they leave out. */
function stagesByParts() {
  const groups = new Map();
  for (const stage of Object.keys(stages)) {
    const leftOut = Object.keys(partsApart).filter((part) => !partsApart[part].includes(stage));
    const key = leftOut.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), stage]);
  }
  return groups;
}

/** What the index.ts of a capability imports of them is there by name, and throws when it is used. */
const partsLeftOut = (parts) => ({
  name: 'parts-left-out',
  setup(build) {
    build.onResolve({ filter: /^\.\/\w+(\/index)?\.ts$/ }, ({ importer, path }) => {
      const part = /\w+/.exec(path)[0];
      if (!parts.includes(part) || !/src\/capabilities\/[^/]+\/index\.ts$/.test(importer)) return undefined;
      const { 1: name } = new RegExp(`\\{ (\\w+) \\} from '${path}'`).exec(readFileSync(importer, 'utf8'));
      return { path: join(importer, '..', path), namespace: 'left-out', pluginData: { name, part } };
    });
    build.onLoad({ filter: /./, namespace: 'left-out' }, ({ pluginData: { name, part } }) => ({
      contents: `export const ${name} = new Proxy({}, { get() { throw new Error('this stage has no ${part}: see partsApart of .config/build.js'); } });`,
    }));
  },
});

/** Libraries that most runs do without, where they are, and the names that are imported from them. */
const lazyLibraries = {
  'cron-parser': ['./cron.cjs', 'CronExpressionParser'],
  luxon: ['./cron.cjs', 'IANAZone'],
  'node:crypto': ['node:crypto', 'createHash', 'randomBytes'],
};

/** They are evaluated when something of theirs is used. */
const librariesLazy = {
  name: 'libraries-lazy',
  setup(build) {
    build.onResolve({ filter: /^(cron-parser|luxon|node:crypto)$/ }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'lazy' } : undefined,
    );
    build.onResolve({ filter: /^\.\/cron\.cjs$/, namespace: 'lazy' }, ({ path }) => ({
      path,
      external: true,
    }));
    build.onLoad({ filter: /./, namespace: 'lazy' }, ({ path }) => {
      const [from, ...names] = lazyLibraries[path];
      const lines = names.map(
        (name) =>
          `export const ${name} = new Proxy(() => {}, {
            get: (_, key) => require('${from}').${name}[key],
            apply: (_, self, given) => require('${from}').${name}(...given),
          });`,
      );
      return { contents: lines.join('\n'), resolveDir: root };
    });
  },
};

/** What the others import of libraries that few runs need. */
const librariesApart = {
  ical: "export const ICAL = new Proxy({}, { get: (_, key) => require('./ical.cjs').ICAL[key] });",
  jsonpath: "export const query = (...given) => require('./jsonpath.cjs').query(...given);",
};

/** A library that few runs need is a bundle of its own, which is loaded when something of it is used. */
const libraryApart = {
  name: 'library-apart',
  setup(build) {
    build.onResolve({ filter: /\/(ical|jsonpath)\.(ts|cjs)$/ }, ({ kind, path }) => {
      if (kind === 'import-statement') return { path, namespace: 'apart' };
      return kind === 'require-call' ? { path, external: true } : undefined;
    });
    build.onLoad({ filter: /./, namespace: 'apart' }, ({ path }) => ({
      contents: librariesApart[/(\w+)\.ts$/.exec(path)[1]],
      resolveDir: root,
    }));
  },
};

/** After runs and a lint, so that what they use has been compiled: V8 compiles a function when it is first called. */
function compileAhead() {
  const { status, stderr } = spawnSync(process.execPath, [join(root, '.config/compile-ahead.cjs'), dist], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  // Only speed is lost.
  if (status !== 0) console.warn(`fleetsim: no code compiled ahead: ${stderr}`);
}

/** What the licences of the bundled packages ask for: that they come along. */
function licensesOf(inputs) {
  const folders = new Set();
  for (const input of inputs) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (folder !== undefined) folders.add(folder);
  }
  const packagesByText = new Map();
  for (const folder of [...folders].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = file === undefined ? '' : readFileSync(join(root, folder, file), 'utf8').trim();
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  return [...packagesByText]
    .map(([text, packages]) => `${packages.join('\n')}\n\n${text}\n`)
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function isStale() {
  const built = join(target, 'third-party-licenses.txt');
  if (!existsSync(built)) return true;
  const builtAtMs = statSync(built).mtimeMs;
  return ['src', '.config', 'package.json', 'package-lock.json'].some(
    (path) => newestIn(join(root, path)) > builtAtMs,
  );
}

function newestIn(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

if (!process.argv.includes('--if-stale') || isStale()) {
  try {
    await buildAll();
  } finally {
    rmSync(dist, { recursive: true, force: true });
  }
}
