/** The second bundle of a stage: its files are evaluated when something of them is first used, whichever that is. */
import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';

// A busy machine starts twenty programs at once.
vi.setConfig({ testTimeout: 240_000 });

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
  test.each(['commands', 'experiments'])('%s', (stage) => {
    const { stdout } = spawnSync(process.execPath, ['-e', program, loader, stage], { encoding: 'utf8' });
    const { count, failed } = JSON.parse(stdout);
    expect(count).toBeGreaterThan(50);
    expect(failed).toEqual([]);
  });
});

/** The bundles that a command line loads. */
function loadedBy(...args: readonly string[]): string[] {
  const program = `
    const { load, scripts } = require('./dist/loader.cjs');
    load('main').main(${JSON.stringify([...args, '--out', '/dev/null'])}).then((code) => {
      console.log(JSON.stringify([code, ...scripts.keys()]));
      process.exit(0);
    });`;
  const [code, ...bundles] = JSON.parse(
    execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }),
  ) as [number, ...string[]];
  expect([0, 1, 3]).toContain(code);
  return bundles;
}

test('a plain run loads no code of capabilities that its file does not touch', () => {
  expect(loadedBy('run', 'scenarios/sunday-patch.yaml')).toEqual(['main', 'commands', 'report']);
  const many = ['--replications', '3', '--jobs', '1', '--quiet'];
  expect(loadedBy('run', 'scenarios/sunday-patch.yaml', ...many)).toEqual([
    'main',
    'experiments',
    'findings',
  ]);
});

test('a run of others loads it when it is used', () => {
  expect(loadedBy('run', 'scenarios/session-audit.yaml')).toContain('commands-rest');
});
