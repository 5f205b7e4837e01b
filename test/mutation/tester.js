/**
 * A process that runs tests when it is told to, in the folder it was started in. It stays alive between mutants: most of
 * the time of a short run is what vitest takes to start. One that a mutant has sent into a loop is ended by its parent.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createVitest } from 'vitest/node';

const silent = { onInit() {} };
const vitest = await createVitest('test', {
  watch: false,
  isolate: false,
  // A thread ends with its process, whatever it is doing.
  pool: 'threads',
  maxWorkers: 1,
  reporters: [silent],
  testTimeout: 60_000,
  bail: 0,
});

/** Names of the tests that failed. */
async function failing(folders) {
  // Vitest answers with all that it has ever run: what an earlier mutant broke is not to be counted again.
  vitest.state.filesMap.clear();
  const specifications = await vitest.globTestSpecifications(folders);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  const names = unhandledErrors.map(() => 'an error outside of the tests');
  for (const module of testModules) {
    if (module.errors().length > 0) names.push(module.relativeModuleId);
    for (const test of module.children.allTests('failed'))
      names.push(`${module.relativeModuleId}: ${test.fullName}`);
  }
  return names;
}

function write(file, text) {
  if (file === undefined) return;
  writeFileSync(file, text);
  vitest.invalidateFile(resolve(file));
}

process.on('message', async ({ file, text, original, folders, bail }) => {
  write(file, text);
  for (const { config } of [vitest, ...vitest.projects]) config.bail = bail;
  const names = await failing(folders);
  write(file, original);
  process.send(names);
});
process.send('ready');
