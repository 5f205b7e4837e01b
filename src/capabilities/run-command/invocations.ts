/**
 * One invocation: sent, delivered, taken up by the agent, run, and reported, or not.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html
 */

import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { OfNodes } from '../../capability/model.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { SubjectStreams } from '../../capability/streams.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type DocumentsView, documentsView } from '../documents/facts.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { AgentQueues, type Waiting } from './agent-queues.ts';
import { isTooLateToStart } from './deadlines.ts';
import { commandFacts } from './events.ts';
import { type CommandModel, commandModels } from './model.ts';
import { runEndOf } from './run-ends.ts';
import { type Command, type HeldResult, stage } from './state.ts';
import { countsAsError, type InvocationStatus } from './statuses.ts';

/** ResponseCode of what never ran, or never reported. */
const noResponse = -1;

export class Invocations {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof commandFacts>;
  private readonly runFacts: FactsIn<typeof runFacts>;
  private last: Command | undefined;
  private readonly nodes: NodesView;
  private readonly models: OfNodes<CommandModel>;
  private readonly active: readonly Command[];
  /** Something has changed that may free a slot. */
  private readonly onChange: (command: Command) => void;
  private readonly queues: AgentQueues;
  private readonly deliveries: SubjectStreams;
  private readonly cancellations: SubjectStreams;
  private readonly undeliverables: SubjectStreams;
  private readonly documents: DocumentsView;
  private readonly deliveryDue: EventType;
  private readonly undeliverableDue: EventType;
  private readonly cancelDue: EventType;

