/**
 * Why a node is not patched at the end: the first blocking link, in the one order of `causes`. A patched node has
 * none.
 */
import { power } from '../../world/node-records.ts';
import { resolveInstanceIds, resolveTargets } from '../../world/target-resolution.ts';
import { patchOperationOf } from '../run-command/request.ts';
import { type Cause, causes, type Simulation } from '../simulation.ts';
import { isLacking } from './exposure.ts';
import type { PatchManager } from './machine.ts';
import { endOfLife, type Opportunities } from './opportunities.ts';
import { patchFlag } from './patch-stock.ts';
import { isReplacedOnNode, verdictCode } from './verdicts.ts';

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

export class CauseFinder {
  private readonly simulation: Simulation;
  private readonly patchManager: PatchManager;
  private readonly opportunities: Opportunities;
  private targeted: { readonly install: Uint8Array; readonly scan: Uint8Array } | undefined;

  constructor(simulation: Simulation, patchManager: PatchManager, opportunities: Opportunities) {
    this.simulation = simulation;
    this.patchManager = patchManager;
    this.opportunities = opportunities;
  }

  clear(): void {
    this.targeted = undefined;
  }

  /** Lacks no patch that its baseline approves, delays or rejects, and awaits no reboot. */
  needOf(node: number): Need {
    const { stock, verdictTable, baselines } = this.patchManager;
    const { catalogue, cohort, flags, patchCount } = stock.blockOf(node);
    const { endMs } = this.simulation.scenario;
    const verdicts = verdictTable.at(baselines.of(node), catalogue, endMs - 1);
    const base = (node - cohort.first) * patchCount;
    const lacks = [0, 0, 0, 0];
    let awaitsReboot = false;
    let newestReleaseMs = Number.NEGATIVE_INFINITY;
    for (let place = 0; place < verdicts.releasedCount; place += 1) {
      const flag = flags[base + place]!;
      if (!isLacking(flag)) continue;
      if ((flag & patchFlag.pendingReboot) !== 0) awaitsReboot = true;
      else if (!isReplacedOnNode(verdicts, flags, base, place)) {
        const code = verdicts.codes[place]!;
        lacks[code]! += 1;
        if (code !== verdictCode.approved) continue;
        newestReleaseMs = Math.max(newestReleaseMs, catalogue.patches[place]!.releasedMs);
      }
    }
    const [, approved, delayed, rejected] = lacks as [number, number, number, number];
    return {
      isPatched: approved + delayed + rejected === 0 && !awaitsReboot,
      lacksApproved: approved > 0,
      lacksDelayed: delayed > 0,
      lacksRejected: rejected > 0,
      awaitsReboot,
      newestReleaseMs,
    };
  }

  /** Every blocking link, in order; empty exactly for patched nodes. */
  causesOf(node: number, need = this.needOf(node)): Cause[] {
    if (need.isPatched) return [];
    const { fleet, nodes } = this.simulation;
    const found: (Cause | null)[] = [];
    const opportunity = this.opportunities.of(node);
    found.push(endOfLife(fleet.powerOf(node)));
    if (opportunity === null) {
      found.push(
        nodes.prerequisiteCause(node),
        nodes.patchingObstacle(node)?.cause ?? null,
        this.untargeted(node),
      );
    } else {
      found.push(opportunity.prerequisite);
    }
    if (need.lacksRejected) found.push('PATCH_REJECTED');
    if (need.lacksDelayed) found.push('BASELINE_NOT_APPROVED');
    if (need.lacksApproved) found.push(this.causeOfLack(need, opportunity, this.isTargeted(node)));
    if (fleet.powerOf(node) === power.lost) found.push('REBOOT_FAILED');
    if (need.awaitsReboot) found.push('PENDING_REBOOT');
    return [...new Set(found.filter((cause) => cause !== null))].sort(
      (a, b) => causes.indexOf(a) - causes.indexOf(b),
    );
  }

  private causeOfLack(
    need: Need,
    opportunity: ReturnType<Opportunities['of']>,
    isTargeted: boolean,
  ): Cause | null {
    if (opportunity === null) return isTargeted ? 'NO_EXECUTION' : null;
    if (opportunity.outcome !== null) return opportunity.outcome;
    if (opportunity.prerequisite !== null) return null;
    // The installation went through, and yet something is missing: it came only later, or was not approved yet by the
    // baseline that counted then.
    return need.newestReleaseMs > opportunity.atMs ? 'NO_EXECUTION' : 'BASELINE_NOT_APPROVED';
  }

  private untargeted(node: number): Cause | null {
    const { install, scan } = this.targets();
    if (install[node] === 1) return null;
    return scan[node] === 1 ? 'SCAN_ONLY' : 'NOT_TARGETED';
  }

  private isTargeted(node: number): boolean {
    return this.targets().install[node] === 1;
  }

  /** Whom any Install or Scan of the scenario means, managed or not, as tags stand at the end. */
  private targets(): { readonly install: Uint8Array; readonly scan: Uint8Array } {
    if (this.targeted !== undefined) return this.targeted;
    const { fleet, names, scenario } = this.simulation;
    const targeted = { install: new Uint8Array(fleet.count), scan: new Uint8Array(fleet.count) };
    const mark = (operation: 'Install' | 'Scan' | null, nodes: readonly number[]) => {
      if (operation === null) return;
      const marks = operation === 'Install' ? targeted.install : targeted.scan;
      for (const node of nodes) marks[node] = 1;
    };
    for (const window of scenario.windows) {
      for (const task of window.tasks) {
        const operation = patchOperationOf(task.taskName, task.parameters);
        for (const { targets } of task.targetGroups)
          mark(operation, resolveTargets(fleet, names, targets).nodes);
      }
    }
    for (const action of scenario.actions) {
      if (action.call !== 'SendCommand') continue;
      const operation = patchOperationOf(action.documentName, action.parameters);
      mark(operation, resolveTargets(fleet, names, action.targets).nodes);
      mark(operation, resolveInstanceIds(names, action.instanceIds).nodes);
    }
    this.targeted = targeted;
    return targeted;
  }
}
