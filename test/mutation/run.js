/**
 * `npm run mutation -- [SAMPLE [SEED [FILES]]]`: puts one mistake after another into a copy of the source, and reports
 * which of them no test notices. By hand, since it takes long: docs/mutation.md has the score.
 */
import { fork } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { mutantsOf } from './mutants.js';
import { testsOf } from './scope.js';

const [sampleSize = '120', seed = '1', wanted = '', out = ''] = process.argv.slice(2);
/** A mutant has as long as the tests take without it, many times over: other work may have slowed the machine since. */
const patience = { factor: 10, leastMs: 120_000 };

const folder = mkdtempSync(join(tmpdir(), 'fleetsim-mutation-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(130));
for (const name of [
  'src',
  'test',
  'docs',
  'scenarios',
  'bin',
  'dist',
  '.config',
  'package.json',
  'README.md',
  'tsconfig.json',
]) {
  cpSync(name, join(folder, name), { recursive: true });
}
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'dir');

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => posix.join('src', file.replaceAll('\\', '/')))
  .filter((file) => file.endsWith('.ts') && file.includes(wanted) && testsOf(file) !== undefined)
  .sort();
const all = files.flatMap((file) =>
  mutantsOf(readFileSync(file, 'utf8')).map((mutant) => ({ file, ...mutant })),
);
const chosen = sampled(all, Number(sampleSize), Number(seed));
console.log(`${chosen.length} of ${all.length} mutants in ${files.length} files, seed ${seed}`);

let tester = null;
const alreadyFailing = new Map();
const survivors = [];
const byKind = new Map();
for (const [index, mutant] of chosen.entries()) {
  process.stdout.write(`${index + 1} ${placeOf(mutant)} `);
  const verdict = await tried(mutant);
  const counts = byKind.get(mutant.kind) ?? { tried: 0, survived: 0 };
  byKind.set(mutant.kind, counts);
  counts.tried += 1;
  if (verdict === 'survived') {
    counts.survived += 1;
    survivors.push(mutant);
  }
  console.log(verdict);
}
tester?.kill();
const killed = chosen.length - survivors.length;
const kinds = [...byKind].sort(([one], [other]) => (one < other ? -1 : 1));
console.log(`\n${killed} of ${chosen.length} noticed: ${((100 * killed) / chosen.length).toFixed(1)}%`);
for (const [kind, { tried: number, survived }] of kinds)
  console.log(`${kind}: ${number - survived} of ${number}`);
if (out !== '')
  writeFileSync(
    out,
    JSON.stringify(
      { all: all.length, chosen: chosen.length, killed, kinds, survivors: survivors.map(placeOf) },
      null,
      1,
    ),
  );

async function tried(mutant) {
  const original = readFileSync(join(folder, mutant.file), 'utf8');
  const text = original.slice(0, mutant.start) + mutant.text + original.slice(mutant.end);
  for (const folders of testsOf(mutant.file)) {
    const before = await failingAsIs(folders);
    const failures = await asked(
      { file: mutant.file, text, original, folders, bail: before.names.size + 1 },
      patience.leastMs + patience.factor * before.ms,
    );
    if (failures === 'no answer') {
      writeFileSync(join(folder, mutant.file), original);
      return 'noticed (no end)';
    }
    const noticing = failures.find((name) => !before.names.has(name));
    if (noticing !== undefined) return `noticed by ${noticing}`;
  }
  return 'survived';
}

/** What fails without a mutant cannot notice one. */
async function failingAsIs(folders) {
  const key = folders.join();
  if (!alreadyFailing.has(key)) {
    const startedMs = Date.now();
    const names = new Set(await asked({ folders, bail: 0 }, 600_000));
    alreadyFailing.set(key, { names, ms: Date.now() - startedMs });
  }
  return alreadyFailing.get(key);
}

async function asked(question, patienceMs) {
  tester ??= await started();
  const child = tester;
  return new Promise((answer) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      tester = null;
      answer('no answer');
    }, patienceMs);
    child.once('message', (names) => {
      clearTimeout(timer);
      answer(names);
    });
    child.send(question);
  });
}

function started() {
  const child = fork(resolve(folder, 'test/mutation/tester.js'), {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((ready) => child.once('message', () => ready(child)));
}

function placeOf({ file, kind, start, end, text }) {
  const source = readFileSync(join(folder, file), 'utf8');
  const line = source.slice(0, start).split('\n').length;
  return `${file}:${line} ${kind}: ${source.slice(start, end).trim()} → ${text.trim()}`;
}

/** The same mutants for the same seed, wherever it runs. */
function sampled(list, size, start) {
  const rest = [...list];
  const picked = [];
  let state = start >>> 0;
  while (picked.length < size && rest.length > 0) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    picked.push(...rest.splice(Math.floor((state / 2 ** 32) * rest.length), 1));
  }
  return picked;
}
