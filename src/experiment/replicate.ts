/**
 * Replications of all variants of an experiment, as many as it takes. Whichever thread simulates them, and in whatever order they
 * come back: they are put in order before anything is made of them, so that the result depends on neither.
 */
import { metricTableOf } from '../result/metric-table.ts';
import { Columns } from './columns.ts';
import type { PartialRuns } from './partial-runs.ts';
import type { Batch, PlannedVariant, ReplicationFailure } from './replicator.ts';

/** Where batches are simulated: this thread or a pool of others. */
export interface Workplace {
  /** How many batches it works on at once. */
  readonly lanes: number;
  run(batch: Batch): Promise<Float64Array | ReplicationFailure>;
  /** Gives up all work in progress. */
  close(): Promise<void>;
}

/** Takes the rows of one variant, in order. */
export interface RowSink {
  readonly count: number;
  /** The number of replications that are to come in all. */
  reserve(count: number): void;
  append(rows: Float64Array): void;
}

export interface ReplicationPlan<Sink extends RowSink = Columns> {
  readonly variants: readonly PlannedVariant[];
  /** 0, unless a single later one is asked for. */
  readonly first: number;
  /**
   * Called with the replications there are so far, at first none: how many there are to be before it is asked again;
   * null: these are enough.
   */
  readonly nextLook: (count: number, sinks: readonly Sink[]) => number | null;
  /** Where the next batch is to be simulated; asked again before each round. */
  readonly workplace: () => Promise<Workplace>;
  readonly onProgress: (done: number, wanted: number) => void;
  readonly signal: AbortSignal;
  /** Milliseconds since any moment, to size batches by. What is computed does not depend on it. */
  readonly nowMs: () => number;
}

export interface Replications {
  /** Of each variant, all of the same length. */
  readonly columns: readonly Columns[];
  readonly count: number;
  readonly isInterrupted: boolean;
  /** Of blocks: what is missing. */
  readonly partial?: PartialRuns | null;
}

export class ReplicationError extends Error {
  readonly failure: ReplicationFailure;
  constructor(failure: ReplicationFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** A batch is to take about so long: short enough for Ctrl-C and progress, long enough that handing over costs nothing. */
const batchMs = 60;
/** More in one batch would make a queue of results that wait for an earlier one. */
const batchCountMax = 2_000;

export function columnsFor(variants: readonly PlannedVariant[]): Columns[] {
  return variants.map(({ metrics, scenario }) => new Columns(metrics, metricTableOf(scenario)));
}

export async function replicate<Sink extends RowSink>(
  plan: ReplicationPlan<Sink>,
  sinks: readonly Sink[],
): Promise<Omit<Replications, 'columns'>> {
  const countOf = () => sinks[0]!.count;
  const sizes = new BatchSizes(plan.variants.length, plan.nowMs);
  for (;;) {
    const wanted = plan.nextLook(countOf(), sinks);
    if (wanted === null) return { count: countOf(), isInterrupted: false };
    for (const each of sinks) each.reserve(wanted);
    while (countOf() < wanted && !plan.signal.aborted) {
      const workplace = await plan.workplace();
      await simulateRound(plan, workplace, sinks, wanted, sizes);
    }
    if (plan.signal.aborted) return { count: countOf(), isInterrupted: true };
  }
}

/** How many replications make a batch, learnt from those before. */
class BatchSizes {
  private readonly sizes: number[];
  private readonly nowMs: () => number;

  constructor(variantCount: number, nowMs: () => number) {
    this.sizes = Array.from({ length: variantCount }, () => 1);
    this.nowMs = nowMs;
  }

  /** One size for all variants, so that their replications stay abreast. */
  get next(): number {
    return Math.min(...this.sizes);
  }

  async timed<T>({ variant, count }: Batch, work: () => Promise<T>): Promise<T> {
    const startedMs = this.nowMs();
    const result = await work();
    const perReplicationMs = Math.max((this.nowMs() - startedMs) / count, 0.001);
    const wanted = Math.floor(batchMs / perReplicationMs);
    // The first runs are slow, and a clock may lie: from one batch to the next the size at most doubles.
    this.sizes[variant] = Math.max(1, Math.min(wanted, 2 * count, batchCountMax));
    return result;
  }
}

/** Replications of all variants that belong together: none of them counts before all have come. */
interface Chunk {
  readonly rows: (Float64Array | ReplicationFailure | undefined)[];
  missing: number;
}

/** Of the variants of a chunk the one that fails first: what is reported does not depend on which thread was the fastest. */
function rowsOf({ rows }: Chunk): Float64Array[] {
  const failures = rows.filter((one): one is ReplicationFailure => !(one instanceof Float64Array));
  const [earliest] = failures.sort((a, b) => a.replication - b.replication || a.variant - b.variant);
  if (earliest !== undefined) throw new ReplicationError(earliest);
  return rows as Float64Array[];
}

/** A round ends when all is done, when it is interrupted, or when there may be a better place to work at. */
async function simulateRound(
  {
    variants,
    first,
    signal,
    onProgress,
  }: Pick<ReplicationPlan, 'variants' | 'first' | 'signal' | 'onProgress'>,
  workplace: Workplace,
  sinks: readonly RowSink[],
  wanted: number,
  sizes: BatchSizes,
): Promise<void> {
  const chunks: Chunk[] = [];
  let folded = 0;
  let issued = sinks[0]!.count;
  let hasFailed = false;
  let open: { batches: Batch[]; chunk: Chunk } | null = null;

  const take = (): { batch: Batch; chunk: Chunk } | null => {
    if (open === null || open.batches.length === 0) {
      if (hasFailed || issued >= wanted || (workplace.lanes === 1 && chunks.length > 0)) return null;
      const count = Math.min(sizes.next, wanted - issued);
      const chunk: Chunk = { rows: variants.map(() => undefined), missing: variants.length };
      const batches = variants.map((_, variant) => ({ variant, first: first + issued, count }));
      chunks.push(chunk);
      issued += count;
      open = { batches, chunk };
    }
    return { batch: open.batches.shift()!, chunk: open.chunk };
  };
  const fold = () => {
    for (; chunks[folded]?.missing === 0; folded += 1) {
      rowsOf(chunks[folded]!).forEach((rows, variant) => {
        sinks[variant]!.append(rows);
      });
      // What was folded is not needed any more.
      chunks[folded]!.rows.length = 0;
      onProgress(sinks[0]!.count, wanted);
    }
  };
  const lane = async () => {
    for (let task = take(); task !== null && !signal.aborted; task = take()) {
      const { batch, chunk } = task;
      const rows = await sizes.timed(batch, () => workplace.run(batch));
      if (signal.aborted) return;
      if (!(rows instanceof Float64Array)) hasFailed = true;
      chunk.rows[batch.variant] = rows;
      chunk.missing -= 1;
      fold();
    }
  };
  await Promise.all(Array.from({ length: workplace.lanes }, lane));
}
