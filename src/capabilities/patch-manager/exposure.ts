/**
 * Exposure: for how long how many nodes lack an applicable patch, released and severe, that is not in effect. Exact
 * sums of whole milliseconds, moved along only when a count changes.
 */
import type { Simulation } from '../../capability/simulation.ts';
import { type PatchStock, patchFlag } from './patch-stock.ts';

export class Exposure {
  private readonly simulation: Simulation;
  /** By group. */
  readonly nodeMs: Float64Array;
  readonly patchMs: Float64Array;
  /** Nodes that lack such a patch now, by group. */
  readonly nodeCounts: Float64Array;
  private readonly patchCounts: Float64Array;
  private readonly sinceMs: Float64Array;
  /** By node: how many such patches it lacks, doubled, and one more if the node counts at all. */
  private readonly lacking: Uint32Array;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const groupCount = simulation.scenario.fleet.length;
    this.nodeMs = new Float64Array(groupCount);
    this.patchMs = new Float64Array(groupCount);
    this.nodeCounts = new Float64Array(groupCount);
    this.patchCounts = new Float64Array(groupCount);
    this.sinceMs = new Float64Array(groupCount);
    this.lacking = new Uint32Array(simulation.fleet.count);
  }

  start(stock: PatchStock): void {
    const { startMs } = this.simulation.scenario;
    for (const sums of [this.nodeMs, this.patchMs, this.nodeCounts, this.patchCounts]) sums.fill(0);
    this.sinceMs.fill(startMs);
    this.lacking.fill(0);
    for (const { cohort, catalogue, flags, patchCount } of stock.blocks) {
      for (let place = 0; place < patchCount; place += 1) {
        const isCounting =
          catalogue.countsAsExposure[place] === 1 && catalogue.patches[place]!.releasedMs <= startMs;
        if (!isCounting) continue;
        for (let node = 0, at = place; node < cohort.count; node += 1, at += patchCount) {
          if (isLacking(flags[at]!)) this.lacking[cohort.first + node]! += 2;
        }
      }
    }
  }

  /** The node exists and is not stopped, or no longer. */
  count(node: number, isCounted: boolean): void {
    const before = this.lacking[node]!;
    if ((before & 1) === (isCounted ? 1 : 0)) return;
    this.lacking[node] = before ^ 1;
    const lacking = before >>> 1;
    if (lacking > 0) this.change(node, isCounted ? 1 : -1, isCounted ? lacking : -lacking);
  }

  /** The node lacks `change` more, or fewer, of the patches that count. */
  changeLacking(node: number, change: number): void {
    if (change === 0) return;
    const word = this.lacking[node]!;
    this.lacking[node] = word + 2 * change;
    if ((word & 1) === 0) return;
    const before = word >>> 1;
    const becameExposed = before === 0 ? 1 : 0;
    const becameSafe = before + change === 0 ? 1 : 0;
    this.change(node, becameExposed - becameSafe, change);
  }

  /** A patch is out: every node that has the package lacks it. */
  release(stock: PatchStock, blockIndex: number, place: number): void {
    const { cohort, catalogue, flags, patchCount } = stock.blocks[blockIndex]!;
    if (catalogue.countsAsExposure[place] !== 1) return;
    for (let node = 0, at = place; node < cohort.count; node += 1, at += patchCount) {
      if (isLacking(flags[at]!)) this.changeLacking(cohort.first + node, 1);
    }
  }

  /** Brings every sum up to this instant. */
  settle(): void {
    for (let group = 0; group < this.sinceMs.length; group += 1)
      this.advance(group, this.simulation.scenario.endMs);
  }

  private change(node: number, nodes: number, patches: number): void {
    const { groupIndex } = this.simulation.fleet.cohortOf(node);
    this.advance(groupIndex, this.simulation.kernel.nowMs);
    this.nodeCounts[groupIndex]! += nodes;
    this.patchCounts[groupIndex]! += patches;
  }

  private advance(group: number, nowMs: number): void {
    const elapsedMs = nowMs - this.sinceMs[group]!;
    this.nodeMs[group]! += this.nodeCounts[group]! * elapsedMs;
    this.patchMs[group]! += this.patchCounts[group]! * elapsedMs;
    this.sinceMs[group] = nowMs;
  }
}

/** Applicable, and neither installed nor, if installed, in effect before the next boot. */
export function isLacking(flag: number): boolean {
  const { applicable, installed, pendingReboot } = patchFlag;
  return (flag & applicable) !== 0 && ((flag & installed) === 0 || (flag & pendingReboot) !== 0);
}
