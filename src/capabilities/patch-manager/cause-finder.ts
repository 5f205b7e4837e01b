/**
 * Why a node is not patched at the end: the first blocking link, in the one order of causes. A patched node has
 * none.
 */

import { type CauseId, type CauseTable, causesOf } from '../../capability/causes.ts';
import { capabilitiesOf } from '../../capability/registry.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { sourcesOf } from '../../capability/sources.ts';
import { fail } from '../../kernel/assert.ts';
import { power } from '../../world/node-records.ts';
import { resolveGroup } from '../../world/target-resolution.ts';
import { type NodesView, nodesView } from '../managed-nodes/facts.ts';
import type { Catalogue } from './catalogue.ts';
import type { PatchCause } from './causes/index.ts';
import { isLacking } from './exposure.ts';
import type { PatchManager } from './machine.ts';
import type { Opportunities } from './opportunities.ts';
import { flagCount, patchFlag } from './patch-stock.ts';
import { patchOperationOf } from './rules.ts';
import { isReplacedOnNode, type Verdicts, verdictCode } from './verdicts.ts';

/** What a node truly lacks at the end, whatever was reported. */
export interface Need {
  readonly isPatched: boolean;
  readonly lacksApproved: boolean;
  readonly lacksDelayed: boolean;
  readonly lacksRejected: boolean;
  readonly awaitsReboot: boolean;
  /** When the newest of the approved patches that it lacks was released. */
  readonly newestReleaseMs: number;
}

/** How many nodes are patched, by group, and how many are not, by the first cause. */
export interface CauseCounts {
  readonly patchedByGroup: readonly number[];
  readonly byCause: readonly number[];
}

/** By the node's flags: 1 if it lacks the patch, and this besides if what it lacks is a reboot. */
const awaitsRebootBit = 2;
const lackBits = Uint8Array.from({ length: flagCount }, (_, flag) => {
  if (!isLacking(flag)) return 0;
  return (flag & patchFlag.pendingReboot) === 0 ? 1 : 1 | awaitsRebootBit;
});

/** By node: whether any Install, or any Scan, means it. */
interface Targeted {
  readonly install: Uint8Array;
  readonly scan: Uint8Array;
  /** Whether a resource that installs means it and is not simulated. */
  readonly elsewhere: Uint8Array;
}

export class CauseFinder {
  private readonly simulation: Simulation;
  private readonly nodes: NodesView;
  private readonly patchManager: PatchManager;
  private readonly opportunities: Opportunities;
  private readonly causes: CauseTable;
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

  clear(): void {
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
    const patchedByGroup = scenario.fleet.map(() => 0);
    const byCause = this.causes.ids.map(() => 0);
    for (const { first, count, groupIndex } of fleet.cohorts) {
      for (let node = first; node < first + count; node += 1) {
        const cause = this.firstCauseOf(node);
        if (cause === null) patchedByGroup[groupIndex]! += 1;
        else byCause[this.causes.placeOf(cause)]! += 1;
      }
    }
    return { patchedByGroup, byCause };
  }

