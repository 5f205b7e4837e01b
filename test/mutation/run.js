/**
 * `npm run mutation -- [SAMPLE [SEED [FILES [STATE]]]]`: puts one mistake after another into a copy of the source, and
 * reports which of them no test notices. By hand, since it takes long: docs/mutation.md has the score.
 *
 * Each verdict is written to the file STATE at once. A run that was ended goes on from there. The mutants come in the order
 * in which they were drawn, so that the first of them are a sample too.
 */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { mutantsOf } from './mutants.js';
import { testsOf } from './scope.js';
import { Tester } from './tester-process.js';

const [sampleSize = '120', seed = '1', wanted = '', state = ''] = process.argv.slice(2);

const folder = mkdtempSync(join(tmpdir(), 'fleetsim-mutation-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
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

const tester = new Tester(folder);
const done = verdictsIn(state);
const withoutMutant = new Map();
for (const [index, mutant] of chosen.entries()) {
  const place = placeOf(mutant);
  if (done[index] !== undefined) {
    if (done[index].place !== place) throw new Error(`${state} is of other files or another seed: ${place}`);
    continue;
  }
  const startedMs = Date.now();
  const verdict = await verdictOn(mutant);
  done[index] = { place, verdict, seconds: Math.round((Date.now() - startedMs) / 1000) };
  if (state !== '') appendFileSync(state, `${JSON.stringify(done[index])}\n`);
  console.log(`${index + 1} ${place} ${verdict}`);
}
tester.end();
const survivors = done.filter(({ verdict }) => verdict === 'survived');
const noticed = done.length - survivors.length;
console.log(`\n${noticed} of ${done.length} noticed: ${((100 * noticed) / done.length).toFixed(1)}%`);
for (const { place } of survivors) console.log(place);

/** The tests of the mutant's part, the quick ones first. */
async function verdictOn(mutant) {
  const original = readFileSync(join(folder, mutant.file), 'utf8');
  const text = original.slice(0, mutant.start) + mutant.text + original.slice(mutant.end);
  for (const folders of testsOf(mutant.file)) {
    const question = { file: mutant.file, text, original, folders };
    const verdict = (await noticing(question, 'first')) ?? (await noticing(question, 'second'));
    if (verdict !== 'nothing') return verdict;
  }
  return 'survived';
}

/** Null: only a timeout, which on a busy machine says something of the mutant only if it comes twice. */
async function noticing({ folders, ...mutant }, attempt) {
  const before = await testedAsIs(folders);
  const answer = await tester.ask({ ...mutant, folders, bail: before.failing.size + 1 }, before.cpuMs);
  if (answer === 'no end') writeFileSync(join(folder, mutant.file), mutant.original);
  const failures = answer === 'no end' ? [] : answer.failures.filter(({ name }) => !before.failing.has(name));
  const firm = failures.find(({ isTimeout }) => !isTimeout);
  if (firm !== undefined) return `noticed by ${firm.name}`;
  if (answer !== 'no end' && failures.length === 0) return 'nothing';
  return attempt === 'first' ? null : 'noticed (no end, twice)';
}

/** What fails without a mutant cannot notice one. */
async function testedAsIs(folders) {
  const key = folders.join();
  if (!withoutMutant.has(key)) {
    const answer = await tester.ask({ folders, bail: 0 }, 600_000);
    if (answer === 'no end') throw new Error(`${key}: no end without a mutant`);
    const failing = new Set(answer.failures.map(({ name }) => name));
    for (const name of failing) console.log(`fails without a mutant, and is not counted: ${name}`);
    if (answer.passed === 0) throw new Error(`${key}: no test passes without a mutant`);
    console.log(`${answer.passed} tests pass without a mutant: ${key}`);
    withoutMutant.set(key, { failing, cpuMs: answer.cpuMs });
  }
  return withoutMutant.get(key);
}

function verdictsIn(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
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
  let number = start >>> 0;
  while (picked.length < size && rest.length > 0) {
    number = (Math.imul(number, 1_664_525) + 1_013_904_223) >>> 0;
    picked.push(...rest.splice(Math.floor((number / 2 ** 32) * rest.length), 1));
  }
  return picked;
}
