/** The calls of an operator that change windows while a run goes on, and what AWS refuses of them. */
import { Calls } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import type { Action } from '../../world/actions.ts';
import { cancelExecution } from './calls/cancel-execution.ts';
import { windowCalls } from './calls/index.ts';
import { windowFacts } from './events.ts';
import { windowChanges } from './history.ts';
import type { MaintenanceWindows } from './machine.ts';

export class WindowOperator {
  readonly calls: Calls;
  private readonly simulation: Simulation;
  private readonly windows: MaintenanceWindows;

  constructor(simulation: Simulation, windows: MaintenanceWindows) {
    this.simulation = simulation;
    this.windows = windows;
    const handle = (action: Action, place: number) => this.answer(action, place);
    const handlers = windowCalls.map(({ call }) => ({ call, handle }));
    this.calls = new Calls(simulation, 'maintenance-windows/action-due', handlers);
  }

  start(): void {
    this.calls.start();
  }

  private answer(action: Action, place: number): void {
    const cancelled = madeBy(action, cancelExecution);
    if (cancelled !== undefined) {
      if (!this.windows.cancel(cancelled.executionId)) this.refuse(action, 'DoesNotExistException');
      return;
    }
    const change = windowChanges(this.simulation.scenario).get(place)!;
    if ('error' in change) this.refuse(action, change.error);
    else this.windows.change(change);
  }

  private refuse(action: Action, error: string): void {
    this.calls.refused.push({ action, error });
    this.simulation.facts.of(windowFacts).actionRefused.tell(action.id, error);
  }
}
