/**
 * Many runs of one scenario, as whole processes: what a second thread brings, and what memory is needed for. Values of metrics
 * are kept, 8 bytes each; nothing else may grow with the number of runs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const loader = fileURLToPath(new URL('../../dist/loader.cjs', import.meta.url));
const sundayPatch = fileURLToPath(new URL('../../scenarios/sunday-patch.yaml', import.meta.url));
const roundCount = 5;
const runsForThreads = 5_000;
const [fewRuns, manyRuns] = [1_000, 100_000];

const smallScenario = `
name: small
start: 2025-01-04T00:00:00Z
end: 1d
fleet:
  web: { count: 4, os: AMAZON_LINUX_2 }
actions:
  - id: scan
    at: 2025-01-04T01:00:00Z
    SendCommand:
      DocumentName: AWS-RunPatchBaseline
      Targets: [{ Key: InstanceIds, Values: [web-0001, web-0002] }]
      Parameters: { Operation: [Scan] }
`;

export function measureReplications(words) {
  const isWanted = (name) => words.every((word) => name.includes(word));
  const rows = [];
  const threads = `replications: ${runsForThreads} of sunday-patch, 2 jobs against 1`;
  if (isWanted(threads)) rows.push(threadsRow(threads));
  const memory = `replications: memory, ${manyRuns} against ${fewRuns}`;
  if (isWanted(memory)) rows.push(memoryRow(memory));
  return rows;
}

function threadsRow(name) {
  const rounds = Array.from({ length: roundCount }, () =>
    [1, 2].map((jobs) => measured(sundayPatch, runsForThreads, jobs).seconds),
  );
  const ratio = median(rounds.map(([one, two]) => one / two));
  return {
    name,
    'seconds, 1 job': Number(median(rounds.map(([one]) => one)).toFixed(2)),
    'seconds, 2 jobs': Number(median(rounds.map(([, two]) => two)).toFixed(2)),
    figure: Number(ratio.toFixed(2)),
    target: '>= 1.8 times',
    met: ratio >= 1.8 ? 'yes' : 'NO',
  };
}

function memoryRow(name) {
  const folder = mkdtempSync(join(tmpdir(), 'fleetsim-bench-'));
  try {
    const file = join(folder, 'small.yaml');
    writeFileSync(file, smallScenario);
    const [few, many] = [fewRuns, manyRuns].map((count) => measured(file, count, 1, heapHeld));
    const bytes = (1024 * (many.peakKilobytes - few.peakKilobytes)) / (manyRuns - fewRuns) / many.metricCount;
    return {
      name,
      figure: Number(bytes.toFixed(1)),
      target: '8 bytes a run and metric, at most 10 with everything else',
      met: bytes <= 10 ? 'yes' : 'NO',
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What V8 leaves lying about as long as there is room is no need of the program's. */
const heapHeld = ['--max-old-space-size=32', '--max-semi-space-size=1'];

/** The program itself, with a line of its own at the end. */
function measured(file, count, jobs, flags = []) {
  const args = [
    'run',
    file,
    '--replications',
    String(count),
    '--jobs',
    String(jobs),
    '--json',
    '--nodes',
    'none',
  ];
  const script = `
    const { main } = require(${JSON.stringify(loader)}).load('main');
    main(${JSON.stringify(args)}).then((code) => {
      process.stderr.write(JSON.stringify({ code, peakKilobytes: process.resourceUsage().maxRSS }));
    });`;
  const startedAt = process.hrtime.bigint();
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', script], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const { code, peakKilobytes } = JSON.parse(stderr);
  if (code !== 0 && code !== 1 && code !== 3) throw new Error(`run ended with ${code}`);
  return { seconds, peakKilobytes, metricCount: Object.keys(JSON.parse(stdout).metrics).length };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
