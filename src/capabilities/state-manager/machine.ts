/**
 * State Manager: when associations come due, on which nodes, and what calls change about them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
import { resolveMaxConcurrency, resolveMaxErrors } from '../../aws/rate-control.ts';
import { firstStartAtOrAfter } from '../../aws/schedule/schedule.ts';
import type { CauseId } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import { documentOf, executionTimeoutSeconds } from '../../capability/documents.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { RefusedNode } from '../../capability/failures.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { epochMinute } from '../../capability/streams.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { isoTime } from '../../world/time.ts';
import { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import { documentFacts } from '../documents/facts.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import { isInstall } from '../patch-manager/facts.ts';
import { inSendingOrder, rateControlModel } from '../run-command/facts.ts';
import { AgentTimes } from './agent-times.ts';
import { type AssociationsView, associationsView } from './associations-view.ts';
import { Bindings } from './bindings.ts';
import type { Definition } from './definition.ts';
import { associationFacts } from './events.ts';
import { gateOf, openFromMs } from './gates.ts';
import { stateManagerModel } from './model.ts';
import { associationsPerRegion, followsTargets, runsAtOnce, scheduleOf } from './rules.ts';
import { Runs } from './runs.ts';
import { declaredAssociations, type Version } from './sources.ts';
import {
  type AssociationState,
  clearState,
  currentOf,
  Interval,
  isActive,
  newState,
  type Trigger,
} from './state.ts';

const hourMs = 3_600_000;

export class StateManager implements AssociationsView {
  readonly associations: readonly AssociationState[];
  readonly intervals: Interval[] = [];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly nodes: NodesView;
  private readonly bindings: Bindings;
  private readonly times: AgentTimes;
  private readonly runs: Runs;
  private readonly tickDue: EventType;
  private readonly durationOver: EventType;
  private readonly contactDue: EventType;
  private readonly alarms: AlarmWatch<Interval>;

  constructor(simulation: Simulation) {
    this.simulation = simulation;
    const { kernel, scenario, views, facts, fleet } = simulation;
    views.provide(associationsView, this);
    this.facts = facts.of(associationFacts);
    this.nodes = views.of(nodesView);
    this.associations = declaredAssociations(scenario).map((declared, index) =>
      newState(declared, index, fleet.count),
    );
    this.bindings = new Bindings(simulation, this.associations.length === 0 ? 0 : fleet.count);
    this.times = new AgentTimes(simulation);
    this.runs = new Runs(simulation, this, this.times);
    // A result that arrives in the very millisecond of the next interval is in time.
    const tickAfterResults = kernel.on('state-manager/tick-after-results', (index, atMs) => {
      const state = this.associations[index]!;
      if (isActive(state) && state.nextDueMs === atMs) this.tick(state, atMs);
    });
    this.tickDue = kernel.on('state-manager/tick-due', (index, atMs) =>
      kernel.whenInstantEnds(tickAfterResults, index, atMs),
    );
    this.durationOver = kernel.on('state-manager/duration-over', (index) =>
      this.runs.stops.close(this.intervals[index]!, 'Cancelled'),
    );
    this.contactDue = kernel.on('state-manager/contact-due', (node, index) =>
      this.contact(this.associations[index]!, node),
    );
    this.alarms = new AlarmWatch(simulation, 'state-manager/alarm-poll-due', (interval) =>
      this.runs.stops.close(interval, null, 'alarm'),
    );
    this.facts.intervalFinished.listen((interval) => this.alarms.end(interval));
    // A run without associations is none the slower for them.
    if (this.associations.length === 0) return;
    const nodeTold = facts.of(nodeFacts);
    nodeTold.nodeOnline.listen((node) => this.onOnline(node));
    facts.of(documentFacts).associationsRefreshed.listen((node, ids) => this.refresh(node, ids));
    nodeTold.tagsChanged.listen((node) => this.onTags(node));
    nodeTold.nodeTerminated.listen((node) => {
      for (const state of this.associations) this.leave(state, node);
    });
  }

  /** What existed before the run has run on every node that was there, and comes due by its schedule. */
  start(): void {
    const { startMs } = this.simulation.scenario;
    const { documentHeld } = this.simulation.facts.of(documentFacts);
    this.intervals.length = 0;
    this.bindings.clear();
    this.runs.clear();
    this.alarms.clear();
    for (const state of this.associations) {
      clearState(state);
      if (state.declared.createdBy !== null) continue;
      state.createdMs = startMs;
      for (const node of this.bindings.bindAll(state)) {
        if (!this.simulation.fleet.isRegistered(node)) continue;
        state.covered[node] = state.mark;
        documentHeld.tell(node, state.version.source);
      }
      this.reschedule(state, startMs, false);
    }
  }

  settle(): void {
    this.runs.settle();
  }

  private reschedule(state: AssociationState, sinceMs: number, isNew: boolean): void {
    state.schedule = scheduleOf(state.version.definition, sinceMs, isNew);
    // What runs at once does not run twice where its schedule says the same moment.
    const hasRun = isNew && runsAtOnce(state.version.definition);
    this.scheduleNext(state, hasRun ? sinceMs + 1 : sinceMs);
  }

  private scheduleNext(state: AssociationState, fromMs: number): void {
    const { kernel } = this.simulation;
    state.nextDueMs = state.schedule === null ? null : firstStartAtOrAfter(state.schedule, fromMs);
    if (state.nextDueMs !== null)
      kernel.schedule(state.nextDueMs, this.tickDue, state.index, state.nextDueMs);
  }

  private tick(state: AssociationState, atMs: number): void {
    this.scheduleNext(state, atMs + 1);
    this.comeDue(state, 'schedule');
  }

  /** CreateAssociation. */
  create(state: AssociationState): void {
    const { nowMs } = this.simulation.kernel;
    const { definition } = state.version;
    if (this.associations.filter(isActive).length >= associationsPerRegion) {
      return this.refuseCreation(state, 'AssociationLimitExceeded');
    }
    const unmanaged = this.unmanagedInstance(definition);
    if (unmanaged !== null) {
      state.refusedFor.push(unmanaged);
      return this.refuseCreation(state, 'InvalidInstanceId');
    }
    const bound = this.bindings.bindAll(state);
    if (bound.length === 0 && state.refusedFor.length > 0) {
      return this.refuseCreation(state, 'AssociationLimitExceeded');
    }
    state.createdMs = nowMs;
    this.facts.associationCreated.tell(state);
    this.reschedule(state, nowMs, true);
    if (runsAtOnce(definition)) this.comeDue(state, 'created');
    else this.coverAll(state, bound);
  }

  /** API_CreateAssociation.html#API_CreateAssociation_Errors: InstanceId must be a managed node; Targets need not be there yet. */
  private unmanagedInstance({ target }: Definition): RefusedNode | null {
    const [id] = target.instanceIds;
    const node = id === undefined ? undefined : this.simulation.names.find(id);
    if (id === undefined || (node !== undefined && this.nodes.pingStatus(node) !== null)) return null;
    return { node: id, cause: null, summary: 'no managed node has this id' };
  }

  private refuseCreation(state: AssociationState, error: string): void {
    state.error = error;
    state.createdMs = this.simulation.kernel.nowMs;
    this.facts.callRefused.tell('CreateAssociation', state.id, error);
  }

  /** UpdateAssociation: what runs finishes, what has not started is stopped, and every target runs again at once. */
  update(state: AssociationState, version: Version): void {
    if (!isActive(state)) return this.refuse('UpdateAssociation', state);
    const { nowMs } = this.simulation.kernel;
    const current = currentOf(state);
    if (current !== null) this.runs.stops.close(current, null);
    state.version = version;
    state.versionNumber += 1;
    state.updatedMs = nowMs;
    for (let node = 0; node < state.bound.length; node += 1) {
      if (state.bound[node] === 1 && !this.bindings.matches(state, node)) this.bindings.unbind(state, node);
    }
    const bound = this.bindings.bindAll(state);
    this.facts.associationUpdated.tell(state);
    this.reschedule(state, nowMs, true);
    if (runsAtOnce(version.definition)) this.comeDue(state, 'updated');
    else this.coverAll(state, bound);
  }

  /** ApplyOnlyAtCronInterval: nothing happens before the next tick. */
  private coverAll(state: AssociationState, nodes: readonly number[]): void {
    for (const node of nodes) state.covered[node] = state.mark;
  }

  delete(state: AssociationState): void {
    if (!isActive(state)) return this.refuse('DeleteAssociation', state);
    const current = currentOf(state);
    if (current !== null) this.runs.stops.close(current, null);
    state.deletedMs = this.simulation.kernel.nowMs;
    state.nextDueMs = null;
    this.bindings.unbindAll(state);
    this.facts.associationDeleted.tell(state);
  }

  startOnce(state: AssociationState): void {
    if (!isActive(state)) return this.refuse('StartAssociationsOnce', state);
    this.comeDue(state, 'started once');
  }

  private refuse(call: string, { id }: AssociationState): void {
    this.facts.callRefused.tell(call, id, 'AssociationDoesNotExist');
  }

  /** A new interval. One that comes due while the last is still running times that one out. */
  private comeDue(state: AssociationState, trigger: Trigger): void {
    const current = currentOf(state);
    if (current !== null) {
      // After an edit, what runs finishes.
      if (trigger !== 'updated') this.runs.stops.close(current, 'TimedOut');
      // Of an Install, `explain` tells every node.
      if (current.countOf('Success') === current.targetCount && !isInstall(current.version.source)) {
        current.release();
      }
    }
    const targets: number[] = [];
    const missed: number[] = [];
    for (const node of this.bindings.bindAll(state)) {
      (this.nodes.pingStatus(node) === null ? missed : targets).push(node);
    }
    state.mark += 1;
    this.coverAll(state, targets);
    const interval = this.newInterval(state, trigger, { targets, missed, base: targets.length });
    const gate = gateOf(this.simulation, state) ?? this.alarmOf(interval);
    if (gate !== null) {
      // Nor do those that were away run it later.
      this.coverAll(state, missed);
      return this.runs.stops.withhold(interval, gate);
    }
    this.facts.intervalStarted.tell(interval);
    this.runs.leaveOut(interval, missed, 'DELIVERY_FAILED');
    const { durationHours } = state.version.definition;
    const { kernel } = this.simulation;
    if (durationHours !== null) {
      kernel.schedule(kernel.nowMs + durationHours * hourMs, this.durationOver, interval.index);
    }
    this.runs.touch(interval);
  }

  private alarmOf(interval: Interval): CauseId | null {
    const { words, alarm, account } = interval.run.source;
    return this.alarms.begin(interval, words.name, alarm, account) ? null : 'ALARM_ACTIVE';
  }

  /** `base`: of how many nodes its percentages are. */
  private newInterval(
    state: AssociationState,
    trigger: Trigger,
    {
      targets,
      missed,
      base,
    }: { readonly targets: readonly number[]; readonly missed: readonly number[]; readonly base: number },
  ): Interval {
    const { kernel, scenario, fleet } = this.simulation;
    const { nowMs } = kernel;
    const { version, intervals } = state;
    let again = 0;
    while (intervals.at(-1 - again)?.dueMs === nowMs) again += 1;
    const run: DocumentRun = {
      id: `${state.id}/${isoTime(nowMs)}${again === 0 ? '' : `/${again + 1}`}`,
      source: version.source,
      part: 0,
      occurrence: epochMinute(nowMs),
      snapshot: null,
      requestedMs: nowMs,
    };
    const { halt, rounding } = modelIn(scenario, rateControlModel);
    const { maxConcurrency, maxErrors } = version.source.limits!;
    const { documentName, parameters } = version.definition;
    const interval = new Interval({
      index: this.intervals.length,
      association: state,
      version,
      trigger,
      dueMs: nowMs,
      run,
      nodes: inSendingOrder(this.simulation, run, targets),
      missed,
      rollout: {
        targetCount: targets.length,
        maxConcurrencyCount: resolveMaxConcurrency(maxConcurrency, base, rounding),
        maxErrorsCount: resolveMaxErrors(maxErrors, base, rounding),
        dispatch: modelIn(scenario, stateManagerModel).dispatch,
        halt,
      },
      limitMs: executionTimeoutSeconds(documentOf(scenario, documentName), parameters) * 1000,
    });
    for (const node of targets) if (fleet.isDown(node)) interval.downCount += 1;
    this.intervals.push(interval);
    intervals.push(interval);
    return interval;
  }

  /** AWS-RefreshAssociation: the agent lists its associations, and runs these, or all, at once. */
  private refresh(node: number, ids: readonly string[]): void {
    for (const state of this.associations) {
      const isMeant = ids.length === 0 || ids.includes(state.id);
      if (!isMeant || !isActive(state) || state.bound[node] !== 1) continue;
      const fromMs = openFromMs(this.simulation, state);
      if (fromMs === null || fromMs > this.simulation.kernel.nowMs) continue;
      const current = currentOf(state);
      // What waits or runs there does not run twice.
      if (current === null || current.gatedBy !== null || current.isOverOn(node)) this.join(state, node);
    }
  }

  /** Its heartbeats arrive, for the first time or again: it asks for its associations. */
  private onOnline(node: number): void {
    this.runs.onReachable(node);
    for (const state of this.associations) {
      if (this.mayJoin(state, node)) this.scheduleContact(state, node, this.simulation.kernel.nowMs);
    }
  }

  /** A node that gains the tag gets the association; one that loses it has it no longer. */
  private onTags(node: number): void {
    for (const state of this.associations) {
      if (!isActive(state)) continue;
      if (!this.bindings.matches(state, node)) this.leave(state, node);
      else if (this.mayJoin(state, node)) this.scheduleContact(state, node, this.times.nextPoll(node));
    }
  }

  private leave(state: AssociationState, node: number): void {
    this.bindings.unbind(state, node);
    const current = currentOf(state);
    if (current !== null) this.runs.stops.forget(current, node);
  }

  private scheduleContact(state: AssociationState, node: number, fromMs: number): void {
    const atMs = this.times.contact(state.id, node, fromMs);
    this.simulation.kernel.schedule(atMs, this.contactDue, node, state.index);
  }

  /** Whether there is something for it to run: it has just come to the targets, or missed its last run. */
  private mayJoin(state: AssociationState, node: number): boolean {
    if (!isActive(state) || !followsTargets(state.version.definition)) return false;
    const isMissing = state.covered[node] !== state.mark || currentOf(state)?.offline.has(node) === true;
    return isMissing && this.bindings.matches(state, node);
  }

  private contact(state: AssociationState, node: number): void {
    if (!this.mayJoin(state, node) || !this.nodes.isReachable(node)) return;
    // A node that is added while a calendar is closed gets the association once it is open.
    const fromMs = openFromMs(this.simulation, state);
    if (fromMs === null) return;
    if (fromMs > this.simulation.kernel.nowMs) return this.scheduleContact(state, node, fromMs);
    if (this.bindings.bind(state, node)) this.join(state, node);
  }

  /** It runs at once; where the alarm is in ALARM it is left to the next interval. */
  private join(state: AssociationState, node: number): void {
    const { alarm, account } = state.version.source;
    if (!this.alarms.allows(alarm, account)) return;
    const current = currentOf(state);
    const isWithheld = current === null || current.gatedBy !== null;
    const interval = isWithheld ? this.intervalOfNewcomers(state) : current;
    // The alarm of an interval is watched until it has finished.
    if (isWithheld || (interval.finishedMs !== null && !interval.rollout.isClosed)) this.alarmOf(interval);
    this.runs.join(interval, node);
  }

  /** The association ran before the run began: the first node that comes to it makes an interval. */
  private intervalOfNewcomers(state: AssociationState): Interval {
    const base = state.bound.reduce((sum, bound) => sum + bound, 0);
    const interval = this.newInterval(state, 'target change', { targets: [], missed: [], base });
    this.facts.intervalStarted.tell(interval);
    return interval;
  }
}
