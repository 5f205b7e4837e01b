/**
 * In which of the four states each node is when the run ends, and why: the first blocking link, in the one order of causes.
 * A node that is up to date has none. docs/decisions/0011-four-states.md
 */

import { type CauseId, type CauseTable, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import type { NodeFinding } from '../../capability/why-unpatched.ts';
import { fail } from '../../kernel/assert.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { type NodesView, nodeFacts, nodesView } from '../managed-nodes/facts.ts';
import type { PatchCause } from './causes/index.ts';
import { isLacking } from './exposure.ts';
import type { PatchManager } from './machine.ts';
import { type LackingPatch, type NodeState, nodeStates, worstState } from './node-states.ts';
import type { Opportunities } from './opportunities.ts';
import type { Opportunity } from './opportunity-records.ts';
import { flagCount, patchFlag } from './patch-stock.ts';
import { isInstallCandidate, operationMeant } from './rules.ts';
import { isReplacedOnNode } from './verdicts.ts';

interface Finding extends NodeFinding {
  readonly state: NodeState;
}

/** How many nodes are in each state, by group and in the order of `nodeStates`, and how many have each first cause. */
export interface CauseCounts {
  readonly statesByGroup: readonly (readonly number[])[];
  readonly byCause: readonly number[];
}

const upToDate: Finding = { state: 'upToDate', cause: null, causes: [] };
const runEnded: readonly CauseId[] = ['RUN_ENDED'];
const awaitsNextWindow: readonly CauseId[] = ['AWAITS_NEXT_WINDOW'];
const noExecution: readonly CauseId[] = ['NO_EXECUTION'];

/** By the node's flags: 1 if it lacks the patch. */
const lackBits = Uint8Array.from({ length: flagCount }, (_, flag) => (isLacking(flag) ? 1 : 0));

/** The worst of what holds a node back: a decision, then a delay, then what no rule selects. */
const heldBackBy = {
  rejected: 'PATCH_REJECTED',
  delayed: 'BASELINE_NOT_APPROVED',
  notSelected: 'BASELINE_DOES_NOT_SELECT',
} as const;

/** By node: whether any Install, or any Scan, means it. */
interface Targeted {
  readonly install: Uint8Array;
  readonly scan: Uint8Array;
}

export class CauseFinder {
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;
  private readonly patchManager: PatchManager;
  private readonly opportunities: Opportunities;
  private readonly causes: CauseTable;
  /** Terminated nodes, as they stood at that moment. */
  private readonly terminated = new Map<number, Finding>();
  /** With tags as they stand at the end, and with those of the scenario, which are the same in every replication. */
  private targetedNow: Targeted | undefined;
  private targetedByGroups: Targeted | undefined;
  private counted: CauseCounts | undefined;

  constructor(simulation: Simulation, patchManager: PatchManager, opportunities: Opportunities) {
    this.simulation = simulation;
    this.nodes = simulation.views.of(nodesView);
    this.patchManager = patchManager;
    this.opportunities = opportunities;
    this.causes = causesOf(capabilitiesOf(simulation.scenario));
  }

  /** After the opportunities have: a terminated node keeps the state of that moment. */
  observe(): void {
    this.simulation.facts.of(nodeFacts).nodeTerminated.listen((node) => {
      this.terminated.set(node, this.judge(node, this.simulation.kernel.nowMs));
      this.opportunities.noteGone(node);
    });
  }

  clear(): void {
    this.terminated.clear();
    this.targetedNow = undefined;
    this.counted = undefined;
  }

  /** At the end of the run. It takes a look at every patch of every node, and is worked out once. */
  counts(): CauseCounts {
    this.counted ??= this.countAll();
    return this.counted;
  }

  private countAll(): CauseCounts {
    const { fleet, scenario } = this.simulation;
    const statesByGroup = scenario.fleet.map(() => nodeStates.map(() => 0));
    const byCause = this.causes.ids.map(() => 0);
    for (const { first, count, groupIndex } of fleet.cohorts) {
      for (let node = first; node < first + count; node += 1) {
        const { state, cause } = this.findingOf(node);
        statesByGroup[groupIndex]![nodeStates.indexOf(state)]! += 1;
        if (cause !== null) byCause[this.causes.placeOf(cause)]! += 1;
      }
    }
    return checked({ statesByGroup, byCause }, fleet.count);
  }

  findingOf(node: number): Finding {
    return this.terminated.get(node) ?? this.judge(node, this.simulation.scenario.endMs - 1);
  }

  /** As if the run ended at that instant: without causes, which need the whole run. */
  stateAt(node: number, atMs: number): NodeState {
    const terminated = this.terminated.get(node);
    if (terminated !== undefined) return terminated.state;
    if (!this.lacksAnything(node, atMs)) return 'upToDate';
    const opportunity = this.opportunities.of(node);
    return worstState(this.lackingOn(node, atMs, opportunity), opportunity?.isInProgress === true);
  }

  /** The patches that count and that the node lacks at that instant, in the order of the catalogue. */
  private lackingOn(node: number, atMs: number, opportunity: Opportunity | null): LackingPatch[] {
    const { catalogue, cohort, flags, patchCount } = this.patchManager.stock.blockOf(node);
    const verdicts = this.patchManager.approvals.at(node, atMs);
    const base = (node - cohort.first) * patchCount;
    const lacking: LackingPatch[] = [];
    for (let place = 0; place < verdicts.releasedCount; place += 1) {
      const flag = flags[base + place]!;
      if (verdicts.counts[place] === 0 || lackBits[flag] === 0) continue;
      const awaitsReboot = (flag & patchFlag.pendingReboot) !== 0;
      const isReplaced = !awaitsReboot && isReplacedOnNode(verdicts, flags, base, place);
      const { verdict } = verdicts.judgements[place]!;
      const wasDue =
        opportunity === null
          ? verdict === 'approved' && !isReplaced
          : wouldInstall(opportunity, catalogue.patches[place]!, flags, base, place);
      // What was due and is replaced since is missing all the same.
      if (!isReplaced || wasDue) lacking.push({ place, verdict, awaitsReboot, wasDue });
    }
    return lacking;
  }

  /** Every node of every replication is judged: few objects are made here. */
  private judge(node: number, atMs: number): Finding {
    if (!this.lacksAnything(node, atMs)) return upToDate;
    const opportunity = this.opportunities.of(node);
    const lacking = this.lackingOn(node, atMs, opportunity);
    if (lacking.length === 0) return upToDate;
    const state = worstState(lacking, opportunity?.isInProgress === true);
    const found = this.causesOfState(node, state, lacking, opportunity);
    const causes = found.length < 2 ? found : this.causes.inOrder(found);
    const cause = causes[0] ?? fail(`node ${node} is ${state}, and no cause is known`);
    return { state, cause, causes };
  }

  /** Quick: most nodes lack nothing. */
  private lacksAnything(node: number, atMs: number): boolean {
    const { cohort, flags, patchCount } = this.patchManager.stock.blockOf(node);
    const { releasedCount, counts } = this.patchManager.approvals.at(node, atMs);
    const base = (node - cohort.first) * patchCount;
    let found = 0;
    for (let place = 0; place < releasedCount; place += 1) {
      found |= lackBits[flags[base + place]!]! & counts[place]!;
    }
    return found !== 0;
  }

  private causesOfState(
    node: number,
    state: NodeState,
    lacking: readonly LackingPatch[],
    opportunity: Opportunity | null,
  ): readonly CauseId[] {
    if (state === 'missed') return this.causesOfMissed(node, lacking, opportunity);
    if (state === 'waiting') return opportunity?.isInProgress === true ? runEnded : awaitsNextWindow;
    const causes: CauseId[] = [];
    for (const { verdict } of lacking) if (verdict !== 'approved') causes.push(heldBackBy[verdict]);
    return causes;
  }

  /** As of the last install opportunity, or of now where there was none. */
  private causesOfMissed(
    node: number,
    lacking: readonly LackingPatch[],
    opportunity: Opportunity | null,
  ): readonly CauseId[] {
    const causes: CauseId[] = [];
    if (opportunity === null) {
      causes.push(...this.nodes.missingPrerequisites(node));
      const untargeted = this.untargeted(node);
      if (untargeted !== null) causes.push(untargeted);
    } else {
      const { prerequisite, outcome } = opportunity;
      if (prerequisite !== null) causes.push(prerequisite);
      if (outcome !== null) causes.push(outcome);
    }
    if (this.opportunities.isLost(node)) causes.push('REBOOT_FAILED');
    if (lacking.some(({ awaitsReboot }) => awaitsReboot)) causes.push('PENDING_REBOOT');
    return causes.length > 0 || opportunity !== null ? causes : noExecution;
  }

  private untargeted(node: number): PatchCause | null {
    const { install, scan } = this.targets();
    if (install[node] === 1) return null;
    if (this.simulation.scenario.unsimulatedInstalls.length > 0) return 'NOT_SIMULATED';
    return scan[node] === 1 ? 'SCAN_ONLY' : 'NOT_TARGETED';
  }

  /** Whom any Install or Scan of the scenario means, managed or not, as tags stand at the end. */
  private targets(): Targeted {
    if (this.simulation.fleet.tagChanges.size === 0) {
      this.targetedByGroups ??= this.resolveAll();
      return this.targetedByGroups;
    }
    this.targetedNow ??= this.resolveAll();
    return this.targetedNow;
  }

  private resolveAll(): Targeted {
    const { fleet, names, scenario } = this.simulation;
    const targeted = {
      install: new Uint8Array(fleet.count),
      scan: new Uint8Array(fleet.count),
    };
    for (const source of sourcesOf(scenario)) {
      const operation = operationMeant(scenario, source);
      if (operation === null) continue;
      const marks = operation === 'Install' ? targeted.install : targeted.scan;
      for (const group of source.targetGroups) {
        for (const node of resolveGroup(fleet, names, group, source.account).nodes) marks[node] = 1;
      }
    }
    return targeted;
  }
}

/** By the approvals of its own run, its override, its list and what was replaced then. */
function wouldInstall(
  { approvals: { verdicts, request } }: Opportunity,
  patch: Parameters<typeof isInstallCandidate>[1]['patch'],
  flags: Uint8Array,
  base: number,
  place: number,
): boolean {
  if (place >= verdicts.releasedCount || isReplacedOnNode(verdicts, flags, base, place)) return false;
  const run = {
    os: verdicts.baseline.operatingSystem,
    operation: 'Install',
    overrideList: request.overrideList,
  } as const;
  return isInstallCandidate(run, { patch, verdict: verdicts.judgements[place]!.verdict });
}

/** Each node is in one state, and each that is not up to date has one first cause. */
function checked(counts: CauseCounts, nodeCount: number): CauseCounts {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
  const states = sum(counts.statesByGroup.map(sum));
  if (states !== nodeCount) fail(`${nodeCount} nodes, and ${states} in one of the four states`);
  const behind = nodeCount - sum(counts.statesByGroup.map(([current = 0]) => current));
  const causes = sum(counts.byCause);
  if (causes !== behind) fail(`${behind} nodes are not up to date, and ${causes} have a cause`);
  return counts;
}
