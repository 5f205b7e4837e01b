import { parametersNamed } from '../../aws/parameter-references.ts';
import { firstStartAtOrAfter } from '../../aws/schedule/schedule.ts';
import type { FactsIn } from '../../capability/facts.ts';
import type { RefusedNode } from '../../capability/failures.ts';
import { modelIn } from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import { documentFacts } from '../documents/facts.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import { parameterFacts } from '../parameter-store/facts.ts';
import { isInstall } from '../patch-manager/facts.ts';
import { rateControlModel, rolloutCauses } from '../run-command/facts.ts';
import { AgentTimes } from './agent-times.ts';
import { type AssociationsView, associationsView } from './associations-view.ts';
import { Bindings } from './bindings.ts';
import type { Definition } from './definition.ts';
import { associationFacts } from './events.ts';
import { beginAlarm, gateOf } from './gates.ts';
import { Intervals } from './intervals.ts';
import { LocationTurns } from './location-turns.ts';
import { Newcomers } from './newcomers.ts';
import { associationsPerRegion, runsAtOnce, scheduleOf } from './rules.ts';
import { Runs } from './runs.ts';
import { declaredAssociations, type Version } from './sources.ts';
import {
  type AssociationState,
  clearState,
  currentOf,
  type Interval,
  isActive,
  newState,
  type Trigger,
} from './state.ts';

const hourMs = 3_600_000;

export class StateManager implements AssociationsView {
  readonly associations: readonly AssociationState[];
  readonly intervals: Interval[];
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly nodes: NodesView;
  private readonly bindings: Bindings;
  private readonly made: Intervals;
  private readonly runs: Runs;
  private readonly turns: LocationTurns;
  private readonly tickDue: EventType;
  private readonly durationOver: EventType;
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
    this.made = new Intervals(simulation);
    this.intervals = this.made.all;
    const times = new AgentTimes(simulation);
    this.runs = new Runs(simulation, this, times);
    this.turns = new LocationTurns(modelIn(scenario, rateControlModel), (state, trigger, isHalted) =>
      this.comeDue(state, trigger, isHalted),
    );
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
    this.alarms = new AlarmWatch(simulation, 'state-manager/alarm-poll-due', (interval) =>
      this.runs.stops.close(interval, null, 'alarm'),
    );
    this.facts.intervalFinished.listen((interval) => {
      this.alarms.end(interval);
      this.turns.onFinished(interval);
    });
    this.followParameters();
    const { associations, bindings, runs, alarms, made: intervals } = this;
    new Newcomers(simulation, { associations, bindings, times, runs, alarms, intervals });
  }

  /**
   * An association runs after a parameter that it names was edited.
   *
   * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
   */
  private followParameters(): void {
    const { parameterChanged } = this.simulation.facts.of(parameterFacts);
    parameterChanged.listen(({ operation, parameter: { name }, account, exception }) => {
      if (operation !== 'Update' || exception !== null) return;
      for (const state of this.associations) {
        const { definition, source } = state.version;
        const names = parametersNamed(Object.values(definition.parameters).flat());
        const isMeant = (source.account ?? '') === account && names.some((one) => one.split(':')[0] === name);
        if (isMeant && isActive(state) && runsAtOnce(definition)) this.due(state, 'parameter change');
      }
    });
  }

  /** What existed before the run has run on every node that was there, and comes due by its schedule. */
  start(): void {
    const { startMs } = this.simulation.scenario;
    const { documentHeld } = this.simulation.facts.of(documentFacts);
    this.intervals.length = 0;
    this.bindings.clear();
    this.runs.clear();
    this.turns.clear();
    this.alarms.clear();
    for (const state of this.associations) {
      clearState(state);
      if (state.declared.createdBy !== null) continue;
      state.createdMs = startMs;
      for (const node of this.bindings.bindAll(state)) {
        if (this.simulation.fleet.isRegistered(node)) state.covered[node] = state.mark;
      }
      this.reschedule(state, startMs, false);
    }
    for (const state of this.associations) {
      if (state.createdMs === null) continue;
      for (let node = 0; node < state.covered.length; node += 1) {
        if (state.covered[node] !== 0 && this.runs.isInEffect(state, node)) {
          documentHeld.tell(node, state.version.source);
        }
      }
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
    this.due(state, 'schedule');
  }

  /** CreateAssociation. */
  create(state: AssociationState): void {
    const { nowMs } = this.simulation.kernel;
    const { definition } = state.version;
    const { account } = state.version.source;
    const others = this.associations.filter((one) => isActive(one) && one.version.source.account === account);
    if (others.length >= associationsPerRegion) {
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
    if (runsAtOnce(definition)) this.due(state, 'created');
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
    if (runsAtOnce(version.definition)) this.due(state, 'updated');
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
    this.due(state, 'started once');
  }

  private refuse(call: string, { id }: AssociationState): void {
    this.facts.callRefused.tell(call, id, 'AssociationDoesNotExist');
  }

  /** One that comes due while the last is still running times that one out. */
  private due(state: AssociationState, trigger: Trigger): void {
    const current = currentOf(state);
    if (current !== null) {
      // After an edit, what runs finishes.
      if (trigger !== 'updated') this.runs.stops.close(current, 'TimedOut');
      // Of an Install, `explain` tells every node.
      if (current.countOf('Success') === current.targetCount && !isInstall(current.version.source)) {
        current.release();
      }
    }
    this.turns.due(state, trigger, this.simulation.kernel.nowMs);
  }

  /** A new interval. `isHalted`: errors in other accounts and Regions keep it from running. */
  private comeDue(state: AssociationState, trigger: Trigger, isHalted: boolean): void {
    const { definition, startsRunbook } = state.version;
    const targets: number[] = [];
    const missed: number[] = [];
    for (const node of this.bindings.bindAll(state)) {
      (startsRunbook || this.nodes.pingStatus(node) !== null ? targets : missed).push(node);
    }
    state.mark += 1;
    this.coverAll(state, targets);
    const interval = this.made.begin(state, trigger, { targets, missed, base: targets.length });
    const gate = isHalted
      ? rolloutCauses.halted
      : (gateOf(this.simulation, state) ?? beginAlarm(this.alarms, interval));
    if (gate !== null) {
      // Nor do those that were away run it later.
      this.coverAll(state, missed);
      return this.runs.stops.withhold(interval, gate);
    }
    this.facts.intervalStarted.tell(interval);
    this.runs.spread.leaveOut(interval, missed, 'DELIVERY_FAILED');
    const { durationHours } = definition;
    const { kernel } = this.simulation;
    if (durationHours !== null) {
      kernel.schedule(kernel.nowMs + durationHours * hourMs, this.durationOver, interval.index);
    }
    this.runs.spread.touch(interval);
    const { targets: criteria, instanceIds } = definition.target;
    if (startsRunbook && criteria.length + instanceIds.length === 0) this.runs.startAlone(interval);
  }
}
