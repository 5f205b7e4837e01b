/**
 * How long whole processes take, against the least that a process of Node can do. They take turns, in a new order each
 * round, with their output into a pipe.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/fleetsim.js', import.meta.url));
const scenario = fileURLToPath(new URL('../../scenarios/sunday-patch.yaml', import.meta.url));
const roundCount = 31;

/** `atMost`: times `node -e 0`. */
const starts = [
  { name: 'start: node -e 0', args: ['-e', '0'] },
  { name: 'start: fleetsim --help', args: [bin, '--help'], atMost: 1.3 },
  { name: 'start: fleetsim run scenarios/sunday-patch.yaml', args: [bin, 'run', scenario], atMost: 2.5 },
  { name: 'start: the same, --json', args: [bin, 'run', scenario, '--json'], atMost: 2.5 },
];

export function compareStarts(words) {
  const wanted = starts.filter(({ name }) => words.every((word) => name.includes(word)));
  if (wanted.length === 0) return [];
  const millisecondsOf = new Map([starts[0], ...wanted].map((start) => [start, []]));
  for (let round = 0; round < roundCount; round += 1) {
    for (const start of shuffled([...millisecondsOf.keys()])) {
      millisecondsOf.get(start).push(millisecondsToRun(start));
    }
  }
  const base = millisecondsOf.get(starts[0]);
  return [...millisecondsOf].map(([{ name, atMost }, milliseconds]) => {
    // The ratio within each round, since a busy machine slows what stands in it alike.
    const ratio = median(milliseconds.map((each, round) => each / base[round]));
    return {
      name,
      milliseconds: Math.round(median(milliseconds)),
      ratio: Number(ratio.toFixed(2)),
      ...(atMost === undefined ? {} : { target: `<= ${atMost}`, met: ratio <= atMost ? 'yes' : 'NO' }),
    };
  });
}

function millisecondsToRun({ args }) {
  const startedAt = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}\n${stderr}`);
  return Number(process.hrtime.bigint() - startedAt) / 1e6;
}

function shuffled(items) {
  return items
    .map((item) => [Math.random(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
