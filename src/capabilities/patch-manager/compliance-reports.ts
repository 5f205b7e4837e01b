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
import {
  faultKindCount,
  faultKindOf,
  isReplacedOnNode,
  stateKindOf,
  type Verdicts,
  verdictCode,
} from './verdicts.ts';

export const complianceStatus = { unspecified: 0, compliant: 1, nonCompliant: 2 } as const;
/** In AWS's words, in the order of those numbers. */
const complianceWords = ['UNSPECIFIED_DATA', 'COMPLIANT', 'NON_COMPLIANT'] as const;
export type ReportedCompliance = (typeof complianceWords)[number];

/** A patch that a report says nothing of. */
const silent = 255;
/** Less severe than any. */
const notAtFault = 255;
/** Every combination of `patchFlag`. */
const flagCount = 16;

/** The counts of patches at fault, in the words of DescribeInstancePatchStates. */
export const faultCounts = [
  'CriticalNonCompliantCount',
  'SecurityNonCompliantCount',
  'OtherNonCompliantCount',
] as const;

/** Of each patch at fault: its severity, then what it adds to those. */
const faultLength = 1 + faultCounts.length;

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
  private readonly tables = new WeakMap<PatchBaseline, Uint8Array[]>();

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
    const faults = faultTableFor(verdicts.baseline.availableSecurityUpdatesComplianceStatus);
    const { stateKinds, faultKinds, releasedCount } = verdicts;
    const { rows } = this;
    const base = (node - cohort.first) * patchCount;
    const row = node * rowLength;
    for (let at = row; at < row + rowLength; at += 1) rows[at] = 0;
    let severity = notAtFault;
    for (let place = 0; place < releasedCount; place += 1) {
      let flag = flags[base + place]!;
      // One that is no longer offered is neither missing nor failed.
      if ((flag & patchFlag.installed) === 0 && isReplacedOnNode(verdicts, flags, base, place))
        flag &= ~patchFlag.applicable;
      const state = table[stateKinds[place]! * flagCount + flag]!;
      if (state === silent) continue;
      rows[row + state]! += 1;
      const fault = (state * faultKindCount + faultKinds[place]!) * faultLength;
      if (faults[fault] === notAtFault) continue;
      severity = Math.min(severity, faults[fault]!);
      for (let kind = 0; kind < faultCounts.length; kind += 1) {
        rows[row + patchStates.length + kind]! += faults[fault + 1 + kind]!;
      }
    }
    const isCompliant = severity === notAtFault;
    rows[row + severityAt] = isCompliant ? 0 : severity;
    rows[row + statusAt] = isCompliant ? complianceStatus.compliant : complianceStatus.nonCompliant;
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
    variants[variant] ??= stateTable(baseline, options);
    return variants[variant];
  }
}

function stateTable(baseline: PatchBaseline, options: ReportOptions): Uint8Array {
  const { operation, hasOverrideList, rebootFollows } = options;
  const { operatingSystem: os, rejectedPatchesAction } = baseline;
  const table = new Uint8Array(Object.keys(verdictCode).length * 2 * flagCount);
  for (const verdict of Object.keys(verdictCode) as Verdict[]) {
    for (const isSecurityUpdate of [false, true]) {
      const begin = stateKindOf(verdict, isSecurityUpdate) * flagCount;
      for (let flag = 0; flag < flagCount; flag += 1) {
        const state = patchState({
          os,
          operation,
          verdict,
          rejectedPatchesAction,
          isApplicable: (flag & patchFlag.applicable) !== 0,
          isInstalled: (flag & patchFlag.installed) !== 0,
          isPendingReboot: (flag & patchFlag.pendingReboot) !== 0 && !rebootFollows,
          hasFailed: (flag & patchFlag.failed) !== 0 && operation === 'Install',
          hasOverrideList,
          isSecurityUpdate,
        });
        table[begin + flag] = state === null ? silent : patchStates.indexOf(state);
      }
    }
  }
  return table;
}

const faultTables = new Map<AvailableUpdatesStatus, Uint8Array>();

/**
 * The rule `nonComplianceOf` for one patch of every state and kind: its severity's place among `complianceLevels` plus
 * one, so the smaller the more severe, or `notAtFault`; then what it adds to each of `faultCounts`.
 */
function faultTableFor(availableUpdates: AvailableUpdatesStatus): Uint8Array {
  const known = faultTables.get(availableUpdates);
  if (known !== undefined) return known;
  const table = new Uint8Array(patchStates.length * faultKindCount * faultLength);
  patchStates.forEach((state, stateIndex) => {
    for (const complianceLevel of complianceLevels) {
      for (const isSecurityUpdate of [false, true]) {
        const found = nonComplianceOf([{ state, complianceLevel, isSecurityUpdate }], availableUpdates);
        const { nonCompliantSeverity: severity } = found;
        const kind = faultKindOf(complianceLevel, isSecurityUpdate);
        table.set(
          [
            severity === null ? notAtFault : complianceLevels.indexOf(severity) + 1,
            ...faultCounts.map((name) => found[name]),
          ],
          (stateIndex * faultKindCount + kind) * faultLength,
        );
      }
    }
  });
  faultTables.set(availableUpdates, table);
  return table;
}
