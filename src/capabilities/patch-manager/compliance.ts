/**
 * Patch states, and what they make of a node.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-compliance-states.html
 */
import type { ComplianceLevel, PatchBaseline } from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import type { Patch } from '../../world/patches.ts';
import { highestLevel, type Verdict } from './approval.ts';

export const patchStates = [
  'INSTALLED',
  'INSTALLED_OTHER',
  'INSTALLED_REJECTED',
  'INSTALLED_PENDING_REBOOT',
  'MISSING',
  'FAILED',
  'NOT_APPLICABLE',
  'AVAILABLE_SECURITY_UPDATE',
] as const;
export type PatchState = (typeof patchStates)[number];

export type Operation = 'Scan' | 'Install';

/** One patch on one node, as a run of AWS-RunPatchBaseline finds it when it reports. */
export interface PatchFacts {
  readonly os: OperatingSystem;
  readonly operation: Operation;
  readonly verdict: Verdict;
  readonly rejectedPatchesAction: PatchBaseline['rejectedPatchesAction'];
  /** The node has the package that the patch is for. */
  readonly isApplicable: boolean;
  readonly isInstalled: boolean;
  /** Installed since the last boot, with NoReboot. */
  readonly isPendingReboot: boolean;
  /** This run tried to install it, in vain. */
  readonly hasFailed: boolean;
  /** This run had an InstallOverrideList. */
  readonly hasOverrideList: boolean;
  readonly isSecurityUpdate: boolean;
}

/**
 * Null: the report says nothing of the patch, as of one that the baseline does not select and the node does not have.
 *
 * ASSUMPTION pending-reboot-source: the guide of 2025 also counts what was installed by other means since the last
 * boot; the API's description of the count speaks of Patch Manager's own installations, which is what is modelled.
 */
export function patchState(facts: PatchFacts): PatchState | null {
  if (facts.isInstalled) return stateOfInstalled(facts);
  if (!facts.isApplicable) return facts.verdict === 'approved' ? 'NOT_APPLICABLE' : null;
  if (facts.hasFailed) return 'FAILED';
  // After an Install nothing is MISSING: what was not installed is FAILED, unless a list said what to install.
  if (facts.verdict === 'approved') {
    return facts.operation === 'Install' && !facts.hasOverrideList ? 'FAILED' : 'MISSING';
  }
  const isAvailable = facts.os === 'WINDOWS' && facts.isSecurityUpdate && facts.verdict !== 'rejected';
  return isAvailable ? 'AVAILABLE_SECURITY_UPDATE' : null;
}

/**
 * ASSUMPTION rejected-without-block: the API makes an installed rejected patch INSTALLED_OTHER unless the action is
 * BLOCK; AWS's code of 2021 for DNF and Zypper did not look at the action.
 */
function stateOfInstalled({ isPendingReboot, verdict, rejectedPatchesAction }: PatchFacts): PatchState {
  if (isPendingReboot) return 'INSTALLED_PENDING_REBOOT';
  if (verdict === 'approved') return 'INSTALLED';
  if (verdict === 'rejected' && rejectedPatchesAction === 'BLOCK') return 'INSTALLED_REJECTED';
  return 'INSTALLED_OTHER';
}

/** By its classification, in whichever words: `Security` on Linux, `SecurityUpdates` on Windows. */
export function isSecurityUpdate(patch: Pick<Patch, 'classification'>): boolean {
  return patch.classification?.toLowerCase().startsWith('security') ?? false;
}

export type AvailableUpdatesStatus = PatchBaseline['availableSecurityUpdatesComplianceStatus'];

/** A node is compliant if none of its patches is at fault. */
export function isNonCompliant(state: PatchState, availableUpdates: AvailableUpdatesStatus): boolean {
  switch (state) {
    case 'MISSING':
    case 'FAILED':
    case 'INSTALLED_REJECTED':
    case 'INSTALLED_PENDING_REBOOT':
      return true;
    case 'AVAILABLE_SECURITY_UPDATE':
      return availableUpdates === 'NON_COMPLIANT';
    default:
      return false;
  }
}

/** One patch of a report. */
export interface ReportedPatch {
  readonly state: PatchState;
  /** Of the judgement. */
  readonly complianceLevel: ComplianceLevel;
  readonly isSecurityUpdate: boolean;
}

export interface NonCompliance {
  /** The highest level among the patches at fault, at least INFORMATIONAL; null: there are none. */
  readonly nonCompliantSeverity: ComplianceLevel | null;
  readonly CriticalNonCompliantCount: number;
  readonly SecurityNonCompliantCount: number;
  readonly OtherNonCompliantCount: number;
}

/**
 * Critical means the baseline's compliance level, not the vendor's severity: under a predefined baseline, which is
 * UNSPECIFIED throughout, no patch is. One patch can count as critical and as security.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_InstancePatchState.html
 */
export function nonComplianceOf(
  patches: readonly ReportedPatch[],
  availableUpdates: AvailableUpdatesStatus,
): NonCompliance {
  const atFault = patches.filter(({ state }) => isNonCompliant(state, availableUpdates));
  const critical = atFault.filter(isCritical);
  const security = atFault.filter((one) => one.isSecurityUpdate);
  const other = atFault.filter((one) => !one.isSecurityUpdate && !isCritical(one));
  const highest = highestLevel(atFault.map(levelOf));
  return {
    nonCompliantSeverity: atFault.length === 0 ? null : highest === 'UNSPECIFIED' ? 'INFORMATIONAL' : highest,
    CriticalNonCompliantCount: critical.length,
    SecurityNonCompliantCount: security.length,
    OtherNonCompliantCount: other.length,
  };
}

function isCritical(patch: ReportedPatch): boolean {
  return levelOf(patch) === 'CRITICAL';
}

/** An available security update has no severity, whatever rule it waits for. */
function levelOf({ state, complianceLevel }: ReportedPatch): ComplianceLevel {
  return state === 'AVAILABLE_SECURITY_UPDATE' ? 'UNSPECIFIED' : complianceLevel;
}
