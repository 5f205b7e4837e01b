/**
 * Benches: a report, not a test. Figures mean little from one machine to the next, so what has a target is a ratio, of
 * two programs that take turns in one run. `npm run bench`, or `npm run bench -- hold` for those whose name says so;
 * `npm run bench -- --against DIR` against the built checkout of an older commit.
 *
 * To add one: write a program that prints one line of JSON, and an entry in `comparisons` that says which of its
 * figures is compared with what.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { againstIn, measureAgainst } from './against.js';
import { measureFleets } from './fleets.js';
import { measureReplications } from './replications.js';
import { compareStarts } from './starts.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fleetsim-bench-'));
const python = '/usr/bin/python3';
const roundCount = 5;

/** A TypeScript bench beside this file, bundled: Node 20 does not run TypeScript. */
const bench = (file, ...args) => ({ file, args: [process.execPath, join(folder, bundleOf(file)), ...args] });
const simpy = (file, ...args) => ({ args: [python, join(here, file), ...args], needsSimpy: true });

/** `ours` and `peer` each print `figure`; ours divided by the peer's should be at least `atLeast`. */
const comparisons = [
  {
    name: 'hold, 1,000 pending, against SimPy callbacks',
    ours: bench('kernel.hold.ts', '1000'),
    peer: simpy('simpy_hold.py', '1000'),
    figure: 'eventsPerSecond',
    atLeast: 10,
  },
  {
    name: 'hold, 100,000 pending, against SimPy callbacks',
    ours: bench('kernel.hold.ts', '100000'),
    peer: simpy('simpy_hold.py', '100000'),
    figure: 'eventsPerSecond',
    atLeast: 10,
  },
  {
    name: 'M/M/1, load 0.8, against SimPy callbacks',
    ours: bench('kernel.mm1.ts'),
    peer: simpy('simpy_mm1.py'),
    figure: 'eventsPerSecond',
    atLeast: 5,
  },
  {
    name: 'replications of sunday-patch a second, against bare rollouts of 200 in SimPy callbacks',
    ours: bench('fleet.replications.ts'),
    peer: simpy('simpy_rollout.py'),
    figure: 'replicationsPerSecond',
    atLeast: 1,
  },
];

function bundleOf(file) {
  return `${basename(file, '.ts')}.cjs`;
}

async function bundle(file) {
  await build({
    entryPoints: [join(here, file)],
    outfile: join(folder, bundleOf(file)),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    logLevel: 'error',
  });
}

/** The line of JSON that a program prints. */
function outputOf({ args }) {
  const [command, ...rest] = args;
  const { status, stdout, stderr } = spawnSync(command, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}\n${stderr}`);
  return JSON.parse(stdout);
}

function hasSimpy() {
  const check = 'import simpy; assert int(simpy.__version__.split(".")[0]) >= 3';
  return spawnSync(python, ['-c', check]).status === 0;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function compare({ name, ours, peer, figure, atLeast }) {
  const rounds = Array.from({ length: roundCount }, () => [outputOf(ours)[figure], outputOf(peer)[figure]]);
  // The ratio of neighbours in time, not of medians: a busy machine slows both.
  const ratio = median(rounds.map(([our, their]) => our / their));
  return {
    name,
    ours: median(rounds.map(([our]) => our)),
    peer: median(rounds.map(([, their]) => their)),
    ratio: Number(ratio.toFixed(1)),
    target: `>= ${atLeast}`,
    met: ratio >= atLeast ? 'yes' : 'NO',
  };
}

/** Figures of this checkout alone. */
async function measure() {
  const wanted = comparisons.filter(({ name }) => process.argv.slice(2).every((word) => name.includes(word)));
  const starts = compareStarts(process.argv.slice(2));
  if (starts.length > 0) console.table(starts);
  const simpyIsHere = hasSimpy();
  const possible = wanted.filter(({ peer }) => simpyIsHere || !peer.needsSimpy);
  const files = possible
    .flatMap(({ ours, peer }) => [ours.file, peer.file])
    .filter((file) => file !== undefined);
  await Promise.all([...new Set(files)].map(bundle));
  if (possible.length > 0) console.table(possible.map(compare));
  const replications = measureReplications(process.argv.slice(2));
  if (replications.length > 0) console.table(replications);
  await bundle('fleet.ts');
  const fleets = measureFleets(process.argv.slice(2), (...args) => outputOf(bench('fleet.ts', ...args)));
  if (fleets.length > 0) console.table(fleets);
  if (possible.length < wanted.length) {
    console.log(
      `Not compared with SimPy: ${python} has no simpy of version 3 or later (Debian: python3-simpy3).`,
    );
  }
}

try {
  if (againstIn(process.argv) === undefined) await measure();
  else console.table(measureAgainst(process.argv.slice(2)));
} finally {
  rmSync(folder, { recursive: true });
}
