/** Streams of the draws that belong to commands, by purpose and by what sent the command. */
import { type CohortStreams, type Simulation, SubjectStreams } from '../simulation.ts';
import type { Command } from './state.ts';

export class CommandStreams {
  private readonly streams: SubjectStreams;

  constructor(simulation: Simulation) {
    this.streams = new SubjectStreams(simulation);
  }

  of(purpose: string, { request }: Command): CohortStreams {
    return this.streams.of(purpose, request.sourceId);
  }
}
