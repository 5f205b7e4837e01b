/**
 * What came of each node's last chance to be patched: one Install that meant it, by window or by hand. This is what
 * `cause` looks at, and it is noted when it happens, because afterwards the prerequisite may hold again.
 */

import { type CauseId, type CauseTable, causesOf } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import { type RunEnd, runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { assert } from '../../kernel/assert.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import { PatchOperations } from './patch-operations.ts';

/** More than there are causes: two of them make one number. */
const codeBase = 256;

export class Opportunities {
  /** By node: when, and the codes of the prerequisite and of what stopped the installation; without both it went through. */
  private readonly atMs: Float64Array;
  private readonly codes: Uint16Array;
  private readonly causes: CauseTable;
  private readonly simulation: Simulation;
  private readonly operations = new PatchOperations();
  private readonly nodes: NodesView;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.causes = causesOf(capabilitiesOf(simulation.scenario));
    assert(this.causes.ids.length < codeBase, `more than ${codeBase - 1} causes`);
    this.nodes = simulation.views.of(nodesView);
    this.atMs = new Float64Array(simulation.fleet.count);
    this.codes = new Uint16Array(simulation.fleet.count);
  }

  /** Hears of an outcome after the machines have: what they make of it comes before what is noted. */
  observe(): void {
    const facts = this.simulation.facts.of(runFacts);
    facts.runEnded.listen((node, run, end) => {
      if (this.operations.of(run.source) === 'Install') this.finish(node, run, end);
    });
    facts.nodesLeftOut.listen((source, nodes, cause) => {
      if (this.operations.of(source) !== 'Install') return;
      for (let index = 0; index < nodes.length; index += 1) this.note(nodes[index]!, cause);
    });
  }

  clear(): void {
    this.atMs.fill(Number.NEGATIVE_INFINITY);
    this.codes.fill(0);
  }

  /** Null: nothing ever tried to install on this node. */
  of(node: number): { atMs: number; prerequisite: CauseId | null; outcome: CauseId | null } | null {
    const atMs = this.atMs[node]!;
    if (atMs === Number.NEGATIVE_INFINITY) return null;
    const code = this.codes[node]!;
    return {
      atMs,
      prerequisite: this.causeOf(Math.floor(code / codeBase)),
      outcome: this.causeOf(code % codeBase),
    };
  }

  /** The cause's place, plus one; 0 is none. */
  private codeOf(cause: CauseId | null): number {
    return cause === null ? 0 : this.causes.placeOf(cause) + 1;
  }

  private causeOf(code: number): CauseId | null {
    return code === 0 ? null : this.causes.ids[code - 1]!;
  }

  /** Without a word on the prerequisite: whatever blocks the node now would have blocked it then. */
  private note(node: number, outcome: CauseId | null, prerequisite?: CauseId | null): void {
    const { kernel } = this.simulation;
    const { nodes } = this;
    this.atMs[node] = kernel.nowMs;
    const blocking =
      prerequisite === undefined
        ? (nodes.prerequisiteCause(node) ?? nodes.patchingCause(node))
        : prerequisite;
    this.codes[node] = this.codeOf(blocking) * codeBase + this.codeOf(outcome);
  }

  private finish(node: number, run: DocumentRun, { how, cause }: RunEnd): void {
    switch (how) {
      case 'succeeded':
        this.note(node, null, null);
        // What is released while it runs is for another time.
        this.atMs[node] = run.requestedMs;
        return;
      case 'failed': {
        const missing = this.nodes.patchingCause(node);
        if (missing !== null) return this.note(node, 'INSTALL_FAILED', missing);
        return this.note(node, cause ?? 'INSTALL_FAILED', null);
      }
      case 'stopped':
        return this.note(node, cause, null);
      case 'not reached':
        return this.note(node, cause);
    }
  }
}
