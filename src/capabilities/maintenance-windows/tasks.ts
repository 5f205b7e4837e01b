/**
 * One task of one execution: its target groups have their turn one after another, by command or by runs of a service.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterTaskWithMaintenanceWindow.html
 */

import type { CauseId } from '../../capability/causes.ts';
import { runFacts, type ToldOfUnfinished, toldAtEnd } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import type { CancelReason, Command, CommandRequest } from '../run-command/facts.ts';
import { commandFacts, rolloutCauses } from '../run-command/facts.ts';
import { commandIdOf, commandRequestOf } from './commands.ts';
import { windowFacts } from './events.ts';
import { roleObstacle } from './roles.ts';
import { atCutoff, invocationStatusOf } from './rules.ts';
import { ServiceTasks } from './service-tasks.ts';
import {
  changeExecutionStatus,
  type ExecutionStatus,
  noInvocations,
  type TaskExecution,
  unsentOf,
} from './state.ts';
import { targetsOfGroup } from './task-targets.ts';

const byCutoff: CancelReason = { by: 'cutoff', cause: 'CUTOFF' };
const causesLeftOut = {
  alarm: 'STOPPED_BY_ALARM',
  'active alarm': 'ALARM_ACTIVE',
  halt: rolloutCauses.halted,
  cutoff: 'CUTOFF',
  refused: rolloutCauses.cancelled,
  cancelled: rolloutCauses.cancelled,
} as const;

export class Tasks {
  private readonly simulation: Simulation;
  private readonly onFinished: (task: TaskExecution) => void;
  private readonly services: ServiceTasks;
  /** Of tasks that run in the service; the commands of others have their own. */
  private readonly alarms: AlarmWatch<TaskExecution>;
  /** By id of the command that runs for it now. */
  private readonly byCommand = new Map<string, TaskExecution>();

  constructor(simulation: Simulation, onFinished: (task: TaskExecution) => void) {
    this.simulation = simulation;
    this.onFinished = onFinished;
    this.services = new ServiceTasks(simulation, {
      onFinished: (task, end) => this.finishGroup(task, end, end.isHalted ? 'FAILED' : 'SUCCESS'),
      onLeftOut: (task, nodes, reason) =>
        this.tell(task, nodes, causesLeftOut[reason], toldAtEnd(simulation.facts.of(runFacts))),
    });
    simulation.facts.of(commandFacts).commandFinished.listen((command) => this.onCommandFinished(command));
    simulation.facts
      .of(commandFacts)
      .commandRefused.listen((request, error) => this.onCommandRefused(request, error));
    simulation.facts.of(commandFacts).commandStopped.listen(({ id }, cause) => {
      const task = this.byCommand.get(id);
      if (task !== undefined) this.stop(task, cause === 'ALARM_ACTIVE' ? 'active alarm' : 'alarm');
    });
    this.alarms = new AlarmWatch(simulation, 'maintenance-windows/alarm-poll-due', (task) => {
      this.stop(task, 'alarm');
      this.services.startNoMore(task, 'alarm');
    });
    simulation.facts.of(commandFacts).commandHalted.listen(({ id }) => {
      const task = this.byCommand.get(id);
      if (task !== undefined) this.leaveOutRest(task, 'halt');
    });
  }

  clear(): void {
    this.byCommand.clear();
    this.alarms.clear();
    this.services.clear();
  }

  start(task: TaskExecution): void {
    const { kernel, facts, scenario } = this.simulation;
    changeExecutionStatus(task, 'IN_PROGRESS');
    task.startedMs = kernel.nowMs;
    facts.of(windowFacts).taskStarted.tell(task);
    const obstacle = roleObstacle(scenario, task.task);
    if (obstacle === null && this.mayBegin(task)) return this.startGroup(task);
    if (obstacle === null) return this.finish(task);
    task.statusDetails = obstacle;
    task.hasFailed = true;
    this.leaveOut(task, 'refused');
    this.finish(task);
  }

  /** Whether its alarm lets it begin. Run Command asks for the alarms of commands. */
  private mayBegin(task: TaskExecution): boolean {
    const { words, alarm, account } = task.source;
    if (task.task.taskType === 'RUN_COMMAND') return true;
    if (this.alarms.begin(task, words.name, alarm, account)) return true;
    this.stop(task, 'active alarm', task.groupIndex);
    return false;
  }

