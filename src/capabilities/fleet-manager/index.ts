/** Fleet Manager and Explorer: the nodes as their consoles show them. */
import { define } from '../../capability/capability.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { managedNodesAtTime } from './at-time.ts';
import { fleetManagerFacts } from './events.ts';
import { FleetManager } from './machine.ts';
import { explorerModel } from './model.ts';
import { managedNodeResults } from './results.ts';

export const fleetManager = define({
  name: 'fleet-manager',
  facts: fleetManagerFacts,
  model: [explorerModel],
  takesPart: 'always',
  start(simulation: Simulation) {
    const machine = new FleetManager(simulation);
    return { fleetManager: machine, clear: () => machine.clear(), begin: { fleet: () => machine.start() } };
  },
  results: managedNodeResults,
  atTime: managedNodesAtTime,
});
