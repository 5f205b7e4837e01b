import type { DocumentRun } from '../../capability/document-run.ts';
import type { FactsIn } from '../../capability/facts.ts';
import { type RunEnd, runFacts, type ToldOfUnfinished, toldAtEnd } from '../../capability/run-facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { automationFacts, type Execution } from '../automation/facts.ts';
import { type DocumentsView, documentsView } from '../documents/facts.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { patchFacts } from '../patch-manager/facts.ts';
import type { AgentTimes } from './agent-times.ts';
import { captureCompliance, noteOutcome, noteReported } from './compliance.ts';
import { associationFacts } from './events.ts';
import { NodeWorkers, type Work } from './node-workers.ts';
import { type AssociationStatus, countsAsError, type Standing, standingOf } from './rules.ts';
import { executionRequestOf } from './runbooks.ts';
import { type OnNodes, Spread } from './spread.ts';
import { type AssociationState, currentOf, type Interval, type SkipReason, stage } from './state.ts';
import { causeOfSkip, type Stoppable, Stops } from './stops.ts';
import { StuckWatch } from './stuck-watch.ts';
import { meansAll } from './targets.ts';

const succeeded: RunEnd = { how: 'succeeded', cause: null };
const timedOut: RunEnd = { how: 'stopped', cause: 'TIMED_OUT' };
const inProgress: RunEnd = { how: 'in progress', cause: null };

export class Runs implements OnNodes, Stoppable {
  readonly stops: Stops;
  readonly spread: Spread;
  private readonly simulation: Simulation;
  private readonly associations: readonly AssociationState[];
  private readonly intervals: readonly Interval[];
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly runFacts: FactsIn<typeof runFacts>;
  private readonly nodes: NodesView;
  private readonly workers: NodeWorkers;
  private readonly documents: DocumentsView;
  private readonly stuck: StuckWatch;
  private readonly automation: FactsIn<typeof automationFacts>;
  /** By the id of the execution of a runbook. */
  private readonly executions = new Map<string, Work>();

  constructor(
    simulation: Simulation,
    all: { readonly associations: readonly AssociationState[]; readonly intervals: readonly Interval[] },
    times: AgentTimes,
  ) {
    this.simulation = simulation;
    this.associations = all.associations;
    this.intervals = all.intervals;
    const { kernel, facts, fleet } = simulation;
    this.facts = facts.of(associationFacts);
    this.runFacts = facts.of(runFacts);
    this.automation = facts.of(automationFacts);
    this.nodes = simulation.views.of(nodesView);
    this.spread = new Spread(simulation, all.intervals, times, this);
    this.stops = new Stops(simulation, this);
    this.workers = new NodeWorkers(all.associations.length === 0 ? 0 : fleet.count);
    this.documents = simulation.views.of(documentsView);
    this.stuck = new StuckWatch(kernel, (interval, position) => this.tellStuck(interval, position));
    this.runFacts.unfinishedAsked.listen((told) => this.tellUnfinished(told));
    if (all.associations.length === 0) return;
    this.automation.executionFinished.listen(({ request, status }) =>
      this.finishExecution(request.id, status),
    );
    this.runFacts.runFinished.listen((node, run, exitCode) => this.finishPerformed(node, run, exitCode));
    this.runFacts.runObstructed.listen((node, run, cause) => {
      const work = this.workOf(node, run);
      work?.interval.obstructed.set(work.position, cause);
    });
    facts.of(patchFacts).associationComplianceReported.listen((node, run, isCompliant) => {
      const work = this.workOf(node, run);
      if (work !== undefined) noteReported(work.interval.association, node, isCompliant, this.facts);
    });
    facts.of(nodeFacts).nodeWentDown.listen((node, _, askedFor) => this.onNodeDown(node, askedFor));
    facts.of(nodeFacts).nodeBooted.listen((node) => this.countDown(node, -1));
    facts.of(nodeFacts).nodeTerminated.listen((node) => this.onNodeGone(node));
  }

  clear(): void {
    this.workers.clear();
    this.stuck.clear();
    this.executions.clear();
  }

  /** What is in progress when the simulation ends, and what still waits for its turn. */
  settle(): void {
    this.tellUnfinished(toldAtEnd(this.runFacts));
  }

  private tellUnfinished({ runEnded }: ToldOfUnfinished): void {
    for (const interval of this.intervals) {
      if (interval.finishedMs !== null) continue;
      interval.stages.forEach((at, position) => {
        if (at === stage.ended || at === stage.offline) return;
        runEnded(interval.nodes[position]!, interval.runAt(position), inProgress);
      });
    }
  }

  halt(interval: Interval): void {
    this.stops.halt(interval);
  }

