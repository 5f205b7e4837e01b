/** `--block`: the runs themselves in a file, instead of a report. */
import { basename } from 'node:path';
import { UsageError } from '../diagnostics/usage-error.ts';
import { type BlockCommand, blockFormat } from '../experiment/block-header.ts';
import type { Range } from '../experiment/partial-runs.ts';
import type { RowSink } from '../experiment/replicate.ts';
import { BlockWriter } from '../library/block-file.ts';
import { pairedCountMax, runCountMax } from '../library/limits.ts';
import { blockVariantsOf, type LoadedHere } from '../library/merging.ts';
import { settingsOf } from '../library/repeated-options.ts';
import { version } from '../library/version.ts';
import type { Override } from '../scenario/overrides.ts';
import { buildHash } from './build-hash.ts';
import type { BlockWanted } from './declare/many-runs.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { OutputFile } from './output-file.ts';
import { replicatingInto, type Work } from './replicating.ts';
import { writeError } from './standard-streams.ts';

/** What decides which runs there are, and what is kept of them, as the command line said it. */
export interface BlockOptions {
  readonly seed: string | null;
  readonly set: readonly Override[];
  readonly vary?: readonly string[];
  readonly reference?: string | null;
  readonly metrics?: readonly string[] | null;
  readonly minDifference?: readonly string[];
  readonly goal?: string | null;
  readonly subjectTo?: readonly string[];
  readonly frontier?: readonly string[] | null;
}

export interface BlockJob extends LoadedHere {
  readonly command: BlockCommand;
  readonly files: readonly string[];
  readonly options: BlockOptions;
  /** How many runs `--replications`, the scenario or the command asks for. */
  readonly count: number;
  readonly wanted: BlockWanted;
  readonly work: Work;
}

export async function writeBlock(job: BlockJob): Promise<ExitCode> {
  const { command, metrics, wanted, work } = job;
  const { first, count } = rangeOf(wanted, job.count);
  const lastMax = command === 'run' ? runCountMax : pairedCountMax;
  if (first + count > lastMax) {
    throw new UsageError(
      `--first ${first}: ${command} takes ${lastMax} runs at most, those of all blocks together`,
    );
  }
  const names = job.files.map((file) => basename(file));
  if (new Set(names).size < names.length) {
    throw new UsageError(
      `--block: several scenarios are called ${names[0]}; a block knows them by name: rename one`,
    );
  }
  const planned = job.variants.map(({ loaded: { scenario } }) => ({ scenario, metrics }));
  const out = new OutputFile(wanted.out, '--block');
  try {
    const writer = new BlockWriter(
      {
        format: blockFormat,
        fleetsim: version,
        build: buildHash(),
        command,
        files: names,
        options: optionsSaid(job.options),
        variants: blockVariantsOf(job.variants),
        metrics,
        first,
        count,
        total: wanted.shard === null ? null : job.count,
      },
      (bytes) => out.write(bytes),
    );
    const nextLook = (done: number) => (done < count ? count : null);
    const { isInterrupted } = await replicatingInto<RowSink>(
      { variants: planned, first, nextLook, ...work },
      writer.sinks,
    );
    if (isInterrupted) {
      writeError('fleetsim: interrupted: no block was written\n');
      return exitCode.interrupted;
    }
    writer.end();
    out.commit();
    return exitCode.ok;
  } finally {
    out.discard();
  }
}

/** Shards differ by one run at most. */
export function rangeOf({ first, shard }: BlockWanted, count: number): Range {
  if (shard === null) return { first: first ?? 0, count };
  const startOf = (index: number) => Math.floor((index * count) / shard.of);
  return { first: startOf(shard.index), count: startOf(shard.index + 1) - startOf(shard.index) };
}

/** Lists of texts, as on the command line; what was not said is left out. */
function optionsSaid(options: BlockOptions): Record<string, readonly string[]> {
  const { seed, set, vary, reference, metrics, minDifference, goal, subjectTo, frontier } = options;
  const alone = (text: string | null | undefined) => (text == null ? [] : [text]);
  const all = {
    seed: alone(seed),
    set: settingsOf(set),
    vary,
    reference: alone(reference),
    metrics: alone(metrics?.join(',')),
    minDifference,
    goal: alone(goal),
    subjectTo,
    frontier: alone(frontier?.join(',')),
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, said]) => (said?.length ? [[key, said]] : [])),
  );
}
