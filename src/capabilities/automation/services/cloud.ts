/** AWS as steps of runbooks see it: instances, what executions have made, and how many calls it takes. */
import type { Simulation } from '../../../capability/simulation.ts';
import type { Timers } from '../timers.ts';
import { Instances } from './instances.ts';
import { CloudObjects } from './objects.ts';
import { Throttling } from './throttling.ts';

export class Cloud extends CloudObjects {
  readonly instances: Instances;
  readonly throttling: Throttling;

  constructor(simulation: Simulation, timers: Timers) {
    super(simulation);
    this.instances = new Instances(simulation, timers, this);
    this.throttling = new Throttling(simulation);
  }

  override clear(): void {
    super.clear();
    this.instances.clear();
    this.throttling.clear();
  }
}
