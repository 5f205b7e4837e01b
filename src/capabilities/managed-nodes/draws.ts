/** Chance of managed nodes: one purpose, one change, one node. */
import type { Sampler } from '../../kernel/distributions.ts';
import { type Simulation, SubjectStreams } from '../simulation.ts';

/** What names the draws of a change: a fault's or action's id, and which of its arrivals. */
export interface Change {
  readonly id: string;
  readonly occurrence: number;
}

export class Draws {
  private readonly simulation: Simulation;
  private readonly streams: SubjectStreams;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.streams = new SubjectStreams(simulation);
  }

  durationMs(sampler: Sampler, purpose: string, node: number, { id, occurrence }: Change): number {
    const stream = this.streams.of(purpose, id).of(node);
    return sampler.durationMs(stream, this.simulation.fleet.ordinalOf(node), occurrence);
  }

  uniform(purpose: string, node: number, { id, occurrence }: Change): number {
    return this.streams.of(purpose, id).uniform(node, occurrence);
  }
}
