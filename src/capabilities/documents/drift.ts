/**
 * Whether nodes are as a document had left them: a fault undoes it, and the next run of the document that succeeds sets it again.
 * A node on which the document never succeeded has nothing to drift from.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import { runFacts } from '../../capability/run-facts.ts';
import { asWritten, type RunSource } from '../../capability/run-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Scenario } from '../../world/scenario.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { documentFacts } from './events.ts';

/** Of what a source had set. Its nodes are those that it was the last to apply its document to. */
export interface DriftTally {
  /** Its metrics are `${name}.drifted.…`. */
  readonly name: string;
  driftedMs: number;
  repairCount: number;
  /** At the end of the run. */
  driftedCount: number;
}

/** What a source has set on a node, and since when that is undone. Null: it is as it was left. */
interface Held {
  readonly tally: DriftTally;
  driftedSinceMs: number | null;
}

/** Of documents that drift: what sends them. Versions of an association are one source. */
export const driftingSources = oncePer((scenario: Scenario): readonly RunSource[] => {
  const drifting = new Set(scenario.faults.flatMap(({ association }) => association ?? []));
  const sources = sourcesOf(scenario);
  const documents = new Set(sources.filter(({ id }) => drifting.has(id)).map(({ document }) => document));
  return sources.filter(({ document }) => document !== null && documents.has(document));
});

export class Drift {
  readonly tallies: readonly DriftTally[];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof documentFacts>;
  private readonly bySource: ReadonlyMap<RunSource, DriftTally>;
  private readonly documentOf: ReadonlyMap<string, string>;
  /** By document and then by node. */
  private readonly held: ReadonlyMap<string, Map<number, Held>>;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { facts, scenario } = simulation;
    const sources = driftingSources(scenario);
    const names = [...new Set(sources.map(nameOf))];
    this.tallies = names.map((name) => ({ name, driftedMs: 0, repairCount: 0, driftedCount: 0 }));
    this.bySource = new Map(
      sources.map((source) => [asWritten(source), this.tallies[names.indexOf(nameOf(source))]!]),
    );
    this.documentOf = new Map(sources.map(({ id, document }) => [id, document!]));
    this.held = new Map(sources.map(({ document }) => [document!, new Map()]));
    this.facts = facts.of(documentFacts);
    if (sources.length === 0) return;
    facts.of(runFacts).runEnded.listen((node, { source }, { how }) => {
      if (how === 'succeeded') this.apply(node, source);
    });
    this.facts.documentHeld.listen((node, source) => this.apply(node, source));
    facts.of(nodeFacts).driftStruck.listen((node, association) => this.strike(node, association));
    facts.of(nodeFacts).nodeTerminated.listen((node) => {
      for (const byNode of this.held.values()) this.release(byNode, node);
    });
  }

  clear(): void {
    for (const byNode of this.held.values()) byNode.clear();
    for (const tally of this.tallies) Object.assign(tally, { driftedMs: 0, repairCount: 0, driftedCount: 0 });
  }

  /** What is still undone when the simulation ends. */
  settle(): void {
    for (const byNode of this.held.values()) {
      for (const held of byNode.values()) {
        if (held.driftedSinceMs === null) continue;
        held.tally.driftedCount += 1;
        held.tally.driftedMs += this.simulation.scenario.endMs - held.driftedSinceMs;
      }
    }
  }

  private apply(node: number, source: RunSource): void {
    const tally = this.bySource.get(asWritten(source));
    if (tally === undefined) return;
    const { nowMs } = this.simulation.kernel;
    const byNode = this.held.get(source.document!)!;
    const since = this.release(byNode, node);
    if (since !== null) {
      tally.repairCount += 1;
      this.facts.driftRepaired.tell(node, source.document!, (nowMs - since) / 60_000);
    }
    byNode.set(node, { tally, driftedSinceMs: null });
  }

  /** Since when it was undone; null: it was not. */
  private release(byNode: Map<number, Held>, node: number): number | null {
    const held = byNode.get(node);
    byNode.delete(node);
    if (held === undefined || held.driftedSinceMs === null) return null;
    held.tally.driftedMs += this.simulation.kernel.nowMs - held.driftedSinceMs;
    return held.driftedSinceMs;
  }

  private strike(node: number, association: string): void {
    const document = this.documentOf.get(association)!;
    const held = this.held.get(document)!.get(node);
    if (held === undefined || held.driftedSinceMs !== null) return;
    held.driftedSinceMs = this.simulation.kernel.nowMs;
    this.facts.nodeDrifted.tell(node, document);
  }
}

function nameOf({ kind, id }: RunSource): string {
  return `${kind}.${id}`;
}
