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
  return new Calls(simulation, 'run-command/action-due', [
    onCall(sendCommand, (sent, action, place) =>
      commandRequested.tell({
        ...sent,
        id: action.id,
        source: sourceOfCommand(action, sent, place),
        part: 0,
        // An action happens once: its id alone names its draws, whenever it is moved to.
        occurrence: 0,
        ownerId: null,
        snapshot: null,
        requestedMs: simulation.kernel.nowMs,
        isAccessDenied: false,
      }),
    ),
    onCall(cancelCommand, ({ commandId, instanceIds }) => {
      const nodes = instanceIds.length === 0 ? null : resolveInstanceIds(simulation.names, instanceIds).nodes;
      cancelRequested.tell(commandId, nodes, byOperator);
    }),
  ]);
}
