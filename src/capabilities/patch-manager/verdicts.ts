/** What a baseline says of every patch of a catalogue at an instant: worked out once, for all nodes that share it. */
import { type ComplianceLevel, complianceLevels, type PatchBaseline } from '../../world/baselines.ts';
import { isSuperseded, type Judgement, judge, type Verdict } from './approval.ts';
import type { Catalogue } from './catalogue.ts';
import { isSecurityUpdate } from './compliance.ts';
import { patchFlag } from './patch-stock.ts';

export const verdictCode = { notSelected: 0, approved: 1, delayed: 2, rejected: 3 } as const;

export interface Verdicts {
  readonly baseline: PatchBaseline;
  readonly catalogue: Catalogue;
  readonly atMs: number;
  /** Holds until then, as long as the baseline is not changed. */
  readonly validUntilMs: number;
  /** Patches released by then: the first ones of the catalogue, by number. */
  readonly releasedCount: number;
  readonly judgements: readonly Judgement[];
  readonly codes: Uint8Array;
  /** Whether any of them is delayed. */
  readonly hasDelayed: boolean;
  /** Whether it counts where a node lacks it: the baseline approves, delays or rejects it, or it is about security and severe. */
  readonly counts: Uint8Array;
  /** All that a report asks of a patch, apart from the node: see `stateKindOf` and `faultKindOf`. */
  readonly stateKinds: Uint8Array;
  readonly faultKinds: Uint8Array;
  /** No longer offered where the node has what one of its successors is for. */
  readonly superseded: Uint8Array;
  /** Those successors, by place. */
  readonly successors: readonly (readonly number[])[];
}

const levelCount = complianceLevels.length;
export const faultKindCount = 2 * levelCount;

/** What decides about the state of a patch, but for the node: four verdicts, and whether it is about security. */
export function stateKindOf(verdict: Verdict, isSecurity: boolean): number {
  return verdictCode[verdict] * 2 + (isSecurity ? 1 : 0);
}

/** What a patch at fault adds to a report: by its level, and whether it is about security. */
export function faultKindOf(level: ComplianceLevel, isSecurity: boolean): number {
  return complianceLevels.indexOf(level) + (isSecurity ? levelCount : 0);
}

/** `base` is where the node's flags begin. Most patches have no successor, so the answer is quick. */
export function isReplacedOnNode(
  { superseded, successors }: Verdicts,
  flags: Uint8Array,
  base: number,
  place: number,
): boolean {
  if (superseded[place] === 0) return false;
  return successors[place]!.some((one) => (flags[base + one]! & patchFlag.applicable) !== 0);
}

export class VerdictTable {
  private readonly product: (catalogue: Catalogue) => string | undefined;
  private readonly byBaseline = new Map<PatchBaseline, Map<Catalogue, Verdicts>>();
  private readonly snapshots = new Map<string, Map<string, Map<Catalogue, Verdicts>>>();
  /** Nodes of one kind come in a row. */
  private last: Verdicts | undefined;
  private lastInSnapshot: Verdicts | undefined;
  private lastSnapshotId = '';

  constructor(product: (catalogue: Catalogue) => string | undefined) {
    this.product = product;
  }

  at(baseline: PatchBaseline, catalogue: Catalogue, nowMs: number): Verdicts {
    const { last } = this;
    const isTheSame = last !== undefined && last.baseline === baseline && last.catalogue === catalogue;
    if (isTheSame && nowMs < last.validUntilMs && nowMs >= last.atMs) return last;
    this.last = this.lookUp(baseline, catalogue, nowMs);
    return this.last;
  }

  private lookUp(baseline: PatchBaseline, catalogue: Catalogue, nowMs: number): Verdicts {
    const byCatalogue = mapIn(this.byBaseline, baseline);
    let verdicts = byCatalogue.get(catalogue);
    if (verdicts === undefined || nowMs >= verdicts.validUntilMs || nowMs < verdicts.atMs) {
      verdicts = this.workOut(baseline, catalogue, nowMs);
      byCatalogue.set(catalogue, verdicts);
    }
    return verdicts;
  }

