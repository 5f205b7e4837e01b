/** Which of Node's own modules a plain run loads: each takes milliseconds of a start. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bin, emptyFolder, patienceMs, sundayPatch } from './program.ts';

it('a plain run loads neither cryptography nor threads', { timeout: patienceMs }, () => {
  const probe = join(emptyFolder(), 'loaded.cjs');
  writeFileSync(probe, "process.on('exit', () => console.error(process.moduleLoadList.join('\\n')));");
  const run = ['--require', probe, bin, 'run', sundayPatch];
  const { stderr, status } = spawnSync(process.execPath, run, { encoding: 'utf8' });
  expect(status).toBe(0);
  const loaded = stderr.split('\n');
  expect(loaded).toContain('NativeModule fs');
  expect(loaded).not.toContain('NativeModule crypto');
  expect(loaded).not.toContain('NativeModule worker_threads');
});
