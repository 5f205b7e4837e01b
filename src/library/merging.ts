/** Blocks of one question as the runs of one machine: in order, each run once. */
import { UsageError } from '../diagnostics/usage-error.ts';
import { type BlockHeader, differenceOfQuestions, rowLengthOf } from '../experiment/block-header.ts';
import { appendRows } from '../experiment/block-rows.ts';
import { missingRanges, type PartialRuns, partialOf, rangesInWords } from '../experiment/partial-runs.ts';
import { columnsFor, type Replications } from '../experiment/replicate.ts';
import { BlockError, type BlockInput, BlockReader, chunkLength } from './block-file.ts';
import { type BlockPlan, plannedVariants, questionOfPlan } from './block-plan.ts';
import { version } from './version.ts';

interface KnownBlock {
  readonly input: BlockInput;
  readonly header: BlockHeader;
}

/** Blocks that belong together. */
export interface BlockSet {
  /** What they share. */
  readonly question: BlockHeader;
  readonly blocks: readonly KnownBlock[];
  /** How many runs there would be without gaps. */
  readonly total: number;
  readonly partial: PartialRuns | null;
}

export interface MergingOptions {
  /** Of this program: blocks of another may hold other results. */
  readonly build: string;
  readonly acceptsGaps: boolean;
  /** How the option that accepts gaps is called. */
  readonly option: string;
}

/** Reads headers alone. */
export function blockSetOf(inputs: readonly BlockInput[], options: MergingOptions): BlockSet {
  const blocks = inputs.map((input): KnownBlock => {
    const reader = new BlockReader(input);
    reader.close();
    return { input, header: reader.header };
  });
  const [first, ...others] = blocks;
  if (first === undefined) throw new UsageError('expected blocks to merge, found none');
  checkBuild(first, options.build);
  for (const { input, header } of others) {
    const difference = differenceOfQuestions(first.header, header);
    if (difference === null) continue;
    throw new BlockError(
      `${input.name}: it does not belong to ${first.input.name}: ${difference}; merge the blocks of one question`,
    );
  }
  // Of two that begin alike the longer one leads, so that nothing is waited for.
  blocks.sort((a, b) => a.header.first - b.header.first || b.header.count - a.header.count);
  const ends = blocks.map(({ header: { first, count, total } }) => Math.max(first + count, total ?? 0));
  const total = ends.reduce((a, b) => Math.max(a, b), 0);
  const missing = missingRanges(
    blocks.map(({ header }) => header),
    total,
  );
  const found = total - missing.reduce((sum, { count }) => sum + count, 0);
  if (found === 0) throw new UsageError('there are no runs in these blocks');
  if (missing.length > 0 && !options.acceptsGaps) {
    const [gap] = missing;
    throw new UsageError(
      `${total - found} of ${total} runs are in no block: ${rangesInWords(missing)}; simulate them (--first ${gap!.first} ` +
        `--replications ${gap!.count} for the first gap), or merge what there is with ${options.option}`,
    );
  }
  return { question: first.header, blocks, total, partial: partialOf(total, missing) };
}

function checkBuild({ input, header }: KnownBlock, build: string): void {
  if (header.fleetsim !== version) {
    throw new BlockError(
      `${input.name}: it was made by fleetsim ${header.fleetsim}, and this is ${version}: merge blocks with the version that made them`,
    );
  }
  if (header.build === build) return;
  throw new BlockError(
    `${input.name}: it was made by another build of fleetsim ${version}: merge blocks with the program that made them`,
  );
}

/** The runs of the blocks, as if they had been simulated here. */
export function mergedRuns(set: BlockSet, plan: BlockPlan): Replications {
  const { question, blocks } = set;
  const difference = differenceOfQuestions(question, questionOfPlan(plan, question.build));
  if (difference !== null) {
    throw new BlockError(
      `${blocks[0]!.input.name}: it was not made from ${question.files.join(', ')} as it is here: ${difference}; merge with the same files`,
    );
  }
  const columns = columnsFor(plannedVariants(plan));
  const width = plan.metrics.length;
  for (const each of columns) each.reserve(set.total);
  for (const { bytes, name } of chunksOf(set)) {
    if (appendRows(bytes, columns, width)) continue;
    throw new BlockError(`${name}: it holds a value that no run gives`);
  }
  return { columns, count: columns[0]!.count, isInterrupted: false, partial: set.partial };
}

interface Chunk {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A block that is open, and the run after its last. */
interface Active {
  readonly reader: BlockReader;
  readonly end: number;
}

/** The rows in order of the runs; where blocks overlap, they must agree. */
function* chunksOf({ blocks, question }: BlockSet): Generator<Chunk> {
  const rowLength = rowLengthOf(question);
  const countMax = Math.max(1, Math.floor(chunkLength / rowLength));
  const waiting = [...blocks];
  let active: Active[] = [];
  try {
    for (let next = 0; waiting.length > 0 || active.length > 0; ) {
      if (active.length === 0) next = Math.max(next, waiting[0]!.header.first);
      while (waiting[0] !== undefined && waiting[0].header.first <= next)
        active.push(opened(waiting.shift()!));
      const limits = [
        ...active.map(({ end }) => end),
        ...waiting.slice(0, 1).map(({ header }) => header.first),
      ];
      const count = Math.min(countMax, ...limits.map((limit) => limit - next));
      if (count > 0) {
        yield agreed(active, { next, count, rowLength }, question);
        next += count;
      }
      const over = active.filter(({ end }) => end <= next);
      active = active.filter(({ end }) => end > next);
      for (const { reader } of over) closeVerified(reader);
    }
  } finally {
    for (const { reader } of active) reader.close();
  }
}

function opened({ input, header }: KnownBlock): Active {
  const reader = new BlockReader(input);
  if (JSON.stringify(reader.header) === JSON.stringify(header)) {
    return { reader, end: header.first + header.count };
  }
  reader.close();
  throw new BlockError(`${input.name}: it changed while it was read`);
}

function closeVerified(reader: BlockReader): void {
  try {
    reader.verify();
  } finally {
    reader.close();
  }
}

interface Place {
  readonly next: number;
  readonly count: number;
  readonly rowLength: number;
}

function agreed(
  active: readonly Active[],
  { next, count, rowLength }: Place,
  { variants, metrics }: BlockHeader,
): Chunk {
  const chunks = active.map(({ reader }) => ({ name: reader.name, bytes: reader.rows(count * rowLength) }));
  const [first, ...others] = chunks;
  for (const [index, other] of others.entries()) {
    if (Buffer.compare(other.bytes, first!.bytes) === 0) continue;
    const at = other.bytes.findIndex((byte, place) => byte !== first!.bytes[place]);
    // A damaged block is the likelier reason, and says so itself.
    for (const { reader } of [active[0]!, active[index + 1]!]) reader.verify();
    const value = Math.floor(at / 8) % (variants.length * metrics.length);
    const of = variants.length === 1 ? '' : ` of ${variants[Math.floor(value / metrics.length)]!.name}`;
    throw new BlockError(
      `${other.name}: run ${next + Math.floor(at / rowLength)} is not the same as in ${first!.name}: ` +
        `${metrics[value % metrics.length]}${of} differs; simulate both anew, on machines with the same Node.js`,
    );
  }
  return first!;
}
