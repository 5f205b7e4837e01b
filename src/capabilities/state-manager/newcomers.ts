/**
 * Nodes that come to an association: new ones, those with a new tag, those that were away, those that ask for it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */
import type { FactsIn } from '../../capability/facts.ts';
import type { Simulation } from '../../capability/simulation.ts';
import type { EventType } from '../../kernel/kernel.ts';
import type { AlarmWatch } from '../cloudwatch-alarms/facts.ts';
import { documentFacts } from '../documents/facts.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import type { AgentTimes } from './agent-times.ts';
import type { Bindings } from './bindings.ts';
import { associationFacts } from './events.ts';
import { beginAlarm, openFromMs } from './gates.ts';
import type { Intervals } from './intervals.ts';
import { followsTargets } from './rules.ts';
import type { Runs } from './runs.ts';
import { type AssociationState, currentOf, type Interval, isActive } from './state.ts';

/** What they come to. */
interface Parts {
  readonly associations: readonly AssociationState[];
  readonly intervals: Intervals;
  readonly bindings: Bindings;
  readonly times: AgentTimes;
  readonly runs: Runs;
  readonly alarms: AlarmWatch<Interval>;
}

export class Newcomers {
  private readonly simulation: Simulation;
  private readonly facts: FactsIn<typeof associationFacts>;
  private readonly nodes: NodesView;
  private readonly associations: readonly AssociationState[];
  private readonly intervals: Intervals;
  private readonly bindings: Bindings;
  private readonly times: AgentTimes;
  private readonly runs: Runs;
  private readonly alarms: AlarmWatch<Interval>;
  private readonly contactDue: EventType;

  constructor(simulation: Simulation, parts: Parts) {
    this.simulation = simulation;
    this.facts = simulation.facts.of(associationFacts);
    this.nodes = simulation.views.of(nodesView);
    this.associations = parts.associations;
    this.intervals = parts.intervals;
    this.bindings = parts.bindings;
    this.times = parts.times;
    this.runs = parts.runs;
    this.alarms = parts.alarms;
    this.contactDue = simulation.kernel.on('state-manager/contact-due', (node, index) =>
      this.contact(this.associations[index]!, node),
    );
    // A run without associations is none the slower for them.
    if (this.associations.length > 0) this.listen();
  }

  private listen(): void {
    const { facts } = this.simulation;
    const nodeTold = facts.of(nodeFacts);
    nodeTold.nodeOnline.listen((node) => {
      this.runs.onReachable(node);
      this.onOnline(node);
    });
    facts.of(documentFacts).associationsRefreshed.listen((node, ids) => this.refresh(node, ids));
    nodeTold.tagsChanged.listen((node) => this.onTags(node));
    nodeTold.nodeTerminated.listen((node) => {
      for (const state of this.associations) this.leave(state, node);
    });
  }

  /** AWS-RefreshAssociation: the agent lists its associations, and runs these, or all, at once. */
  private refresh(node: number, ids: readonly string[]): void {
    for (const state of this.associations) {
      const isMeant = ids.length === 0 || ids.includes(state.declared.associationId);
      const isOfAgent = state.bound[node] === 1 && !state.version.startsRunbook;
      if (!isMeant || !isActive(state) || !isOfAgent) continue;
      const fromMs = openFromMs(this.simulation, state);
      if (fromMs === null || fromMs > this.simulation.kernel.nowMs) continue;
      const current = currentOf(state);
      // What waits or runs there does not run twice.
      if (current === null || current.gatedBy !== null || current.isOverOn(node)) this.join(state, node);
    }
  }

  /** Its heartbeats arrive, for the first time or again: it asks for its associations. */
  private onOnline(node: number): void {
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
    if (!isActive(state) || !followsTargets(state.version)) return false;
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
    const interval = isWithheld ? this.intervalFor(state) : current;
    // The alarm of an interval is watched until it has finished.
    if (isWithheld || (interval.finishedMs !== null && !interval.rollout.isClosed))
      beginAlarm(this.alarms, interval);
    this.runs.spread.join(interval, node);
  }

  /** The association ran before the run began: the first node that comes to it makes an interval. */
  private intervalFor(state: AssociationState): Interval {
    const base = state.bound.reduce((sum, bound) => sum + bound, 0);
    const interval = this.intervals.begin(state, 'target change', { targets: [], missed: [], base });
    this.facts.intervalStarted.tell(interval);
    return interval;
  }
}
