import type { OperatingSystem } from './operating-systems.ts';

export const complianceLevels = [
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'INFORMATIONAL',
  'UNSPECIFIED',
] as const;
export type ComplianceLevel = (typeof complianceLevels)[number];

export const patchFilterKeys = [
  'ARCH',
  'ADVISORY_ID',
  'BUGZILLA_ID',
  'PATCH_SET',
  'PRODUCT',
  'PRODUCT_FAMILY',
  'CLASSIFICATION',
  'CVE_ID',
  'EPOCH',
  'MSRC_SEVERITY',
  'NAME',
  'PATCH_ID',
  'SECTION',
  'PRIORITY',
  'REPOSITORY',
  'RELEASE',
  'SEVERITY',
  'SECURITY',
  'VERSION',
] as const;
export type PatchFilterKey = (typeof patchFilterKeys)[number];

/** Values inside one filter are alternatives; filters of one list must all match. */
export interface PatchFilter {
  readonly key: PatchFilterKey;
  readonly values: readonly string[];
}

export interface ApprovalRule {
  readonly filters: readonly PatchFilter[];
  readonly approval:
    | { readonly afterDays: number }
    /** `YYYY-MM-DD` covers the whole UTC day: this is the first instant after it. */
    | { readonly untilMs: number };
  readonly enableNonSecurity: boolean;
  readonly complianceLevel: ComplianceLevel;
}

/**
 * A patch baseline: AWS::SSM::PatchBaseline, an AWS-predefined one, or a BaselineOverride.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html
 */
export interface PatchBaseline {
  /** The logical id, or the name of a predefined baseline. */
  readonly id: string;
  readonly name: string;
  /** A name under `accounts`; absent: that of `account`, and of those that AWS provides. */
  readonly account?: string;
  readonly operatingSystem: OperatingSystem;
  readonly isDefault: boolean;
  readonly patchGroups: readonly string[];
  /** Of a baseline of one's own. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly globalFilters: readonly PatchFilter[];
  readonly rules: readonly ApprovalRule[];
  readonly approvedPatches: readonly string[];
  readonly approvedPatchesComplianceLevel: ComplianceLevel;
  readonly approvedPatchesEnableNonSecurity: boolean;
  readonly rejectedPatches: readonly string[];
  readonly rejectedPatchesAction: 'ALLOW_AS_DEPENDENCY' | 'BLOCK';
  /** How Windows judges security updates that exist but are not yet approved. */
  readonly availableSecurityUpdatesComplianceStatus: 'COMPLIANT' | 'NON_COMPLIANT';
}
