/**
 * The nodes of one run. A node is an index; what is known of it lies in typed arrays, so that a million nodes fit and
 * a quiet node costs nothing. The rule files see methods and plain values, never an array.
 */
import type { FleetGroup } from './fleet.ts';
import type { Scenario } from './scenario.ts';

/** Nodes that share their luck's name: a group's own, or those that one fault launches into it. */
export interface Cohort {
  readonly group: FleetGroup;
  readonly groupIndex: number;
  /** Second half of every stream path of these nodes. */
  readonly key: string;
  /** Index of its first node; its nodes are consecutive. */
  readonly first: number;
  readonly count: number;
  /** Number, within the group, of the node before its first. */
  readonly numberBase: number;
}

export const power = {
  notLaunched: 0,
  running: 1,
  rebooting: 2,
  /** Did not come back from a reboot. */
  lost: 3,
  stopped: 4,
  terminated: 5,
} as const;

/** Index into the simulation's list of instance profiles. */
export const noProfile = -1;

/** A launch that a fault makes during the run, known before it begins because chance is keyed. */
export interface PlannedLaunch {
  readonly groupIndex: number;
  readonly faultId: string;
  readonly count: number;
}

export class FleetState {
  readonly cohorts: readonly Cohort[];
  readonly count: number;

  /** Written by managed-nodes alone. */
  readonly power: Uint8Array;
  readonly agentRunning: Uint8Array;
  readonly networkCut: Uint8Array;
  readonly registered: Uint8Array;
  readonly profile: Int16Array;
  /** Whether the agent holds credentials that the service accepts. */
  readonly hasCredentials: Uint8Array;
  /** Since when the service hears nothing; Infinity while heartbeats arrive. */
  readonly silentSinceMs: Float64Array;
  readonly rebootCount: Uint16Array;
  /** Counts stops, starts and changes, so that a timer set before one of them is recognised as stale. */
  readonly epoch: Uint32Array;

  /** Written by patch-manager alone: the next boot will not succeed. */
  readonly breaksAtBoot: Uint8Array;

  /** Tags that differ from the group's, by node. Written by managed-nodes. */
  readonly tagChanges = new Map<number, Readonly<Record<string, string>>>();

  private readonly cohortIndexOf: Uint32Array;

  constructor(scenario: Scenario, launches: readonly PlannedLaunch[]) {
    const cohorts: Cohort[] = [];
    let first = 0;
    const numberBase = scenario.fleet.map((group) => group.count);
    scenario.fleet.forEach((group, groupIndex) => {
      cohorts.push({ group, groupIndex, key: group.name, first, count: group.count, numberBase: 0 });
      first += group.count;
    });
    for (const { groupIndex, faultId, count } of launches) {
      if (count === 0) continue;
      const group = scenario.fleet[groupIndex]!;
      const base = numberBase[groupIndex]!;
      cohorts.push({ group, groupIndex, key: `${group.name}+${faultId}`, first, count, numberBase: base });
      numberBase[groupIndex] = base + count;
      first += count;
    }
    this.cohorts = cohorts;
    this.count = first;
    this.power = new Uint8Array(first);
    this.agentRunning = new Uint8Array(first);
    this.networkCut = new Uint8Array(first);
    this.registered = new Uint8Array(first);
    this.profile = new Int16Array(first);
    this.hasCredentials = new Uint8Array(first);
    this.silentSinceMs = new Float64Array(first);
    this.rebootCount = new Uint16Array(first);
    this.epoch = new Uint32Array(first);
    this.breaksAtBoot = new Uint8Array(first);
    this.cohortIndexOf = new Uint32Array(first);
    cohorts.forEach((cohort, index) => {
      this.cohortIndexOf.fill(index, cohort.first, cohort.first + cohort.count);
    });
  }

  /** Everything as before the first event, for the next replication over the same nodes. */
  clear(): void {
    this.power.fill(power.notLaunched);
    this.agentRunning.fill(0);
    this.networkCut.fill(0);
    this.registered.fill(0);
    this.profile.fill(noProfile);
    this.hasCredentials.fill(0);
    this.silentSinceMs.fill(0);
    this.rebootCount.fill(0);
    this.epoch.fill(0);
    this.breaksAtBoot.fill(0);
    this.tagChanges.clear();
  }

  cohortIndex(node: number): number {
    return this.cohortIndexOf[node]!;
  }

  cohortOf(node: number): Cohort {
    return this.cohorts[this.cohortIndexOf[node]!]!;
  }

  groupOf(node: number): FleetGroup {
    return this.cohortOf(node).group;
  }

  /** What draws are keyed by: the node's place in its cohort, from 1. */
  ordinalOf(node: number): number {
    return node - this.cohortOf(node).first + 1;
  }

  tagsOf(node: number): Readonly<Record<string, string>> {
    return this.tagChanges.get(node) ?? this.groupOf(node).tags;
  }

  /** `<group>-<number>`, the number with at least four digits. */
  nameOf(node: number): string {
    const cohort = this.cohortOf(node);
    const number = cohort.numberBase + (node - cohort.first) + 1;
    return `${cohort.group.name}-${String(number).padStart(4, '0')}`;
  }

  isUp(node: number): boolean {
    return this.power[node] === power.running;
  }

  /** Rebooting, lost or stopped: what `peakDown` counts. */
  isDown(node: number): boolean {
    const state = this.power[node]!;
    return state === power.rebooting || state === power.lost || state === power.stopped;
  }

  /** Whether its heartbeats reach the service right now. */
  isPinging(node: number): boolean {
    return this.silentSinceMs[node] === Number.POSITIVE_INFINITY;
  }
}
