/**
 * Intervals of associations, and the run of each on its nodes.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-about.html
 */

import { Rollout, type RolloutSettings } from '../../aws/rollout.ts';
import type { Schedule } from '../../aws/schedule/schedule.ts';
import type { CauseId } from '../../capability/causes.ts';
import type { DocumentRun } from '../../capability/document-run.ts';
import type { RefusedNode } from '../../capability/failures.ts';
import { assert } from '../../kernel/assert.ts';
import { type AssociationStatus, associationStatuses, associationStatusesNext } from './rules.ts';
import type { Declared, Version } from './sources.ts';

/** Why an interval began. */
export const triggers = [
  'schedule',
  'created',
  'updated',
  'started once',
  'target change',
  'parameter change',
] as const;
export type Trigger = (typeof triggers)[number];

/** Where a node of an interval is, in addition to AWS's status. */
export const stage = {
  /** Its turn under rate control is still to come. */
  unsent: 0,
  /** It was not there when its turn came: it runs on its return. */
  offline: 1,
  sent: 2,
  /** Another association runs on the node. */
  queued: 3,
  running: 4,
  /** Over, and the node cannot say so yet. */
  resultHeld: 5,
  ended: 6,
} as const;

/** Why a node was skipped: its turn never came, or it was away until the next interval. */
export type SkipReason =
  | 'halted'
  | 'stopped'
  | 'alarm'
  | 'away'
  | 'gated'
  | 'no longer a target'
  | 'overridden';

export interface HeldResult {
  readonly exitCode: number | null;
  readonly wasInterrupted: boolean;
}

const statusIndexOf = Object.fromEntries(
  associationStatuses.map((status, index) => [status, index]),
) as Record<AssociationStatus, number>;

export interface IntervalOptions {
  readonly index: number;
  readonly association: AssociationState;
  readonly version: Version;
  readonly trigger: Trigger;
  readonly dueMs: number;
  readonly run: DocumentRun;
  readonly nodes: ArrayLike<number>;
  readonly missed: readonly number[];
  readonly rollout: RolloutSettings;
  readonly limitMs: number;
  readonly lookUpError: string | null;
}

/**
 * One interval of an association: it begins when it comes due, and lasts until it comes due again. ASSUMPTION
 * association-interval: a node that was away catches up in the interval that is current.
 */
export class Interval {
  readonly index: number;
  readonly association: AssociationState;
  readonly version: Version;
  readonly trigger: Trigger;
  readonly dueMs: number;
  readonly run: DocumentRun;
  readonly rollout: Rollout;
  /** How long the agent lets the document run on a node. */
  readonly limitMs: number;
  /** Why references in its parameters have no value. Null: they have. */
  readonly lookUpError: string | null;
  /** Nodes in the order in which they are sent to; those that came later follow. */
  readonly nodes: number[];
  /** Nodes that the targets meant and that were not managed when it came due. */
  readonly missed: readonly number[];
  /** How many there were when it came due: percentages are of them. */
  readonly plannedCount: number;
  /** When sent to, begun and ended; 0 where it has not happened. */
  readonly startedMs: number[] = [];
  readonly endedMs: number[] = [];
  readonly stages: number[] = [];
  readonly exitCodes: number[] = [];
  private readonly statuses: number[] = [];
  private readonly counts = associationStatuses.map(() => 0);

  /** The run of a node that came later than the others has a request of its own. */
  readonly lateRuns = new Map<number, DocumentRun>();
  /** Places of nodes that were away, by node. */
  readonly offline = new Map<number, number>();
  /** Places among them whose node came, and found the interval halted, over, or with MaxConcurrency used up. */
  readonly heldBack = new Set<number>();
  readonly heldResults = new Map<number, HeldResult>();
  readonly interrupted = new Set<number>();
  /** Places where another association with its document excludes it. */
  readonly conflicting = new Set<number>();
  readonly obstructed = new Map<number, CauseId>();
  readonly skipped = new Map<number, SkipReason>();
  /** Batches of the ramp that nodes have still to answer. */
  readonly batches = new Map<number, number>();

  /** Its place in the order of sending: whose turn is next. */
  nextPosition = 0;
  startedCount = 0;
  /** Runs that were reported as stuck. */
  stuckCount = 0;
  /** Runs that were in progress when the next interval began. */
  replacedCount = 0;
  /** Of those that were there when it came due: how long it takes says nothing of who comes later. */
  firstSentMs: number | null = null;
  lastEndedMs: number | null = null;
  haltedMs: number | null = null;
  finishedMs: number | null = null;
  peakConcurrencyCount = 0;
  downCount = 0;
  peakDownCount = 0;
  isSettling = false;
  /** A calendar or an alarm kept it from running at all. */
  gatedBy: CauseId | null = null;
  private positions: Map<number, number> | null = null;
  /** Its nodes once it is over and all of them succeeded: nothing else of each is kept. */
  private released: Uint32Array | null = null;

  constructor({ nodes, rollout, ...options }: IntervalOptions) {
    this.index = options.index;
    this.association = options.association;
    this.version = options.version;
    this.trigger = options.trigger;
    this.dueMs = options.dueMs;
    this.run = options.run;
    this.rollout = new Rollout(rollout);
    this.limitMs = options.limitMs;
    this.lookUpError = options.lookUpError;
    this.missed = options.missed;
    this.nodes = [];
    this.plannedCount = nodes.length;
    for (let index = 0; index < nodes.length; index += 1) this.append(nodes[index]!);
  }

