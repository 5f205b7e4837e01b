/** AWS Config in a run: rules and their evaluations, remediations, and the calls that start them. */
import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { view } from '../../capability/views.ts';
import { startRemediationExecution } from './calls.ts';
import { Evaluations } from './evaluations.ts';
import { configFacts } from './events.ts';
import { Remediations } from './remediations.ts';

/** For the links of `explain` in this folder. */
export const configView = view<Config>('config, whole');

export class Config {
  readonly evaluations: Evaluations;
  readonly remediations: Remediations;
  readonly calls: Calls;

  constructor(simulation: Simulation) {
    simulation.views.provide(configView, this);
    this.evaluations = new Evaluations(simulation);
    this.remediations = new Remediations(simulation, this.evaluations);
    this.calls = new Calls(simulation, configFacts, [
      onCall(startRemediationExecution, (request) => this.remediations.startByCall(request)),
    ]);
  }

  clear(): void {
    this.evaluations.clear();
    this.remediations.clear();
  }

  start(): void {
    this.evaluations.start();
    this.remediations.start();
  }
}

export interface Machine {
  readonly config: Config;
}
