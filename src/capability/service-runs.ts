/**
 * Runs of what is called and not simulated step by step: functions, state machines, runbooks. How long a run takes and how
 * often it fails, `model` says by name.
 */
import { type Distribution, type Sampler, samplerOf } from '../kernel/distributions.ts';
import type { Simulation } from './simulation.ts';
import { SubjectStreams } from './streams.ts';

export interface ServiceModel {
  readonly run: Distribution;
  readonly failsShare: number;
}

/** What names the random draws of one run. */
export interface ServiceDraw {
  /** What starts it, such as the id of a task. */
  readonly subject: string;
  /** The node that it is for; null: for none. */
  readonly node: number | null;
  readonly occurrence: number;
  readonly part: number;
}

export class ServiceRuns {
  private readonly simulation: Simulation;
  private readonly modelOf: (name: string) => ServiceModel | undefined;
  private readonly samplers = new Map<string, Sampler>();
  private readonly durations: SubjectStreams;
  private readonly failures: SubjectStreams;

  /** `purpose` begins the names of the streams. */
  constructor(simulation: Simulation, purpose: string, modelOf: (name: string) => ServiceModel | undefined) {
    this.simulation = simulation;
    this.modelOf = modelOf;
    this.durations = new SubjectStreams(simulation, `${purpose}/run`);
    this.failures = new SubjectStreams(simulation, `${purpose}/fails`);
  }

  /** What nothing is known of takes no time, and succeeds. */
  durationMs(name: string, draw: ServiceDraw): number {
    const model = this.modelOf(name);
    if (model === undefined) return 0;
    let sampler = this.samplers.get(name);
    if (sampler === undefined) {
      sampler = samplerOf(model.run);
      this.samplers.set(name, sampler);
    }
    const { stream, ordinal } = this.streamOf(this.durations, draw);
    return sampler.durationMs(stream, ordinal, draw.occurrence, draw.part);
  }

  hasFailed(name: string, draw: ServiceDraw): boolean {
    return this.isDrawn(this.modelOf(name)?.failsShare ?? 0, draw);
  }

  /** Whether a share of runs takes in this one. */
  isDrawn(share: number, draw: ServiceDraw): boolean {
    if (share === 0) return false;
    const { stream, ordinal } = this.streamOf(this.failures, draw);
    return stream.uniform(ordinal, draw.occurrence, draw.part) < share;
  }

  private streamOf(streams: SubjectStreams, { subject, node }: ServiceDraw) {
    if (node === null) return { stream: streams.of(subject).ofNoNode(), ordinal: 0 };
    return { stream: streams.of(subject).of(node), ordinal: this.simulation.fleet.ordinalOf(node) };
  }
}
