/**
 * In which of the four states each node would be if the run ended now. A node is judged anew only where something may have
 * changed its state since: its patches, its last install opportunity, or what its baseline says.
 */
import type { Simulation } from '../../capability/simulation.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import type { CauseFinder } from './cause-finder.ts';
import type { PatchManager } from './machine.ts';
import { nodeStates } from './node-states.ts';
import type { Opportunities } from './opportunities.ts';
import type { Verdicts } from './verdicts.ts';

interface Parts {
  readonly patches: PatchManager;
  readonly opportunities: Opportunities;
  readonly causes: CauseFinder;
}

export class StatesOverTime {
  private readonly simulation: Simulation;
  private readonly parts: Parts;
  /** By node: its place among the states, and whether that may be out of date. */
  private readonly states: Uint8Array;
  private readonly isStale: Uint8Array;
  /** By node: the verdicts by which it was judged. */
  private readonly judgedBy: (Verdicts | undefined)[];
  private readonly counts: number[][];

  constructor(simulation: Simulation, parts: Parts) {
    const { fleet, scenario } = simulation;
    this.simulation = simulation;
    this.parts = parts;
    this.states = new Uint8Array(fleet.count);
    this.isStale = new Uint8Array(fleet.count);
    this.judgedBy = new Array(fleet.count).fill(undefined);
    this.counts = scenario.fleet.map(() => nodeStates.map(() => 0));
  }

  observe(): void {
    const { facts } = this.simulation;
    const stale = (node: number) => {
      this.isStale[node] = 1;
    };
    // What an Install does is seen too: its nodes are stale as long as it is not over, and noted when it is.
    this.parts.opportunities.onNoted = stale;
    facts.of(nodeFacts).nodeBooted.listen(stale);
    facts.of(nodeFacts).nodeTerminated.listen(stale);
  }

  clear(): void {
    this.states.fill(0);
    this.isStale.fill(1);
    this.judgedBy.fill(undefined);
    for (const counts of this.counts) counts.fill(0);
    for (const { groupIndex, count } of this.simulation.fleet.cohorts) this.counts[groupIndex]![0]! += count;
  }

  /** By group, in the order of the states. */
  countsAt(atMs: number): readonly (readonly number[])[] {
    const { opportunities } = this.parts;
    opportunities.asIfEndedNow((unfinished) => {
      this.judgeStale(atMs - 1);
      // What they were in the middle of will have gone on by the next time.
      for (const node of unfinished) this.isStale[node] = 1;
    });
    return this.counts;
  }

  private judgeStale(lastMs: number): void {
    const { fleet } = this.simulation;
    const { approvals } = this.parts.patches;
    for (const { first, count, groupIndex } of fleet.cohorts) {
      // Nodes with the tags of their group have its baseline.
      let shared: Verdicts | undefined;
      for (let node = first; node < first + count; node += 1) {
        if (fleet.tagChanges.has(node)) this.judge(node, groupIndex, approvals.at(node, lastMs), lastMs);
        else {
          shared ??= approvals.at(node, lastMs);
          this.judge(node, groupIndex, shared, lastMs);
        }
      }
    }
  }

  private judge(node: number, groupIndex: number, verdicts: Verdicts, lastMs: number): void {
    if (this.isStale[node] === 0 && this.judgedBy[node] === verdicts) return;
    const counts = this.counts[groupIndex]!;
    counts[this.states[node]!]! -= 1;
    this.states[node] = nodeStates.indexOf(this.parts.causes.stateAt(node, lastMs));
    counts[this.states[node]!]! += 1;
    this.isStale[node] = 0;
    this.judgedBy[node] = verdicts;
  }
}
