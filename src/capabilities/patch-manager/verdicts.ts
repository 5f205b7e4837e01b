/** What a baseline says of every patch of a catalogue at an instant: worked out once, for all nodes that share it. */
import { complianceLevels, type PatchBaseline } from '../../world/baselines.ts';
import { isSuperseded, type Judgement, judge } from './approval.ts';
import type { Catalogue } from './catalogue.ts';
import { isSecurityUpdate } from './compliance.ts';
import { patchFlag } from './patch-stock.ts';

export const verdictCode = { notSelected: 0, approved: 1, delayed: 2, rejected: 3 } as const;

export interface Verdicts {
  readonly baseline: PatchBaseline;
  readonly atMs: number;
  /** Holds until then, as long as the baseline is not changed. */
  readonly validUntilMs: number;
  /** Patches released by then: the first so many of the catalogue. */
  readonly releasedCount: number;
  readonly judgements: readonly Judgement[];
  readonly codes: Uint8Array;
  /** All that a report asks of a patch besides the node: its verdict, whether it is about security, and its level. */
  readonly kinds: Uint8Array;
  /** No longer offered where the node has what one of its successors is for. */
  readonly superseded: Uint8Array;
  /** Those successors, by place. */
  readonly successors: readonly (readonly number[])[];
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

  constructor(product: (catalogue: Catalogue) => string | undefined) {
    this.product = product;
  }

  at(baseline: PatchBaseline, catalogue: Catalogue, nowMs: number): Verdicts {
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
    const byCatalogue = mapIn(mapIn(this.snapshots, snapshotId), baseline.id);
    let verdicts = byCatalogue.get(catalogue);
    if (verdicts === undefined) {
      verdicts = this.at(baseline, catalogue, nowMs);
      byCatalogue.set(catalogue, verdicts);
    }
    return verdicts;
  }

  private workOut(baseline: PatchBaseline, catalogue: Catalogue, nowMs: number): Verdicts {
    const { patches, supersededBy } = catalogue;
    let releasedCount = 0;
    while (releasedCount < patches.length && patches[releasedCount]!.releasedMs <= nowMs) releasedCount += 1;
    let validUntilMs = patches[releasedCount]?.releasedMs ?? Number.POSITIVE_INFINITY;
    const product = this.product(catalogue);
    const judgements = patches.slice(0, releasedCount).map((patch) => judge(baseline, patch, nowMs, product));
    for (const judgement of judgements) validUntilMs = Math.min(validUntilMs, judgement.validUntilMs);
    const successors = judgements.map((_, place) =>
      supersededBy[place]!.filter(
        (one) => one < releasedCount && isSuperseded(baseline.operatingSystem, [judgements[one]!.verdict]),
      ),
    );
    const superseded = Uint8Array.from(successors, ({ length }) => (length > 0 ? 1 : 0));
    const codes = Uint8Array.from(judgements, ({ verdict }) => verdictCode[verdict]);
    const kinds = Uint8Array.from(judgements, ({ verdict, complianceLevel }, place) => {
      const security = isSecurityUpdate(patches[place]!) ? 1 : 0;
      const level = complianceLevels.indexOf(complianceLevel);
      return (verdictCode[verdict] * 2 + security) * complianceLevels.length + level;
    });
    return {
      baseline,
      atMs: nowMs,
      validUntilMs,
      releasedCount,
      judgements,
      codes,
      kinds,
      superseded,
      successors,
    };
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
