/** The snapshot beside a scenario, `sunday-patch.snapshot.json` of `sunday-patch.yaml`: read, and compared with. */
import { basename } from 'node:path';
import { UsageError } from '../diagnostics/usage-error.ts';
import type { SnapshotReport } from '../experiment/check.ts';
import type { Columns } from '../experiment/columns.ts';
import { type DifferentBlock, JournalHasher, journalLine } from '../experiment/journal-blocks.ts';
import { type Snapshot, snapshotOf } from '../experiment/snapshot.ts';
import { compareWithSnapshot } from '../experiment/snapshot-comparison.ts';
import { readSnapshot } from '../experiment/snapshot-reading.ts';
import type { JournalEntry } from '../result/journal.ts';
import { metricTableOf } from '../result/metric-table.ts';
import type { Loaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import type { Scenario } from '../world/scenario.ts';
import { isoTime } from '../world/time.ts';
import { readFile } from './read-file.ts';
import { version } from './version.ts';

export interface StoredSnapshot {
  readonly path: string;
  readonly snapshot: Snapshot;
}

/**
 * In bytes. Every metric of a thousand replications: of a fleet with hundreds of groups that is more than any scenario may
 * be, and what --update writes must be read again.
 */
const snapshotSizeMax = 192 * 1024 * 1024;

/** The number of events shown of the block in which two journals first differ. */
const shownEventsMax = 5;

export function snapshotPathOf(file: string): string {
  return `${file.replace(/\.(ya?ml|json)$/i, '')}.snapshot.json`;
}

/** Null: there is none. */
export function storedSnapshot(file: string, { scenario }: Loaded): StoredSnapshot | null {
  const path = snapshotPathOf(file);
  const bytes = readFile(path, snapshotSizeMax);
  if (!(bytes instanceof Uint8Array)) {
    if (bytes.error === 'no such file or folder') return null;
    throw new UsageError(`${path}: cannot be read: ${bytes.error}`);
  }
  const snapshot = readSnapshot(new TextDecoder().decode(bytes));
  if ('error' in snapshot) throw new UsageError(`${path}: ${snapshot.error}`);
  if (snapshot.scenario.name === scenario.name) return { path, snapshot };
  throw new UsageError(
    `${path}: it is of another scenario, ${JSON.stringify(snapshot.scenario.name)}: this one is ` +
      `${JSON.stringify(scenario.name)}. If it was renamed, fleetsim check --update writes the snapshot anew`,
  );
}

export function comparedWithStored(
  { path, snapshot }: StoredSnapshot,
  file: string,
  loaded: Loaded,
  columns: Columns,
): SnapshotReport {
  const { scenario } = loaded;
  const answer = compareWithSnapshot({
    file: path,
    stored: snapshot,
    now: snapshotNow(file, loaded, columns),
    tolerances: scenario.tolerances,
    metrics: metricTableOf(scenario),
    eventsOf: (block) => eventsOf(scenario, block),
  });
  // An edited file is far more likely than a run that does not repeat itself.
  if ('defect' in answer) throw new UsageError(answer.defect);
  if ('unusable' in answer) throw new UsageError(`${path}: ${answer.unusable}`);
  return answer.report;
}

export function snapshotNow(
  file: string,
  { scenario, sha256, overrides }: Loaded,
  columns: Columns,
): Snapshot {
  const hasher = new JournalHasher();
  new Simulator(scenario, { journal: hasher.sink }).run(0);
  return snapshotOf(
    {
      fleetsim: version,
      scenario: { name: scenario.name, file: basename(file), sha256 },
      overrides,
      seed: scenario.seed,
      start: isoTime(scenario.startMs),
      end: isoTime(scenario.endMs),
      replications: columns.count,
      timeZoneData: process.versions.tz ?? 'unknown',
      blocks: hasher.blocks(),
    },
    columns,
  );
}

function eventsOf(scenario: Scenario, { firstEvent, lastEvent }: DifferentBlock): string[] {
  const events: string[] = [];
  let number = 0;
  const journal = (entry: JournalEntry) => {
    number += 1;
    if (number >= firstEvent && number <= lastEvent && events.length < shownEventsMax) {
      events.push(journalLine(entry));
    }
  };
  new Simulator(scenario, { journal }).run(0);
  return events;
}
