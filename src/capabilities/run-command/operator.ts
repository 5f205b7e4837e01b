/**
 * SendCommand and CancelCommand by an operator.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html and
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelCommand.html
 */

import { type Simulation, scheduleActions } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Action } from '../../world/actions.ts';
import { resolveInstanceIds } from '../../world/target-resolution.ts';
import { commandFacts } from './facts.ts';
import { sourceOfCommand } from './sources.ts';

export class CommandOperator {
  private readonly simulation: Simulation;
  private readonly due: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, scenario } = simulation;
    this.due = kernel.on('run-command/action-due', (index) => this.act(scenario.actions[index]!, index));
  }

  start(): void {
    scheduleActions(this.simulation, ['SendCommand', 'CancelCommand'], this.due);
  }

  private act(action: Action, place: number): void {
    const { facts, names } = this.simulation;
    if (action.call === 'SendCommand') {
      facts.of(commandFacts).commandRequested.tell({
        id: action.id,
        source: sourceOfCommand(action, place),
        part: 0,
        // An action happens once: its id alone names its luck, whenever it is moved to.
        occurrence: 0,
        documentName: action.documentName,
        instanceIds: action.instanceIds,
        targets: action.targets,
        parameters: action.parameters,
        maxConcurrency: action.maxConcurrency,
        maxErrors: action.maxErrors,
        timeoutSeconds: action.timeoutSeconds,
        hasOutputBucket: action.hasOutputBucket,
        ownerId: null,
        snapshot: null,
        isAccessDenied: false,
      });
    } else if (action.call === 'CancelCommand') {
      const { nodes } = resolveInstanceIds(names, action.instanceIds);
      facts
        .of(commandFacts)
        .cancelRequested.tell(action.commandId, action.instanceIds.length === 0 ? null : nodes, 'operator');
    }
  }
}
