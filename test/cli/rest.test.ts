/** The second bundle of a stage: its files are evaluated when something of them is first used, whichever that is. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const loader = fileURLToPath(new URL('../../dist/loader.cjs', import.meta.url));

/** As if each were the first of which something is used: a loader of its own each time. */
const program = `
const failed = [];
const fresh = () => { delete require.cache[require.resolve(process.argv[1])]; return require(process.argv[1]); };
const [stage] = process.argv.slice(2);
const names = Object.keys(Object.getOwnPropertyDescriptors(fresh().load(stage + '-rest').files));
for (const name of names) {
  try { fresh().load(stage + '-rest').files[name]; } catch (error) { failed.push(name + ': ' + error.message); }
}
console.log(JSON.stringify({ count: names.length, failed }));`;

describe('each file of the rest can be the first that is used', () => {
  test.each(['commands', 'experiments'])('%s', { timeout: 120_000 }, (stage) => {
    const { stdout } = spawnSync(process.execPath, ['-e', program, loader, stage], { encoding: 'utf8' });
    const { count, failed } = JSON.parse(stdout);
    expect(count).toBeGreaterThan(50);
    expect(failed).toEqual([]);
  });
});
