/** Operators as a queue with several servers: each takes the first OpsItem that is theirs, works on it, and resolves it. */
import { judge } from '../../../aws/authorization.ts';
import type { Simulation } from '../../../capability/simulation.ts';
import type { EventType } from '../../../kernel/kernel.ts';
import { ordinalFrom } from '../../../world/made-ids.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { operatorModels } from '../model.ts';
import { issueType } from '../rules.ts';
import type { OpsItem } from '../state.ts';
import { Operator } from './operator.ts';
import { WaitingItems } from './queue.ts';

/** What operators do to OpsItems. */
export interface Work {
  begin(item: OpsItem, operator: Operator): void;
  handOver(item: OpsItem, operator: Operator): void;
  resolve(item: OpsItem, operator: Operator, why: string): void;
  /** Starts a runbook of the OpsItem, and gives the id of the execution. Null: there is none to start. */
  startRunbook(item: OpsItem, operator: Operator): string | null;
}

/** Why an operator cannot change OpsItems; null: the principal may. */
export function operatorDenial({ principals }: Pick<Scenario, 'principals'>, name: string): string | null {
  const principal = principals.get(name);
  const action = 'ssm:UpdateOpsItem';
  return principal === undefined || judge(principal, { action }).isAllowed
    ? null
    : `${name} may not do ${action}`;
}

export class Operators {
  readonly all: readonly Operator[];
  private readonly simulation: Simulation;
  private readonly work: Work;
  private readonly waiting = new WaitingItems<OpsItem>();
  /** How often an OpsItem has been worked on, which names its draws. */
  private readonly attempts = new Map<OpsItem, number>();
  /** Who waits for an execution, by its id. */
  private readonly watched = new Map<string, Operator>();
  private readonly workDue: EventType;
  private readonly shiftDue: EventType;
  private readonly assignDue: EventType;
  private isAssigning = false;

  constructor(simulation: Simulation, work: Work) {
    this.simulation = simulation;
    this.work = work;
    const { kernel, scenario } = simulation;
    this.all = [...operatorModels(scenario)].map(
      ([name, model]) =>
        new Operator(name, model, operatorDenial(scenario, name), scenario.startMs, scenario.endMs),
    );
    this.workDue = kernel.on('ops-center/work-due', (index, epoch) => {
      const operator = this.all[index]!;
      if (operator.epoch === epoch) this.worked(operator);
    });
    this.shiftDue = kernel.on('ops-center/shift-due', (index, place) => this.changeShift(index, place));
    this.assignDue = kernel.on('ops-center/assign-due', () => {
      this.isAssigning = false;
      this.assign();
    });
  }

  clear(): void {
    this.waiting.clear();
    this.attempts.clear();
    this.watched.clear();
    this.isAssigning = false;
    for (const operator of this.all) operator.clear(this.simulation.scenario.startMs);
  }

  start(): void {
    for (const [index, operator] of this.all.entries()) {
      operator.clear(this.simulation.scenario.startMs);
      this.scheduleShift(index, 0);
    }
  }

  /** What is in hand at the end of the run has been worked on until then. */
  settle(): void {
    const { endMs } = this.simulation.scenario;
    for (const operator of this.all) if (operator.item !== null) operator.busyMs += endMs - operator.beganMs;
  }

  /** An OpsItem is there, or was changed by someone. */
  heard(item: OpsItem): void {
    if (this.all.length === 0 || item.type !== issueType) return;
    const holder = this.all.find((one) => one.item === item);
    this.waiting.remove(item);
    if (holder !== undefined && item.status !== 'InProgress') {
      holder.letGo(this.simulation.kernel.nowMs);
      this.askToAssign();
    }
    if (item.status !== 'Open') return;
    this.waiting.add(item);
    this.askToAssign();
  }

  /** An execution of a runbook is over. */
  executionEnded(id: string, hasSucceeded: boolean): void {
    const operator = this.watched.get(id);
    this.watched.delete(id);
    if (operator === undefined || operator.item === null || !operator.item.executions.includes(id)) return;
    if (hasSucceeded) this.finish(operator, `its runbook succeeded (${id})`);
    // ASSUMPTION ops-item-runbook-failed: the operator then mends by hand what the runbook was to mend.
    else this.scheduleWork(operator, operator.item);
  }

  // --- shifts -----------------------------------------------------------------------------------------------------

  /** Even places begin a shift, odd ones end it. */
  private scheduleShift(index: number, place: number): void {
    const interval = this.all[index]!.shifts[place >> 1];
    if (interval === undefined) return;
    const atMs = place % 2 === 0 ? interval.fromMs : interval.untilMs;
    this.simulation.kernel.schedule(atMs, this.shiftDue, index, place);
  }

  private changeShift(index: number, place: number): void {
    const operator = this.all[index]!;
    operator.isOnShift = place % 2 === 0;
    this.scheduleShift(index, place + 1);
    if (operator.isOnShift) return this.askToAssign();
    // A runbook that has been started goes on without the operator.
    if (operator.model.atShiftEnd === 'finish' || operator.item === null) return;
    this.work.handOver(operator.item, operator);
  }

  // --- working ----------------------------------------------------------------------------------------------------

  /** Once all that happens at this instant has happened, so that the order of it does not matter. */
  private askToAssign(): void {
    if (this.isAssigning || this.waiting.size === 0) return;
    this.isAssigning = true;
    this.simulation.kernel.whenInstantEnds(this.assignDue);
  }

  /** ASSUMPTION ops-item-operator: who has been free for the longest takes first; of several the first of the file. */
  private assign(): void {
    const { nowMs } = this.simulation.kernel;
    const free = this.all.filter(({ isFree }) => isFree).sort((a, b) => a.idleSinceMs - b.idleSinceMs);
    for (const operator of free) {
      const item = this.waiting.takeFirst(operator.model.skills);
      if (item === null) continue;
      operator.begin(item, nowMs);
      this.work.begin(item, operator);
      this.scheduleWork(operator, item);
    }
  }

  private scheduleWork(operator: Operator, item: OpsItem): void {
    const { kernel, random } = this.simulation;
    const attempt = this.attempts.get(item) ?? 0;
    this.attempts.set(item, attempt + 1);
    const stream = random.stream('ops-center/time', item.origin.id);
    const lastsMs = operator.time.durationMs(stream, ordinalFrom(item.requestId), attempt);
    kernel.schedule(kernel.nowMs + lastsMs, this.workDue, this.all.indexOf(operator), operator.epoch);
  }

  private worked(operator: Operator): void {
    const { item } = operator;
    if (item === null) return;
    const isFirst = item.executions.length === 0;
    const execution =
      isFirst && operator.model.runbooks === 'start' ? this.work.startRunbook(item, operator) : null;
    if (execution === null) this.finish(operator, 'the operator has resolved it');
  }

  /** Before it is asked to run, since a runbook may end within the call. */
  watch(execution: string, operator: Operator): void {
    this.watched.set(execution, operator);
  }

  private finish(operator: Operator, why: string): void {
    operator.resolved += 1;
    this.work.resolve(operator.item!, operator, why);
  }
}
