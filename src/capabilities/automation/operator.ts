/** What an operator calls of Automation, when it comes due. */
import { Calls, onCall } from '../../capability/calls.ts';
import { callerOf } from '../../capability/denied-calls.ts';
import type { ExecutionSource } from '../../capability/execution-source.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { madeBy } from '../../cloudformation/call-spec.ts';
import type { Action } from '../../world/actions.ts';
import type { Scenario } from '../../world/scenario.ts';
import { sendAutomationSignal, startAutomationExecution, stopAutomationExecution } from './calls.ts';
import { executionRoleOf } from './division.ts';
import { automationFacts } from './events.ts';
import type { Automation } from './machine.ts';

export function automationOperator(simulation: Simulation, automation: Automation): Calls {
  const { executionRequested } = simulation.facts.of(automationFacts);
  const calls = new Calls(simulation, automationFacts, [
    onCall(startAutomationExecution, (request, action) => {
      const caller = callerOf(action, simulation.scenario);
      executionRequested.tell({
        ...request,
        account: action.account,
        ...(caller === undefined ? {} : { caller }),
      });
    }),
    onCall(stopAutomationExecution, ({ execution: id, type }, action) => {
      const execution = automation.find(id);
      if (execution === undefined) return refuse(action, 'AutomationExecutionNotFoundException');
      const wasRunning = type === 'Complete' ? automation.complete(execution) : automation.stop(execution);
      // AWS answers InvalidAutomationStatusUpdateException for one that is over.
      if (!wasRunning) refuse(action, 'InvalidAutomationStatusUpdateException');
    }),
    onCall(sendAutomationSignal, ({ execution: id, type, payload }, action) => {
      const execution = automation.find(id);
      if (execution === undefined) return refuse(action, 'AutomationExecutionNotFoundException');
      const { id: by, as: principal = null } = action;
      const error = automation.signal(execution, { type, by: principal ?? by, principal, payload });
      if (error !== null) refuse(action, error);
    }),
  ]);
  const refuse = (action: Action, error: string): void => calls.refuse(action, error);
  return calls;
}

/** Executions that `actions` start. */
export function startedByActions({ actions }: Scenario): ExecutionSource[] {
  return actions.flatMap((action) => {
    const request = madeBy(action, startAutomationExecution);
    if (request === undefined) return [];
    const { document, parameters, rateControl } = request;
    const actsAs = rateControl?.locations.map(executionRoleOf);
    const { id, account } = action;
    return [{ id, document, parameters, account, ...(actsAs?.length ? { actsAs } : {}) }];
  });
}
