/** The values of some metrics in every replication of one variant, in the order of the replications. */
import type { MetricMeaning } from '../capability/metrics.ts';
import type { MetricTable } from '../result/metric-table.ts';
import { LogHistogram } from '../statistics/histogram.ts';
import { RunningMoments } from '../statistics/moments.ts';

/**
 * This number of values is kept as they are. With more replications there is also a histogram of all of them, which is the same in
 * whatever order it grew.
 */
export const keptValuesMax = 100_000;

export interface Column {
  readonly metric: string;
  readonly meaning: MetricMeaning;
  readonly isYesOrNo: boolean;
  /** Replications, those included in which the metric is null. */
  readonly count: number;
  readonly undefinedCount: number;
  /** Of the values that are not null. */
  readonly moments: RunningMoments;
  /** Of the values that are not null, once there are too many to keep them. */
  readonly histogram: LogHistogram | null;
  /** By replication: NaN for null, 1 and 0 for true and false. Beside a histogram these are the first only. */
  values(): Float64Array;
  /** The same of the first replications, at most this many. */
  firstValues(countMax: number): Float64Array;
}

export class Columns {
  readonly metrics: readonly string[];
  private readonly table: Pick<MetricTable, 'of'>;
  private readonly columns: readonly GrowingColumn[];
  private readonly indexOf: ReadonlyMap<string, number>;

  constructor(metrics: readonly string[], table: Pick<MetricTable, 'of'>) {
    this.metrics = metrics;
    this.table = table;
    this.columns = metrics.map((metric) => new GrowingColumn(metric, table.of(metric)));
    this.indexOf = new Map(metrics.map((metric, index) => [metric, index]));
  }

  get count(): number {
    return this.columns[0]?.count ?? 0;
  }

  /** The number of replications that are to come in all: room for them is made once, and no more than that. */
  reserve(count: number): void {
    for (const column of this.columns) column.reserve(Math.min(count, keptValuesMax));
  }

  /** The next replications, a row of values each. */
  append(rows: Float64Array): void {
    const width = this.columns.length;
    for (let at = 0; at < rows.length; at += width) {
      for (let index = 0; index < width; index += 1) this.columns[index]!.add(rows[at + index]!);
    }
  }

  column(metric: string): Column {
    const index = this.indexOf.get(metric);
    if (index === undefined) throw new Error(`no values of ${metric} were kept`);
    return this.columns[index]!;
  }

  /** As if the replications had ended with the last whose values are kept. */
  kept(metrics: readonly string[]): Columns {
    if (this.count <= keptValuesMax) return this;
    return columnsOf(
      Object.fromEntries(metrics.map((metric) => [metric, [...this.column(metric).values()]])),
      this.table,
    );
  }
}

/** Columns of values at hand, all of one length. */
export function columnsOf(
  values: Readonly<Record<string, readonly number[]>>,
  table: Pick<MetricTable, 'of'>,
): Columns {
  const columns = new Columns(Object.keys(values), table);
  const lists = Object.values(values);
  const rows = (lists[0] ?? []).flatMap((_, replication) => lists.map((list) => list[replication]!));
  columns.append(Float64Array.from(rows));
  return columns;
}

class GrowingColumn implements Column {
  readonly metric: string;
  readonly meaning: MetricMeaning;
  readonly isYesOrNo: boolean;
  readonly moments = new RunningMoments();
  count = 0;
  undefinedCount = 0;
  histogram: LogHistogram | null = null;
  private kept: Float64Array = new Float64Array(64);

  constructor(metric: string, meaning: MetricMeaning) {
    this.metric = metric;
    this.meaning = meaning;
    this.isYesOrNo = meaning.kind === 'yesOrNo';
  }

  reserve(count: number): void {
    if (count > this.kept.length) this.kept = grown(this.kept, count);
  }

  add(value: number): void {
    if (Number.isNaN(value)) this.undefinedCount += 1;
    else this.moments.add(value);
    if (this.histogram !== null) addTo(this.histogram, value);
    else if (this.count === keptValuesMax) {
      this.histogram = new LogHistogram();
      for (const one of this.kept.subarray(0, this.count)) addTo(this.histogram, one);
      addTo(this.histogram, value);
    } else {
      if (this.count === this.kept.length) this.reserve(Math.min(2 * this.count, keptValuesMax));
      this.kept[this.count] = value;
    }
    this.count += 1;
  }

  values(): Float64Array {
    return this.firstValues(this.count);
  }

  firstValues(countMax: number): Float64Array {
    return this.kept.subarray(0, Math.min(countMax, this.count, this.kept.length));
  }
}

function addTo(histogram: LogHistogram, value: number): void {
  if (!Number.isNaN(value)) histogram.add(value);
}

function grown(values: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length);
  larger.set(values);
  return larger;
}
