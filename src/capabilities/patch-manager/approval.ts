/**
 * What a patch baseline says of a patch: global filters, then approval rules, then the approved list, then the
 * rejected list.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-installing-patches.html
 */
import {
  type ApprovalRule,
  type ComplianceLevel,
  complianceLevels,
  type PatchBaseline,
} from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import type { Patch } from '../../world/patches.ts';
import { isPatchSetInScope, matchesAll } from './filters.ts';
import { osFamilies } from './os-families.ts';
import { isListed } from './package-names.ts';

/** `delayed`: a rule selects the patch, but its date is not approved yet, or came after the rule's last day. */
export type Verdict = 'approved' | 'delayed' | 'rejected' | 'notSelected';

/** What decided: a rule by its position, a list, or, for `notSelected`, nothing. */
export type DecidedBy = { readonly rule: number } | 'approvedPatches' | 'rejectedPatches' | null;

/** A patch and a baseline decide it, with the product of the node if that is known; no other trait of a node. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly by: DecidedBy;
  /** The first millisecond at which the patch is approved, past or to come; null: nothing foreseen approves it. */
  readonly approvedAtMs: number | null;
  /** The highest of all rules and lists that approve the patch. */
  readonly complianceLevel: ComplianceLevel;
  /** From this instant on the judgement may be another: a wait ends, or the vendor updates the notice. */
  readonly validUntilMs: number;
}

const dayMs = 86_400_000;

/** The judgement of a released patch at `nowMs`. `patch.os` must name the baseline's operating system. */
export function judge(baseline: PatchBaseline, patch: Patch, nowMs: number, nodeProduct?: string): Judgement {
  const os = baseline.operatingSystem;
  // A patch on both lists is rejected.
  if (isListed(baseline.rejectedPatches, 'rejected', os, patch))
    return settled('rejected', 'rejectedPatches');

  const date = dateAt(os, patch, nowMs);
  const approvals = approvalsByRules(baseline, patch, date.atMs, nodeProduct);
  const decided = decide(
    baseline,
    approvals,
    nowMs,
    isApprovedByList(baseline, patch) ? patch.releasedMs : null,
  );
  return { ...decided, validUntilMs: Math.min(decided.validUntilMs, date.untilMs) };
}

function settled(verdict: Verdict, by: DecidedBy): Judgement {
  return {
    verdict,
    by,
    approvedAtMs: null,
    complianceLevel: 'UNSPECIFIED',
    validUntilMs: Number.POSITIVE_INFINITY,
  };
}

/** A rule that selects the patch. Null: it never will approve it, since its last day has passed. */
interface RuleApproval {
  readonly rule: number;
  readonly approvedAtMs: number | null;
}

function decide(
  baseline: PatchBaseline,
  approvals: readonly RuleApproval[],
  nowMs: number,
  listedSinceMs: number | null,
): Judgement {
  const effective = approvals.filter((one) => one.approvedAtMs !== null && one.approvedAtMs <= nowMs);
  const pendingMs = approvals
    .map((one) => one.approvedAtMs ?? Number.POSITIVE_INFINITY)
    .filter((at) => at > nowMs);
  const validUntilMs = Math.min(Number.POSITIVE_INFINITY, ...pendingMs);
  const levels = effective.map((one) => baseline.rules[one.rule]!.complianceLevel);

  if (listedSinceMs !== null) {
    const complianceLevel = highestLevel([...levels, baseline.approvedPatchesComplianceLevel]);
    return {
      verdict: 'approved',
      by: 'approvedPatches',
      approvedAtMs: listedSinceMs,
      complianceLevel,
      validUntilMs,
    };
  }
  const first = earliest(approvals);
  if (first === null) return settled('notSelected', null);
  return {
    verdict: effective.length > 0 ? 'approved' : 'delayed',
    by: { rule: first.rule },
    approvedAtMs: first.approvedAtMs,
    complianceLevel: highestLevel(levels),
    validUntilMs,
  };
}

/** #linux-rules-amazon-linux. Each rule by itself can approve a package that all global filters let pass. */
function approvalsByRules(
  baseline: PatchBaseline,
  patch: Patch,
  dateMs: number,
  nodeProduct: string | undefined,
): readonly RuleApproval[] {
  const os = baseline.operatingSystem;
  if (!matchesAll(baseline.globalFilters, os, patch, nodeProduct)) return [];
  const approvals: RuleApproval[] = [];
  baseline.rules.forEach((rule, index) => {
    const selects =
      matchesAll(rule.filters, os, patch, nodeProduct) &&
      isPatchSetInScope(rule.filters, os, patch) &&
      !isLeftOutAsNonSecurity(os, patch, rule.enableNonSecurity);
    if (selects) approvals.push({ rule: index, approvedAtMs: approvedAtMs(rule, os, dateMs) });
  });
  return approvals;
}

