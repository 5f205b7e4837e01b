/** What every capability is handed: the one place where time, chance, the fleet and the facts meet. */
import type { EventType, Kernel } from '../kernel/kernel.ts';
import type { RandomStreams } from '../kernel/random.ts';
import type { Action } from '../world/actions.ts';
import type { FleetState } from '../world/fleet-state.ts';
import type { NodeNames } from '../world/node-names.ts';
import type { Scenario } from '../world/scenario.ts';
import type { Facts } from './facts.ts';
import type { Views } from './views.ts';

export interface Simulation {
  readonly scenario: Scenario;
  readonly kernel: Kernel;
  readonly random: RandomStreams;
  readonly fleet: FleetState;
  readonly names: NodeNames;
  readonly facts: Facts;
  /** What capabilities let each other ask. */
  readonly views: Views;
}

/** An operator's calls of these kinds come due; the subject of the event is the action's place in the scenario. */
export function scheduleActions(
  { kernel, scenario }: Pick<Simulation, 'kernel' | 'scenario'>,
  calls: readonly Action['call'][],
  due: EventType,
): void {
  scenario.actions.forEach(({ call, atMs }, index) => {
    if (calls.includes(call) && atMs >= scenario.startMs) kernel.schedule(atMs, due, index);
  });
}
