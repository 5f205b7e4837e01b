/**
 * Whether the program has become slower: this checkout against a built one of an older commit.
 *
 *     node test/standard/speed.js OLD_CHECKOUT [PAIRS] [PART OF A NAME]
 *
 * Both run in pairs, in turns, and what counts is the CPU time of the whole process, user and system, all threads. The
 * ratio is old to new, so above 1 is faster; its 95% interval is Student's of the logarithms. The lower end is to be at
 * least 0.97. Not in the suite: a busy machine widens the interval.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

const atLeast = 0.97;
const [oldCheckout, pairsGiven = '20', part = ''] = process.argv.slice(2);
if (oldCheckout === undefined) throw new Error('expected the folder of a built checkout to compare with');
const pairCount = Number(pairsGiven);
const bins = {
  old: join(resolve(oldCheckout), 'bin/fleetsim.js'),
  new: fileURLToPath(new URL('../../bin/fleetsim.js', import.meta.url)),
};
const sunday = fileURLToPath(new URL('../../scenarios/sunday-patch.yaml', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fleetsim-speed-'));

/** Loaded before the program: says at the end what the process has used, in microseconds. */
const meter = join(folder, 'meter.cjs');
writeFileSync(
  meter,
  `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeSync(3, String(user + system));
});\n`,
);
const large = join(folder, 'large.yaml');
writeFileSync(
  large,
  `start: 2025-01-04T17:00:00Z
end: 1d
fleet: { web: { count: 100000, os: AMAZON_LINUX_2, tags: { Role: web }, patchedUntil: 2024-12-01 } }
patches:
  P1: { os: AMAZON_LINUX_2, classification: Security, severity: Critical, released: 2024-12-10, affects: 90% }
  P2: { os: AMAZON_LINUX_2, classification: Security, severity: Important, released: 2024-12-12, fails: 1% }
actions:
  - id: install
    at: 2025-01-04T18:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: "tag:Role", Values: [web] }]
      Parameters: { Operation: [Install] }
      MaxConcurrency: 10%
      MaxErrors: 10%
`,
);

/** `times`: processes that one measurement is the sum of. */
const measured = [
  {
    name: '200 runs of sunday-patch',
    args: ['run', sunday, '--replications', '200', '--jobs', '1', '--quiet'],
  },
  { name: '100,000 nodes', args: ['run', large, '--quiet'] },
  { name: '--help', args: ['--help'], times: 8 },
  { name: 'run sunday-patch', args: ['run', sunday, '--quiet'], times: 3 },
];

try {
  const rows = measured.filter(({ name }) => name.includes(part)).map(compare);
  console.table(rows);
  process.exitCode = rows.every(({ met }) => met === 'yes') ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare({ name, args, times = 1 }) {
  // The first of each reads what is not yet in the disk's cache, and does not count.
  for (const bin of Object.values(bins)) microsecondsOf(bin, args, 1);
  const pairs = Array.from({ length: pairCount }, (_, pair) => {
    const before = pair % 2 === 0 ? microsecondsOf(bins.old, args, times) : null;
    const after = microsecondsOf(bins.new, args, times);
    return { old: (before ?? microsecondsOf(bins.old, args, times)) / times, new: after / times };
  });
  const logs = pairs.map((pair) => Math.log(pair.old / pair.new));
  const mean = meanOf(logs);
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (pairCount - 1);
  const half = tQuantile(0.975, pairCount - 1) * Math.sqrt(variance / pairCount);
  const [low, high] = [Math.exp(mean - half), Math.exp(mean + half)];
  return {
    name,
    'old, ms': rounded(meanOf(pairs.map((pair) => pair.old)) / 1_000, 1),
    'new, ms': rounded(meanOf(pairs.map((pair) => pair.new)) / 1_000, 1),
    'old / new': rounded(Math.exp(mean), 3),
    '95% interval': `${rounded(low, 3)} to ${rounded(high, 3)}`,
    met: low >= atLeast ? 'yes' : 'NO',
  };
}

function microsecondsOf(bin, args, times) {
  let sum = 0;
  for (let run = 0; run < times; run += 1) {
    const stdio = ['ignore', 'ignore', 'pipe', 'pipe'];
    const { output, stderr } = spawnSync(process.execPath, ['--require', meter, bin, ...args], { stdio });
    const microseconds = Number(output[3].toString());
    if (!(microseconds > 0)) throw new Error(`${bin} ${args.join(' ')} gave no time\n${stderr}`);
    sum += microseconds;
  }
  return sum;
}

function meanOf(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function rounded(value, digits) {
  return Number(value.toFixed(digits));
}
