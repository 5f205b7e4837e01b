/** Patches and baselines of which a test says only what matters to it. */
import { judge, type Verdict } from '../../../src/capabilities/patch-manager/approval.ts';
import type {
  ApprovalRule,
  PatchBaseline,
  PatchFilter,
  PatchFilterKey,
} from '../../../src/world/baselines.ts';
import type { OperatingSystem } from '../../../src/world/operating-systems.ts';
import type { Patch } from '../../../src/world/patches.ts';

export const dayMs = 86_400_000;

export function at(time: string): number {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw new Error(`not a time: ${time}`);
  return ms;
}

export const released = '2025-11-09T18:00:00Z';
/** Long after every wait. */
export const later = at('2026-11-09T18:00:00Z');

/** A bare patch: no classification, no severity, one package. */
export function patch(traits: Partial<Patch> = {}): Patch {
  return {
    id: 'ALAS2-2025-1',
    os: ['AMAZON_LINUX_2'],
    packages: ['openssl'],
    cves: [],
    releasedMs: at(released),
    supersedes: [],
    affectsShare: 1,
    requiresReboot: false,
    failsShare: 0,
    breaksShare: 0,
    sticky: false,
    ...traits,
  };
}

export const criticalSecurity = { classification: 'Security', severity: 'Critical' };

export function filters(values: Partial<Record<PatchFilterKey, string[]>>): PatchFilter[] {
  return Object.entries(values).map(([key, some]) => ({ key: key as PatchFilterKey, values: some }));
}

export function rule(
  selected: Partial<Record<PatchFilterKey, string[]>>,
  traits: Partial<Omit<ApprovalRule, 'filters'>> = {},
): ApprovalRule {
  return {
    filters: filters(selected),
    approval: { afterDays: 0 },
    enableNonSecurity: false,
    complianceLevel: 'UNSPECIFIED',
    ...traits,
  };
}

export function baseline(traits: Partial<PatchBaseline> = {}): PatchBaseline {
  return {
    id: 'Baseline',
    name: 'baseline',
    operatingSystem: 'AMAZON_LINUX_2',
    isDefault: false,
    patchGroups: [],
    globalFilters: [],
    rules: [],
    approvedPatches: [],
    approvedPatchesComplianceLevel: 'UNSPECIFIED',
    approvedPatchesEnableNonSecurity: false,
    rejectedPatches: [],
    rejectedPatchesAction: 'ALLOW_AS_DEPENDENCY',
    availableSecurityUpdatesComplianceStatus: 'COMPLIANT',
    ...traits,
  };
}

/** What a baseline of one rule says of the patch, long after its release. */
export function verdictOf(
  os: OperatingSystem,
  selected: Partial<Record<PatchFilterKey, string[]>>,
  traits: Partial<Patch>,
  options: { enableNonSecurity?: boolean; nodeProduct?: string } = {},
): Verdict {
  const { enableNonSecurity = false, nodeProduct } = options;
  const rules = [rule(selected, { enableNonSecurity })];
  return judge(baseline({ operatingSystem: os, rules }), patch({ os: [os], ...traits }), later, nodeProduct)
    .verdict;
}