  /** ASSUMPTION alarm-task-status: what its alarm has stopped is CANCELLED, and so is its execution. */
  private stop(task: TaskExecution, reason: 'alarm' | 'active alarm', first = task.groupIndex + 1): void {
    task.startsNoMore = true;
    task.isStopped = true;
    task.statusDetails = `Its alarm ${task.source.alarm?.alarm ?? ''} is in ALARM, or cannot be read.`;
    if (task.isRestLeftOut) return;
    task.isRestLeftOut = true;
    this.leaveOut(task, reason, first);
  }

  /** ASSUMPTION task-after-cutoff: a task whose turn comes too late is TIMED_OUT, and so is its execution. */
  timeOut(task: TaskExecution): void {
    const { kernel, facts } = this.simulation;
    changeExecutionStatus(task, 'TIMED_OUT');
    task.finishedMs = kernel.nowMs;
    this.leaveOut(task, 'cutoff');
    facts.of(windowFacts).taskFinished.tell(task);
  }

  /** CancelMaintenanceWindowExecution: its turn had not come. */
  cancel(task: TaskExecution): void {
    changeExecutionStatus(task, 'CANCELLED');
    task.finishedMs = this.simulation.kernel.nowMs;
    this.leaveOut(task, 'cancelled');
    this.simulation.facts.of(windowFacts).taskFinished.tell(task);
  }

  cutOff(task: TaskExecution, stops: 'tasks' | 'invocations'): void {
    const { facts } = this.simulation;
    const effect = atCutoff(task.task, stops);
    if (effect === 'continues') return;
    task.startsNoMore = true;
    this.leaveOutRest(task, 'cutoff');
    // AWS: with CANCEL_TASK, tasks that are not completed are TIMED_OUT, whatever their invocations come to.
    if (task.task.cutoffBehavior === 'CANCEL_TASK') task.isCutShort = true;
    if (task.task.taskType !== 'RUN_COMMAND') return this.services.startNoMore(task, 'cutoff');
    const id = commandIdOf(task);
    if (effect === 'isCancelled') facts.of(commandFacts).cancelRequested.tell(id, null, byCutoff);
    else facts.of(commandFacts).invocationsClosed.tell(id, byCutoff);
  }

  private startGroup(task: TaskExecution): void {
    this.simulation.facts.of(windowFacts).targetStarted.tell(task, task.groupIndex);
    if (task.task.taskType !== 'RUN_COMMAND') return this.services.start(task);
    const { kernel, scenario, facts } = this.simulation;
    const request = commandRequestOf(scenario, task, kernel.nowMs);
    this.byCommand.set(request.id, task);
    facts.of(commandFacts).commandRequested.tell(request);
  }

  private onCommandFinished(command: Command): void {
    const task = this.byCommand.get(command.id);
    if (task === undefined) return;
    this.byCommand.delete(command.id);
    task.commands.push(command);
    if (command.status === 'Failed') task.hasFailed = true;
    if (command.status === 'DeliveryTimedOut') task.hasTimedOut = true;
    if (command.status === 'NoInstancesInTag') task.statusDetails = noInvocations;
    const isCutShort = task.startsNoMore && command.unsentCancelledCount > 0;
    const status = invocationStatusOf(command.status);
    this.finishGroup(task, { isHalted: command.rollout.isHalted, isCutShort }, status);
  }

  /** SendCommand was refused: nothing ran on any node of this target group. */
  private onCommandRefused(request: CommandRequest, error: string): void {
    const task = this.byCommand.get(request.id);
    if (task === undefined) return;
    this.byCommand.delete(request.id);
    task.statusDetails = error;
    task.hasFailed = true;
    this.leaveOut(task, 'refused', task.groupIndex, task.groupIndex + 1);
    this.finishGroup(task, { isHalted: false, isCutShort: false }, 'FAILED');
  }

