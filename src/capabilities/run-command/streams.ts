/** Streams of the draws that belong to commands, by purpose and by what sent the command. */
import { CohortStreams, type Simulation } from '../simulation.ts';
import type { Command } from './state.ts';

export class CommandStreams {
  private readonly simulation: Simulation;
  /** By purpose, then by the task or action. */
  private readonly streams = new Map<string, Map<string, CohortStreams>>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
  }

  of(purpose: string, command: Command): CohortStreams {
    const { sourceId } = command.request;
    let bySource = this.streams.get(purpose);
    if (bySource === undefined) {
      bySource = new Map();
      this.streams.set(purpose, bySource);
    }
    let streams = bySource.get(sourceId);
    if (streams === undefined) {
      streams = new CohortStreams(this.simulation, purpose, sourceId);
      bySource.set(sourceId, streams);
    }
    return streams;
  }
}
