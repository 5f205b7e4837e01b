/**
 * Compliance as last reported: the counts of DescribeInstancePatchStates, a point in time that every report overwrites.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-data-overwrites.html
 */
import type { PatchBaseline } from '../../world/baselines.ts';
import type { Verdict } from './approval.ts';
import {
  isNonCompliant,
  isSecurityUpdate,
  type Operation,
  type PatchState,
  patchState,
  patchStates,
} from './compliance.ts';
import { type PatchStock, patchFlag } from './patch-stock.ts';
import { isReplacedOnNode, type Verdicts, verdictCode } from './verdicts.ts';

export const complianceStatus = { unspecified: 0, compliant: 1, nonCompliant: 2 } as const;

/** Reported one by one, in the order of the counts below; 255 is a patch that a report says nothing of. */
const silent = 255;

export interface ReportOptions {
  readonly operation: Operation;
  readonly hasOverrideList: boolean;
  /** The reboot is coming: what was just installed is INSTALLED at once. */
  readonly rebootFollows: boolean;
}

export class ComplianceReports {
  readonly status: Uint8Array;
  readonly reportedAtMs: Float64Array;
  readonly baselines: (PatchBaseline | undefined)[] = [];
  /** By state, in the order of `patchStates`, then by node. */
  private readonly counts: readonly Uint16Array[];
  private readonly tables = new Map<PatchBaseline, Uint8Array[]>();
  private readonly sums = new Uint16Array(patchStates.length);

  constructor(nodeCount: number) {
    this.status = new Uint8Array(nodeCount);
    this.reportedAtMs = new Float64Array(nodeCount);
    this.counts = patchStates.map(() => new Uint16Array(nodeCount));
  }

  clear(): void {
    this.status.fill(complianceStatus.unspecified);
    this.reportedAtMs.fill(0);
    this.baselines.length = 0;
    for (const count of this.counts) count.fill(0);
  }

  countOf(state: PatchState, node: number): number {
    return this.counts[patchStates.indexOf(state)]![node]!;
  }

  report(stock: PatchStock, verdicts: Verdicts, node: number, nowMs: number, options: ReportOptions): void {
    const { catalogue, cohort, flags, patchCount } = stock.blockOf(node);
    const table = this.tableFor(verdicts.baseline, options);
    const base = (node - cohort.first) * patchCount;
    const { sums } = this;
    sums.fill(0);
    for (let place = 0; place < verdicts.releasedCount; place += 1) {
      let flag = flags[base + place]!;
      // One that is no longer offered is neither missing nor failed.
      if ((flag & patchFlag.installed) === 0 && isReplacedOnNode(verdicts, flags, base, place))
        flag &= ~patchFlag.applicable;
      const security = isSecurityUpdate(catalogue.patches[place]!) ? 1 : 0;
      const state = table[(verdicts.codes[place]! * 2 + security) * 16 + flag]!;
      if (state !== silent) sums[state]! += 1;
    }
    let isAtFault = false;
    const availableUpdates = verdicts.baseline.availableSecurityUpdatesComplianceStatus;
    patchStates.forEach((state, index) => {
      this.counts[index]![node] = sums[index]!;
      if (sums[index]! > 0 && isNonCompliant(state, availableUpdates)) isAtFault = true;
    });
    this.status[node] = isAtFault ? complianceStatus.nonCompliant : complianceStatus.compliant;
    this.reportedAtMs[node] = nowMs;
  }

  /** The rule `patchState` for every combination of its plain values: a fleet asks it a million times over. */
  private tableFor(baseline: PatchBaseline, options: ReportOptions): Uint8Array {
    const { operation, hasOverrideList, rebootFollows } = options;
    const variant = (operation === 'Install' ? 4 : 0) + (hasOverrideList ? 2 : 0) + (rebootFollows ? 1 : 0);
    let variants = this.tables.get(baseline);
    if (variants === undefined) {
      variants = [];
      this.tables.set(baseline, variants);
    }
    const known = variants[variant];
    if (known !== undefined) return known;
    const { operatingSystem: os, rejectedPatchesAction } = baseline;
    const verdicts = Object.keys(verdictCode) as Verdict[];
    const table = new Uint8Array(verdicts.length * 2 * 16);
    for (let index = 0; index < table.length; index += 1) {
      const flag = index % 16;
      const state = patchState({
        os,
        operation,
        verdict: verdicts[Math.floor(index / 32)]!,
        rejectedPatchesAction,
        isApplicable: (flag & patchFlag.applicable) !== 0,
        isInstalled: (flag & patchFlag.installed) !== 0,
        isPendingReboot: (flag & patchFlag.pendingReboot) !== 0 && !rebootFollows,
        hasFailed: (flag & patchFlag.failed) !== 0 && operation === 'Install',
        hasOverrideList,
        isSecurityUpdate: Math.floor(index / 16) % 2 === 1,
      });
      table[index] = state === null ? silent : patchStates.indexOf(state);
    }
    variants[variant] = table;
    return table;
  }
}