  /** Lacks no patch that its baseline approves, delays or rejects, and awaits no reboot. */
  needOf(node: number): Need {
    const { catalogue, cohort, flags, patchCount } = this.patchManager.stock.blockOf(node);
    const verdicts = this.verdictsAtEnd(node, catalogue);
    const base = (node - cohort.first) * patchCount;
    // One bit for each verdict.
    let lacking = 0;
    let awaitsReboot = false;
    let newestReleaseMs = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < verdicts.releasedCount; place += 1) {
      const flag = flags[base + place]!;
      if (!isLacking(flag)) continue;
      if ((flag & patchFlag.pendingReboot) !== 0) awaitsReboot = true;
      else if (!isReplacedOnNode(verdicts, flags, base, place)) {
        const code = verdicts.codes[place]!;
        lacking |= 1 << code;
        if (code !== verdictCode.approved) continue;
        newestReleaseMs = Math.max(newestReleaseMs, catalogue.patches[place]!.releasedMs);
      }
    }
    const { approved, delayed, rejected } = verdictCode;
    const lacks = (code: number) => ((lacking >> code) & 1) === 1;
    return {
      isPatched: !lacks(approved) && !lacks(delayed) && !lacks(rejected) && !awaitsReboot,
      lacksApproved: lacks(approved),
      lacksDelayed: lacks(delayed),
      lacksRejected: lacks(rejected),
      awaitsReboot,
      newestReleaseMs,
    };
  }

  private verdictsAtEnd(node: number, catalogue: Catalogue): Verdicts {
    const { verdictTable, baselines } = this.patchManager;
    return verdictTable.at(baselines.of(node), catalogue, this.simulation.scenario.endMs - 1);
  }

  /** What `needOf` says of it, quicker: most nodes lack nothing. */
  private isPatched(node: number): boolean {
    const { catalogue, cohort, flags, patchCount } = this.patchManager.stock.blockOf(node);
    const { releasedCount, isSelected } = this.verdictsAtEnd(node, catalogue);
    const base = (node - cohort.first) * patchCount;
    let found = 0;
    for (let place = 0; place < releasedCount; place += 1) {
      found |= lackBits[flags[base + place]!]! & (awaitsRebootBit | isSelected[place]!);
    }
    return found === 0 || this.needOf(node).isPatched;
  }

  /** Every blocking link, in order; empty exactly for patched nodes. */
  causesOf(node: number, need = this.needOf(node)): CauseId[] {
    return this.causes.inOrder(this.found(node, need));
  }

  /** The first of them; null: the node is patched. */
  firstCauseOf(node: number): CauseId | null {
    if (this.isPatched(node)) return null;
    const need = this.needOf(node);
    let first = Number.POSITIVE_INFINITY;
    for (const cause of this.found(node, need)) first = Math.min(first, this.causes.placeOf(cause));
    return this.causes.ids[first] ?? fail(`node ${node} is not patched, and no cause is known`);
  }

  /** In any order. */
  private found(node: number, need: Need): CauseId[] {
    if (need.isPatched) return [];
    const { fleet } = this.simulation;
    const { nodes } = this;
    const found: CauseId[] = [];
    const add = (cause: CauseId | null) => {
      if (cause !== null) found.push(cause);
    };
    const opportunity = this.opportunities.of(node);
    if (opportunity === null) {
      found.push(...nodes.missingPrerequisites(node));
      add(this.untargeted(node));
    } else {
      add(nodes.absenceCause(node));
      add(opportunity.prerequisite);
    }
    if (need.lacksRejected) add('PATCH_REJECTED');
    if (need.lacksDelayed) add('BASELINE_NOT_APPROVED');
    if (need.lacksApproved) add(this.causeOfLack(need, opportunity, this.isTargeted(node)));
    if (fleet.powerOf(node) === power.lost) add('REBOOT_FAILED');
    if (need.awaitsReboot) add('PENDING_REBOOT');
    return found;
  }

  private causeOfLack(
    need: Need,
    opportunity: ReturnType<Opportunities['of']>,
    isTargeted: boolean,
  ): CauseId | null {
    if (opportunity === null) return isTargeted ? 'NO_EXECUTION' : null;
    if (opportunity.outcome !== null) return opportunity.outcome;
    if (opportunity.prerequisite !== null) return null;
    // The installation went through, and yet something is missing: it came only later, or was not approved yet by the
    // baseline that counted then.
    return need.newestReleaseMs > opportunity.atMs ? 'NO_EXECUTION' : 'BASELINE_NOT_APPROVED';
  }

  private untargeted(node: number): PatchCause | null {
    const { install, scan, elsewhere } = this.targets();
    if (install[node] === 1) return null;
    if (elsewhere[node] === 1) return 'NOT_SIMULATED';
    return scan[node] === 1 ? 'SCAN_ONLY' : 'NOT_TARGETED';
  }

  private isTargeted(node: number): boolean {
    return this.targets().install[node] === 1;
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
      elsewhere: new Uint8Array(fleet.count),
    };
    for (const { group } of scenario.unsimulatedInstalls) {
      if (group === null) targeted.elsewhere.fill(1);
      else for (const node of resolveGroup(fleet, names, group).nodes) targeted.elsewhere[node] = 1;
    }
    for (const source of sourcesOf(scenario)) {
      const operation = patchOperationOf(source);
      if (operation === null) continue;
      const marks = operation === 'Install' ? targeted.install : targeted.scan;
      for (const group of source.targetGroups) {
        for (const node of resolveGroup(fleet, names, group).nodes) marks[node] = 1;
      }
    }
    return targeted;
  }
}
