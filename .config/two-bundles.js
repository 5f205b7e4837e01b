/**
 * A stage that simulates is two bundles: the first has the files that plain runs touch, the rest is loaded when something of
 * it is first used. Each file is in one of them, so that nothing is evaluated twice. See docs/decisions/0016.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the index.ts of a capability defines is read from the files that have it when the program first asks for it. */
export const whenAsked = {
  name: 'when-asked',
  setup({ onLoad }) {
    onLoad({ filter: /src\/capabilities\/[^/]+\/index\.ts$/ }, ({ path }) => {
      const [imports, ...defined] = readFileSync(path, 'utf8').split(/^(?=export const \w+ = define\()/m);
      const contents = defined
        .join('')
        .replaceAll(/^ {2}(\w+)(?:: (.+))?,$/gm, (_, key, value = key) => getter(key, value));
      return { contents: imports + contents, loader: 'ts' };
    });
  },
};

const getter = (key, value) =>
  `get ${key}() { const value = ${value}; Object.defineProperty(this, '${key}', { value, configurable: true, enumerable: true }); return value; },`;

/** The files of src/ that plain runs touch where each is evaluated when something of it is first used. */
export async function touchedFiles(folder) {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' });
  await build({
    absWorkingDir: root,
    entryPoints: files.filter((file) => file.endsWith('.ts')).map((file) => join('src', file)),
    outbase: 'src',
    outdir: folder,
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    // The library asks where its file lies, which no plain run does.
    logLevel: 'error',
    plugins: [whenAsked],
    // Files of the library alone ask where they lie; these runs do not come to them.
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const recorder = join(root, '.config/touched.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [recorder, root, folder], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`no plain run: ${stderr}`);
  return new Set(JSON.parse(stdout));
}

/** Builds both bundles of a stage. `bundle` makes one of a text, under a name unless that is null. */
export async function buildInTwo(name, entry, touched, bundle) {
  const imported = new Set();
  // Of a thread too, which those runs do not start.
  const began = [entry, ...importsOf(entry).map(({ target }) => target)];
  const isRest = (file) => !touched.has(file) && !began.includes(file);
  const contents = `export * from './${entry}';`;
  const { metafile } = await bundle({ contents, outfile: null }, [restApart(isRest, imported)]);
  const first = new Set(Object.keys(metafile.inputs));
  const shared = namesShared(closureOf(imported, first), first);
  return [
    await bundle({ contents: firstEntry(entry, shared), outfile: name }, [restApart(isRest, imported)]),
    await bundle({ contents: restEntry(imported), outfile: `${name}-rest` }, [firstShared(shared)]),
  ];
}

/** Files of the rest are asked for by name: see loader.cjs. */
const restApart = (isRest, imported) => ({
  name: 'rest-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      const file = relative(root, join(resolveDir, path));
      if (kind !== 'import-statement' || !isRest(file)) return undefined;
      imported.add(file);
      return { path: `rest:${file}`, external: true };
    });
  },
});

/** What the rest imports of the first is there by name. */
const firstShared = (shared) => ({
  name: 'first-shared',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^first$/ }, () => ({ path: 'first', external: true }));
    onResolve({ filter: /./ }, ({ kind, path, resolveDir, namespace }) => {
      const target = targetOf(path, relative(root, resolveDir));
      if (kind !== 'import-statement' || namespace !== 'file' || !shared.has(target)) return undefined;
      return { path: target, namespace: 'first' };
    });
    onLoad({ filter: /./, namespace: 'first' }, ({ path }) => ({
      contents: `export const { ${[...shared.get(path)].join(', ')} } = require('first')['${path}'];`,
      resolveDir: root,
    }));
  },
});

const firstEntry = (entry, shared) => {
  const targets = [...shared].map(([target, names], index) => ({
    line: `import * as shared${index} from '${isFile(target) ? `./${target}` : target}';`,
    entry: `'${target}': { ${[...names].map((name) => `get ${name}() { return shared${index}.${name}; }`).join(', ')} }`,
  }));
  return [
    `export * from './${entry}';`,
    ...targets.map(({ line }) => line),
    'let all;',
    `export const shared = () => (all ??= { ${targets.map((each) => each.entry).join(', ')} });`,
  ].join('\n');
};

/** Evaluated file by file, as they are asked for. */
const restEntry = (files) =>
  `export const files = { ${[...files].map((file) => `get '${file}'() { return require('./${file}'); }`).join(', ')} };`;

/** Names that files of the rest import of files and libraries of the first. */
function namesShared(rest, first) {
  const libraries = new Set([...first].flatMap((file) => importsOf(file)).map(({ target }) => target));
  const shared = new Map();
  for (const { target, names } of [...rest].flatMap((file) => importsOf(file))) {
    if (!(isFile(target) ? first : libraries).has(target)) continue;
    shared.set(target, new Set([...(shared.get(target) ?? []), ...names]));
  }
  return shared;
}

/** With what they import, as far as the first does not have it. */
function closureOf(files, first) {
  const found = new Set(files);
  for (const file of found) {
    for (const { target } of importsOf(file)) if (isFile(target) && !first.has(target)) found.add(target);
  }
  return found;
}

const statement = /^(?:import|export) (?:\* as (\w+)|(\w+)|\{([^}]*)\}) from '([^']+)'/gm;

/** What a file of src/ imports or hands on, types apart. */
function importsOf(file) {
  if (!file.startsWith('src/')) return [];
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(statement)].map(([, whole, , list = '', path]) => {
    const target = targetOf(path, dirname(file));
    const called = isFile(target) ? '' : '\\(';
    const used =
      whole === undefined
        ? []
        : text.replaceAll(statement, '').matchAll(new RegExp(`\\b${whole}\\.(\\w+)${called}`, 'g'));
    const named = list.split(',').flatMap((each) => /^\s*(?!type )(\w+)/.exec(each)?.[1] ?? []);
    return { target, names: [...named, ...[...used].map(([, name]) => name)] };
  });
}

const targetOf = (path, folder) => (path.startsWith('.') ? join(folder, path) : path);
const isFile = (target) => target.startsWith('src/');
