/** Chance of managed nodes: one purpose, one change, one node. */

import type { Simulation } from '../../capability/simulation.ts';
import { SubjectStreams } from '../../capability/streams.ts';
import type { Sampler } from '../../kernel/distributions.ts';

/** What names the draws of a change: a fault's or action's id, and which of its arrivals. */
export interface Change {
  readonly id: string;
  readonly occurrence: number;
}

export class Draws {
  private readonly simulation: Simulation;
  private readonly streams: SubjectStreams;

  constructor(simulation: Simulation, purpose: string) {
    this.simulation = simulation;
    this.streams = new SubjectStreams(simulation, purpose);
  }

  durationMs(sampler: Sampler, node: number, { id, occurrence }: Change): number {
    const ordinal = this.simulation.fleet.ordinalOf(node);
    return sampler.durationMs(this.streams.of(id).of(node), ordinal, occurrence);
  }

  uniform(node: number, { id, occurrence }: Change): number {
    return this.streams.of(id).uniform(node, occurrence);
  }
}
