/**
 * A process that runs tests when it is told to, in the folder it was started in. It stays alive between mutants: most of
 * the time of a short run is what vitest takes to start. One that a mutant has sent into a loop is ended by its parent,
 * which hears every second how much time of the CPU the question has taken.
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

/** The tests that failed, and how many passed. */
async function tested(folders) {
  // Vitest answers with all that it has ever run: what an earlier mutant broke is not to be counted again.
  vitest.state.filesMap.clear();
  const specifications = await vitest.globTestSpecifications(folders);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications, false);
  const failures = unhandledErrors.map(() => ({ name: 'an error outside of the tests', isTimeout: false }));
  let passed = 0;
  for (const module of testModules) {
    if (module.errors().length > 0) failures.push({ name: module.relativeModuleId, isTimeout: false });
    for (const test of module.children.allTests()) {
      const { state, errors = [] } = test.result();
      if (state === 'passed') passed += 1;
      if (state !== 'failed') continue;
      const isTimeout = errors.every(({ message }) => message.startsWith('Test timed out'));
      failures.push({ name: `${module.relativeModuleId}: ${test.fullName}`, isTimeout });
    }
  }
  return { failures, passed };
}

function write(file, text) {
  if (file === undefined) return;
  writeFileSync(file, text);
  vitest.invalidateFile(resolve(file));
}

function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

process.on('message', async ({ file, text, original, folders, bail }) => {
  const startMs = cpuMs();
  const beat = setInterval(() => process.send({ cpuMs: cpuMs() - startMs }), 1000);
  write(file, text);
  for (const { config } of [vitest, ...vitest.projects]) config.bail = bail;
  const answer = await tested(folders);
  write(file, original);
  clearInterval(beat);
  process.send({ ...answer, cpuMs: cpuMs() - startMs });
});
process.send('ready');
