/** `fleetsim merge`: blocks of runs, reported on as the command that made them would have. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { UsageError } from '../../diagnostics/usage-error.ts';
import { partialInWords } from '../../experiment/partial-runs.ts';
import { blockInFile } from '../../library/block-file.ts';
import { type BlockSet, blockSetOf } from '../../library/merging.ts';
import { thisBuild } from '../block-output.ts';
import { checkJobOf, check as checkTable } from '../declare/check.ts';
import { compareJobOf, compare as compareTable } from '../declare/compare.ts';
import type { MergeJob } from '../declare/merge.ts';
import { runJobOf, run as runTable } from '../declare/run.ts';
import { type CommandTable, flagOf, type Given } from '../declare/table.ts';
import type { ExitCode } from '../exit-codes.ts';
import { isSameFile } from '../output-file.ts';
import { scenarioFiles } from '../scenario-files.ts';
import { writeError } from '../standard-streams.ts';
import { check } from './check.ts';
import { compare } from './compare.ts';
import { runReplications } from './run-replications.ts';

export async function merge(job: MergeJob): Promise<ExitCode> {
  const paths = scenarioFiles(job.files);
  const { out } = job;
  if (out !== null && paths.some((path) => isSameFile(path, out))) {
    throw new UsageError(`--out ${out}: that is a block, and it would be overwritten`);
  }
  const set = blockSetOf(paths.map(blockInFile), {
    build: thisBuild(),
    acceptsGaps: job.partial,
    option: '--partial',
  });
  const files = scenariosOf(job, set, paths);
  if (set.partial !== null && job.update) {
    throw new UsageError(`--update: a snapshot holds all runs; ${partialInWords(set.partial)}`);
  }
  // A check says it of its scenario.
  if (set.partial !== null && set.question.command !== 'check') {
    writeError(`fleetsim: ${partialInWords(set.partial)}\n`);
  }
  switch (set.question.command) {
    case 'run':
      return runReplications(runJobOf(givenTo(runTable, { file: files[0]! }, job, set)), set);
    case 'compare':
      return compare(compareJobOf(givenTo(compareTable, { files }, job, set)), set);
    case 'check':
      return check(checkJobOf(givenTo(checkTable, { files }, job, set)), set);
  }
}

/** The command line that would have made all the runs: options that decide on runs are in the blocks, the others are of this one. */
function givenTo<Table extends CommandTable>(
  table: Table,
  files: Pick<Given<Table>, keyof Table['arguments']>,
  job: MergeJob,
  { question, total, blocks }: BlockSet,
): Given<Table> {
  const given: Record<string, unknown> = { ...files };
  const own: Readonly<Record<string, unknown>> = { ...job };
  for (const [name, option] of Object.entries(table.options)) {
    const said = question.options[name] ?? (name === 'replications' ? [String(total)] : null);
    if (option.kind === 'flag') given[name] = own[name] ?? false;
    else if (said !== null) {
      const read = said.map((text) => option.read(text, `${blocks[0]!.input.name}: ${flagOf(name)}`));
      given[name] = option.kind === 'values' ? read : read.at(-1);
    } else given[name] = own[name] ?? (option.kind === 'values' ? [] : null);
    // Each command has formats of its own.
    if (name === 'format' && option.kind === 'value' && job.format !== null)
      option.read(job.format, '--format');
  }
  for (const name of ['nodes', 'update', 'inconclusive', 'allowEmpty', 'brief', 'full'] as const) {
    if (name in table.options || job[name] === null || job[name] === false) continue;
    throw new UsageError(
      `${flagOf(name)}: these blocks were made by ${table.name}, which has no such option`,
    );
  }
  return given as Given<Table>;
}

/** As given, or where they usually are. That they are the right ones, their hashes say. */
function scenariosOf(
  { scenario }: MergeJob,
  { question: { files } }: BlockSet,
  paths: readonly string[],
): string[] {
  if (scenario.length > 0) {
    if (scenario.length === files.length) return [...scenario];
    throw new UsageError(
      `--scenario: the blocks are of ${files.length} scenarios, ${files.join(', ')}; found ${scenario.length}`,
    );
  }
  return files.map((name) => {
    const places = [name, join('scenarios', name), join(dirname(paths[0]!), name)];
    const found = places.find((path) => existsSync(path));
    if (found !== undefined) return found;
    throw new UsageError(
      `${name}: the blocks were made from it, and it is not here; say where it is with --scenario FILE`,
    );
  });
}
