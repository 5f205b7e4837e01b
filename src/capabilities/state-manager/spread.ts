/**
 * How an interval spreads over its nodes under rate control: who is sent to next, what each slot waits for, who joins late.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-state-manager-targets-and-rate-controls.html
 */
import type { CauseId } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { modelIn } from '../../capability/model.ts';
import { runFacts } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import type { AgentTimes } from './agent-times.ts';
import { associationFacts } from './events.ts';
import { type StateManagerModel, stateManagerModel } from './model.ts';
import { type Interval, type SkipReason, stage } from './state.ts';

/** What happens on the nodes that it has reached. */
export interface OnNodes {
  arrive(interval: Interval, position: number): void;
  skip(interval: Interval, position: number, reason: SkipReason, isSent: boolean): void;
  halt(interval: Interval): void;
}

export class Spread {
  private readonly simulation: Simulation;
  private readonly runs: OnNodes;
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly runFacts: FactsIn<typeof runFacts>;
  private readonly nodes: NodesView;
  private readonly times: AgentTimes;
  private readonly joining: StateManagerModel['joining'];
  private readonly settleDue: EventType;
  private readonly arrivalDue: EventType;

  constructor(simulation: Simulation, intervals: readonly Interval[], times: AgentTimes, runs: OnNodes) {
    this.simulation = simulation;
    this.runs = runs;
    const { kernel, facts, scenario, views } = simulation;
    this.facts = facts.of(associationFacts);
    this.runFacts = facts.of(runFacts);
    this.nodes = views.of(nodesView);
    this.times = times;
    this.joining = modelIn(scenario, stateManagerModel).joining;
    const on = (name: string, handle: (interval: Interval, position: number) => void) =>
      kernel.on(`state-manager/${name}`, (position, index) => handle(intervals[index]!, position));
    this.settleDue = on('settled', (interval) => this.refill(interval));
    this.arrivalDue = on('arrival-due', (interval, position) => runs.arrive(interval, position));
  }

  /** Everything else that happens at this instant comes first; then slots are refilled and peaks are read. */
  touch(interval: Interval): void {
    if (interval.isSettling) return;
    interval.isSettling = true;
    this.simulation.kernel.whenInstantEnds(this.settleDue, 0, interval.index);
  }

  private refill(interval: Interval): void {
    interval.isSettling = false;
    const { rollout } = interval;
    if (rollout.isHalted && interval.haltedMs === null) this.runs.halt(interval);
    const count = rollout.sendCountNow();
    if (count > 0) this.send(interval, count);
    interval.peakConcurrencyCount = Math.max(interval.peakConcurrencyCount, rollout.inFlightCount);
    interval.peakDownCount = Math.max(interval.peakDownCount, interval.downCount);
    if (!rollout.isFinished || interval.isSettling || interval.finishedMs !== null) return;
    interval.finishedMs = this.simulation.kernel.nowMs;
    this.facts.intervalFinished.tell(interval);
  }

  private send(interval: Interval, count: number): void {
    const { rollout, nodes, association } = interval;
    rollout.onSent(count);
    const { batchNumber } = rollout;
    for (let sent = 0; sent < count; sent += 1) {
      const position = interval.nextPosition;
      interval.nextPosition += 1;
      if (batchNumber > 0) interval.batches.set(position, batchNumber);
      if (association.bound[nodes[position]!] === 0)
        this.runs.skip(interval, position, 'no longer a target', true);
      else this.sendTo(interval, position);
    }
  }

  private sendTo(interval: Interval, position: number): void {
    const { kernel } = this.simulation;
    const node = interval.nodes[position]!;
    interval.stages[position] = stage.sent;
    if (!interval.startsRunbook && this.nodes.pingStatus(node) !== 'Online')
      return this.miss(interval, position);
    interval.firstSentMs ??= kernel.nowMs;
    this.facts.runSent.tell(node, interval);
    if (interval.startsRunbook) return this.runs.arrive(interval, position);
    const atMs = this.times.arrival(interval.association.id, node, interval.run.occurrence);
    kernel.schedule(atMs, this.arrivalDue, position, interval.index);
  }

  /** Its turn has come, and the agent does not answer: it runs on its return. It holds no slot until then. */
  miss(interval: Interval, position: number): void {
    const node = interval.nodes[position]!;
    interval.stages[position] = stage.offline;
    interval.offline.set(node, position);
    this.facts.runMissed.tell(node, interval);
    this.giveBack(interval, position, false);
    this.leaveOut(interval, [node], 'DELIVERY_FAILED');
  }

  giveBack(interval: Interval, position: number, isError: boolean): void {
    this.answer(interval, position);
    interval.rollout.onFinished(isError);
    this.touch(interval);
  }

  answer({ batches, rollout }: Interval, position: number): void {
    const batch = batches.get(position);
    if (batch === undefined) return;
    batches.delete(position);
    rollout.onAnswered(batch);
  }

  leaveOut({ run }: Interval, nodes: readonly number[], cause: CauseId): void {
    if (nodes.length > 0) this.runFacts.nodesLeftOut.tell({ ...run, nodes, cause });
  }

  /** A node that came to the targets, or back to them, runs at once. Its agent is there already. */
  join(interval: Interval, node: number): void {
    const position = interval.offline.get(node) ?? interval.append(node);
    const { rollout, association, dueMs } = interval;
    const isFull = rollout.inFlightCount >= rollout.settings.maxConcurrencyCount;
    association.covered[node] = association.mark;
    if (rollout.isHalted || rollout.isClosed || (isFull && this.joining === 'wait')) {
      interval.offline.set(node, position);
      interval.heldBack.add(position);
      interval.stages[position] = stage.offline;
      return;
    }
    interval.offline.delete(node);
    interval.heldBack.delete(position);
    const { nowMs } = this.simulation.kernel;
    if (nowMs > dueMs) interval.lateRuns.set(position, this.lateRun(interval, node));
    interval.stages[position] = stage.sent;
    interval.finishedMs = null;
    rollout.inFlightCount += 1;
    this.facts.nodeJoined.tell(node, interval);
    this.runs.arrive(interval, position);
    this.touch(interval);
  }

  private lateRun({ run }: Interval, node: number): DocumentRun {
    const { kernel, fleet } = this.simulation;
    const { nowMs } = kernel;
    return {
      ...run,
      id: `${run.id}/${fleet.nameOf(node)}`,
      occurrence: epochMinute(nowMs),
      requestedMs: nowMs,
    };
  }
}
