/** AWS Config in a run: rules and their evaluations, remediations, and the calls that start them. */
import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { startRemediationExecution } from './calls.ts';
import { Evaluations } from './evaluations.ts';
import { Remediations } from './remediations.ts';

export class Config {
  readonly evaluations: Evaluations;
  readonly remediations: Remediations;
  readonly calls: Calls;

  constructor(simulation: Simulation) {
    this.evaluations = new Evaluations(simulation);
    this.remediations = new Remediations(simulation, this.evaluations);
    this.calls = new Calls(simulation, 'config/action-due', [
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