  constructor(
    simulation: Simulation,
    all: {
      readonly commands: readonly Command[];
      readonly active: readonly Command[];
      readonly onChange: (command: Command) => void;
    },
  ) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(commandFacts);
    this.runFacts = simulation.facts.of(runFacts);
    this.models = commandModels(simulation);
    this.active = all.active;
    this.onChange = all.onChange;
    this.queues = new AgentQueues(simulation.fleet.count);
    this.deliveries = new SubjectStreams(simulation, 'run-command/delivery');
    this.cancellations = new SubjectStreams(simulation, 'run-command/cancel');
    this.undeliverables = new SubjectStreams(simulation, 'run-command/undeliverable');
    this.documents = simulation.views.of(documentsView);
    const { kernel, facts } = simulation;
    const nodes = simulation.views.of(nodesView);
    this.nodes = nodes;
    const on = (name: string, handle: (position: number, command: Command) => void) =>
      kernel.on(name, (position, index) => handle(position, all.commands[index]!));
    this.deliveryDue = on('run-command/delivery-due', (position, command) => this.deliver(command, position));
    this.undeliverableDue = on('run-command/undeliverable-due', (position, command) => {
      if (command.stages[position] === stage.sent) this.end(command, position, 'Undeliverable');
    });
    this.cancelDue = on('run-command/cancel-due', (position, command) => this.kill(command, position));
    this.runFacts.runObstructed.listen((node, run, cause) => {
      const command = this.commandOf(run);
      command?.obstructed.set(command.positionOf(node), cause);
    });
    this.runFacts.runFinished.listen((node, run, exitCode) => this.finishRun(node, run, exitCode));
    facts.of(nodeFacts).nodeOnline.listen((node) => this.onReachable(node));
    // Permissions for messages that were missing may have come with the profile, once it is in use; a way with an endpoint.
    const profileSettled = kernel.on('run-command/profile-settled', (node) => {
      if (nodes.isReachable(node)) this.onReachable(node);
    });
    const { profileChanged, endpointAvailable } = facts.of(nodeFacts);
    for (const fact of [profileChanged, endpointAvailable]) {
      fact.listen((node) => kernel.whenInstantEnds(profileSettled, node));
    }
    facts.of(nodeFacts).nodeWentDown.listen((node, _, askedFor) => this.onNodeDown(node, askedFor));
  }

  clear(): void {
    this.queues.clear();
    this.last = undefined;
  }

  send(command: Command, position: number): void {
    const { kernel, fleet } = this.simulation;
    const view = this.nodes;
    const node = command.nodes[position]!;
    this.facts.invocationSent.tell(node, command);
    if (command.request.isAccessDenied) return this.end(command, position, 'AccessDenied');
    const model = this.models.of(node);
    if (this.documents.obstacleOn(command.request.documentName, node) === 'UNSUPPORTED_PLATFORM')
      return this.end(command, position, 'InvalidPlatform');
    if (view.pingStatus(node) !== 'Online') {
      const { occurrence, part, source } = command.request;
      const stream = this.undeliverables.of(source.id).of(node);
      const delayMs = model.undeliverableAfter.durationMs(stream, fleet.ordinalOf(node), occurrence, part);
      if (delayMs === 0) return this.end(command, position, 'Undeliverable');
      kernel.schedule(kernel.nowMs + delayMs, this.undeliverableDue, position, command.index);
    }
    kernel.schedule(this.arrivesAtMs(command, position), this.deliveryDue, position, command.index);
  }

  private arrivesAtMs(command: Command, position: number): number {
    return command.sentMs[position]! + this.delayMs('delivery', this.deliveries, command, position);
  }

  private delayMs(
    of: 'delivery' | 'cancellation',
    streams: SubjectStreams,
    command: Command,
    position: number,
  ): number {
    const node = command.nodes[position]!;
    const { occurrence, part, source } = command.request;
    const stream = streams.of(source.id).of(node);
    const ordinal = this.simulation.fleet.ordinalOf(node);
    return this.models.of(node)[of].durationMs(stream, ordinal, occurrence, part);
  }

  /** The message arrives if the agent is there; else it waits until the node answers, or its time is over. */
  private deliver(command: Command, position: number): void {
    const isOpen = command.stages[position] === stage.sent || command.stages[position] === stage.delayed;
    const node = command.nodes[position]!;
    if (!isOpen || !this.nodes.isReachable(node) || this.isTooLateToStart(command, position)) return;
    const place = this.queues.offer(node, command, position);
    if (place === 'refused') {
      if (command.stages[position] === stage.sent) command.changeStatus(position, 'Delayed');
      command.stages[position] = stage.delayed;
      return;
    }
    this.acknowledge(command, position);
    if (place === 'run') this.run(command, position);
    else command.stages[position] = stage.queued;
  }

  private isTooLateToStart({ request, sentMs }: Command, position: number): boolean {
    return isTooLateToStart(sentMs[position]!, request.timeoutSeconds, this.simulation.kernel.nowMs);
  }

  private acknowledge(command: Command, position: number): void {
    const { kernel } = this.simulation;
    command.changeStatus(position, 'InProgress');
    command.acknowledgedMs[position] = kernel.nowMs;
    command.acknowledgedCount += 1;
    this.facts.invocationAcknowledged.tell(command.nodes[position]!, command);
    if (command.answerBatch(position)) this.onChange(command);
  }

  private run(command: Command, position: number): void {
    const node = command.nodes[position]!;
    command.stages[position] = stage.running;
    this.facts.invocationStarted.tell(node, command);
    if (this.documents.obstacleOn(command.request.documentName, node) !== null) {
      command.obstructed.set(position, 'AGENT_TOO_OLD');
      return this.report(command, position, { status: 'Failed', exitCode: 1, wasInterrupted: false });
    }
    this.runFacts.runStarted.tell(node, command.request, command.executionTimeoutMs);
  }

  private finishRun(node: number, run: DocumentRun, exitCode: number | null): void {
    const command = this.commandOf(run);
    if (command === undefined) return;
    const position = command.positionOf(node);
    if (command.stages[position] === stage.running) this.reportExit(command, position, exitCode);
  }

  /** Null: the agent has killed it at its execution timeout. */
  private reportExit(command: Command, position: number, exitCode: number | null): void {
    const status: InvocationStatus =
      exitCode === null ? 'ExecutionTimedOut' : exitCode === 0 ? 'Success' : 'Failed';
    this.report(command, position, {
      status,
      exitCode: exitCode ?? this.killedCode(command.nodes[position]!),
      wasInterrupted: false,
    });
  }

  /** What a process leaves that the agent has killed (amazon-ssm-agent, agent/executers). */
  private killedCode(node: number): number {
    return this.simulation.fleet.groupOf(node).os === 'WINDOWS' ? -1 : 137;
  }

  /** The agent reports a result, at once or as soon as it is connected. */
  private report(command: Command, position: number, result: HeldResult): void {
    if (!this.nodes.isReachable(command.nodes[position]!)) {
      command.stages[position] = stage.resultHeld;
      command.heldResults.set(position, result);
      return;
    }
    if (result.wasInterrupted) command.interrupted.add(position);
    this.end(command, position, result.status, result.exitCode);
  }

  /** Its last status, by whatever way it comes to it. */
  end(command: Command, position: number, status: InvocationStatus, exitCode = noResponse): void {
    const { kernel } = this.simulation;
    const node = command.nodes[position]!;
    const previous = command.stages[position]!;
    command.stages[position] = stage.ended;
    if (command.heldResults.size > 0) command.heldResults.delete(position);
    command.changeStatus(position, status);
    command.exitCodes[position] = exitCode;
    command.endedMs[position] = kernel.nowMs;
    command.lastEndedMs = kernel.nowMs;
    command.answerBatch(position);
    command.rollout.onFinished(countsAsError(status));
    this.facts.invocationFinished.tell(node, command, { status, exitCode });
    this.tellEnd(command, position, status);
    if (previous === stage.queued) this.queues.remove(node, command, position);
    if (previous === stage.running || previous === stage.resultHeld) this.queues.release(node);
    if (previous !== stage.sent) this.runNext(node);
    this.onChange(command);
  }

  /** The same for those who do not know commands: what came of the run on this node. */
  tellEnd(command: Command, position: number, status: InvocationStatus): void {
    const node = command.nodes[position]!;
    this.runFacts.runEnded.tell(node, command.request, runEndOf(command, position, status));
  }

  /** Results come one after another for one command, most often. */
  private commandOf(run: DocumentRun): Command | undefined {
    // Apart: what looks for it is a closure, which a call that needs none would make as well.
    if (this.last?.request !== run) this.last = this.findCommand(run);
    return this.last;
  }

  private findCommand(run: DocumentRun): Command | undefined {
    return this.active.find(({ request }) => request === run);
  }

  /** Free workers of the agent take what is in its buffer, and what it had refused moves up. */
  private runNext(node: number): void {
    if (!this.nodes.isReachable(node)) return;
    for (let next = this.queues.takeNext(node); next !== undefined; next = this.queues.takeNext(node)) {
      this.runQueued(next);
    }
    let waiting = this.queues.takeRefused(node);
    for (; waiting !== undefined; waiting = this.queues.takeRefused(node)) {
      this.deliver(waiting.command, waiting.position);
    }
  }

  /** A command that has waited in the buffer beyond TimeoutSeconds gives its worker back and stays open. */
  private runQueued({ command, position }: Waiting): void {
    if (!this.isTooLateToStart(command, position)) return this.run(command, position);
    command.stages[position] = stage.sent;
    this.queues.release(command.nodes[position]!);
  }

  /** Best effort: what only waits is withdrawn at once, what runs is killed when the message arrives. */
  cancel(command: Command, position: number): void {
    const { kernel } = this.simulation;
    const current = command.stages[position];
    if (current === stage.ended) return;
    if (current === stage.sent || current === stage.delayed) return this.end(command, position, 'Cancelled');
    // ASSUMPTION cancellation-delay: drawn by itself, whatever the delivery of the command took.
    const delayMs = this.delayMs('cancellation', this.cancellations, command, position);
    kernel.schedule(kernel.nowMs + delayMs, this.cancelDue, position, command.index);
  }

  /** The cancellation arrives: the agent kills the process. A node that does not hear it goes on. */
  private kill(command: Command, position: number): void {
    const node = command.nodes[position]!;
    if (command.stages[position] === stage.ended || !this.nodes.isReachable(node)) return;
    if (command.stages[position] === stage.queued) return this.end(command, position, 'Cancelled');
    this.facts.runKilled.tell(node, command.request);
    this.runFacts.runKilled.tell(node, command.request);
    this.end(command, position, 'Cancelled', this.killedCode(node));
  }

  /** The total timeout is over: the service stops waiting, whether the document was delivered, runs or is done. */
  expire(command: Command, position: number): void {
    if (command.stages[position] !== stage.ended) this.end(command, position, 'DeliveryTimedOut');
  }

  private onReachable(node: number): void {
    const { nowMs } = this.simulation.kernel;
    for (const command of this.active) {
      const position = command.positionOf(node);
      if (position < 0) continue;
      const held = command.heldResults.get(position);
      if (held !== undefined) this.report(command, position, held);
      else if (command.stages[position] === stage.sent && this.arrivesAtMs(command, position) <= nowMs) {
        this.deliver(command, position);
      }
    }
    this.runNext(node);
  }

  /**
   * What runs while the node goes down is cut off and fails once the agent is back, unless it is the patch operation
   * that asked for the reboot.
   */
  private onNodeDown(node: number, askedFor: string | null): void {
    for (const command of this.active) {
      const position = command.positionOf(node);
      if (position < 0 || command.stages[position] !== stage.running) continue;
      if (askedFor === command.id) continue;
      command.stages[position] = stage.resultHeld;
      command.heldResults.set(position, { status: 'Failed', exitCode: 1, wasInterrupted: true });
    }
  }
}