  arrive(interval: Interval, position: number): void {
    if (interval.stages[position] !== stage.sent) return;
    const node = interval.nodes[position]!;
    if (interval.startsRunbook) return this.startExecution(interval, position);
    if (interval.association.bound[node] === 0)
      return this.skip(interval, position, 'no longer a target', true);
    if (!this.nodes.isReachable(node)) return this.spread.miss(interval, position);
    if (interval.version.isOnePerNode) {
      const standing = this.standingOf(interval.association, node);
      if (standing === 'overridden') return this.skip(interval, position, 'overridden', true);
      if (standing === 'in conflict') interval.conflicting.add(position);
    }
    if (this.workers.offer(node, { interval, position })) this.begin(interval, position);
    else interval.stages[position] = stage.queued;
  }

  /** Whether no other association with its document excludes it on the node. */
  isInEffect(state: AssociationState, node: number): boolean {
    return !state.version.isOnePerNode || this.standingOf(state, node) === 'in effect';
  }

  private standingOf(state: AssociationState, node: number): Standing {
    const { documentName } = state.version.definition;
    const others = this.associations.filter(
      (other) =>
        other !== state && other.bound[node] === 1 && other.version.definition.documentName === documentName,
    );
    return standingOf(
      meansAll(state.version.definition.target),
      others.map(({ version }) => meansAll(version.definition.target)),
    );
  }

  /** The next of a ramp go when it is over, as those of an execution with targets. */
  private startExecution(interval: Interval, position: number): void {
    const node = interval.nodes[position]!;
    const request = executionRequestOf(this.simulation, interval, node);
    this.executions.set(request.id, { interval, position });
    this.noteStart(interval, position);
    this.automation.executionRequested.tell(request);
  }

  /** An association without targets. */
  startAlone(interval: Interval): void {
    this.automation.executionRequested.tell(executionRequestOf(this.simulation, interval, null));
  }

  private finishExecution(id: string, status: Execution['status']): void {
    const work = this.executions.get(id);
    this.executions.delete(id);
    if (work?.interval.stages[work.position] !== stage.running) return;
    const isGood = status === 'Success';
    const end: RunEnd = isGood ? succeeded : { how: 'failed', cause: null };
    const ended = isGood ? 'Success' : status === 'TimedOut' ? 'TimedOut' : 'Failed';
    this.end(work.interval, work.position, ended, end);
  }

  private begin(interval: Interval, position: number): void {
    this.noteStart(interval, position);
    this.spread.answer(interval, position);
    this.stuck.start(interval, position);
    this.spread.touch(interval);
    this.start(interval, position);
  }

  private noteStart(interval: Interval, position: number): void {
    interval.stages[position] = stage.running;
    interval.startedMs[position] = this.simulation.kernel.nowMs;
    interval.startedCount += 1;
    interval.changeStatus(position, 'InProgress');
    this.facts.runStarted.tell(interval.nodes[position]!, interval);
  }

  /** What performs the document answers, at once or later. */
  private start(interval: Interval, position: number): void {
    const node = interval.nodes[position]!;
    if (interval.lookUpError !== null || interval.conflicting.has(position))
      return this.report({ interval, position }, 1, false);
    const obstacle = this.documents.obstacleOn(interval.version.definition.documentName, node);
    if (obstacle !== null) {
      interval.obstructed.set(position, obstacle);
      return this.report({ interval, position }, 1, false);
    }
    this.runFacts.runStarted.tell(node, interval.runAt(position), interval.limitMs);
  }

  private workOf(node: number, run: DocumentRun): Work | undefined {
    const work = this.workers.runningOn(node);
    return work !== undefined && work.interval.runAt(work.position) === run ? work : undefined;
  }

  private finishPerformed(node: number, run: DocumentRun, exitCode: number | null): void {
    const work = this.workOf(node, run);
    if (work?.interval.stages[work.position] === stage.running) this.report(work, exitCode, false);
  }

  /** The agent reports, at once or as soon as it is connected. Null: it was killed at its execution timeout. */
  private report({ interval, position }: Work, exitCode: number | null, wasInterrupted: boolean): void {
    if (!this.nodes.isReachable(interval.nodes[position]!)) {
      interval.stages[position] = stage.resultHeld;
      interval.heldResults.set(position, { exitCode, wasInterrupted });
      return;
    }
    if (wasInterrupted) interval.interrupted.add(position);
    const status = exitCode === null ? 'TimedOut' : exitCode === 0 ? 'Success' : 'Failed';
    const end = exitCode === null ? timedOut : exitCode === 0 ? succeeded : failedFor(interval, position);
    this.end(interval, position, status, end, exitCode);
  }

