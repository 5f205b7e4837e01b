/** Chance of managed nodes: one purpose, one change, one node. */
import type { Sampler } from '../../kernel/distributions.ts';
import { CohortStreams, type Simulation } from '../simulation.ts';

/** What names the draws of a change: a fault's or action's id, and which of its arrivals. */
export interface Change {
  readonly id: string;
  readonly occurrence: number;
}

export class Draws {
  private readonly simulation: Simulation;
  /** By purpose, then by the change's id. */
  private readonly streams = new Map<string, Map<string, CohortStreams>>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  durationMs(sampler: Sampler, purpose: string, node: number, { id, occurrence }: Change): number {
    const stream = this.of(purpose, id).of(node);
    return sampler.durationMs(stream, this.simulation.fleet.ordinalOf(node), occurrence);
  }

  uniform(purpose: string, node: number, { id, occurrence }: Change): number {
    return this.of(purpose, id).uniform(node, occurrence);
  }

  private of(purpose: string, id: string): CohortStreams {
    let byId = this.streams.get(purpose);
    if (byId === undefined) {
      byId = new Map();
      this.streams.set(purpose, byId);
    }
    let streams = byId.get(id);
    if (streams === undefined) {
      streams = new CohortStreams(this.simulation, purpose, id);
      byId.set(id, streams);
    }
    return streams;
  }
}
