/**
 * Runs the program file by file, each file evaluated when something of it is first used, and prints which files plain runs
 * touch. Started by build.js, with a folder of all files of src/ as CommonJS.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { runInThisContext } from 'node:vm';
import { buildSync } from 'esbuild';
import { alias } from './libraries.js';
import loader from './loader.cjs';
import { plainRuns } from './plain-runs.cjs';

const [, , root, folder] = process.argv;
const require = createRequire(resolve(root, 'package.json'));
const known = new Map();

function once(key, make) {
  if (!known.has(key)) {
    const module = { exports: {} };
    known.set(key, module);
    make(module);
  }
  return known.get(key).exports;
}

function touch(file) {
  return once(file, (module) => {
    const needs = (id) => {
      if (id.endsWith('.json'))
        return JSON.parse(readFileSync(resolve(root, 'src', relative(folder, dirname(file)), id), 'utf8'));
      if (id.startsWith('.'))
        return loader.whenUsed(() => touch(resolve(dirname(file), id.replace(/ts$/, 'js'))));
      return id.startsWith('node:') ? require(id) : library(id);
    };
    const code = `(function (exports, require, module) {${readFileSync(file, 'utf8')}\n})`;
    runInThisContext(code, { filename: file })(module.exports, needs, module);
  });
}

function library(name) {
  return once(name, (module) => {
    const { outputFiles } = buildSync({
      stdin: { contents: `module.exports = require('${name}')`, resolveDir: root },
      alias,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      write: false,
    });
    runInThisContext(`(function (module, require) {${outputFiles[0].text}\n})`)(module, require);
  });
}

const { main } = touch(resolve(folder, 'cli/main.js'));
for (const args of plainRuns) {
  const code = await main(args);
  if (![0, 3].includes(code)) throw new Error(`fleetsim ${args.join(' ')} ended with ${code}`);
}
const files = [...known.keys()].filter((key) => key.startsWith(folder));
console.log(JSON.stringify(files.map((file) => `src/${relative(folder, file).replace(/js$/, 'ts')}`)));
process.exit(0);
