/**
 * Maintenance windows: they open on schedule, run their tasks by priority, and stop starting them at the cutoff.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-maintenance.html
 */

import { firstStartAtOrAfter, type Schedule } from '../../aws/schedule/schedule.ts';
import type { CauseId } from '../../capability/causes.ts';
import { modelIn } from '../../capability/model.ts';
import { runFacts, type ToldOfUnfinished, toldAtEnd } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import { type Sampler, samplerOf } from '../../kernel/distributions.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { MaintenanceWindow } from '../../world/maintenance.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { isoTime } from '../../world/time.ts';
import { rolloutCauses } from '../run-command/facts.ts';
import { windowFacts } from './events.ts';
import { windowsView } from './facts.ts';
import type { WindowChange } from './history.ts';
import { maintenanceWindowsModel } from './model.ts';
import { windowsOf } from './resources/index.ts';
import { concurrentExecutionsMax, inOrderOfPriority, mayStartTask, windowTimes } from './rules.ts';
import { sourceOfTask } from './sources.ts';
import {
  changeExecutionStatus,
  executionStatusOf,
  newTaskExecution,
  type PassedStart,
  type TaskExecution,
  type WindowExecution,
} from './state.ts';
import { Tasks } from './tasks.ts';

export class MaintenanceWindows {
  /** Past and present, in the order of their nominal starts. */
  readonly executions: WindowExecution[] = [];
  private readonly simulation: Simulation;
  private readonly tasks: Tasks;
  private readonly startLag: Sampler;
  readonly passed: PassedStart[] = [];
  /** As the scenario declares them, and from then on as calls leave them. */
  readonly current: MaintenanceWindow[] = [];
  /** By window: the start that is waited for. One that a change of the schedule has replaced is another. */
  private readonly dueNext: (number | null)[] = [];
  /** By schedule, then by the time from which the next start was asked for. */
  private readonly nextStarts = new Map<Schedule, Map<number, number | null>>();
  private readonly startDue: EventType;
  private readonly openDue: EventType;
  private readonly cutoffDue: EventType;
  /** From the nominal start to the last task's end. */
  private readonly unfinished = new Set<WindowExecution>();
  private readonly open = new Set<WindowExecution>();
  /** They wait for one of five places, first come, first served. */
  private readonly waiting: WindowExecution[] = [];

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, scenario, views } = simulation;
    views.provide(windowsView, this);
    this.startLag = samplerOf(modelIn(scenario, maintenanceWindowsModel).startLag);
    this.tasks = new Tasks(simulation, (task) => this.goOn(task.execution));
    simulation.facts.of(runFacts).unfinishedAsked.listen((told) => this.tellUnfinished(told));
    // An execution that ends in the very millisecond of the window's next start is no overlap: its turn comes before.
    const startAfterClosing = kernel.on(
      'maintenance-windows/start-after-closing',
      (windowIndex, nominalMs) => {
        if (this.dueNext[windowIndex] !== nominalMs) return;
        this.comeDue(this.current[windowIndex]!, nominalMs);
        this.scheduleNext(windowIndex, nominalMs + 1);
      },
    );
    const startAfterResults = kernel.on('maintenance-windows/start-after-results', (windowIndex, nominalMs) =>
      kernel.whenInstantEnds(startAfterClosing, windowIndex, nominalMs),
    );
    this.startDue = kernel.on('maintenance-windows/start-due', (windowIndex, nominalMs) =>
      kernel.whenInstantEnds(startAfterResults, windowIndex, nominalMs),
    );
    this.openDue = kernel.on('maintenance-windows/open-due', (index) => this.enter(this.executions[index]!));
    // What ends, or starts, in the very millisecond of the cutoff is in time: its turn comes before.
    const cutoffAfterStarts = kernel.on('maintenance-windows/cutoff-after-starts', (index) =>
      this.cutOff(this.executions[index]!),
    );
    const cutoffAfterResults = kernel.on('maintenance-windows/cutoff-after-results', (index) =>
      kernel.whenInstantEnds(cutoffAfterStarts, index),
    );
    this.cutoffDue = kernel.on('maintenance-windows/cutoff-due', (index) =>
      kernel.whenInstantEnds(cutoffAfterResults, index),
    );
  }

  start(): void {
    const { scenario } = this.simulation;
    this.executions.length = 0;
    this.passed.length = 0;
    this.current.length = 0;
    this.unfinished.clear();
    this.open.clear();
    this.waiting.length = 0;
    this.tasks.clear();
    this.current.push(...windowsOf(scenario));
    for (const index of this.current.keys()) this.scheduleNext(index, scenario.startMs);
  }

  /** ASSUMPTION window-change-in-progress: an execution that has come due keeps the settings that it came due with. */
  change(change: WindowChange): void {
    const { window, before } = change;
    const index = this.current.findIndex(({ logicalId }) => logicalId === window.logicalId);
    this.current[index] = window;
    if (window.schedule !== before.schedule) this.scheduleNext(index, this.simulation.kernel.nowMs);
    this.simulation.facts.of(windowFacts).windowChanged.tell(change);
  }

  /**
   * False: no such execution is in progress in the account and Region. What has not started is cancelled, tasks in progress continue to completion:
   * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CancelMaintenanceWindowExecution.html
   */
  cancel(executionId: string, account: string): boolean {
    const { facts, kernel } = this.simulation;
    const execution = [...this.unfinished].find(
      ({ id, window }) =>
        (id === executionId || window.logicalId === executionId) && (window.account ?? '') === account,
    );
    if (execution === undefined || execution.status === 'CANCELLING') return false;
    if (!this.open.has(execution)) {
      changeExecutionStatus(execution, 'CANCELLED');
      execution.finishedMs = kernel.nowMs;
      this.unfinished.delete(execution);
      facts.of(windowFacts).cancellationAsked.tell(execution);
      this.leaveOutAll(execution, rolloutCauses.cancelled, toldAtEnd(facts.of(runFacts)));
      return true;
    }
    changeExecutionStatus(execution, 'CANCELLING');
    facts.of(windowFacts).cancellationAsked.tell(execution);
    for (const task of execution.tasks) if (task.status === 'PENDING') this.tasks.cancel(task);
    this.goOn(execution);
    return true;
  }

  private scheduleNext(windowIndex: number, fromMs: number): void {
    const { kernel } = this.simulation;
    const nominalMs = this.nextStart(this.current[windowIndex]!, fromMs);
    this.dueNext[windowIndex] = nominalMs;
    if (nominalMs !== null) kernel.schedule(nominalMs, this.startDue, windowIndex, nominalMs);
  }

  /** Schedules are the same in every replication, and some take long to work out. */
  private nextStart({ schedule }: MaintenanceWindow, fromMs: number): number | null {
    let known = this.nextStarts.get(schedule);
    if (known === undefined) {
      known = new Map();
      this.nextStarts.set(schedule, known);
    }
    let startMs = known.get(fromMs);
    if (startMs === undefined) {
      startMs = firstStartAtOrAfter(schedule, fromMs);
      known.set(fromMs, startMs);
    }
    return startMs;
  }

  /** The nominal start. The window itself opens a little later. */
  private comeDue(window: MaintenanceWindow, nominalMs: number): void {
    const { kernel, random } = this.simulation;
    const id = `${window.logicalId}/${isoTime(nominalMs)}`;
    if (!window.enabled) return this.letPass({ id, window, nominalMs });
    const { cutoffMs, endMs } = windowTimes(window, nominalMs);
    const execution: WindowExecution = {
      id,
      index: this.executions.length,
      window,
      nominalMs,
      cutoffMs,
      endMs,
      openedMs: null,
      finishedMs: null,
      status: 'PENDING',
      statusDetails: '',
      tasks: [],
      isStartingTasks: false,
    };
    this.executions.push(execution);
    this.simulation.facts.of(windowFacts).windowDue.tell(execution);
    if (this.isUnfinished(window)) return this.skip(execution, 'SKIPPED_OVERLAPPING');
    this.unfinished.add(execution);
    const stream = random.stream('maintenance-windows/lag', window.logicalId);
    const lagMs = this.startLag.durationMs(stream, 0, epochMinute(nominalMs));
    kernel.schedule(nominalMs + lagMs, this.openDue, execution.index);
  }

  private isUnfinished(window: MaintenanceWindow): boolean {
    for (const one of this.unfinished) if (one.window.logicalId === window.logicalId) return true;
    return false;
  }

  /** ASSUMPTION window-overlap: the name says it: the start is dropped, not queued, while an earlier one is unfinished. */
  private skip(execution: WindowExecution, status: 'SKIPPED_OVERLAPPING' | 'FAILED'): void {
    changeExecutionStatus(execution, status);
    execution.finishedMs = this.simulation.kernel.nowMs;
    this.unfinished.delete(execution);
    this.simulation.facts.of(windowFacts).windowSkipped.tell(execution);
    this.leaveOutAll(execution, 'WINDOW_SKIPPED', toldAtEnd(this.simulation.facts.of(runFacts)));
  }

  /** A disabled window: AWS begins no execution, and what it would have installed was due all the same. */
  private letPass(start: PassedStart): void {
    this.passed.push(start);
    this.simulation.facts.of(windowFacts).startLetPass.tell(start.window);
    this.leaveOutAll(start, 'WINDOW_DISABLED', toldAtEnd(this.simulation.facts.of(runFacts)));
  }

  /** None of its tasks has begun: judged at its nominal start. */
  private leaveOutAll(
    { id, window, nominalMs }: PassedStart,
    cause: CauseId | null,
    { leftOut }: ToldOfUnfinished,
  ): void {
    const { fleet, names } = this.simulation;
    for (const task of window.tasks) {
      const source = sourceOfTask(window, task);
      for (const group of source.targetGroups) {
        const { nodes } = resolveGroup(fleet, names, group, source.account);
        leftOut({ source, snapshot: id, requestedMs: nominalMs, nodes, cause });
      }
    }
  }

  /** Five windows execute at once. ASSUMPTION sixth-window: a further one waits, unless the model says otherwise. */
  private enter(execution: WindowExecution): void {
    if (execution.status === 'CANCELLED') return;
    if (this.open.size < concurrentExecutionsMax) return this.openWindow(execution);
    const { sixth } = modelIn(this.simulation.scenario, maintenanceWindowsModel);
    if (sixth === 'queue') {
      this.waiting.push(execution);
      return;
    }
    execution.statusDetails = 'Five maintenance windows were executing.';
    this.skip(execution, sixth === 'skip' ? 'SKIPPED_OVERLAPPING' : 'FAILED');
  }

  private openWindow(execution: WindowExecution): void {
    const { kernel, facts } = this.simulation;
    changeExecutionStatus(execution, 'IN_PROGRESS');
    execution.openedMs = kernel.nowMs;
    this.open.add(execution);
    const { tasks } = execution.window;
    execution.tasks.push(...tasks.map((task, index) => newTaskExecution(execution, task, index)));
    facts.of(windowFacts).windowOpened.tell(execution);
    if (tasks.length === 0) {
      execution.statusDetails = 'No tasks to execute.';
      return this.close(execution);
    }
    if (kernel.nowMs > execution.cutoffMs) return this.cutOff(execution);
    kernel.schedule(execution.cutoffMs, this.cutoffDue, execution.index);
    this.startNextPriority(execution);
  }

  /** When every task of a priority is final, however it ended, the next one's turn has come. */
  private goOn(execution: WindowExecution): void {
    if (!this.open.has(execution) || execution.isStartingTasks) return;
    if (execution.tasks.some(({ status }) => status === 'IN_PROGRESS')) return;
    if (execution.tasks.some(({ status }) => status === 'PENDING')) this.startNextPriority(execution);
    else this.close(execution);
  }

  private startNextPriority(execution: WindowExecution): void {
    const { nowMs } = this.simulation.kernel;
    const waiting = execution.tasks.filter(({ status }) => status === 'PENDING');
    const [next] = inOrderOfPriority(waiting.map(({ task }) => task));
    // One that fails at its start must not call up the next priority before its equals have started.
    execution.isStartingTasks = true;
    for (const task of waiting) {
      if (!next!.includes(task.task)) continue;
      if (mayStartTask(nowMs, execution.cutoffMs)) this.tasks.start(task);
      else this.tasks.timeOut(task);
    }
    execution.isStartingTasks = false;
    this.goOn(execution);
  }

  private cutOff(execution: WindowExecution): void {
    const { facts, scenario } = this.simulation;
    if (!this.open.has(execution)) return;
    facts.of(windowFacts).cutoffReached.tell(execution);
    execution.isStartingTasks = true;
    for (const task of execution.tasks) {
      if (task.status === 'IN_PROGRESS')
        this.tasks.cutOff(task, modelIn(scenario, maintenanceWindowsModel).cutoff);
    }
    // What waits for an earlier priority can no longer start.
    for (const task of execution.tasks) if (task.status === 'PENDING') this.tasks.timeOut(task);
    execution.isStartingTasks = false;
    this.goOn(execution);
  }

  /** At the end of the run: what is open then leaves out whatever has not had its turn. */
  settle(): void {
    this.tellUnfinished(toldAtEnd(this.simulation.facts.of(runFacts)));
    for (const task of this.tasksToCome()) this.tasks.noteNeverSent(task);
  }

  private tellUnfinished(told: ToldOfUnfinished): void {
    for (const execution of this.unfinished) {
      if (!this.open.has(execution)) this.leaveOutAll(execution, null, told);
    }
    for (const task of this.tasksToCome()) this.tasks.tellUnfinished(task, told);
  }

  /** Of open executions: they have target groups whose turn may still come. */
  private tasksToCome(): TaskExecution[] {
    return [...this.open].flatMap(({ tasks }) =>
      tasks.filter(
        ({ status, isRestLeftOut }) => (status === 'PENDING' || status === 'IN_PROGRESS') && !isRestLeftOut,
      ),
    );
  }

  private close(execution: WindowExecution): void {
    const { kernel, facts } = this.simulation;
    const status = execution.status === 'CANCELLING' ? 'CANCELLED' : executionStatusOf(execution.tasks);
    changeExecutionStatus(execution, status);
    if (execution.status === 'FAILED') {
      execution.statusDetails = 'One or more tasks in the orchestration failed.';
    }
    execution.finishedMs = kernel.nowMs;
    this.open.delete(execution);
    this.unfinished.delete(execution);
    facts.of(windowFacts).windowClosed.tell(execution);
    let next = this.waiting.shift();
    while (next?.status === 'CANCELLED') next = this.waiting.shift();
    if (next !== undefined) this.openWindow(next);
  }
}
