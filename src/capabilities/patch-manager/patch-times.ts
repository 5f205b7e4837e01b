/**
 * When each patch came into effect on nodes, and which report of a node was the first to show it: what metrics of single
 * patches and of severities are counted from.
 */
import type { Simulation } from '../../capability/simulation.ts';
import { power } from '../../world/node-records.ts';
import type { Patch } from '../../world/patches.ts';
import type { Scenario } from '../../world/scenario.ts';
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

/** Metrics that reports of nodes are remembered for. */
export const scanName = /^patch\.(.+)\.(?:hoursToScanned|hoursToRepaired)$/;

export class PatchTimes {
  private readonly inEffect = new Map<Catalogue, (InEffect | undefined)[]>();
  /** By node: how many patches of its catalogue have been in a report. */
  private readonly shownCount: Uint32Array;
  private readonly shown: (FirstShown | undefined)[];
  private readonly remembersReports: boolean;

  constructor({ metricsNamed }: Scenario, nodeCount: number) {
    this.remembersReports = metricsNamed.some((name) => scanName.test(name));
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
    if (!this.remembersReports) return;
    const fromPlace = this.shownCount[node]!;
    if (releasedCount <= fromPlace) return;
    this.shownCount[node] = releasedCount;
    this.shown[node] = { fromPlace, atMs: nowMs, before: this.shown[node] };
  }

  /**
   * Visits the nodes that the patch applies to: all that have come to be, without those that were terminated and lacked it.
   * `tookMs` is from its release until it was in effect, nothing where the node was made with it; null: it lacks the patch.
   */
  eachNode(
    { fleet }: Simulation,
    stock: PatchStock,
    patch: Patch,
    visit: (tookMs: number | null, node: number, place: number) => void,
  ): void {
    for (const block of stock.blocks) {
      const { cohort, catalogue, flags, patchCount } = block;
      const place = catalogue.patches.indexOf(patch);
      if (place < 0) continue;
      const took = this.tookIn(block, place);
      for (let index = 0, at = place; index < cohort.count; index += 1, at += patchCount) {
        const node = cohort.first + index;
        const flag = flags[at]!;
        const state = fleet.powerOf(node);
        if ((flag & patchFlag.applicable) === 0 || state === power.notLaunched) continue;
        const lacks = isLacking(flag);
        if (lacks && state === power.terminated) continue;
        visit(lacks ? null : took[index]!, node, place);
      }
    }
  }

  /** By the nodes of the cohort, as far as it came into effect in the run. */
  private tookIn({ catalogue, cohort }: Block, place: number): Float64Array {
    const took = new Float64Array(cohort.count);
    const { releasedMs } = catalogue.patches[place]!;
    const known = this.inEffect.get(catalogue)?.[place];
    known?.nodes.forEach((node, index) => {
      const inCohort = node - cohort.first;
      if (inCohort >= 0 && inCohort < cohort.count)
        took[inCohort] = Math.max(0, known.atMs[index]! - releasedMs);
    });
    return took;
  }

  /** When a report of the node first showed the patch; null: none has. */
  shownMs(node: number, place: number): number | null {
    if (place >= this.shownCount[node]!) return null;
    let entry = this.shown[node];
    while (entry !== undefined && entry.fromPlace > place) entry = entry.before;
    return entry?.atMs ?? null;
  }
}
