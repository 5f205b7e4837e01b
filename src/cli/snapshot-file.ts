/** What `check` does with the snapshot beside a scenario: writes it, or compares with it. */

import { UsageError } from '../diagnostics/usage-error.ts';
import type { SnapshotReport } from '../experiment/check.ts';
import type { Columns } from '../experiment/columns.ts';
import { type Snapshot, snapshotText } from '../experiment/snapshot.ts';
import { standardInput } from '../library/read-file.ts';
import { comparedWithStored, snapshotNow, snapshotPathOf, storedSnapshot } from '../library/snapshot.ts';
import type { Loaded } from '../scenario/load.ts';
import { OutputFile } from './output-file.ts';

export interface SnapshotFile {
  settle(columns: Columns): SnapshotReport;
}

/** Null: there is none, and none is wanted. */
export function snapshotFileOf(
  file: string,
  loaded: Loaded,
  { update }: { readonly update: boolean },
): SnapshotFile | null {
  if (file === standardInput) {
    if (update) throw new UsageError('--update: a scenario from standard input has no place for a snapshot');
    return null;
  }
  if (update) {
    const path = snapshotPathOf(file);
    OutputFile.check(path, '--update');
    return { settle: (columns) => write(path, snapshotNow(file, loaded, columns)) };
  }
  const stored = storedSnapshot(file, loaded);
  return stored === null ? null : { settle: (columns) => comparedWithStored(stored, file, loaded, columns) };
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
