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
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Bundles of the command line, by name. A dynamic import of one of these files loads that bundle. */
const stages = {
  main: 'src/cli/main.ts',
  commands: 'src/cli/commands/index.ts',
  worker: 'src/cli/worker.ts',
  text: 'src/reports/text.ts',
  gamma: 'src/kernel/gamma-quantile.ts',
};

async function buildAll() {
  const { build } = await import('esbuild');
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  };
  const program = await build({
    ...common,
    entryPoints: stages,
    outdir: dist,
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    minify: true,
    keepNames: false,
    legalComments: 'none',
    metafile: true,
    supported: { 'dynamic-import': false },
    plugins: [stagesApart],
    // Commander starts programs with it, for subcommands of a kind that fleetsim does not have.
    alias: { 'node:child_process': join(root, '.config/nothing.cjs') },
  });
  await build({
    ...common,
    entryPoints: ['src/index.ts'],
    outdir: dist,
    format: 'esm',
    external: Object.keys(dependencies),
  });
  copyFileSync(join(root, '.config/loader.cjs'), join(dist, 'loader.cjs'));
  writeFileSync(join(dist, 'third-party-licenses.txt'), licensesOf(Object.keys(program.metafile.inputs)));
  compileAhead();
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

/** After a run, so that what a run uses has been compiled: V8 compiles a function when it is first called. */
function compileAhead() {
  const { status, stderr } = spawnSync(process.execPath, [join(root, '.config/compile-ahead.cjs')], {
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
  const built = join(dist, 'third-party-licenses.txt');
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

if (!process.argv.includes('--if-stale') || isStale()) await buildAll();
