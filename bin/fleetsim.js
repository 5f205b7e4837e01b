#!/usr/bin/env node
'use strict';
const { load } = require('../dist/loader.cjs');

// Should the program end without an ending, that is a mistake of its own.
process.exitCode = 70;
load('main')
  .main(process.argv.slice(2))
  // Everything has been written by now; without this Node would take the heap apart object by object.
  .then((code) => process.exit(code));