  /** Its last status, of something that was sent. */
  end(
    interval: Interval,
    position: number,
    status: AssociationStatus,
    how: RunEnd,
    exitCode: number | null = null,
  ): void {
    const { nowMs } = this.simulation.kernel;
    const node = interval.nodes[position]!;
    const before = interval.stages[position];
    interval.stages[position] = stage.ended;
    interval.changeStatus(position, status);
    interval.exitCodes[position] = exitCode ?? -1;
    interval.endedMs[position] = nowMs;
    if (!interval.lateRuns.has(position)) interval.lastEndedMs = nowMs;
    if (interval.heldResults.size > 0) interval.heldResults.delete(position);
    this.facts.runEnded.tell(node, interval, { status, exitCode });
    this.runFacts.runEnded.tell(node, interval.runAt(position), how);
    noteOutcome(interval, node, status);
    if (before === stage.queued) this.workers.withdraw(node, { interval, position });
    if (!interval.startsRunbook && (before === stage.running || before === stage.resultHeld)) {
      this.workers.release(node);
      captureCompliance(this.associations, node, this.facts);
    }
    this.spread.giveBack(interval, position, countsAsError(status));
    this.runNext(node);
  }

  private runNext(node: number): void {
    if (!this.nodes.isReachable(node)) return;
    const next = this.workers.takeNext(node);
    if (next !== undefined) this.begin(next.interval, next.position);
  }

  skip(interval: Interval, position: number, reason: SkipReason, isSent: boolean): void {
    const node = interval.nodes[position]!;
    interval.skipped.set(position, reason);
    if (isSent) {
      const how: RunEnd = { how: 'stopped', cause: causeOfSkip[reason] };
      return this.end(interval, position, 'Skipped', how);
    }
    interval.stages[position] = stage.ended;
    interval.changeStatus(position, 'Skipped');
    interval.endedMs[position] = this.simulation.kernel.nowMs;
    interval.offline.delete(node);
    noteOutcome(interval, node, 'Skipped');
  }

  /** amazon-ssm-agent reports Failed for a run that only takes long; what it ends as comes later. */
  private tellStuck(interval: Interval, position: number): void {
    const node = interval.nodes[position]!;
    if (interval.stages[position] !== stage.running || !this.nodes.isReachable(node)) return;
    interval.stuckCount += 1;
    this.facts.runStuck.tell(node, interval);
    noteOutcome(interval, node, 'Failed');
    captureCompliance(this.associations, node, this.facts);
  }

  /** It can be reached again: what it could not say is said, and what waited goes on. */
  onReachable(node: number): void {
    const work = this.workers.runningOn(node);
    const held = work?.interval.heldResults.get(work.position);
    if (work !== undefined && held !== undefined) this.report(work, held.exitCode, held.wasInterrupted);
    this.runNext(node);
  }

  /** What runs is cut off and fails once the agent is back, unless it asked for the reboot itself. */
  private onNodeDown(node: number, askedFor: string | null): void {
    this.countDown(node, 1);
    const work = this.workers.runningOn(node);
    if (work === undefined || work.interval.runAt(work.position).id === askedFor) return;
    if (work.interval.stages[work.position] !== stage.running) return;
    work.interval.stages[work.position] = stage.resultHeld;
    work.interval.heldResults.set(work.position, { exitCode: 1, wasInterrupted: true });
  }

  private onNodeGone(node: number): void {
    this.countDown(node, -1);
    const work = this.workers.runningOn(node);
    const interrupted: RunEnd = { how: 'stopped', cause: 'INTERRUPTED' };
    if (work !== undefined) this.end(work.interval, work.position, 'TimedOut', interrupted);
    for (let next = this.workers.takeNext(node); next !== undefined; next = this.workers.takeNext(node)) {
      this.workers.release(node);
      this.skip(next.interval, next.position, 'no longer a target', true);
    }
  }

  private countDown(node: number, change: number): void {
    for (const state of this.associations) {
      const interval = currentOf(state);
      if (interval === null || interval.finishedMs !== null || state.covered[node] !== state.mark) continue;
      interval.downCount += change;
      this.spread.touch(interval);
    }
  }
}

function failedFor({ interrupted, obstructed }: Interval, position: number): RunEnd {
  if (interrupted.has(position)) return { how: 'failed', cause: 'INTERRUPTED' };
  const cause = obstructed.get(position);
  if (cause === 'UNSUPPORTED_PLATFORM') return { how: 'stopped', cause };
  return { how: 'failed', cause: cause === 'AGENT_TOO_OLD' || cause === 'PATCH_LOCKED' ? cause : null };
}