  /**
   * A snapshot is computed once: nodes that run under one SnapshotId, as those of one window execution do, see the
   * same approved patches however late they begin.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-aws-runpatchbaseline.html
   */
  inSnapshot(snapshotId: string, baseline: PatchBaseline, catalogue: Catalogue, nowMs: number): Verdicts {
    const { lastInSnapshot } = this;
    const isTheSame = lastInSnapshot?.baseline.id === baseline.id && lastInSnapshot.catalogue === catalogue;
    if (isTheSame && this.lastSnapshotId === snapshotId) return lastInSnapshot;
    const byCatalogue = mapIn(mapIn(this.snapshots, snapshotId), baseline.id);
    let verdicts = byCatalogue.get(catalogue);
    if (verdicts === undefined) {
      verdicts = this.at(baseline, catalogue, nowMs);
      byCatalogue.set(catalogue, verdicts);
    }
    this.lastInSnapshot = verdicts;
    this.lastSnapshotId = snapshotId;
    return verdicts;
  }

  /** The same where the snapshot has been taken; undefined: it has not. */
  takenSnapshot(snapshotId: string, baseline: PatchBaseline, catalogue: Catalogue): Verdicts | undefined {
    return this.snapshots.get(snapshotId)?.get(baseline.id)?.get(catalogue);
  }

  private workOut(baseline: PatchBaseline, catalogue: Catalogue, nowMs: number): Verdicts {
    const { patches, supersededBy } = catalogue;
    let releasedCount = 0;
    while (releasedCount < patches.length && patches[releasedCount]!.releasedMs <= nowMs) releasedCount += 1;
    let validUntilMs = patches[releasedCount]?.releasedMs ?? Number.POSITIVE_INFINITY;
    const judgements = this.judgementsOf(baseline, catalogue, releasedCount, nowMs);
    for (const judgement of judgements) validUntilMs = Math.min(validUntilMs, judgement.validUntilMs);
    const successors = judgements.map((_, place) =>
      supersededBy[place]!.filter(
        (one) => one < releasedCount && isSuperseded(baseline.operatingSystem, [judgements[one]!.verdict]),
      ),
    );
    const superseded = new Uint8Array(releasedCount);
    const codes = new Uint8Array(releasedCount);
    const counts = new Uint8Array(releasedCount);
    const stateKinds = new Uint8Array(releasedCount);
    const faultKinds = new Uint8Array(releasedCount);
    for (let place = 0; place < releasedCount; place += 1) {
      const { verdict, complianceLevel } = judgements[place]!;
      const isSecurity = isSecurityUpdate(patches[place]!);
      superseded[place] = successors[place]!.length > 0 ? 1 : 0;
      codes[place] = verdictCode[verdict];
      const isSevere = isSecurity && catalogue.countsAsExposure[place] === 1;
      counts[place] = verdict !== 'notSelected' || isSevere ? 1 : 0;
      stateKinds[place] = stateKindOf(verdict, isSecurity);
      faultKinds[place] = faultKindOf(complianceLevel, isSecurity);
    }
    return {
      baseline,
      catalogue,
      atMs: nowMs,
      validUntilMs,
      releasedCount,
      judgements,
      codes,
      hasDelayed: codes.includes(verdictCode.delayed),
      counts,
      stateKinds,
      faultKinds,
      superseded,
      successors,
    };
  }

  /** Of the released patches: a judgement holds until it says, so most are those of the last time. */
  private judgementsOf(
    baseline: PatchBaseline,
    catalogue: Catalogue,
    releasedCount: number,
    nowMs: number,
  ): Judgement[] {
    const product = this.product(catalogue);
    const earlier = this.byBaseline.get(baseline)?.get(catalogue);
    const known = earlier === undefined || nowMs < earlier.atMs ? [] : earlier.judgements;
    const judgements: Judgement[] = [];
    for (let place = 0; place < releasedCount; place += 1) {
      const before = known[place];
      judgements.push(
        before !== undefined && nowMs < before.validUntilMs
          ? before
          : judge(baseline, catalogue.patches[place]!, nowMs, product),
      );
    }
    return judgements;
  }
}

function mapIn<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}
