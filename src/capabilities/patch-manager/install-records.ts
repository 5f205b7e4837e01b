/** What each Install found and did on the nodes that it reached: what windows and commands say of it. */
import type { DocumentRun } from '../../capability/document-run.ts';
import type { Installs, InstallTally, NotYetApproved } from '../../capability/installs.ts';
import { isoTimeOrNull } from '../../world/time.ts';
import { isLacking } from './exposure.ts';
import type { Installed } from './installation.ts';
import type { PatchOperation } from './operation.ts';
import type { Block } from './patch-stock.ts';
import { isInstall } from './rules.ts';
import { isReplacedOnNode, type Verdicts, verdictCode } from './verdicts.ts';

interface InstallRecord {
  patches: number;
  nodes: number;
  nothingToInstall: number;
  /** How many nodes lack each patch of a catalogue that was delayed then. */
  readonly delayed: Map<Verdicts, Uint32Array>;
}

export class InstallRecords implements Installs {
  private readonly byRun = new Map<DocumentRun, InstallRecord>();

  clear(): void {
    this.byRun.clear();
  }

  /** When an Install begins on a node. One that fails before it looks at patches has found nothing out. */
  noteFound(operation: PatchOperation, block: Block): void {
    const { run, verdicts, candidates, exitCode, node } = operation;
    if (exitCode !== 0) return;
    const record = this.recordOf(run);
    if (candidates.length === 0) record.nothingToInstall += 1;
    if (!verdicts.hasDelayed) return;
    const counts = record.delayed.get(verdicts) ?? new Uint32Array(verdicts.releasedCount);
    record.delayed.set(verdicts, counts);
    const base = (node - block.cohort.first) * block.patchCount;
    for (let place = 0; place < verdicts.releasedCount; place += 1) {
      if (verdicts.codes[place] !== verdictCode.delayed || candidates.includes(place)) continue;
      const isDue =
        isLacking(block.flags[base + place]!) && !isReplacedOnNode(verdicts, block.flags, base, place);
      if (isDue) counts[place]! += 1;
    }
  }

  noteInstalled(run: DocumentRun, { installed }: Installed): void {
    if (installed.length === 0) return;
    const record = this.recordOf(run);
    record.patches += installed.length;
    record.nodes += 1;
  }

  of(runs: readonly DocumentRun[]): InstallTally | null {
    if (!runs.some(({ source }) => isInstall(source))) return null;
    const records = runs.flatMap((run) => this.byRun.get(run) ?? []);
    const sum = (of: (record: InstallRecord) => number) =>
      records.reduce((total, record) => total + of(record), 0);
    return {
      patches: sum(({ patches }) => patches),
      nodes: sum(({ nodes }) => nodes),
      nothingToInstall: sum(({ nothingToInstall }) => nothingToInstall),
      notYetApproved: notYetApproved(records),
    };
  }

  private recordOf(run: DocumentRun): InstallRecord {
    let record = this.byRun.get(run);
    if (record === undefined) {
      record = { patches: 0, nodes: 0, nothingToInstall: 0, delayed: new Map() };
      this.byRun.set(run, record);
    }
    return record;
  }
}

/** A patch may be approved on different dates by the baselines of different nodes: each date is listed. */
function notYetApproved(records: readonly InstallRecord[]): NotYetApproved[] {
  const found = new Map<string, NotYetApproved>();
  for (const { delayed } of records) {
    for (const [{ catalogue, judgements }, counts] of delayed) {
      counts.forEach((count, place) => {
        if (count === 0) return;
        const patch = catalogue.patches[place]!.id;
        const approvedFrom = isoTimeOrNull(judgements[place]!.approvedAtMs);
        const key = `${approvedFrom ?? '~'} ${patch}`;
        const nodes = (found.get(key)?.nodes ?? 0) + count;
        found.set(key, { patch, approvedFrom, nodes });
      });
    }
  }
  return [...found.keys()].sort().map((key) => found.get(key)!);
}
