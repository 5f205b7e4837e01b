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
    const handlers = windowCalls.map(({ call, page }) => ({ call, page, handle }));
    this.calls = new Calls(simulation, windowFacts, handlers);
  }

  start(): void {
    this.calls.start();
  }

  private answer(action: Action, place: number): void {
    const cancelled = madeBy(action, cancelExecution);
    if (cancelled !== undefined) {
      if (!this.windows.cancel(cancelled.executionId, action.account ?? ''))
        this.calls.refuse(action, 'DoesNotExistException');
      return;
    }
    const change = windowChanges(this.simulation.scenario).get(place)!;
    if ('error' in change) this.calls.refuse(action, change.error);
    else this.windows.change(change);
  }
}
