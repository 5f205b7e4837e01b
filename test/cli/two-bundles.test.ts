/** What is in which bundle of dist/: a plain run does without the rest, and everything else finds it. */
import { execFileSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';

// A busy machine starts twenty programs at once.
vi.setConfig({ testTimeout: 240_000 });

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
