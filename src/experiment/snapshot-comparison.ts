/**
 * Runs of now held against a snapshot. Of the same version and inputs the very bytes must be the same: anything else is a
 * defect of fleetsim. Otherwise every metric may move within its tolerance.
 */
import type { MetricTable } from '../result/metric-table.ts';
import type { Tolerance } from '../world/expectations.ts';
import type { EventBlockDifference, Outcome, SnapshotReport } from './check.ts';
import { type DifferentBlock, firstDifferentBlock } from './journal-blocks.ts';
import type { Snapshot } from './snapshot.ts';
import { movesOf } from './snapshot-moves.ts';

export interface SnapshotQuestion {
  /** As the report names it. */
  readonly file: string;
  readonly stored: Snapshot;
  readonly now: Snapshot;
  /** By metric, as `expect` gives them. */
  readonly tolerances: ReadonlyMap<string, Tolerance>;
  readonly metrics: MetricTable;
  /** The first of our events in a block, as journal lines. */
  readonly eventsOf: (block: DifferentBlock) => readonly string[];
}

/** `defect`: the same version and inputs came to something else. `unusable`: it cannot be compared, and why. */
export type SnapshotAnswer =
  | { readonly report: SnapshotReport }
  | { readonly defect: string }
  | { readonly unusable: string };

export function compareWithSnapshot(question: SnapshotQuestion): SnapshotAnswer {
  const { stored, now, file } = question;
  if (stored.scenario.name !== now.scenario.name) {
    return {
      unusable:
        `it is of another scenario, ${JSON.stringify(stored.scenario.name)}: this one is ` +
        `${JSON.stringify(now.scenario.name)}. If it was renamed, fleetsim check --update writes the snapshot anew`,
    };
  }
  const changed = changesOf(stored, now);
  const difference = stored.seed === now.seed ? firstDifferentBlock(stored.blocks, now.blocks) : null;
  const defect = changed.some(({ excuses }) => excuses) ? null : defectOf(stored, now, difference);
  if (defect !== null) return { defect: `${file}: ${defect}${unlessEdited}` };
  const { moved, unchanged } = movesOf(question);
  const removed = [...stored.metrics.keys()].filter((metric) => !now.metrics.has(metric));
  const added = [...now.metrics.keys()].filter((metric) => !stored.metrics.has(metric));
  const outcomes = moved.map(({ outcome }) => outcome);
  return {
    report: {
      file,
      // What is no longer there was once relied on; a new one is not relied on yet.
      outcome: worstOf(removed.length > 0 ? [...outcomes, 'fail'] : outcomes),
      comparison: changed.length === 0 ? 'same bytes' : 'compared',
      changed: changed.map(({ what }) => what),
      moved,
      unchanged,
      added,
      removed,
      firstDifference: difference === null ? null : described(difference, question),
    },
  };
}

interface Change {
  readonly what: string;
  /** Whether it may change what a replication comes to. */
  readonly excuses: boolean;
}

function changesOf(stored: Snapshot, now: Snapshot): Change[] {
  const changes: Change[] = [];
  const compare = (what: string, before: string, after: string, excuses = true) => {
    if (before !== after) changes.push({ what: `${what} ${before}, now ${after}`, excuses });
  };
  compare('fleetsim', stored.fleetsim, now.fleetsim);
  const sums = [stored, now].map(({ scenario }) => scenario.sha256.slice(0, 12)) as [string, string];
  if (stored.scenario.sha256 !== now.scenario.sha256) compare('inputs with sha256', sums[0], sums[1]);
  compare('overrides', overridesInWords(stored), overridesInWords(now));
  compare('seed', stored.seed, now.seed);
  if (stored.seed !== now.seed)
    changes.push({ what: 'different random draws, so that runs are not paired', excuses: true });
  compare('time zone data', stored.timeZoneData, now.timeZoneData);
  // A replication is the same whatever their number.
  compare('replications', String(stored.replications), String(now.replications), false);
  return changes;
}

function overridesInWords({ overrides }: Snapshot): string {
  const entries = Object.entries(overrides).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return entries.length === 0 ? 'none' : entries.join(' ');
}

const unlessEdited =
  '. The snapshot was edited, or comes from another build of this version: fleetsim check --update writes it anew. ' +
  'If neither is so, it is a defect of fleetsim: please report it';

/** Replications that both have must be the same to the last digit, and so must the first one's journal. */
function defectOf(stored: Snapshot, now: Snapshot, difference: DifferentBlock | null): string | null {
  const names = [...stored.metrics.keys()];
  const nowNames = [...now.metrics.keys()];
  const same = 'the same version, inputs and seed';
  const other = nowNames.find((name, index) => name !== names[index]) ?? names[nowNames.length];
  if (other !== undefined) return `${same} give other metrics than before, ${other} first`;
  for (const [metric, { values }] of stored.metrics) {
    const ours = now.metrics.get(metric)!.values;
    const count = Math.min(values.length, ours.length);
    for (let replication = 0; replication < count; replication += 1) {
      if (values[replication] === ours[replication]) continue;
      return `${same} give another ${metric}: ${values[replication]} before, ${ours[replication]} now, in replication ${replication}`;
    }
  }
  return difference === null
    ? null
    : `${same} give other events from event ${difference.firstEvent} of replication 0 on`;
}

function described(difference: DifferentBlock, { now, eventsOf }: SnapshotQuestion): EventBlockDifference {
  const { block, firstEvent, from, until } = difference;
  const events = eventsOf(difference);
  return { block, firstEvent, from: from ?? now.start, until: until ?? now.end, events };
}

/** A failure outweighs what is open, and that what holds. */
export function worstOf(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('fail')) return 'fail';
  return outcomes.includes('inconclusive') ? 'inconclusive' : 'pass';
}
