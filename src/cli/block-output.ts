/** `--block`: the runs themselves in a file, instead of a report. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { UsageError } from '../diagnostics/usage-error.ts';
import type { Range } from '../experiment/partial-runs.ts';
import type { RowSink } from '../experiment/replicate.ts';
import { BlockWriter } from '../library/block-file.ts';
import { type BlockPlan, buildHash, plannedVariants, questionOfPlan } from '../library/block-plan.ts';
import { pairedCountMax, runCountMax } from '../library/limits.ts';
import type { BlockWanted } from './declare/many-runs.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { OutputFile } from './output-file.ts';
import { replicatingInto, type Work } from './replicating.ts';
import { writeError } from './standard-streams.ts';

/** Which program this is: blocks are merged by the one that made them. */
export function thisBuild(): string {
  return buildHash(pathToFileURL(join(__dirname, '/')));
}

export interface BlockJob {
  readonly plan: BlockPlan;
  /** How many runs `--replications`, the scenario or the command asks for. */
  readonly count: number;
  readonly wanted: BlockWanted;
  readonly work: Work;
}

export async function writeBlock({ plan, wanted, work, ...asked }: BlockJob): Promise<ExitCode> {
  const { first, count } = rangeOf(wanted, asked.count);
  const { command } = plan;
  const lastMax = command === 'run' ? runCountMax : pairedCountMax;
  if (first + count > lastMax) {
    throw new UsageError(
      `--first ${first}: ${command} takes ${lastMax} runs at most, those of all blocks together`,
    );
  }
  const question = questionOfPlan(plan, thisBuild());
  const out = new OutputFile(wanted.out, '--block');
  // A job that is taken from its machine leaves nothing behind.
  const stop = (signal: NodeJS.Signals) => {
    out.discard();
    process.kill(process.pid, signal);
  };
  const signals = ['SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, stop);
  try {
    const total = wanted.shard === null ? null : asked.count;
    const writer = new BlockWriter({ ...question, first, count, total }, (bytes) => out.write(bytes));
    const nextLook = (done: number) => (done < count ? count : null);
    const { isInterrupted } = await replicatingInto<RowSink>(
      { variants: plannedVariants(plan), first, nextLook, ...work },
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
    for (const signal of signals) process.removeListener(signal, stop);
  }
}

/** Shards differ by one run at most. */
export function rangeOf({ first, shard }: BlockWanted, count: number): Range {
  if (shard === null) return { first: first ?? 0, count };
  const startOf = (index: number) => Math.floor((index * count) / shard.of);
  return { first: startOf(shard.index), count: startOf(shard.index + 1) - startOf(shard.index) };
}
