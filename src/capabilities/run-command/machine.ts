/**
 * Run Command: a command spreads over its targets, each invocation is delivered, runs and reports, or does not.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html, read together.
 */
import { resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { Cohort } from '../../world/fleet-state.ts';
import { CohortStreams, type Simulation } from '../simulation.ts';
import { AgentQueues } from './agent-queues.ts';
import { DeadlineWatch } from './deadlines.ts';
import { documentObstacle, runOfDocument } from './document-runs.ts';
import { documentFacts, executionTimeoutSeconds } from './documents.ts';
import { type CommandRequest, isInstall, isScan } from './request.ts';
import { resolveCommand } from './resolve.ts';
import {
  Command,
  commandStatusAtEnd,
  countsAsError,
  type HeldResult,
  type InvocationStatus,
  stage,
} from './state.ts';

export class RunCommand {
  readonly commands: Command[] = [];
  /** Calls that AWS refused, with its error's name. */
  readonly refused: { readonly request: CommandRequest; readonly error: string; readonly atMs: number }[] =
    [];
  /** Nodes that a command's criteria meant while they were not managed, by command. */
  readonly missed = new Map<string, readonly number[]>();

  private readonly simulation: Simulation;
  private readonly active = new Set<Command>();
  private readonly queues: AgentQueues;
  private readonly deliveryWatch: DeadlineWatch;
  private readonly totalWatch: DeadlineWatch;
  private readonly ackPatience: Sampler;
  /** By purpose, then by the task or action. */
  private readonly streams = new Map<string, Map<string, CohortStreams>>();
  private readonly settleDue: EventType;
  private readonly deliveryDue: EventType;
  private readonly undeliverableDue: EventType;
  private readonly patienceDue: EventType;
  private readonly runDue: EventType;
  private readonly cancelDue: EventType;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, facts, scenario } = simulation;
    this.queues = new AgentQueues(simulation.fleet.count);
    this.ackPatience = samplerOf(scenario.model.rateControl.ackPatience);

    const on = (name: string, handle: (position: number, command: Command) => void) =>
      kernel.on(name, (position, index) => handle(position, this.commands[index]!));
    this.settleDue = on('run-command/settled', (_, command) => this.settle(command));
    this.deliveryDue = on('run-command/delivery-due', (position, command) => this.deliver(command, position));
    this.undeliverableDue = on('run-command/undeliverable-due', (position, command) => {
      if (command.stages[position] === stage.sent) this.end(command, position, 'Undeliverable', -1);
    });
    this.patienceDue = on('run-command/patience-ended', (batch, command) => {
      command.rollout.onPatienceEnded(batch);
      this.touch(command);
    });
    this.runDue = on('run-command/run-due', (position, command) => this.finishRun(command, position));
    this.cancelDue = on('run-command/cancel-due', (position, command) => this.kill(command, position));
    this.deliveryWatch = new DeadlineWatch(kernel, 'run-command/delivery-timeout-due', (index, position) => {
      const command = this.commands[index]!;
      if (command.stages[position] === stage.sent) this.end(command, position, 'DeliveryTimedOut', -1);
    });
    this.totalWatch = new DeadlineWatch(kernel, 'run-command/total-timeout-due', (index, position) => {
      const command = this.commands[index]!;
      if (command.stages[position] !== stage.ended) this.end(command, position, 'DeliveryTimedOut', -1);
    });

    facts.commandRequested.listen((request) => this.start(request));
    facts.cancelRequested.listen((id, nodes) => this.cancel(id, nodes));
    facts.invocationsClosed.listen((id) => this.close(id));
    facts.operationFinished.listen((node, command, exitCode) =>
      this.finishOperation(node, command, exitCode),
    );
    facts.nodeOnline.listen((node) => this.onNodeOnline(node));
    facts.nodeWentDown.listen((node, reason) => this.onNodeDown(node, reason));
    facts.nodeBooted.listen((node) => this.countDown(node, -1));
    // Gone is not down: it no longer counts as a target that will be back.
    facts.nodeTerminated.listen((node) => this.countDown(node, -1));
  }

  /** Everything as before the first event, for the next replication. */
  clear(): void {
    this.commands.length = 0;
    this.refused.length = 0;
    this.missed.clear();
    this.active.clear();
    this.queues.clear();
  }

  private start(request: CommandRequest): void {
    const { kernel, facts, scenario, fleet } = this.simulation;
    const { nodes, missed, error } = resolveCommand(this.simulation, request);
    this.missed.set(request.id, missed);
    if (error !== null) {
      this.refused.push({ request, error, atMs: kernel.nowMs });
      facts.commandRefused.tell(request, error);
      return;
    }
    const { dispatch, halt, rounding } = scenario.model.rateControl;
    const command = new Command({
      request,
      index: this.commands.length,
      nodes,
      rollout: {
        targetCount: nodes.length,
        maxConcurrencyCount: resolveMaxConcurrency(request.maxConcurrency, nodes.length, rounding),
        maxErrorsCount: resolveMaxErrors(request.maxErrors, nodes.length, rounding),
        dispatch,
        halt,
      },
      createdMs: kernel.nowMs,
    });
    this.commands.push(command);
    this.active.add(command);
    command.status = 'InProgress';
    for (const node of nodes) if (fleet.isDown(node)) command.downCount += 1;
    facts.commandStarted.tell(command);
    this.touch(command);
  }

  /** Everything else that happens at this instant comes first; then slots are refilled and peaks are read. */
  private touch(command: Command): void {
    if (command.isSettling || !this.active.has(command)) return;
    command.isSettling = true;
    this.simulation.kernel.whenInstantEnds(this.settleDue, 0, command.index);
  }

  private settle(command: Command): void {
    command.isSettling = false;
    const { rollout } = command;
    if (rollout.isHalted && command.haltedMs === null) this.halt(command);
    const sendCount = rollout.sendCountNow();
    if (sendCount > 0) this.send(command, sendCount);
    command.peakConcurrencyCount = Math.max(command.peakConcurrencyCount, rollout.inFlightCount);
    command.peakDownCount = Math.max(command.peakDownCount, command.downCount);
    if (rollout.isFinished) this.finish(command);
  }

  private send(command: Command, count: number): void {
    const { kernel, scenario } = this.simulation;
    const { rollout } = command;
    const first = rollout.sentCount;
    rollout.onSent(count);
    const batchNumber = rollout.batchNumber;
    for (let position = first; position < first + count; position += 1) {
      command.markSent(position, batchNumber, kernel.nowMs);
      this.sendOne(command, position);
    }
    const { timeoutSeconds } = command.request;
    this.deliveryWatch.start(command, timeoutSeconds * 1000);
    this.totalWatch.start(command, (timeoutSeconds + this.executionSeconds(command)) * 1000);
    if (batchNumber > 0 && scenario.model.rateControl.dispatch === 'ramp') {
      const stream = this.simulation.random.stream('run-command/ack-patience', command.request.sourceId);
      const patienceMs = this.ackPatience.durationMs(stream, batchNumber, command.request.occurrence);
      kernel.schedule(kernel.nowMs + patienceMs, this.patienceDue, batchNumber, command.index);
    }
  }

  private sendOne(command: Command, position: number): void {
    const { kernel, facts, nodes: view, fleet, groupModels } = this.simulation;
    const node = command.nodes[position]!;
    facts.invocationSent.tell(node, command);
    if (command.request.isAccessDenied) return this.end(command, position, 'AccessDenied', -1);
    const group = fleet.cohortOf(node);
    const obstacle = this.obstacleOn(command, group);
    if (obstacle === 'UNSUPPORTED_PLATFORM') return this.end(command, position, 'InvalidPlatform', -1);
    const model = groupModels[group.groupIndex]!;
    if (view.pingStatus(node) !== 'Online') {
      const stream = this.streamsOf('run-command/undeliverable', command).of(node);
      const { occurrence, part } = command.request;
      const delayMs = model.undeliverableAfter.durationMs(stream, fleet.ordinalOf(node), occurrence, part);
      if (delayMs === 0) return this.end(command, position, 'Undeliverable', -1);
      kernel.schedule(kernel.nowMs + delayMs, this.undeliverableDue, position, command.index);
      return;
    }
    const stream = this.streamsOf('run-command/delivery', command).of(node);
    const { occurrence, part } = command.request;
    const delayMs = model.delivery.durationMs(stream, fleet.ordinalOf(node), occurrence, part);
    kernel.schedule(kernel.nowMs + delayMs, this.deliveryDue, position, command.index);
  }

  /** The message arrives, if anybody is there; else it waits until the node answers, or its time is over. */
  private deliver(command: Command, position: number): void {
    if (command.stages[position] !== stage.sent) return;
    const node = command.nodes[position]!;
    if (!this.simulation.nodes.isReachable(node)) return;
    const place = this.queues.offer(node, { command, position });
    if (place === 'refused') return;
    this.acknowledge(command, position);
    if (place === 'run') this.run(command, position);
    else command.stages[position] = stage.queued;
  }

  private acknowledge(command: Command, position: number): void {
    const { kernel, facts } = this.simulation;
    command.changeStatus(position, 'InProgress');
    command.acknowledgedMs[position] = kernel.nowMs;
    command.acknowledgedCount += 1;
    command.answerBatch(position);
    facts.invocationAcknowledged.tell(command.nodes[position]!, command);
    this.touch(command);
  }

  private run(command: Command, position: number): void {
    const { kernel, facts, fleet, groupModels } = this.simulation;
    const node = command.nodes[position]!;
    const { request } = command;
    command.stages[position] = stage.running;
    facts.invocationStarted.tell(node, command);
    const cohort = fleet.cohortOf(node);
    if (this.obstacleOn(command, cohort) !== null) {
      command.tooOldAgents.add(cohort.groupIndex);
      return this.report(command, position, { status: 'Failed', exitCode: 1, wasInterrupted: false });
    }
    if (isInstall(request) || isScan(request)) {
      facts.operationStarted.tell(node, command, this.executionSeconds(command) * 1000);
      return;
    }
    const { durationMs } = runOfDocument(this.streamsOf.bind(this), groupModels[cohort.groupIndex]!, {
      command,
      node,
      ordinal: fleet.ordinalOf(node),
    });
    const limitMs = this.executionSeconds(command) * 1000;
    kernel.schedule(kernel.nowMs + Math.min(durationMs, limitMs), this.runDue, position, command.index);
  }

  /** The run is over, or its execution timeout is: a run exactly as long as the timeout has succeeded. */
  private finishRun(command: Command, position: number): void {
    const held = command.heldResults.has(position);
    if (command.stages[position] !== stage.running || held) return;
    const { fleet, groupModels } = this.simulation;
    const node = command.nodes[position]!;
    const model = groupModels[fleet.cohortOf(node).groupIndex]!;
    const { durationMs, isFailing } = runOfDocument(this.streamsOf.bind(this), model, {
      command,
      node,
      ordinal: fleet.ordinalOf(node),
    });
    const platformExit = fleet.groupOf(node).os === 'WINDOWS' ? -1 : 137;
    if (durationMs > this.executionSeconds(command) * 1000) {
      return this.report(command, position, {
        status: 'ExecutionTimedOut',
        exitCode: platformExit,
        wasInterrupted: false,
      });
    }
    this.report(command, position, {
      status: isFailing ? 'Failed' : 'Success',
      exitCode: isFailing ? 1 : 0,
      wasInterrupted: false,
    });
  }

  private finishOperation(node: number, command: Command, exitCode: number | null): void {
    const position = command.positionOf(node);
    if (command.stages[position] !== stage.running) return;
    const status: InvocationStatus =
      exitCode === null ? 'ExecutionTimedOut' : exitCode === 0 ? 'Success' : 'Failed';
    this.report(command, position, { status, exitCode: exitCode ?? 137, wasInterrupted: false });
  }

  /** The agent reports a result, at once or as soon as somebody hears it. */
  private report(command: Command, position: number, result: HeldResult): void {
    const node = command.nodes[position]!;
    if (command.stages[position] === stage.ended) return;
    if (!this.simulation.nodes.isReachable(node)) {
      command.stages[position] = stage.resultHeld;
      command.heldResults.set(position, result);
      return;
    }
    if (result.wasInterrupted) command.interrupted.add(position);
    this.end(command, position, result.status, result.exitCode ?? 0);
  }

  private end(command: Command, position: number, status: InvocationStatus, exitCode: number): void {
    const { kernel, facts } = this.simulation;
    const node = command.nodes[position]!;
    const previous = command.stages[position]!;
    command.stages[position] = stage.ended;
    command.heldResults.delete(position);
    command.changeStatus(position, status);
    command.exitCodes[position] = exitCode;
    command.endedMs[position] = kernel.nowMs;
    command.lastEndedMs = kernel.nowMs;
    command.answerBatch(position);
    command.rollout.onFinished(countsAsError(status));
    facts.invocationFinished.tell(node, command, { status, exitCode });
    if (previous === stage.running || previous === stage.resultHeld) this.queues.release(node);
    if (previous === stage.queued) this.queues.remove(node, command, position);
    if (previous === stage.running || previous === stage.resultHeld) this.runNext(node);
    this.touch(command);
  }

  /** Workers of the agent are free: commands in its buffer run, and those outside move up. */
  private runNext(node: number): void {
    if (!this.simulation.nodes.isReachable(node)) return;
    for (let next = this.queues.takeNext(node); next !== undefined; next = this.queues.takeNext(node)) {
      this.run(next.command, next.position);
    }
    // What has ended meanwhile is passed over.
    for (let next = this.queues.takeRefused(node); next !== undefined; next = this.queues.takeRefused(node)) {
      this.deliver(next.command, next.position);
    }
  }

  /** #send-commands-maxerrors: nodes not yet sent to never are; those that run are allowed to finish. */
  private halt(command: Command): void {
    command.haltedMs = this.simulation.kernel.nowMs;
    this.endUnsent(command, 'Terminated');
    this.simulation.facts.commandHalted.tell(command);
  }

  private endUnsent(command: Command, status: 'Terminated' | 'Cancelled'): void {
    for (let position = command.rollout.sentCount; position < command.targetCount; position += 1) {
      if (command.stages[position] !== stage.unsent) continue;
      command.stages[position] = stage.ended;
      command.changeStatus(position, status);
      if (status === 'Cancelled') command.unsentCancelledCount += 1;
    }
  }

  private finish(command: Command): void {
    const { kernel, facts } = this.simulation;
    this.active.delete(command);
    command.status = commandStatusAtEnd(command);
    command.finishedMs = kernel.nowMs;
    facts.commandFinished.tell(command);
  }

  /** The cutoff stops new invocations; those that are out go on. */
  private close(id: string): void {
    const command = this.findActive(id);
    if (command === undefined || command.rollout.isHalted) return;
    command.rollout.isClosed = true;
    this.endUnsent(command, 'Cancelled');
    this.touch(command);
  }

  /**
   * CancelCommand: what was not sent never is; what runs is asked to stop, best effort.
   * https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html
   */
  private cancel(id: string, nodes: readonly number[] | null): void {
    const command = this.findActive(id);
    if (command === undefined) return;
    const { kernel, fleet, groupModels } = this.simulation;
    if (nodes === null) {
      command.isCancelling = true;
      command.status = 'Cancelling';
      command.rollout.isClosed = true;
      if (!command.rollout.isHalted) this.endUnsent(command, 'Cancelled');
    }
    const positions = nodes?.map((node) => command.positionOf(node)) ?? command.stages.keys();
    for (const position of positions) {
      if (position < 0 || position >= command.rollout.sentCount) continue;
      if (command.stages[position] === stage.ended) continue;
      if (command.stages[position] === stage.sent) {
        this.end(command, position, 'Cancelled', -1);
        continue;
      }
      const node = command.nodes[position]!;
      const stream = this.streamsOf('run-command/cancel', command).of(node);
      const model = groupModels[fleet.cohortOf(node).groupIndex]!;
      const delayMs = model.delivery.durationMs(
        stream,
        fleet.ordinalOf(node),
        command.request.occurrence,
        command.request.part,
      );
      kernel.schedule(kernel.nowMs + delayMs, this.cancelDue, position, command.index);
    }
    this.touch(command);
  }

  /** The cancellation arrives: the agent kills the process. A node that does not hear it goes on. */
  private kill(command: Command, position: number): void {
    const node = command.nodes[position]!;
    if (command.stages[position] === stage.ended || !this.simulation.nodes.isReachable(node)) return;
    const wasRunning = command.stages[position] === stage.running;
    if (wasRunning) this.simulation.facts.operationKilled.tell(node, command);
    if (command.stages[position] === stage.ended) return;
    const exitCode = this.simulation.fleet.groupOf(node).os === 'WINDOWS' ? -1 : 137;
    this.end(command, position, 'Cancelled', exitCode);
  }

  private onNodeOnline(node: number): void {
    for (const command of this.active) {
      const position = command.positionOf(node);
      if (position < 0) continue;
      const held = command.heldResults.get(position);
      if (held !== undefined) this.report(command, position, held);
      else if (command.stages[position] === stage.sent) this.deliver(command, position);
    }
    this.runNext(node);
  }

  /**
   * What runs while the node goes down is cut off and fails once the agent is back, unless it is the patch operation
   * that asked for the reboot.
   */
  private onNodeDown(node: number, reason: string): void {
    this.countDown(node, 1);
    for (const command of this.active) {
      const position = command.positionOf(node);
      if (position < 0 || command.stages[position] !== stage.running) continue;
      if (reason === `patching ${command.id}`) continue;
      command.stages[position] = stage.resultHeld;
      command.heldResults.set(position, { status: 'Failed', exitCode: 1, wasInterrupted: true });
    }
  }

  private countDown(node: number, change: number): void {
    for (const command of this.active) {
      if (command.positionOf(node) < 0) continue;
      command.downCount += change;
      this.touch(command);
    }
  }

  /** The same for every node of a group: looked up once for each. */
  private obstacleOn(command: Command, { group, groupIndex }: Cohort): ReturnType<typeof documentObstacle> {
    let obstacle = command.obstacles.get(groupIndex);
    if (obstacle === undefined) {
      obstacle = documentObstacle(command.request.documentName, group);
      command.obstacles.set(groupIndex, obstacle);
    }
    return obstacle;
  }

  private findActive(id: string): Command | undefined {
    for (const command of this.active) if (command.id === id) return command;
    return undefined;
  }

  private executionSeconds(command: Command): number {
    const { documentName, parameters } = command.request;
    return executionTimeoutSeconds(documentFacts(documentName), parameters);
  }

  private streamsOf(purpose: string, command: Command): CohortStreams {
    const { sourceId } = command.request;
    let bySource = this.streams.get(purpose);
    if (bySource === undefined) {
      bySource = new Map();
      this.streams.set(purpose, bySource);
    }
    let streams = bySource.get(sourceId);
    if (streams === undefined) {
      streams = new CohortStreams(this.simulation, purpose, sourceId);
      bySource.set(sourceId, streams);
    }
    return streams;
  }
}