  /** A rollout that was halted ends the task; otherwise the next target group has its turn. */
  private finishGroup(
    task: TaskExecution,
    end: { isHalted: boolean; isCutShort: boolean },
    status: ExecutionStatus,
  ): void {
    this.simulation.facts.of(windowFacts).targetFinished.tell(task, task.groupIndex, status);
    const isLast = task.groupIndex + 1 >= task.task.targetGroups.length;
    if (end.isCutShort || (task.startsNoMore && !isLast)) task.isCutShort = true;
    const isOver = isLast || end.isHalted || task.startsNoMore;
    if (isOver) this.leaveOutRest(task, end.isHalted ? 'halt' : 'cutoff');
    task.groupIndex += 1;
    if (isOver) this.finish(task);
    else this.startGroup(task);
  }

  /** The turn of the groups after this one will never come: that is settled now, however long this one takes to end. */
  private leaveOutRest(task: TaskExecution, reason: 'halt' | 'cutoff'): void {
    if (task.isRestLeftOut) return;
    task.isRestLeftOut = true;
    this.leaveOut(task, reason, task.groupIndex + 1);
  }

  /** Target groups whose turn has not come never have it: their nodes are counted as never sent to. */
  private leaveOut(
    task: TaskExecution,
    reason: keyof typeof causesLeftOut,
    first = task.groupIndex,
    end = task.task.targetGroups.length,
  ): void {
    this.tellLeftOut(
      task,
      [first, end],
      causesLeftOut[reason],
      toldAtEnd(this.simulation.facts.of(runFacts)),
    );
    const nodes = this.targetsOf(task, first, end);
    if (nodes.length === 0) return;
    task.neverSent.push({ nodes, reason, atMs: this.simulation.kernel.nowMs });
    this.simulation.facts.of(windowFacts).targetsLeftOut.tell(task, nodes, reason);
  }

  /** Everything that the target groups select, managed or not: Patch Manager asks what kept each node from it. */
  private tellLeftOut(
    task: TaskExecution,
    [first, end]: readonly [number, number],
    cause: CauseId | null,
    told: ToldOfUnfinished,
  ): void {
    const { fleet, names } = this.simulation;
    const { targetGroups, account } = task.source;
    for (const group of targetGroups.slice(first, end))
      this.tell(task, resolveGroup(fleet, names, group, account).nodes, cause, told);
  }

  private tell(
    { source, execution }: TaskExecution,
    nodes: ArrayLike<number>,
    cause: CauseId | null,
    { leftOut }: ToldOfUnfinished,
  ): void {
    const requestedMs = this.simulation.kernel.nowMs;
    if (nodes.length > 0) leftOut({ source, snapshot: execution.id, requestedMs, nodes, cause });
  }

  tellUnfinished(task: TaskExecution, told: ToldOfUnfinished): void {
    this.tellLeftOut(task, groupsToCome(task), null, told);
    for (const one of task.services) if (one.restLeftOut === null) this.tell(task, unsentOf(one), null, told);
  }

  /** The run ends before the task does. */
  noteNeverSent(task: TaskExecution): void {
    const nodes = this.targetsOf(task, ...groupsToCome(task));
    if (nodes.length > 0) task.neverSent.push({ nodes, reason: 'end', atMs: Number.POSITIVE_INFINITY });
  }

  /** Of the target groups from `first` to before `end`. */
  private targetsOf(task: TaskExecution, first: number, end: number): number[] {
    const nodes: number[] = [];
    for (let index = first; index < end; index += 1) {
      // Not spread into a call: a fleet may have more nodes than a call takes arguments.
      for (const node of targetsOfGroup(this.simulation, task.task, index, task.source.account))
        nodes.push(node);
    }
    return nodes;
  }

  private finish(task: TaskExecution): void {
    const { kernel, facts } = this.simulation;
    const isTimedOut = task.isCutShort || task.hasTimedOut;
    const status = task.isStopped ? 'CANCELLED' : isTimedOut ? 'TIMED_OUT' : 'SUCCESS';
    changeExecutionStatus(task, task.hasFailed ? 'FAILED' : status);
    this.alarms.end(task);
    task.finishedMs = kernel.nowMs;
    facts.of(windowFacts).taskFinished.tell(task);
    this.onFinished(task);
  }
}

/** From the first of its target groups whose turn is still to come to before the end. */
function groupsToCome({ status, groupIndex, task }: TaskExecution): readonly [number, number] {
  return [status === 'PENDING' ? 0 : groupIndex + 1, task.targetGroups.length];
}
