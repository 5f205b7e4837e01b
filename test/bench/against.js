/**
 * Whether the program has become faster or slower: this checkout against a built one of an older commit, at what people run.
 *
 * Both run in turns, at least twenty pairs, and what counts is the CPU time of the whole process, user and system, all threads.
 * The ratio is new to old, so below 1 is faster; its 95% interval is Student's of the logarithms. A target counts as met
 * where the favourable end of the interval meets it: a busy machine widens the interval, and a miss is then sure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

const frozen = fileURLToPath(new URL('frozen/', import.meta.url));
const sunday = join(frozen, 'sunday-patch.yaml');
const all = readdirSync(frozen).flatMap((file) => (file.endsWith('.yaml') ? [join(frozen, file)] : []));
const concurrencies = 'Install.MaxConcurrency=5%,10%,15%,20%,25%,50%';

/** `ends`: exit codes of a measurement; `pairs`: fewer than asked for where one takes long; `times`: processes of one measurement. */
const measured = (large, clocks) => [
  {
    name: '200 runs, cold process',
    args: ['run', sunday, '--replications', '200', '--jobs', '1', '--quiet'],
    atMost: 1 / 3,
  },
  {
    name: 'check of all frozen scenarios',
    args: ['check', ...all, '--jobs', '1', '--quiet'],
    ends: [0, 1, 3],
    atMost: 0.4,
  },
  {
    name: 'compare of 6 variants',
    args: ['compare', sunday, '--vary', concurrencies, '--replications', '100', '--jobs', '1', '--quiet'],
    ends: [0, 1, 3],
  },
  { name: 'explain --all, 1,000 nodes', args: explainAll(1_000) },
  { name: 'explain --all, 10,000 nodes', args: explainAll(10_000), pairs: 5, atMost: 0.25 },
  { name: 'one run', args: ['run', sunday, '--quiet'], times: 3 },
  { name: 'lint', args: ['lint', sunday], ends: [0, 1], times: 3 },
  { name: 'schedule', args: ['schedule', sunday], times: 3 },
  { name: '--help', args: ['--help'], times: 8 },
  { name: 'a clock per node, 2,000 nodes', args: ['run', clocks, '--quiet'], atMost: 1 },
  { name: '100,000 nodes', args: ['run', large(100_000), '--quiet'], pairs: 10 },
  { name: '1,000,000 nodes', args: ['run', large(1_000_000), '--quiet'], pairs: 3, atMost: 0.25 },
];

function explainAll(count) {
  return ['explain', sunday, '--all', '--set', `fleet.web.count=${count}`, '--quiet'];
}

/** The folder after `--against`; undefined: figures only. */
export function againstIn(words) {
  const at = words.indexOf('--against');
  return at < 0 ? undefined : words[at + 1];
}

export function measureAgainst(words) {
  const at = words.indexOf('--against');
  const old = resolve(words[at + 1]);
  const wanted = words.toSpliced(at, 2);
  const folder = mkdtempSync(join(tmpdir(), 'fleetsim-against-'));
  try {
    const meter = meterIn(folder);
    const bins = {
      old: join(old, 'bin/fleetsim.js'),
      new: fileURLToPath(new URL('../../bin/fleetsim.js', import.meta.url)),
    };
    return measured((count) => windowOver(count, folder), clocksIn(folder))
      .filter(({ name }) => wanted.every((word) => name.includes(word)))
      .map((work) => compare(work, bins, meter));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Loaded before the program: says at the end what the process has used, in microseconds. */
function meterIn(folder) {
  const meter = join(folder, 'meter.cjs');
  writeFileSync(
    meter,
    `if (require('node:worker_threads').isMainThread) process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeSync(3, String(user + system));
});\n`,
  );
  return meter;
}

function windowOver(count, folder) {
  const file = join(folder, `nodes-${count}.yaml`);
  writeFileSync(
    file,
    `start: 2025-01-04T17:00:00Z
end: 1d
fleet: { web: { count: ${count}, os: AMAZON_LINUX_2, tags: { Role: web }, patchedUntil: 2024-12-01 } }
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
  return file;
}

/** Reboots of each node by a clock of its own. */
function clocksIn(folder) {
  const file = join(folder, 'clocks.yaml');
  writeFileSync(
    file,
    `start: 2025-01-01
end: 60d
fleet: { web: { count: 2000, os: AMAZON_LINUX_2, patchedUntil: 2024-12-01 } }
faults:
  - { id: flaky, every: { exponential: { mean: 5d } }, nodes: { group: web }, action: reboot }
`,
  );
  return file;
}

function compare({ name, args, atMost, ends = [0], pairs: pairCount = 20, times = 1 }, bins, meter) {
  const cost = (bin) => microsecondsOf(bin, args, { times, ends, meter }) / times;
  // The first of each reads what is not yet in the disk's cache, and does not count.
  if (pairCount > 5) for (const bin of Object.values(bins)) cost(bin);
  const pairs = Array.from({ length: pairCount }, (_, pair) => {
    const before = pair % 2 === 0 ? cost(bins.old) : null;
    const after = cost(bins.new);
    return { old: before ?? cost(bins.old), new: after };
  });
  const logs = pairs.map((pair) => Math.log(pair.new / pair.old));
  const mean = meanOf(logs);
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (pairCount - 1);
  const half = tQuantile(0.975, pairCount - 1) * Math.sqrt(variance / pairCount);
  const [low, high] = [Math.exp(mean - half), Math.exp(mean + half)];
  return {
    name,
    'old, ms': rounded(meanOf(pairs.map((pair) => pair.old)) / 1_000, 1),
    'new, ms': rounded(meanOf(pairs.map((pair) => pair.new)) / 1_000, 1),
    'new / old': rounded(Math.exp(mean), 3),
    '95% interval': `${rounded(low, 3)} to ${rounded(high, 3)}`,
    ...(atMost === undefined
      ? {}
      : { target: `<= ${rounded(atMost, 2)}`, met: low <= atMost ? 'yes' : 'NO' }),
  };
}

function microsecondsOf(bin, args, { times, ends, meter }) {
  let sum = 0;
  for (let run = 0; run < times; run += 1) {
    const stdio = ['ignore', 'ignore', 'pipe', 'pipe'];
    const { output, status, stderr } = spawnSync(process.execPath, ['--require', meter, bin, ...args], {
      stdio,
    });
    const microseconds = Number(output[3].toString());
    if (!ends.includes(status) || !(microseconds > 0))
      throw new Error(`${bin} ${args.join(' ')} ended with ${status}\n${stderr}`);
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
