/**
 * The nodes of one run. A node is an index; what is known of it lies in one buffer, so that a million nodes fit and a
 * quiet node costs nothing. The rule files see methods and plain values, never an array.
 */
import type { FleetGroup } from './fleet.ts';
import { NodeRecords } from './node-records.ts';
import type { Scenario } from './scenario.ts';

/** Nodes whose draws have one name: a group's own, or those that one fault launches into it. */
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

/** A launch that a fault makes during the run, known before it begins because chance is keyed. */
export interface PlannedLaunch {
  readonly groupIndex: number;
  readonly faultId: string;
  readonly count: number;
}

export class FleetState extends NodeRecords {
  readonly cohorts: readonly Cohort[];

  /** Tags that differ from the group's, by node. Written by managed-nodes. */
  readonly tagChanges = new Map<number, Readonly<Record<string, string>>>();

  /** Versions of agents that were updated during the run, by node. Written by documents. */
  readonly agentVersions = new Map<number, string>();

  constructor(scenario: Scenario, launches: readonly PlannedLaunch[]) {
    const cohorts = cohortsOf(scenario, launches);
    super(cohorts.reduce((sum, { count }) => sum + count, 0));
    this.cohorts = cohorts;
    cohorts.forEach(({ first, count }, index) => {
      for (let node = first; node < first + count; node += 1) this.setCohortIndex(node, index);
    });
  }

  /** Everything as before the first event, for the next replication over the same nodes. */
  clear(): void {
    this.clearRecords();
    this.tagChanges.clear();
    this.agentVersions.clear();
  }

  cohortOf(node: number): Cohort {
    return this.cohorts[this.cohortIndex(node)]!;
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

  agentVersionOf(node: number): string {
    return this.agentVersions.get(node) ?? this.groupOf(node).agent.version;
  }

  /** `<group>-<number>`, the number with at least four digits. */
  nameOf(node: number): string {
    const cohort = this.cohortOf(node);
    const number = cohort.numberBase + (node - cohort.first) + 1;
    return `${cohort.group.name}-${String(number).padStart(4, '0')}`;
  }
}

/** The groups' own nodes first, then those that faults launch. */
function cohortsOf(scenario: Scenario, launches: readonly PlannedLaunch[]): Cohort[] {
  const cohorts: Cohort[] = [];
  let first = 0;
  const numberBases = scenario.fleet.map((group) => group.count);
  scenario.fleet.forEach((group, groupIndex) => {
    cohorts.push({ group, groupIndex, key: group.name, first, count: group.count, numberBase: 0 });
    first += group.count;
  });
  for (const { groupIndex, faultId, count } of launches) {
    if (count === 0) continue;
    const group = scenario.fleet[groupIndex]!;
    const numberBase = numberBases[groupIndex]!;
    cohorts.push({ group, groupIndex, key: `${group.name}+${faultId}`, first, count, numberBase });
    numberBases[groupIndex] = numberBase + count;
    first += count;
  }
  return cohorts;
}
