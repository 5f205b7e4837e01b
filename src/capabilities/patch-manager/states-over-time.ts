/**
 * In which of the four states each node would be if the run ended now. A node is judged anew only where something may have
 * changed its state since: its patches, its last install opportunity, or what its baseline says.
 */
import type { Simulation } from '../../capability/simulation.ts';
import type { Cohort } from '../../world/fleet-state.ts';
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
  /** By node: its place among the states. */
  private readonly states: Uint8Array;
  /** Nodes whose state may be another by now. */
  private readonly stale = new Set<number>();
  /** By cohort: the verdicts for its nodes that have the tags of their group. */
  private readonly shared: (Verdicts | undefined)[];
  /** By node: the verdicts by which it was judged. */
  private readonly judgedBy: (Verdicts | undefined)[];
  private readonly counts: number[][];

  constructor(simulation: Simulation, parts: Parts) {
    const { fleet, scenario } = simulation;
    this.simulation = simulation;
    this.parts = parts;
    this.states = new Uint8Array(fleet.count);
    this.shared = fleet.cohorts.map(() => undefined);
    this.judgedBy = new Array(fleet.count).fill(undefined);
    this.counts = scenario.fleet.map(() => nodeStates.map(() => 0));
  }

  observe(): void {
    const { facts } = this.simulation;
    const stale = (node: number) => this.stale.add(node);
    // What an Install does is seen too: its nodes are stale as long as it is not over, and noted when it is.
    this.parts.opportunities.onNoted = stale;
    facts.of(nodeFacts).nodeBooted.listen(stale);
    facts.of(nodeFacts).nodeTerminated.listen(stale);
  }

  clear(): void {
    this.states.fill(0);
    this.stale.clear();
    this.shared.fill(undefined);
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
      for (const node of unfinished) this.stale.add(node);
    });
    return this.counts;
  }

  private judgeStale(lastMs: number): void {
    const { cohorts, tagChanges } = this.simulation.fleet;
    for (const [index, cohort] of cohorts.entries()) this.judgeCohort(cohort, index, lastMs);
    // A node with tags of its own may have a baseline of its own.
    for (const node of tagChanges.keys()) this.judge(node, this.verdictsOf(node, lastMs), lastMs);
    for (const node of this.stale) this.judge(node, this.verdictsOf(node, lastMs), lastMs);
    this.stale.clear();
  }

  private verdictsOf(node: number, lastMs: number): Verdicts {
    return this.parts.patches.approvals.at(node, lastMs);
  }

  /** All its nodes with the tags of their group, but only where its baseline says something else than before. */
  private judgeCohort({ first, count }: Cohort, index: number, lastMs: number): void {
    const { tagChanges } = this.simulation.fleet;
    let shared: Verdicts | undefined;
    for (let node = first; node < first + count; node += 1) {
      if (tagChanges.has(node)) continue;
      shared ??= this.verdictsOf(node, lastMs);
      if (shared === this.shared[index]) return;
      this.judge(node, shared, lastMs);
    }
    this.shared[index] = shared;
  }

  private judge(node: number, verdicts: Verdicts, lastMs: number): void {
    if (!this.stale.has(node) && this.judgedBy[node] === verdicts) return;
    const counts = this.counts[this.simulation.fleet.cohortOf(node).groupIndex]!;
    counts[this.states[node]!]! -= 1;
    this.states[node] = nodeStates.indexOf(this.parts.causes.stateAt(node, lastMs));
    counts[this.states[node]!]! += 1;
    this.judgedBy[node] = verdicts;
  }
}
