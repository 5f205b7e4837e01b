/** When the agent of a node looks at its associations: by arithmetic, so that a node on which nothing is due costs nothing. */

import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { CohortStreams, epochMinute, SubjectStreams } from '../../capability/streams.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import { stateManagerModel } from './model.ts';
import { nextPollAfter } from './rules.ts';

export class AgentTimes {
  private readonly simulation: Simulation;
  private readonly pollMs: number;
  private readonly isPushed: boolean;
  private readonly jitter: Sampler;
  private readonly jitters: SubjectStreams;
  private readonly phases: CohortStreams;

  constructor(simulation: Simulation) {
    const { poll, jitter, pickUp } = modelIn(simulation.scenario, stateManagerModel);
    this.simulation = simulation;
    this.pollMs = poll;
    this.isPushed = pickUp === 'push';
    this.jitter = samplerOf(jitter);
    this.jitters = new SubjectStreams(simulation, 'state-manager/jitter');
    this.phases = new CohortStreams(simulation, 'state-manager/poll');
  }

  /** Each agent polls at a moment of its own. */
  nextPoll(node: number): number {
    return nextPollAfter(this.simulation.kernel.nowMs, this.pollMs, this.phases.uniform(node, 0));
  }

  /** When the agent takes up what the service has for it. `occurrence` names the draw. */
  arrival(association: string, node: number, occurrence: number): number {
    const fromMs = this.isPushed ? this.simulation.kernel.nowMs : this.nextPoll(node);
    return fromMs + this.jitterOf(association, node, occurrence);
  }

  /** When the agent has asked for its associations, if it begins to at this moment. */
  contact(association: string, node: number, fromMs: number): number {
    return fromMs + this.jitterOf(association, node, epochMinute(fromMs));
  }

  private jitterOf(association: string, node: number, occurrence: number): number {
    const stream = this.jitters.of(association).of(node);
    return this.jitter.durationMs(stream, this.simulation.fleet.ordinalOf(node), occurrence);
  }
}
