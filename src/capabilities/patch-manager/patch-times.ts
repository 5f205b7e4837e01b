/**
 * When each patch came into effect on nodes, and which report of a node was the first to show it: what metrics of single
 * patches and of severities are counted from.
 */
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import type { Patch } from '../../world/patches.ts';
import type { Catalogue } from './catalogue.ts';
import { isLacking } from './exposure.ts';
import { type Block, type PatchStock, patchFlag } from './patch-stock.ts';

/** Of one patch, in the order of time. */
interface InEffect {
  readonly nodes: number[];
  readonly atMs: number[];
}

/** A report that shows patches which no report of its node has shown before: those from `fromPlace` on. */
interface FirstShown {
  readonly fromPlace: number;
  readonly atMs: number;
  readonly before: FirstShown | undefined;
}

/** What became of one patch on one node that it applies to. */
export interface PatchOnNode {
  /** Null: it lacks the patch. What it had when the run began, or when it was launched, it has had since the release. */
  readonly inEffectMs: number | null;
  /** When a report of the node first showed the patch; null: none has. */
  readonly shownMs: number | null;
}

export class PatchTimes {
  private readonly inEffect = new Map<Catalogue, (InEffect | undefined)[]>();
  /** By node: how many patches of its catalogue have been in a report. */
  private readonly shownCount: Uint32Array;
  private readonly shown: (FirstShown | undefined)[];

  constructor(nodeCount: number) {
    this.shownCount = new Uint32Array(nodeCount);
    this.shown = new Array(nodeCount).fill(undefined);
  }

  clear(): void {
    this.inEffect.clear();
    this.shownCount.fill(0);
    this.shown.fill(undefined);
  }

  noteInEffect({ catalogue }: Block, node: number, place: number, nowMs: number): void {
    let places = this.inEffect.get(catalogue);
    if (places === undefined) {
      places = new Array(catalogue.patches.length).fill(undefined);
      this.inEffect.set(catalogue, places);
    }
    places[place] ??= { nodes: [], atMs: [] };
    places[place].nodes.push(node);
    places[place].atMs.push(nowMs);
  }

  /** A report shows every patch that is out. */
  noteReport(node: number, releasedCount: number, nowMs: number): void {
    const fromPlace = this.shownCount[node]!;
    if (releasedCount <= fromPlace) return;
    this.shownCount[node] = releasedCount;
    this.shown[node] = { fromPlace, atMs: nowMs, before: this.shown[node] };
  }

  /** Nodes that the patch applies to: all that have come to be, without those that were terminated and lacked it. */
  onNodes({ fleet }: Simulation, stock: PatchStock, patch: Patch): PatchOnNode[] {
    const found: PatchOnNode[] = [];
    for (const block of stock.blocks) {
      const { cohort, catalogue, flags, patchCount } = block;
      const place = catalogue.patches.indexOf(patch);
      if (place < 0) continue;
      const times = this.timesOf(catalogue, place);
      for (
        let node = cohort.first, at = place;
        node < cohort.first + cohort.count;
        node += 1, at += patchCount
      ) {
        const flag = flags[at]!;
        const state = fleet.powerOf(node);
        if ((flag & patchFlag.applicable) === 0 || state === power.notLaunched) continue;
        const lacks = isLacking(flag);
        if (lacks && state === power.terminated) continue;
        const inEffectMs = lacks ? null : (times.get(node) ?? patch.releasedMs);
        found.push({ inEffectMs, shownMs: this.shownMs(node, place) });
      }
    }
    return found;
  }

  private timesOf(catalogue: Catalogue, place: number): Map<number, number> {
    const known = this.inEffect.get(catalogue)?.[place];
    return new Map(known?.nodes.map((node, index) => [node, known.atMs[index]!]));
  }

  private shownMs(node: number, place: number): number | null {
    if (place >= this.shownCount[node]!) return null;
    let entry = this.shown[node];
    while (entry !== undefined && entry.fromPlace > place) entry = entry.before;
    return entry?.atMs ?? null;
  }
}
