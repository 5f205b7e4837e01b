/**
 * Where today's outputs leave the standard, line by line:
 *
 *     node test/standard/difference.js [PART OF A NAME, such as sunday-patch/run]
 *
 * builds the standard's commit in a worktree of its own, makes all outputs of both anew, and shows for each that differs
 * the first line that does. With KEEP=folder both sides stay there.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { commit } = JSON.parse(readFileSync(join(root, 'test/standard/standard.json'), 'utf8'));
const part = process.argv[2] ?? '';
const kept = process.env.KEEP === undefined ? undefined : resolve(process.env.KEEP);
const folder = kept ?? mkdtempSync(join(tmpdir(), 'fleetsim-standard-'));
const worktree = join(folder, 'checkout');
const run = (cwd, ...args) =>
  execFileSync(args[0], args.slice(1), { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
const make = (checkout, side) =>
  run(root, process.execPath, 'test/standard/make.js', checkout, join(folder, side));

try {
  run(root, 'git', 'worktree', 'add', '--detach', worktree, commit);
  symlinkSync(join(root, 'node_modules'), join(worktree, 'node_modules'));
  run(worktree, process.execPath, '.config/build.js');
  make(worktree, 'before');
  run(root, process.execPath, '.config/build.js', '--if-stale');
  make(root, 'after');
  for (const name of outputsIn('before')) if (name.includes(part)) show(name);
} finally {
  run(root, 'git', 'worktree', 'remove', '--force', worktree);
  if (kept === undefined) rmSync(folder, { recursive: true, force: true });
}

function outputsIn(side) {
  return readdirSync(join(folder, side)).flatMap((name) =>
    readdirSync(join(folder, side, name)).map((output) => `${name}/${output}`),
  );
}

function show(name) {
  const after = join(folder, 'after', name);
  if (!existsSync(after)) return console.log(`${name}: is not made any more\n`);
  const [before, now] = [join(folder, 'before', name), after].map((path) =>
    readFileSync(path, 'utf8').split('\n'),
  );
  const line = before.findIndex((text, index) => text !== now[index]);
  if (line === -1 && before.length === now.length) return;
  const at = line === -1 ? before.length : line;
  console.log(`${name}:${at + 1}\n  - ${before[at] ?? '(the end)'}\n  + ${now[at] ?? '(the end)'}\n`);
}
