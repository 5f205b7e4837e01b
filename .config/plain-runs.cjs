/** What a plain run is: what is compiled ahead, and what the first of two bundles has, is what these use. */
'use strict';
const { join } = require('node:path');

const example = join(__dirname, '../scenarios/sunday-patch.yaml');
exports.example = example;
const out = ['--out', '/dev/null'];

exports.plainRuns = [
  ['run', example, '--quiet', ...out],
  ['run', example, ...out],
  ['run', example, '--json', ...out],
  ['run', example, '--replications', '20', '--jobs', '1', '--quiet', ...out],
];
