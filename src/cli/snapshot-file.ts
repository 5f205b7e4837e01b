/** The snapshot beside a scenario: `sunday-patch.snapshot.json` of `sunday-patch.yaml`. */
import { basename } from 'node:path';
import type { SnapshotReport } from '../experiment/check.ts';
import type { Columns } from '../experiment/columns.ts';
import { type DifferentBlock, JournalHasher, journalLine } from '../experiment/journal-blocks.ts';
import { type Snapshot, snapshotOf, snapshotText } from '../experiment/snapshot.ts';
import { compareWithSnapshot } from '../experiment/snapshot-comparison.ts';
import { readSnapshot } from '../experiment/snapshot-reading.ts';
import type { Loaded } from '../scenario/load.ts';
import { Simulator } from '../simulate.ts';
import type { Scenario } from '../world/scenario.ts';
import { isoTime } from '../world/time.ts';
import { OutputFile } from './output-file.ts';
import { readFile } from './read-file.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

export interface SnapshotFile {
  /** Writes it, or compares with it. Throws what is fleetsim's own fault. */
  settle(columns: Columns): SnapshotReport;
}

/**
 * In bytes. Every metric of a thousand replications: of a fleet with hundreds of groups that is more than any scenario may
 * be, and what --update writes must be read again.
 */
const snapshotSizeMax = 192 * 1024 * 1024;

/** So many events are shown of the block in which two journals part. */
const shownEventsMax = 5;

/** Null: there is none, and none is wanted. */
export function snapshotFileOf(
  file: string,
  loaded: Loaded,
  { update }: { readonly update: boolean },
): SnapshotFile | null {
  const path = snapshotPathOf(file);
  if (update) {
    OutputFile.check(path, '--update');
    return { settle: (columns) => write(path, snapshotNow(file, loaded, columns)) };
  }
  const stored = read(path, loaded);
  return stored === null ? null : { settle: (columns) => compare(path, stored, file, loaded, columns) };
}

export function snapshotPathOf(file: string): string {
  return `${file.replace(/\.(ya?ml|json)$/i, '')}.snapshot.json`;
}

function read(path: string, { scenario }: Loaded): Snapshot | null {
  const bytes = readFile(path, snapshotSizeMax);
  if (!(bytes instanceof Uint8Array)) {
    if (bytes.error === 'no such file or folder') return null;
    throw new UsageError(`${path}: cannot be read: ${bytes.error}`);
  }
  const snapshot = readSnapshot(new TextDecoder().decode(bytes));
  if ('error' in snapshot) throw new UsageError(`${path}: ${snapshot.error}`);
  if (snapshot.scenario.name === scenario.name) return snapshot;
  throw new UsageError(
    `${path}: it is of another scenario, ${JSON.stringify(snapshot.scenario.name)}: this one is ` +
      `${JSON.stringify(scenario.name)}. If it was renamed, fleetsim check --update writes the snapshot anew`,
  );
}

function write(path: string, snapshot: Snapshot): SnapshotReport {
  const file = new OutputFile(path, '--update');
  try {
    file.write(snapshotText(snapshot));
    file.commit();
  } finally {
    file.discard();
  }
  return {
    file: path,
    outcome: 'pass',
    comparison: 'written',
    changed: [],
    moved: [],
    unchanged: snapshot.metrics.size,
    added: [],
    removed: [],
    firstDifference: null,
  };
}

function compare(
  path: string,
  stored: Snapshot,
  file: string,
  loaded: Loaded,
  columns: Columns,
): SnapshotReport {
  const { scenario } = loaded;
  const answer = compareWithSnapshot({
    file: path,
    stored,
    now: snapshotNow(file, loaded, columns),
    tolerances: scenario.tolerances,
    eventsOf: (block) => eventsOf(scenario, block),
  });
  if ('defect' in answer) throw new Error(answer.defect);
  if ('unusable' in answer) throw new UsageError(`${path}: ${answer.unusable}`);
  return answer.report;
}

function snapshotNow(file: string, { scenario, sha256, overrides }: Loaded, columns: Columns): Snapshot {
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
  const journal = (entry: Parameters<typeof journalLine>[0]) => {
    number += 1;
    if (number >= firstEvent && number <= lastEvent && events.length < shownEventsMax) {
      events.push(journalLine(entry));
    }
  };
  new Simulator(scenario, { journal }).run(0);
  return events;
}
