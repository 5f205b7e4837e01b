/**
 * SendCommand and CancelCommand by an operator.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html
 */
import type { Action } from '../../world/actions.ts';
import { resolveInstanceIds } from '../../world/target-resolution.ts';
import type { Simulation } from '../simulation.ts';

export class CommandOperator {
  private readonly simulation: Simulation;
  readonly start: () => void;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, scenario } = simulation;
    const due = kernel.on('run-command/action-due', (index) => this.act(scenario.actions[index]!));
    this.start = () => {
      scenario.actions.forEach((action, index) => {
        const isHere = action.call === 'SendCommand' || action.call === 'CancelCommand';
        if (isHere && action.atMs >= scenario.startMs) kernel.schedule(action.atMs, due, index);
      });
    };
  }

  private act(action: Action): void {
    const { facts, names } = this.simulation;
    if (action.call === 'SendCommand') {
      facts.commandRequested.tell({
        ...action,
        sourceId: action.id,
        part: 0,
        // An action happens once: its id alone names its luck, whenever it is moved to.
        occurrence: 0,
        windowExecutionId: null,
        isAccessDenied: false,
      });
    } else if (action.call === 'CancelCommand') {
      const { nodes } = resolveInstanceIds(names, action.instanceIds);
      facts.cancelRequested.tell(
        action.commandId,
        action.instanceIds.length === 0 ? null : nodes,
        'operator',
      );
    }
  }
}