  get id(): string {
    return this.run.id;
  }

  get startsRunbook(): boolean {
    return this.version.startsRunbook;
  }

  append(node: number): number {
    this.startedMs.push(0);
    this.endedMs.push(0);
    this.stages.push(stage.unsent);
    this.exitCodes.push(0);
    this.statuses.push(statusIndexOf.Pending);
    this.counts[statusIndexOf.Pending]! += 1;
    this.positions = null;
    return this.nodes.push(node) - 1;
  }

  get targetCount(): number {
    return this.released?.length ?? this.nodes.length;
  }

  /** An association that is due every half hour for a year would fill the memory with what went well. */
  release(): void {
    this.released = Uint32Array.from(this.nodes);
    this.positions = null;
    const { nodes, startedMs, endedMs, stages, exitCodes, statuses } = this;
    for (const array of [nodes, startedMs, endedMs, stages, exitCodes, statuses]) array.length = 0;
  }

  get isReleased(): boolean {
    return this.released !== null;
  }

  runAt(position: number): DocumentRun {
    return this.lateRuns.size === 0 ? this.run : (this.lateRuns.get(position) ?? this.run);
  }

  statusOf(position: number): AssociationStatus {
    return this.isReleased ? 'Success' : associationStatuses[this.statuses[position]!]!;
  }

  countOf(status: AssociationStatus): number {
    return this.counts[statusIndexOf[status]]!;
  }

  get tally(): Readonly<Record<AssociationStatus, number>> {
    return Object.fromEntries(associationStatuses.map((status) => [status, this.countOf(status)])) as Record<
      AssociationStatus,
      number
    >;
  }

  /** The only function that changes a status. */
  changeStatus(position: number, next: AssociationStatus): void {
    const before = this.statusOf(position);
    assert(associationStatusesNext[before].includes(next), `${this.id}: ${before} cannot become ${next}`);
    this.counts[this.statuses[position]!]! -= 1;
    this.statuses[position] = statusIndexOf[next];
    this.counts[statusIndexOf[next]]! += 1;
  }

  /** Nothing of it waits or runs on the node. */
  isOverOn(node: number): boolean {
    const position = this.positionOf(node);
    return position < 0 || this.stages[position] === stage.ended || this.stages[position] === stage.offline;
  }

  /** The last place of the node; -1 when it is none of the targets. Worked out when it is first asked. */
  positionOf(node: number): number {
    if (this.released !== null) return this.released.indexOf(node);
    this.positions ??= new Map(this.nodes.map((one, position) => [one, position]));
    return this.positions.get(node) ?? -1;
  }
}

/** An association in a run. What a call changes is here; what the scenario declares stays as it was. */
export interface AssociationState {
  readonly declared: Declared;
  readonly id: string;
  readonly index: number;
  version: Version;
  schedule: Schedule | null;
  /** When it comes due next by its schedule; null: not again. */
  nextDueMs: number | null;
  createdMs: number | null;
  updatedMs: number | null;
  versionNumber: number;
  deletedMs: number | null;
  /** With which AWS refused to create it. */
  error: string | null;
  readonly refusedFor: RefusedNode[];
  /** Those of them that have as many associations as a node may have. */
  readonly refusedNodes: Set<number>;
  /** Intervals of the run so far; the last one is current. */
  readonly intervals: Interval[];
  /** By node: 1 if it is one of its targets and within the quota of the node. */
  readonly bound: Uint8Array;
  /** How often all targets came due, from 1: what the run began with has come due before. */
  mark: number;
  /** By node: the mark under which it was last among the targets; 0: never. */
  readonly covered: Uint32Array;
  /** By node: 0 none, 1 Success, 2 anything else; and what compliance last said. */
  readonly outcomes: Uint8Array;
  readonly compliance: Uint8Array;
}

export function currentOf({ intervals }: AssociationState): Interval | null {
  return intervals.at(-1) ?? null;
}

export function isActive({ createdMs, deletedMs, error }: AssociationState): boolean {
  return createdMs !== null && deletedMs === null && error === null;
}

export function newState(declared: Declared, index: number, nodeCount: number): AssociationState {
  return {
    declared,
    id: declared.id,
    index,
    version: declared,
    schedule: null,
    nextDueMs: null,
    createdMs: null,
    updatedMs: null,
    versionNumber: 1,
    deletedMs: null,
    error: null,
    refusedFor: [],
    refusedNodes: new Set(),
    intervals: [],
    bound: new Uint8Array(nodeCount),
    mark: 1,
    covered: new Uint32Array(nodeCount),
    outcomes: new Uint8Array(nodeCount),
    compliance: new Uint8Array(nodeCount),
  };
}

/** As before the first event, for the next replication. */
export function clearState(state: AssociationState): void {
  state.version = state.declared;
  state.schedule = null;
  state.nextDueMs = null;
  state.createdMs = null;
  state.updatedMs = null;
  state.versionNumber = 1;
  state.deletedMs = null;
  state.error = null;
  state.refusedFor.length = 0;
  state.refusedNodes.clear();
  state.intervals.length = 0;
  state.mark = 1;
  for (const array of [state.bound, state.covered, state.outcomes, state.compliance]) array.fill(0);
}