/** The approved list overrules global filters and rules, but asks for EnableNonSecurity of its own. */
function isApprovedByList(baseline: PatchBaseline, patch: Patch): boolean {
  const os = baseline.operatingSystem;
  return (
    isListed(baseline.approvedPatches, 'approved', os, patch) &&
    !isLeftOutAsNonSecurity(os, patch, baseline.approvedPatchesEnableNonSecurity)
  );
}

/**
 * ApproveAfterDays counts to the second from the patch's date, and approval is strict: a patch of 9 November 18:00 UTC
 * with 7 days is approved after 16 November 18:00 UTC, not at it. ApproveUntilDate takes in the whole of its day. On
 * Debian and its relatives neither has an effect.
 *
 * ASSUMPTION approve-until-later: what is released after ApproveUntilDate counts as delayed, not as unselected: it
 * waits until the date is moved.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */
function approvedAtMs(rule: ApprovalRule, os: OperatingSystem, dateMs: number): number | null {
  if (osFamilies[os].date === 'none') return dateMs;
  if ('afterDays' in rule.approval) return dateMs + rule.approval.afterDays * dayMs + 1;
  return dateMs < rule.approval.untilMs ? dateMs : null;
}

/**
 * The date that counts at `nowMs`, and until when it does: an update of the notice starts the wait again. A patch
 * without a date is one of 1 January 1970, so that no wait holds it.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-release-dates.html
 */
function dateAt(
  os: OperatingSystem,
  patch: Patch,
  nowMs: number,
): { readonly atMs: number; readonly untilMs: number } {
  const { releasedMs, updatedMs } = patch;
  if (updatedMs === undefined || updatedMs <= releasedMs || osFamilies[os].date === 'none') {
    return { atMs: releasedMs, untilMs: Number.POSITIVE_INFINITY };
  }
  if (updatedMs <= nowMs) return { atMs: updatedMs, untilMs: Number.POSITIVE_INFINITY };
  return { atMs: releasedMs, untilMs: updatedMs };
}

/**
 * EnableNonSecurity. Off, it leaves out packages without an update notice, and on Debian and its relatives those whose
 * candidate is not in a security repository.
 *
 * ASSUMPTION centos-notices: the default repositories of CentOS have no notices, so that a classification counts there
 * only if the patch names another repository.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */
function isLeftOutAsNonSecurity(os: OperatingSystem, patch: Patch, enableNonSecurity: boolean): boolean {
  if (enableNonSecurity) return false;
  const { nonSecurity, defaultRepositoriesHaveNotices } = osFamilies[os];
  if (nonSecurity === 'notInSecurityRepository') return !isFromSecurityRepository(patch);
  if (nonSecurity === 'nothing') return false;
  return (
    patch.classification === undefined || !(defaultRepositoriesHaveNotices || patch.repository !== undefined)
  );
}

/**
 * ASSUMPTION apt-security-repository: a patch that names no repository comes from the security one, unless it is
 * classified as something else.
 */
function isFromSecurityRepository(patch: Patch): boolean {
  if (patch.repository !== undefined) return patch.repository.toLowerCase().includes('security');
  return patch.classification === undefined || patch.classification.toLowerCase() === 'security';
}

export function highestLevel(levels: readonly ComplianceLevel[]): ComplianceLevel {
  return complianceLevels.find((level) => levels.includes(level)) ?? 'UNSPECIFIED';
}

function earliest(approvals: readonly RuleApproval[]): RuleApproval | null {
  let first: RuleApproval | null = null;
  for (const one of approvals) {
    const isFirst = first === null || (one.approvedAtMs ?? Infinity) < (first.approvedAtMs ?? Infinity);
    if (isFirst) first = one;
  }
  return first;
}

/**
 * Whether a released patch is no longer offered, given the verdicts on the released patches that supersede it. The
 * Windows catalogue drops what has been replaced, approved or not, so that with a wait longer than a month nothing may
 * ever be installed; elsewhere the newest approved version is the candidate.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */
export function isSuperseded(os: OperatingSystem, verdictsOnSuccessors: readonly Verdict[]): boolean {
  return os === 'WINDOWS' ? verdictsOnSuccessors.length > 0 : verdictsOnSuccessors.includes('approved');
}
