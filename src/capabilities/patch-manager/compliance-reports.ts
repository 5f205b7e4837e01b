/**
 * Compliance as last reported: the counts of DescribeInstancePatchStates, a point in time that every report overwrites.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-data-overwrites.html
 */
import { type ComplianceLevel, complianceLevels, type PatchBaseline } from '../../world/baselines.ts';
import type { Verdict } from './approval.ts';
import {
  type AvailableUpdatesStatus,
  nonComplianceOf,
  type Operation,
  type PatchState,
  patchState,
  patchStates,
} from './compliance.ts';
import { type PatchStock, patchFlag } from './patch-stock.ts';
import { isReplacedOnNode, type Verdicts, verdictCode } from './verdicts.ts';

export const complianceStatus = { unspecified: 0, compliant: 1, nonCompliant: 2 } as const;
/** In AWS's words, in the order of those numbers. */
const complianceWords = ['UNSPECIFIED_DATA', 'COMPLIANT', 'NON_COMPLIANT'] as const;
export type ReportedCompliance = (typeof complianceWords)[number];

/** A patch that a report says nothing of. */
const silent = 255;

/** The counts of patches at fault, in the words of DescribeInstancePatchStates. */
export const faultCounts = [
  'CriticalNonCompliantCount',
  'SecurityNonCompliantCount',
  'OtherNonCompliantCount',
] as const;

/** Of each node, side by side: a count for each state, one for each kind of fault, then severity and status. */
const severityAt = patchStates.length + faultCounts.length;
const statusAt = severityAt + 1;
const rowLength = statusAt + 1;

export interface ReportOptions {
  readonly operation: Operation;
  readonly hasOverrideList: boolean;
  /** The reboot is coming: what was just installed is INSTALLED at once. */
  readonly rebootFollows: boolean;
}

export class ComplianceReports {
  readonly nodeCount: number;
  private readonly rows: Uint16Array;
  private readonly tables = new Map<PatchBaseline, Uint8Array[]>();
  private readonly row = new Uint16Array(rowLength);

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.rows = new Uint16Array(nodeCount * rowLength);
  }

  clear(): void {
    this.rows.fill(0);
  }

  /** One of `complianceStatus`. */
  statusOf(node: number): number {
    return this.rows[node * rowLength + statusAt]!;
  }

  complianceOf(node: number): ReportedCompliance {
    return complianceWords[this.statusOf(node)]!;
  }

  countOf(state: PatchState, node: number): number {
    return this.rows[node * rowLength + patchStates.indexOf(state)]!;
  }

  faultCountOf(fault: (typeof faultCounts)[number], node: number): number {
    return this.rows[node * rowLength + patchStates.length + faultCounts.indexOf(fault)]!;
  }

  /** The highest compliance level among the patches at fault; null: there are none. */
  nonCompliantSeverityOf(node: number): ComplianceLevel | null {
    return complianceLevels[this.rows[node * rowLength + severityAt]! - 1] ?? null;
  }

  report(stock: PatchStock, verdicts: Verdicts, node: number, options: ReportOptions): void {
    const { cohort, flags, patchCount } = stock.blockOf(node);
    const table = this.tableFor(verdicts.baseline, options);
    const faults = faultTableFor(verdicts.baseline);
    const base = (node - cohort.first) * patchCount;
    const { row } = this;
    row.fill(0);
    row[statusAt] = complianceStatus.compliant;
    for (let place = 0; place < verdicts.releasedCount; place += 1) {
      let flag = flags[base + place]!;
      // One that is no longer offered is neither missing nor failed.
      if ((flag & patchFlag.installed) === 0 && isReplacedOnNode(verdicts, flags, base, place))
        flag &= ~patchFlag.applicable;
      const kind = verdicts.kinds[place]!;
      const state = table[Math.floor(kind / complianceLevels.length) * 16 + flag]!;
      if (state === silent) continue;
      row[state]! += 1;
      const fault = faults[state]![kind % faultKindCount]!;
      if (fault !== null) addFault(row, fault);
    }
    this.rows.set(row, node * rowLength);
  }

  /**
   * The rule `patchState` for every combination of its plain values, by verdict, security and flags: a fleet asks it a
   * million times over.
   */
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

/** What one patch at fault adds. */
interface Fault {
  readonly counts: readonly number[];
  /** Its place among `complianceLevels`, plus one: the smaller the more severe. */
  readonly severity: number;
}

/** Security or not, by compliance level. */
const faultKindCount = 2 * complianceLevels.length;
const faultTables = new Map<AvailableUpdatesStatus, (Fault | null)[][]>();

/** The rule `nonComplianceOf` for one patch of every kind; null: it is not at fault. */
function faultTableFor(baseline: PatchBaseline): readonly (readonly (Fault | null)[])[] {
  const availableUpdates = baseline.availableSecurityUpdatesComplianceStatus;
  const known = faultTables.get(availableUpdates);
  if (known !== undefined) return known;
  const table = patchStates.map((state) =>
    Array.from({ length: faultKindCount }, (_, kind): Fault | null => {
      const complianceLevel = complianceLevels[kind % complianceLevels.length]!;
      const patch = { state, complianceLevel, isSecurityUpdate: kind >= complianceLevels.length };
      const found = nonComplianceOf([patch], availableUpdates);
      if (found.nonCompliantSeverity === null) return null;
      return {
        counts: faultCounts.map((name) => found[name]),
        severity: complianceLevels.indexOf(found.nonCompliantSeverity) + 1,
      };
    }),
  );
  faultTables.set(availableUpdates, table);
  return table;
}

function addFault(row: Uint16Array, { counts, severity }: Fault): void {
  row[statusAt] = complianceStatus.nonCompliant;
  counts.forEach((count, index) => {
    row[patchStates.length + index]! += count;
  });
  row[severityAt] = row[severityAt] === 0 ? severity : Math.min(row[severityAt]!, severity);
}
