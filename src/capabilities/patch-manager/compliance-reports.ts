/**
 * Compliance as last reported: the counts of DescribeInstancePatchStates, a point in time that every report overwrites.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-data-overwrites.html
 */
import type { DocumentRun } from '../../capability/document-run.ts';
import { type ComplianceLevel, complianceLevels, type PatchBaseline } from '../../world/baselines.ts';
import type { Verdict } from './approval.ts';
import {
  type AvailableUpdatesStatus,
  isNonCompliant,
  nonComplianceOf,
  type Operation,
  type PatchState,
  patchState,
  patchStates,
} from './compliance.ts';
import { flagCount, type PatchStock, patchFlag } from './patch-stock.ts';
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
export const complianceWords = ['UNSPECIFIED_DATA', 'COMPLIANT', 'NON_COMPLIANT'] as const;
export type ReportedCompliance = (typeof complianceWords)[number];

/** A patch that a report says nothing of is counted apart. */
const silent = patchStates.length;
/** Less severe than any. */
const notAtFault = 255;

/** The counts of patches at fault, in the words of DescribeInstancePatchStates. */
export const faultCounts = [
  'CriticalNonCompliantCount',
  'SecurityNonCompliantCount',
  'OtherNonCompliantCount',
] as const;

/** Of each patch at fault: its severity, then what it adds to those. */
const faultLength = 1 + faultCounts.length;

/** Of each node, side by side: a count for each state, one for each kind of fault, then severity and status. */
const faultsAt = silent + 1;
const severityAt = faultsAt + faultCounts.length;
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
  /** The last run on a node since its report that had a BaselineOverride: results of such a run are not uploaded. */
  readonly unreported = new Map<number, DocumentRun>();
  private readonly rows: Uint16Array;
  private readonly uploadedMs: Float64Array;
  /** The status before the last report. */
  private readonly earlier: Uint8Array;
  private readonly rules = new WeakMap<PatchBaseline, ReportRules[]>();
  private lastBaseline: PatchBaseline | undefined;
  private lastVariants: ReportRules[] = [];

  constructor(nodeCount: number) {
    this.nodeCount = nodeCount;
    this.rows = new Uint16Array(nodeCount * rowLength);
    this.uploadedMs = new Float64Array(nodeCount);
    this.earlier = new Uint8Array(nodeCount);
  }

  clear(): void {
    this.rows.fill(0);
    this.unreported.clear();
  }

  /** One of `complianceStatus`. */
  statusOf(node: number): number {
    return this.rows[node * rowLength + statusAt]!;
  }

  /** Whether the last report has another status than the one before it. */
  hasChanged(node: number): boolean {
    return this.statusOf(node) !== this.earlier[node];
  }

  complianceOf(node: number): ReportedCompliance {
    return complianceWords[this.statusOf(node)]!;
  }

  countOf(state: PatchState, node: number): number {
    return this.rows[node * rowLength + patchStates.indexOf(state)]!;
  }

  faultCountOf(fault: (typeof faultCounts)[number], node: number): number {
    return this.rows[node * rowLength + faultsAt + faultCounts.indexOf(fault)]!;
  }

  /** The highest compliance level among the patches at fault; null: there are none. */
  nonCompliantSeverityOf(node: number): ComplianceLevel | null {
    return complianceLevels[this.rows[node * rowLength + severityAt]! - 1] ?? null;
  }

  /** When its last report was uploaded; null: it has none. */
  uploadedMsOf(node: number): number | null {
    return this.statusOf(node) === complianceStatus.unspecified ? null : this.uploadedMs[node]!;
  }

  report(stock: PatchStock, verdicts: Verdicts, node: number, options: ReportOptions, nowMs: number): void {
    this.uploadedMs[node] = nowMs;
    if (this.unreported.size > 0) this.unreported.delete(node);
    const { cohort, flags, patchCount } = stock.blockOf(node);
    const { states, faults, statesAtFault } = this.rulesFor(verdicts.baseline, options);
    const { stateKinds, releasedCount } = verdicts;
    const { rows } = this;
    const base = (node - cohort.first) * patchCount;
    const row = node * rowLength;
    this.earlier[node] = rows[row + statusAt]!;
    for (let at = row; at < row + rowLength; at += 1) rows[at] = 0;
    // No branch that depends on a patch: there is no foreseeing which of them a node has.
    let seen = 0;
    for (let place = 0; place < releasedCount; place += 1) {
      const flag = offeredFlag(verdicts, flags, base, place);
      const state = states[stateKinds[place]! * flagCount + flag]!;
      rows[row + state]! += 1;
      seen |= 1 << state;
    }
    rows[row + statusAt] = complianceStatus.compliant;
    if ((seen & statesAtFault) === 0) return;
    rows[row + statusAt] = complianceStatus.nonCompliant;
    let severity = notAtFault;
    for (let place = 0; place < releasedCount; place += 1) {
      const flag = offeredFlag(verdicts, flags, base, place);
      const state = states[stateKinds[place]! * flagCount + flag]!;
      if (((statesAtFault >> state) & 1) === 0) continue;
      const fault = (state * faultKindCount + verdicts.faultKinds[place]!) * faultLength;
      severity = Math.min(severity, faults[fault]!);
      for (let kind = 0; kind < faultCounts.length; kind += 1) {
        rows[row + faultsAt + kind]! += faults[fault + 1 + kind]!;
      }
    }
    rows[row + severityAt] = severity;
  }

  /** Nodes that report come in a row of one kind. */
  private rulesFor(baseline: PatchBaseline, options: ReportOptions): ReportRules {
    const { operation, hasOverrideList, rebootFollows } = options;
    const variant = (operation === 'Install' ? 4 : 0) + (hasOverrideList ? 2 : 0) + (rebootFollows ? 1 : 0);
    if (this.lastBaseline !== baseline) {
      this.lastVariants = this.rules.get(baseline) ?? [];
      this.rules.set(baseline, this.lastVariants);
      this.lastBaseline = baseline;
    }
    const known = this.lastVariants[variant];
    if (known !== undefined) return known;
    const rules = reportRules(baseline, options);
    this.lastVariants[variant] = rules;
    return rules;
  }
}

/** As the node has it, but that one which is no longer offered is neither missing nor failed. */
function offeredFlag(verdicts: Verdicts, flags: Uint8Array, base: number, place: number): number {
  const flag = flags[base + place]!;
  if (verdicts.superseded[place] === 0 || (flag & patchFlag.installed) !== 0) return flag;
  return isReplacedOnNode(verdicts, flags, base, place) ? flag & ~patchFlag.applicable : flag;
}

/** The rules `patchState` and `nonComplianceOf` as tables: a fleet asks them a million times over. */
interface ReportRules {
  /** By verdict, security and flags. */
  readonly states: Uint8Array;
  readonly faults: Uint8Array;
  /** One bit for each state. */
  readonly statesAtFault: number;
}

function reportRules(baseline: PatchBaseline, options: ReportOptions): ReportRules {
  const availableUpdates = baseline.availableSecurityUpdatesComplianceStatus;
  const statesAtFault = patchStates.reduce(
    (bits, state, index) => (isNonCompliant(state, availableUpdates) ? bits | (1 << index) : bits),
    0,
  );
  return { states: stateTable(baseline, options), faults: faultTableFor(availableUpdates), statesAtFault };
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
 * For one patch of every state and kind: its severity's place among `complianceLevels` plus one, so the smaller the more
 * severe, or `notAtFault`; then what it adds to each of `faultCounts`.
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
