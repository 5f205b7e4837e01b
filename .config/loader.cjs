/**
 * Loads a bundle of dist/ with the code that V8 compiled when it was built: starting takes half as long. Another version
 * of Node refuses that code without a word, and compiles for itself.
 */
'use strict';
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');

/**
 * A short run is over before V8's optimizing compiler is, and then waits for it: a quarter of its time. So code has to
 * be somewhat hotter than usual (132 KB) before it is optimized; a long run hardly notices. Only where it was measured:
 * other versions of V8 might not know the word, and say so. Code compiled ahead is accepted under the same flags only.
 */
if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=500000');

const modules = new Map();
const scripts = new Map();

function load(name) {
  const known = modules.get(name);
  if (known !== undefined) return known.exports;
  const filename = join(__dirname, `${name}.cjs`);
  const cacheFile = join(__dirname, `${name}.cache`);
  // The bundles are ASCII, which is quicker to read than UTF-8, and each is one function (see build.js).
  const source = readFileSync(filename, 'latin1');
  const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
  const script = new Script(source, { filename, cachedData });
  const module = { exports: {} };
  modules.set(name, module);
  scripts.set(name, script);
  script.runInThisContext()(module.exports, requireFrom(name), module, filename, __dirname);
  return module.exports;
}

/** Bundles ask for each other as ./name.cjs, and for files of the rest of their own as rest:src/…; all else is Node's own. */
function requireFrom(bundle) {
  return (id) => {
    const [, other, file] = /^(?:\.\/([a-z-]+)\.cjs|rest:(.+))$/.exec(id) ?? [];
    if (file !== undefined) return whenUsed(() => load(`${bundle}-rest`).files[file]);
    if (id === 'first') return load(bundle.replace('-rest', '')).shared();
    return other === undefined ? require(id) : load(other);
  };
}

/** Stands for what a file exports, and has it evaluated when something of it is first asked for. */
function whenUsed(evaluate) {
  const ask = (_, name) => {
    if (name === '__esModule') return true;
    const value = evaluate()[name];
    Object.defineProperty(stand, name, { value, configurable: true, enumerable: true });
    return value;
  };
  const stand = Object.create(new Proxy({}, { get: ask }));
  return stand;
}

module.exports = { load, scripts, whenUsed };
