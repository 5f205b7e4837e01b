/**
 * Maintenance windows: they open on schedule, run their tasks by priority, and stop starting them at the cutoff.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html
 */
import { firstStartAtOrAfter } from '../../aws/schedule/schedule.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { MaintenanceWindow, MaintenanceWindowTask } from '../../world/maintenance.ts';
import { resolveTargets } from '../../world/target-resolution.ts';
import { isoTime } from '../../world/time.ts';
import type { CommandRequest } from '../run-command/request.ts';
import type { Command } from '../run-command/state.ts';
import { epochMinute, type Simulation } from '../simulation.ts';
import { commandRequestOf, roleObstacle } from './commands.ts';
import { atCutoff, concurrentExecutionsMax, inOrderOfPriority, mayStartTask, windowTimes } from './rules.ts';
import { ServiceTasks } from './service-tasks.ts';
import {
  changeExecutionStatus,
  executionStatusOf,
  type TaskExecution,
  type WindowExecution,
} from './state.ts';

/** What a window without EndDate counts as past: nothing is scheduled beyond the run anyway. */
export class MaintenanceWindows {
  readonly executions: WindowExecution[] = [];
  private readonly simulation: Simulation;
  private readonly services: ServiceTasks;
  private readonly startLag: Sampler;
  private readonly startDue: EventType;
  private readonly openDue: EventType;
  private readonly cutoffDue: EventType;
  /** Executions that are open, and those that wait for one of five places. */
  private readonly open = new Set<WindowExecution>();
  private readonly queue: WindowExecution[] = [];
  private readonly taskByCommand = new Map<string, TaskExecution>();

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, facts, scenario } = simulation;
    this.startLag = samplerOf(scenario.model.maintenanceWindows.startLag);
    this.services = new ServiceTasks(simulation, (task) => this.finishTargetGroup(task));
    this.startDue = kernel.on('maintenance-windows/start-due', (windowIndex, nominalMs) => {
      this.comeDue(scenario.windows[windowIndex]!, nominalMs);
      this.scheduleNext(windowIndex, nominalMs + 1);
    });
    this.openDue = kernel.on('maintenance-windows/open-due', (index) => this.enter(this.executions[index]!));
    this.cutoffDue = kernel.on('maintenance-windows/cutoff-due', (index) =>
      this.cutOff(this.executions[index]!),
    );
    facts.commandFinished.listen((command) => this.onCommandFinished(command));
    facts.commandRefused.listen((request, error) => this.onCommandRefused(request, error));
  }

  start(): void {
    this.executions.length = 0;
    this.open.clear();
    this.queue.length = 0;
    this.taskByCommand.clear();
    this.services.clear();
    const { scenario } = this.simulation;
    scenario.windows.forEach((window, index) => {
      if (window.enabled) this.scheduleNext(index, scenario.startMs);
    });
  }

  private scheduleNext(windowIndex: number, fromMs: number): void {
    const { kernel, scenario } = this.simulation;
    const nominalMs = firstStartAtOrAfter(scenario.windows[windowIndex]!.schedule, fromMs);
    if (nominalMs !== null) kernel.schedule(nominalMs, this.startDue, windowIndex, nominalMs);
  }

  /** The nominal start. The window itself opens a little later. */
  private comeDue(window: MaintenanceWindow, nominalMs: number): void {
    const { kernel, random } = this.simulation;
    const execution: WindowExecution = {
      id: `${window.logicalId}/${isoTime(nominalMs)}`,
      window,
      nominalMs,
      ...windowTimes(window, nominalMs),
      openedMs: null,
      finishedMs: null,
      status: 'PENDING',
      statusDetails: '',
      tasks: [],
      isPastCutoff: false,
    };
    const index = this.executions.push(execution) - 1;
    const isOverlapping = [...this.open, ...this.queue].some((one) => one.window === window);
    if (isOverlapping) return this.skip(execution, 'SKIPPED_OVERLAPPING');
    const stream = random.stream('maintenance-windows/lag', window.logicalId);
    const lagMs = this.startLag.durationMs(stream, 0, epochMinute(nominalMs));
    kernel.schedule(nominalMs + lagMs, this.openDue, index);
    this.queue.push(execution);
  }

  /** ASSUMPTION window-overlap: the name says it: the start is dropped, not queued, while an earlier one is unfinished. */
  private skip(execution: WindowExecution, status: 'SKIPPED_OVERLAPPING' | 'FAILED'): void {
    changeExecutionStatus(execution, status);
    execution.finishedMs = this.simulation.kernel.nowMs;
    this.simulation.facts.windowSkipped.tell(execution);
  }

  /** Five windows execute at once. ASSUMPTION sixth-window: a further one waits, unless the model says otherwise. */
  private enter(execution: WindowExecution): void {
    if (execution.status !== 'PENDING') return;
    if (this.open.size >= concurrentExecutionsMax) {
      const { sixth } = this.simulation.scenario.model.maintenanceWindows;
      if (sixth === 'queue') return;
      this.leaveQueue(execution);
      execution.statusDetails = 'Five maintenance windows were executing.';
      return this.skip(execution, sixth === 'skip' ? 'SKIPPED_OVERLAPPING' : 'FAILED');
    }
    this.leaveQueue(execution);
    this.openWindow(execution);
  }

  private leaveQueue(execution: WindowExecution): void {
    this.queue.splice(this.queue.indexOf(execution), 1);
  }

  private openWindow(execution: WindowExecution): void {
    const { kernel, facts } = this.simulation;
    changeExecutionStatus(execution, 'IN_PROGRESS');
    execution.openedMs = kernel.nowMs;
    this.open.add(execution);
    execution.tasks.push(...execution.window.tasks.map((task, index) => newTask(execution, task, index)));
    facts.windowOpened.tell(execution);
    if (execution.tasks.length === 0) {
      execution.statusDetails = 'No tasks to execute.';
      return this.close(execution);
    }
    const index = this.executions.indexOf(execution);
    if (kernel.nowMs > execution.cutoffMs) return this.cutOff(execution);
    kernel.schedule(execution.cutoffMs, this.cutoffDue, index);
    this.startNextPriority(execution);
  }

  private startNextPriority(execution: WindowExecution): void {
    const { kernel } = this.simulation;
    const waiting = execution.tasks.filter(({ status }) => status === 'PENDING');
    if (waiting.length === 0) return this.close(execution);
    const [next] = inOrderOfPriority(waiting.map(({ task }) => task));
    const due = waiting.filter(({ task }) => next!.includes(task));
    for (const task of due) {
      if (mayStartTask(kernel.nowMs, execution.cutoffMs)) this.startTask(task);
      else this.timeOut(task);
    }
    this.goOn(execution);
  }

  /** When every task of this priority is final, the next one's turn has come. */
  private goOn(execution: WindowExecution): void {
    if (!this.open.has(execution)) return;
    if (execution.tasks.some(({ status }) => status === 'IN_PROGRESS')) return;
    this.startNextPriority(execution);
  }

  private startTask(task: TaskExecution): void {
    const { kernel, facts, scenario } = this.simulation;
    changeExecutionStatus(task, 'IN_PROGRESS');
    task.startedMs = kernel.nowMs;
    facts.taskStarted.tell(task);
    const obstacle = roleObstacle(scenario, task.task);
    if (obstacle !== null) {
      task.statusDetails = obstacle;
      task.hasFailed = true;
      this.leaveOut(task, 0, 'refused');
      return this.finishTask(task);
    }
    this.startTargetGroup(task);
  }

  /** Several target groups of one task have their turn one after another, each with its own rate control. */
  private startTargetGroup(task: TaskExecution): void {
    if (task.task.taskType !== 'RUN_COMMAND') return this.services.start(task);
    const { facts, scenario } = this.simulation;
    const request = commandRequestOf(scenario, task);
    this.taskByCommand.set(request.id, task);
    facts.commandRequested.tell(request);
  }

  private onCommandFinished(command: Command): void {
    const task = this.taskByCommand.get(command.id);
    if (task === undefined) return;
    task.commands.push(command);
    if (command.status === 'Failed') task.hasFailed = true;
    if (command.status === 'NoInstancesInTag') task.statusDetails = 'No invocations to execute.';
    this.finishTargetGroup(task, command.rollout.isHalted);
  }

  private onCommandRefused(request: CommandRequest, error: string): void {
    const task = this.taskByCommand.get(request.id);
    if (task === undefined) return;
    task.statusDetails = error;
    task.hasFailed = true;
    this.finishTargetGroup(task);
  }

  /** A command that was halted ends the task; otherwise the next target group has its turn. */
  private finishTargetGroup(task: TaskExecution, isHalted = false): void {
    task.groupIndex += 1;
    const isDone = task.groupIndex >= Math.max(1, task.task.targetGroups.length);
    if (isHalted || task.isStopped) this.leaveOut(task, task.groupIndex, isHalted ? 'halt' : 'cutoff');
    if (isDone || isHalted || task.isStopped) this.finishTask(task);
    else this.startTargetGroup(task);
  }

  /** Target groups from `first` on never have their turn: their nodes are counted as never sent to. */
  private leaveOut(task: TaskExecution, first: number, reason: 'halt' | 'cutoff' | 'refused'): void {
    const { fleet, names, nodes: view, facts } = this.simulation;
    const groups = task.task.targetGroups.slice(first);
    const nodes = groups.flatMap(({ targets }) =>
      resolveTargets(fleet, names, targets).nodes.filter((node) => view.pingStatus(node) !== null),
    );
    if (nodes.length === 0) return;
    const left = { nodes, reason };
    task.neverSent.push(left);
    facts.targetsLeftOut.tell(task, left.nodes, reason);
  }

  private finishTask(task: TaskExecution): void {
    const { kernel, facts } = this.simulation;
    if (task.isStopped && !task.hasFailed) changeExecutionStatus(task, 'TIMED_OUT');
    else changeExecutionStatus(task, task.hasFailed ? 'FAILED' : 'SUCCESS');
    task.finishedMs = kernel.nowMs;
    facts.taskFinished.tell(task);
    this.goOn(task.execution);
  }

  /** ASSUMPTION task-after-cutoff: a task whose turn comes too late is TIMED_OUT, and so is its execution. */
  private timeOut(task: TaskExecution): void {
    const { kernel, facts } = this.simulation;
    changeExecutionStatus(task, 'TIMED_OUT');
    task.finishedMs = kernel.nowMs;
    this.leaveOut(task, 0, 'cutoff');
    facts.taskFinished.tell(task);
  }

  private cutOff(execution: WindowExecution): void {
    const { facts, scenario } = this.simulation;
    if (!this.open.has(execution)) return;
    execution.isPastCutoff = true;
    facts.cutoffReached.tell(execution);
    for (const task of execution.tasks) {
      if (task.status === 'IN_PROGRESS') this.cutOffTask(task, scenario.model.maintenanceWindows.cutoff);
    }
    // What waits for an earlier priority can no longer start.
    for (const task of execution.tasks) if (task.status === 'PENDING') this.timeOut(task);
    this.goOn(execution);
  }

  private cutOffTask(task: TaskExecution, stops: 'tasks' | 'invocations'): void {
    const { facts } = this.simulation;
    const effect = atCutoff(task.task, stops);
    if (effect === 'continues') return;
    task.isStopped = true;
    if (task.task.taskType !== 'RUN_COMMAND') return this.services.startNoMore(task);
    for (const [id, owner] of this.taskByCommand) {
      if (owner !== task) continue;
      if (effect === 'isCancelled') facts.cancelRequested.tell(id, null, 'cutoff');
      else facts.invocationsClosed.tell(id);
    }
  }

  private close(execution: WindowExecution): void {
    const { kernel, facts } = this.simulation;
    changeExecutionStatus(execution, executionStatusOf(execution.tasks));
    if (execution.status === 'FAILED')
      execution.statusDetails = 'One or more tasks in the orchestration failed.';
    execution.finishedMs = kernel.nowMs;
    this.open.delete(execution);
    facts.windowClosed.tell(execution);
    const next = this.queue.find(({ nominalMs, status }) => status === 'PENDING' && nominalMs < kernel.nowMs);
    if (next !== undefined && this.hasLagged(next)) this.enter(next);
  }

  /** It waits for a place, not for its own start. */
  private hasLagged(execution: WindowExecution): boolean {
    const { kernel, random } = this.simulation;
    const stream = random.stream('maintenance-windows/lag', execution.window.logicalId);
    const lagMs = this.startLag.durationMs(stream, 0, epochMinute(execution.nominalMs));
    return execution.nominalMs + lagMs < kernel.nowMs;
  }
}

function newTask(execution: WindowExecution, task: MaintenanceWindowTask, index: number): TaskExecution {
  return {
    execution,
    task,
    index,
    status: 'PENDING',
    statusDetails: '',
    startedMs: null,
    finishedMs: null,
    groupIndex: 0,
    commands: [],
    services: [],
    neverSent: [],
    hasFailed: false,
    isStopped: false,
  };
}
