/** The same scenario under the same seed: the same bytes. Where it fails, the first event that differs says where. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { formatProblems } from '../src/diagnostics/problem.ts';
import { prepareDistributions } from '../src/kernel/gamma.ts';
import type { JournalEntry } from '../src/result/journal.ts';
import { resultOf } from '../src/result/result.ts';
import { loadScenario } from '../src/scenario/load.ts';
import { Simulator } from '../src/simulate.ts';

// Many simulations each: machines that are busy with other things need a while.
vi.setConfig({ testTimeout: 120_000 });

const folder = 'scenarios';
// The year runs for seconds, and has a test of its own.
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== 'year.yaml');

beforeAll(() => prepareDistributions([{ family: 'gamma', mean: 1, sd: 1 }]));

function load(name: string) {
  const file = join(folder, name);
  const read = (path: string) => {
    try {
      return readFileSync(path);
    } catch {
      return { error: `no such file as ${path} beside ${dirname(file)}` };
    }
  };
  const loaded = loadScenario({ file, read, overrides: [] });
  if ('problems' in loaded) throw new Error(formatProblems(loaded.problems, loaded.sources));
  return loaded;
}

/** Each line a journal entry, the last one the result. */
function linesOf(name: string, replications: readonly number[]): string[] {
  const loaded = load(name);
  let lines: string[] = [];
  const simulator = new Simulator(loaded.scenario, {
    journal: (entry: JournalEntry) => lines.push(JSON.stringify(entry)),
  });
  for (const replication of replications) {
    lines = [];
    const outcome = simulator.run(replication);
    const { sha256 } = loaded;
    lines.push(JSON.stringify(resultOf(outcome, { version: '0.0.0', file: name, sha256, overrides: {} })));
  }
  return lines;
}

function firstDifference(first: readonly string[], second: readonly string[]) {
  const length = Math.max(first.length, second.length);
  for (let line = 0; line < length; line += 1) {
    if (first[line] !== second[line]) return { line, first: first[line], second: second[line] };
  }
  return null;
}

test.each(files)('%s gives the same journal and the same result twice', (name) => {
  expect(firstDifference(linesOf(name, [0]), linesOf(name, [0]))).toBeNull();
});

test.each(files)('%s gives the same replication whatever was run before it', (name) => {
  expect(firstDifference(linesOf(name, [2]), linesOf(name, [0, 5, 2]))).toBeNull();
});
