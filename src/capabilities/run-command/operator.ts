/**
 * SendCommand and CancelCommand by an operator.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html
 */

import { Calls, onCall } from '../../capability/calls.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { resolveInstanceIds } from '../../world/target-resolution.ts';
import { cancelCommand, sendCommand } from './calls.ts';
import { commandFacts } from './events.ts';
import { sourceOfCommand } from './sources.ts';
import type { CancelReason } from './statuses.ts';

const byOperator: CancelReason = { by: 'operator', cause: 'CANCELLED' };

export function commandOperator(simulation: Simulation): Calls {
  const { commandRequested, cancelRequested } = simulation.facts.of(commandFacts);
  return new Calls(simulation, commandFacts, [
    onCall(sendCommand, (sent, action, place) =>
      commandRequested.tell({
        // Field by field, in the order of every other request: one shape for all of them is read quicker.
        id: action.id,
        source: sourceOfCommand(action, sent, place),
        part: 0,
        // An action happens once: its id alone names its draws, whenever it is moved to.
        occurrence: 0,
        documentName: sent.documentName,
        instanceIds: sent.instanceIds,
        targets: sent.targets,
        parameters: sent.parameters,
        maxConcurrency: sent.maxConcurrency,
        maxErrors: sent.maxErrors,
        timeoutSeconds: sent.timeoutSeconds,
        hasOutputBucket: sent.hasOutputBucket,
        requestedMs: simulation.kernel.nowMs,
        ownerId: null,
        snapshot: null,
        isAccessDenied: false,
      }),
    ),
    onCall(cancelCommand, ({ commandId, instanceIds }, action) => {
      const nodes =
        instanceIds.length === 0
          ? null
          : resolveInstanceIds(simulation.fleet, simulation.names, instanceIds, action.account).nodes;
      cancelRequested.tell(commandId, nodes, byOperator);
    }),
  ]);
}
