/** Keyed draws of a capability: by purpose, subject and cohort. */
import type { RandomStream } from '../kernel/random.ts';
import type { Simulation } from './simulation.ts';

/** Streams of one purpose, one for each cohort, made on first use. */
export class CohortStreams {
  private readonly simulation: Pick<Simulation, 'random' | 'fleet'>;
  private readonly path: readonly string[];
  private readonly streams: (RandomStream | undefined)[] = [];

  constructor(simulation: Pick<Simulation, 'random' | 'fleet'>, ...path: string[]) {
    this.simulation = simulation;
    this.path = path;
  }

  of(node: number): RandomStream {
    const { random, fleet } = this.simulation;
    const index = fleet.cohortIndex(node);
    let stream = this.streams[index];
    if (stream === undefined) {
      stream = random.stream(...this.path, fleet.cohorts[index]!.key);
      this.streams[index] = stream;
    }
    return stream;
  }

  /** For what happens to no node. */
  ofNoNode(): RandomStream {
    return this.simulation.random.stream(...this.path, '');
  }

  uniform(node: number, occurrence: number, part = 0): number {
    return this.of(node).uniform(this.simulation.fleet.ordinalOf(node), occurrence, part);
  }
}

/** The same for one purpose and many subjects: the id of a task, an action or a fault. */
export class SubjectStreams {
  private readonly simulation: Pick<Simulation, 'random' | 'fleet'>;
  private readonly purpose: string;
  private readonly byId = new Map<string, CohortStreams>();
  /** The same is asked for many nodes in a row. */
  private lastId = '';
  private last: CohortStreams | undefined;

  constructor(simulation: Pick<Simulation, 'random' | 'fleet'>, purpose: string) {
    this.simulation = simulation;
    this.purpose = purpose;
  }

  of(id: string): CohortStreams {
    if (this.last !== undefined && this.lastId === id) return this.last;
    let streams = this.byId.get(id);
    if (streams === undefined) {
      streams = new CohortStreams(this.simulation, this.purpose, id);
      this.byId.set(id, streams);
    }
    this.lastId = id;
    this.last = streams;
    return streams;
  }
}

/** Epoch minute: what an occurrence names when a nominal start caused it. */
export function epochMinute(ms: number): number {
  return Math.floor(ms / 60_000);
}
