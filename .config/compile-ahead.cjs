/** Runs the program in the given folder, plain runs and a lint, and stores what V8 has compiled of each bundle. Started by build.js. */
'use strict';
const { existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { example, plainRuns } = require('./plain-runs.cjs');

const [, , dist] = process.argv;
const { load, scripts } = require(join(dist, 'loader.cjs'));

async function compileAhead() {
  const { main } = load('main');
  await main(['--version', '--out', '/dev/null']);
  for (const args of plainRuns) await main(args);
  const stages = [...scripts.keys()];
  const asked = stages.filter((name) => name.endsWith('-rest'));
  if (asked.length > 0) throw new Error(`a plain run asks for ${asked}`);
  await main(['lint', example, '--out', '/dev/null']);
  for (const name of stages) if (existsSync(join(dist, `${name}-rest.cjs`))) load(`${name}-rest`);
  for (const [name, script] of scripts) writeFileSync(join(dist, `${name}.cache`), script.createCachedData());
}

compileAhead();
