/** Runs the program in the given folder, a run, many runs and a lint, and stores what V8 has compiled of each bundle. Started by build.js. */
'use strict';
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , dist] = process.argv;
const { load, scripts } = require(join(dist, 'loader.cjs'));

async function compileAhead() {
  const { main } = load('main');
  const example = join(__dirname, '../scenarios/sunday-patch.yaml');
  await main(['--version', '--out', '/dev/null']);
  await main(['run', example, '--quiet', '--out', '/dev/null']);
  await main(['lint', example, '--out', '/dev/null']);
  await main(['run', example, '--replications', '20', '--jobs', '1', '--quiet', '--out', '/dev/null']);
  for (const [name, script] of scripts) writeFileSync(join(dist, `${name}.cache`), script.createCachedData());
}

compileAhead();
