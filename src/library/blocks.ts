/** Blocks of runs for a program: made from a question, or taken in place of simulating it. */
import { UsageError } from '../diagnostics/usage-error.ts';
import type { Replications, RowSink } from '../experiment/replicate.ts';
import { exactly } from '../experiment/stopping.ts';
import { type BlockInput, BlockWriter } from './block-file.ts';
import { type BlockPlan, buildHash, plannedVariants, questionOfPlan } from './block-plan.ts';
import { blockSetOf, mergedRuns } from './merging.ts';
import { replicateHere, replicateHereInto } from './replications.ts';
import { wholeNumber } from './source.ts';

/** Which runs a block holds: `replications` of them, from `first` on. */
export interface BlockRuns {
  readonly replications: number;
  /** Default: 0. */
  readonly first?: number;
}

export interface MergeOptions {
  /** Blocks of this question, from any machines and in any order: their runs are taken, and none is simulated. */
  readonly blocks?: readonly Uint8Array[];
  /** Blocks may leave out runs: the result says which. Default: that is an error. */
  readonly partial?: boolean;
}

export async function runsOf(
  plan: BlockPlan,
  count: number,
  { blocks, partial = false, replications }: MergeOptions & { readonly replications?: number },
): Promise<Replications> {
  if (blocks === undefined) return replicateHere(plannedVariants(plan), exactly(count));
  const set = blockSetOf(blocks.map(inMemory), {
    build: thisBuild(),
    acceptsGaps: partial,
    option: 'partial',
  });
  if (replications === undefined || replications === set.total) return mergedRuns(set, plan);
  throw new UsageError(`replications ${replications}: the blocks are of ${set.total} runs`);
}

export async function blockOf(plan: BlockPlan, runs: BlockRuns, lastMax: number): Promise<Uint8Array> {
  const first = wholeNumber(runs.first ?? 0, 'first', 0, lastMax - 1);
  const count = wholeNumber(runs.replications, 'replications', 1, lastMax - first);
  const parts: Uint8Array[] = [];
  const header = { ...questionOfPlan(plan, thisBuild()), first, count, total: null };
  const writer = new BlockWriter(header, (bytes) => parts.push(bytes));
  const nextLook = (done: number) => (done < count ? count : null);
  await replicateHereInto<RowSink>(plannedVariants(plan), { first, nextLook }, writer.sinks);
  writer.end();
  return new Uint8Array(Buffer.concat(parts));
}

function inMemory(bytes: Uint8Array, index: number): BlockInput {
  return {
    name: `block ${index + 1}`,
    open() {
      let at = 0;
      return {
        size: bytes.length,
        read(length) {
          at += length;
          return bytes.subarray(at - length, at);
        },
        close() {},
      };
    },
  };
}

/** Of the package that this file is a part of: the one that its command line has. */
function thisBuild(): string {
  return buildHash(new URL('.', import.meta.url));
}
