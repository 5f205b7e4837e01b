/** What a scenario's runs came to, kept beside it: later runs, of another version or after an edit, are held against it. */
import { rounded } from '../result/metrics.ts';
import type { Columns } from './columns.ts';
import type { EventBlock } from './journal-blocks.ts';

export const snapshotSchema = 'fleetsim.snapshot/1';

/** The number of replications that are kept one by one: enough for paired differences, and a file that a repository can hold. */
export const storedValuesMax = 1000;

export interface Snapshot extends SnapshotSource {
  readonly schema: typeof snapshotSchema;
  readonly metrics: ReadonlyMap<string, StoredMetric>;
}

/** Whatever decides what the runs come to, and the journal of the first of them. */
export interface SnapshotSource {
  readonly fleetsim: string;
  readonly scenario: { readonly name: string; readonly file: string; readonly sha256: string };
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly seed: string;
  readonly start: string;
  readonly end: string;
  readonly replications: number;
  /** Version of the tables of time zones: they decide when a window opens. */
  readonly timeZoneData: string;
  /** Of replication 0. */
  readonly blocks: readonly EventBlock[];
}

export type StoredValue = number | boolean | null;

export interface StoredMetric {
  readonly kind: 'amount' | 'share';
  /** Of the first replications, in order. */
  readonly values: readonly StoredValue[];
}

/** `columns` has the metrics in their order. Of more replications than are stored, the first are. */
export function snapshotOf(source: SnapshotSource, columns: Columns): Snapshot {
  const metrics = new Map<string, StoredMetric>();
  for (const metric of columns.metrics) {
    const column = columns.column(metric);
    const values = Array.from(column.values().subarray(0, storedValuesMax), (value): StoredValue => {
      if (Number.isNaN(value)) return null;
      return column.isYesOrNo ? value === 1 : asStored(value);
    });
    metrics.set(metric, { kind: column.isYesOrNo ? 'share' : 'amount', values });
  }
  return { schema: snapshotSchema, ...source, metrics };
}

/** To six decimals, as everywhere; 0 without a sign, which JSON would lose. */
function asStored(value: number): number {
  return Number(rounded(value)) + 0;
}

/** One metric or block a line, so that a difference of two snapshots can be read. */
export function snapshotText(snapshot: Snapshot): string {
  const { metrics, blocks, ...head } = snapshot;
  const lines = Object.entries(head).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const metricLines = [...metrics].map(
    ([name, metric]) => `${JSON.stringify(name)}: ${JSON.stringify(asWritten(metric))}`,
  );
  const blockLines = blocks.map((block) => JSON.stringify(block));
  const parts = [
    ...lines.map((line) => `  ${line}`),
    `  "metrics": {${within(metricLines)}}`,
    `  "blocks": [${within(blockLines)}]`,
  ];
  return `{\n${parts.join(',\n')}\n}\n`;
}

function within(lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n    ${lines.join(',\n    ')}\n  `;
}

/** What is the same in every run is written once. */
function asWritten({ kind, values }: StoredMetric): object {
  const [first] = values;
  const isConstant = values.length > 0 && values.every((value) => value === first);
  return isConstant ? { kind, all: first } : { kind, values };
}
