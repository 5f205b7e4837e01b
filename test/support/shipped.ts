/** The scenarios that ship, run as `fleetsim run` runs them, without the command line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderText } from '../../src/blocks/text.ts';
import { formatProblem, formatProblems } from '../../src/diagnostics/problem.ts';
import { prepareDistributions } from '../../src/kernel/gamma.ts';
import { firstScreenBlocks, runBlocks } from '../../src/reports/run.ts';
import type { JournalEntry } from '../../src/result/journal.ts';
import { runReportOf } from '../../src/result/report.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { Simulator } from '../../src/simulate.ts';
import { typedResultOf } from './results.ts';
import { toldOfRun } from './told.ts';

const folder = 'scenarios';

export const everyShippedName = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

/** They run for seconds, and have a test of their own. */
const longNames = ['year'];

/** Those that tests run again and again. */
export const shippedNames = everyShippedName.filter((name) => !longNames.includes(name));

export function shippedFile(name: string): string {
  return join(folder, `${name}.yaml`);
}

await prepareDistributions([{ family: 'gamma', mean: 1, sd: 1 }]);

/** `set`: `KEY=VALUE`, as `--set` takes it. */
export function runShipped(name: string, set: readonly string[] = []) {
  const file = shippedFile(name);
  const overrides = set.map((pair) => {
    const equals = pair.indexOf('=');
    return { key: pair.slice(0, equals), value: pair.slice(equals + 1) };
  });
  const loaded = loadScenario({ file, read, overrides });
  if ('problems' in loaded) throw new Error(formatProblems(loaded.problems, loaded.sources));
  const journal: JournalEntry[] = [];
  const simulator = new Simulator(loaded.scenario, {
    timeline: true,
    series: true,
    journal: (entry) => journal.push(entry),
  });
  const outcome = simulator.run();
  const { scenario, sha256 } = loaded;
  const result = typedResultOf(outcome, {
    version: '0.0.0',
    file: `${name}.yaml`,
    sha256,
    overrides: loaded.overrides,
  });
  const warnings = loaded.warnings.map((warning) => formatProblem(warning));
  const told = runReportOf(outcome, result, { file, warnings, set });
  const blocks = runBlocks(told);
  const firstScreen = firstScreenBlocks(told);
  /** Every line as a terminal of that width shows it. */
  const screenAt = (width: number) =>
    renderText(
      firstScreenBlocks(runReportOf(outcome, result, { file: `${name}.yaml`, warnings, set, width })),
      {
        color: false,
        width,
      },
    )
      .trimEnd()
      .split('\n')
      .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? ['']);
  const report = renderText(blocks, { color: false, width: 100 });
  return {
    scenario,
    result,
    report,
    journal,
    blocks,
    firstScreen,
    screenAt,
    examples: toldOfRun(outcome).examples,
  };
}

function read(path: string) {
  try {
    return readFileSync(path);
  } catch {
    return { error: 'no such file' };
  }
}
