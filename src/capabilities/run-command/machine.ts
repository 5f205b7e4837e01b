/**
 * Run Command: a command spreads over its targets under rate control, halts, is cancelled, or comes to its end.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/cancel-run-command.html
 */

import { resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import type { CauseId } from '../../capability/causes.ts';
import { documentOf } from '../../capability/documents.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import { runFacts, type ToldOfUnfinished, toldAtEnd } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import { nodeFacts } from '../managed-nodes/facts.ts';
import { sendsFor } from '../parameter-store/facts.ts';
import { type CommandsView, commandsView, type RefusedCommand } from './commands-view.ts';
import { DeadlineWatch, totalTimeoutMs } from './deadlines.ts';
import { commandFacts } from './events.ts';
import { Invocations } from './invocations.ts';
import { type RateControlModel, rateControlModel } from './model.ts';
import type { CommandRequest } from './request.ts';
import { resolveCommand } from './resolve.ts';
import { inProgress } from './run-ends.ts';
import { Command, commandStatusAtEnd, stage } from './state.ts';
import type { CancelReason } from './statuses.ts';
import { changeCommandStatus } from './statuses.ts';
import { Timeline } from './timeline.ts';

export class RunCommand implements CommandsView {
  readonly commands: Command[] = [];
  /** Calls that AWS refused, with its error's name. */
  readonly refused: RefusedCommand[] = [];
  /** Nodes that a command's criteria meant while they were not managed, by command. */
  readonly missed = new Map<string, readonly number[]>();

  readonly timeline: Timeline | null;

  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof commandFacts>;
  private readonly runs: FactsIn<typeof runFacts>;
  /** In the order in which they were sent; one leaves only when an instant ends, so a walk over the list misses none. */
  private readonly active: Command[] = [];
  private readonly invocations: Invocations;
  private readonly totalWatch: DeadlineWatch;
  private readonly rateControl: RateControlModel;
  private readonly ackPatience: Sampler;
  private readonly settleDue: EventType;
  private readonly patienceDue: EventType;
  private readonly alarms: AlarmWatch<Command>;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(commandFacts);
    this.runs = simulation.facts.of(runFacts);
    const { commands, active } = this;
    const { kernel, facts, scenario, views } = simulation;
    views.provide(commandsView, this);
    this.timeline = simulation.recording.timeline ? new Timeline(simulation) : null;
    this.rateControl = modelIn(scenario, rateControlModel);
    this.ackPatience = samplerOf(this.rateControl.ackPatience);
    this.invocations = new Invocations(simulation, {
      commands,
      active,
      onChange: (command) => this.touch(command),
    });
    this.settleDue = kernel.on('run-command/settled', (_, index) => this.refill(commands[index]!));
    this.patienceDue = kernel.on('run-command/patience-ended', (batch, index) => {
      commands[index]!.rollout.onPatienceEnded(batch);
      this.touch(commands[index]!);
    });
    this.totalWatch = new DeadlineWatch(kernel, (index, position) =>
      this.invocations.expire(commands[index]!, position),
    );

    this.alarms = new AlarmWatch(simulation, 'run-command/alarm-poll-due', (command) =>
      this.stop(command, 'STOPPED_BY_ALARM'),
    );
    this.runs.unfinishedAsked.listen((told) => this.tellUnfinished(told));
    facts.of(commandFacts).commandRequested.listen((request) => this.start(request));
    facts.of(commandFacts).cancelRequested.listen((id, nodes, reason) => this.cancel(id, nodes, reason));
    facts.of(commandFacts).invocationsClosed.listen((id, reason) => this.close(id, reason));
    facts.of(nodeFacts).nodeWentDown.listen((node) => this.countDown(node, 1));
    facts.of(nodeFacts).nodeBooted.listen((node) => this.countDown(node, -1));
    // Gone is not down.
    facts.of(nodeFacts).nodeTerminated.listen((node) => this.countDown(node, -1));
  }

  /** Everything as before the first event, for the next replication. */
  clear(): void {
    this.commands.length = 0;
    this.refused.length = 0;
    this.missed.clear();
    this.active.length = 0;
    this.alarms.clear();
    this.invocations.clear();
  }

  /** What was sent or still to be sent when the simulation ended is in progress. */
  settle(): void {
    this.tellUnfinished(toldAtEnd(this.runs));
  }

  private tellUnfinished({ runEnded }: ToldOfUnfinished): void {
    for (const command of this.active) {
      for (let position = 0; position < command.targetCount; position += 1) {
        if (command.stages[position] === stage.ended) continue;
        runEnded(command.nodes[position]!, command.request, inProgress);
      }
    }
  }

  /** What is still running at the end of the run, or at this moment. */
  unfinished(): readonly Command[] {
    return [...this.active];
  }

  private start(written: CommandRequest): void {
    const { kernel, scenario, fleet } = this.simulation;
    const { request, error: lookUpError } = sendsFor(this.simulation, written);
    const { nodes, missed, error: targetError, refusedFor } = resolveCommand(this.simulation, request);
    this.missed.set(request.id, missed);
    const error = lookUpError ?? targetError;
    if (error !== null) {
      this.refused.push({ request, error, nodes: refusedFor, atMs: kernel.nowMs });
      this.facts.commandRefused.tell(request, error);
      this.runs.nodesLeftOut.tell({ ...request, nodes: missed, cause: 'DELIVERY_FAILED' });
      return;
    }
    const { dispatch, halt, rounding } = this.rateControl;
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
      document: documentOf(scenario, request.documentName),
    });
    this.commands.push(command);
    this.active.push(command);
    changeCommandStatus(command, 'InProgress');
    for (const node of nodes) if (fleet.isDown(node)) command.downCount += 1;
    this.facts.commandStarted.tell(command);
    // Silently not among the targets, since the service does not list them.
    this.runs.nodesLeftOut.tell({ ...request, nodes: missed, cause: 'DELIVERY_FAILED' });
    const { words, alarm, account } = request.source;
    if (!this.alarms.begin(command, words.name, alarm, account)) this.stop(command, 'ALARM_ACTIVE');
    this.touch(command);
  }

  /** Everything else that happens at this instant comes first; then slots are refilled and peaks are read. */
  private touch(command: Command): void {
    if (command.isSettling || command.isFinished) return;
    command.isSettling = true;
    this.simulation.kernel.whenInstantEnds(this.settleDue, 0, command.index);
  }

  private refill(command: Command): void {
    command.isSettling = false;
    if (command.isFinished) return;
    const { rollout } = command;
    if (rollout.isHalted && command.haltedMs === null) this.halt(command);
    const sendCount = rollout.sendCountNow();
    if (sendCount > 0) this.send(command, sendCount);
    command.peakConcurrencyCount = Math.max(command.peakConcurrencyCount, rollout.inFlightCount);
    command.peakDownCount = Math.max(command.peakDownCount, command.downCount);
    if (rollout.isFinished) this.finish(command);
  }

  private send(command: Command, count: number): void {
    const { kernel } = this.simulation;
    const { rollout } = command;
    const first = rollout.sentCount;
    rollout.onSent(count);
    const batchNumber = rollout.batchNumber;
    for (let position = first; position < first + count; position += 1) {
      if (command.stages[position] === stage.ended) {
        // Its turn has come, but it was cancelled before.
        rollout.onAnswered(batchNumber);
        rollout.onFinished(false);
        this.touch(command);
        continue;
      }
      command.markSent(position, batchNumber, kernel.nowMs);
      this.invocations.send(command, position);
    }
    this.totalWatch.start(command, totalTimeoutMs(command));
    if (batchNumber > 0 && this.rateControl.dispatch === 'ramp') {
      const stream = this.simulation.random.stream('run-command/ack-patience', command.request.source.id);
      const patienceMs = this.ackPatience.durationMs(stream, batchNumber, command.request.occurrence);
      kernel.schedule(kernel.nowMs + patienceMs, this.patienceDue, batchNumber, command.index);
    }
  }

  /** #send-commands-maxerrors: nodes not yet sent to never are; those that run are allowed to finish. */
  private halt(command: Command): void {
    command.haltedMs = this.simulation.kernel.nowMs;
    this.endUnsent(command, 'Terminated', 'HALTED_BY_MAX_ERRORS');
    this.facts.commandHalted.tell(command);
  }

  /** The first to withdraw a target is the reason: a halted one stays halted, whatever is cancelled after that. */
  private endUnsent(command: Command, status: 'Terminated' | 'Cancelled', cause: CauseId): void {
    const { nodes, request, rollout } = command;
    const { nowMs } = this.simulation.kernel;
    const withdrawn = nodes
      .subarray(rollout.sentCount)
      .filter((_, index) => command.withdraw(rollout.sentCount + index, status, nowMs));
    this.runs.nodesLeftOut.tell({ ...request, nodes: withdrawn, cause });
  }

  private finish(command: Command): void {
    const { kernel } = this.simulation;
    this.active.splice(this.active.indexOf(command), 1);
    changeCommandStatus(command, commandStatusAtEnd(command));
    command.finishedMs = kernel.nowMs;
    this.alarms.end(command);
    this.facts.commandFinished.tell(command);
  }

  /** The cutoff stops new invocations; those that are out go on. */
  private close(id: string, reason: CancelReason): void {
    const command = this.findActive(id);
    if (command === undefined || command.rollout.isHalted) return;
    command.rollout.isClosed = true;
    this.endUnsent(command, 'Cancelled', reason.cause);
    this.touch(command);
  }

  /** Pending invocations do not run once the alarm is in ALARM; what was sent goes on. */
  private stop(command: Command, cause: CauseId): void {
    if (command.isFinished || command.rollout.isHalted || command.rollout.isClosed) return;
    command.rollout.isClosed = true;
    command.stopped = { atMs: this.simulation.kernel.nowMs, cause };
    this.facts.commandStopped.tell(command, cause);
    this.endUnsent(command, 'Cancelled', cause);
    this.touch(command);
  }

  /** CancelCommand: what was not sent never is; what runs is asked to stop. `nodes` null: all of them. */
  private cancel(id: string, nodes: readonly number[] | null, reason: CancelReason): void {
    const command = this.findActive(id);
    if (command === undefined) return;
    if (nodes === null) {
      // What ends at once is told why: the first to cancel is the reason.
      if (command.status !== 'Cancelling') command.cancelledFor = reason.cause;
      if (command.status !== 'Cancelling') changeCommandStatus(command, 'Cancelling');
      command.rollout.isClosed = true;
      this.endUnsent(command, 'Cancelled', reason.cause);
      for (let position = 0; position < command.rollout.sentCount; position += 1) {
        this.invocations.cancel(command, position);
      }
    } else for (const node of nodes) this.cancelOne(command, node);
    this.touch(command);
  }

  private cancelOne(command: Command, node: number): void {
    const position = command.positionOf(node);
    if (position < 0) return;
    if (position < command.rollout.sentCount) return this.invocations.cancel(command, position);
    if (command.withdraw(position, 'Cancelled', this.simulation.kernel.nowMs)) {
      this.facts.invocationFinished.tell(node, command, { status: 'Cancelled', exitCode: null });
      this.invocations.tellEnd(command, position, 'Cancelled');
    }
  }

  private countDown(node: number, change: number): void {
    for (const command of this.active) {
      if (command.positionOf(node) < 0) continue;
      command.downCount += change;
      this.touch(command);
    }
  }

  private findActive(id: string): Command | undefined {
    return this.active.find((command) => command.id === id);
  }
}
