/**
 * The baselines that AWS provides. They cannot be changed; their compliance level is UNSPECIFIED throughout.
 *
 * ASSUMPTION predefined-baseline-shape: the guide tells what each approves and after how long. How that is split into
 * rules is inferred, except for Ubuntu's, whose snapshot is public.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html
 */
import { assert } from '../../kernel/assert.ts';
import type { ApprovalRule, PatchBaseline, PatchFilter, PatchFilterKey } from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';

type Filters = Readonly<Partial<Record<PatchFilterKey, readonly string[]>>>;

function filtersOf(filters: Filters): readonly PatchFilter[] {
  return Object.entries(filters).map(([key, values]) => ({ key: key as PatchFilterKey, values }));
}

function rule(afterDays: number, filters: Filters, enableNonSecurity = false): ApprovalRule {
  return {
    filters: filtersOf(filters),
    approval: { afterDays },
    enableNonSecurity,
    complianceLevel: 'UNSPECIFIED',
  };
}

function predefined(
  name: string,
  operatingSystem: OperatingSystem,
  rules: readonly ApprovalRule[],
  globalFilters: Filters = {},
): PatchBaseline {
  return {
    id: name,
    name,
    operatingSystem,
    isDefault: name !== windowsOsOnly && name !== windowsWithApplications,
    patchGroups: [],
    globalFilters: filtersOf(globalFilters),
    rules,
    approvedPatches: [],
    approvedPatchesComplianceLevel: 'UNSPECIFIED',
    approvedPatchesEnableNonSecurity: false,
    rejectedPatches: [],
    rejectedPatchesAction: 'ALLOW_AS_DEPENDENCY',
    // ASSUMPTION available-security-updates: compliant unless a baseline says otherwise.
    availableSecurityUpdatesComplianceStatus: 'COMPLIANT',
  };
}

/** Same settings as the default one, under a name that says what it leaves out. */
const windowsOsOnly = 'AWS-WindowsPredefinedPatchBaseline-OS';
const windowsWithApplications = 'AWS-WindowsPredefinedPatchBaseline-OS-Applications';

function securityOf(...severities: readonly string[]): ApprovalRule {
  return rule(7, { PRODUCT: ['*'], CLASSIFICATION: ['Security'], SEVERITY: severities });
}

const bugfixes = rule(7, { PRODUCT: ['*'], CLASSIFICATION: ['Bugfix'] });
const criticalAndBugfixes = [securityOf('Critical', 'Important'), bugfixes];

/** Any priority there is. The days are stored by the service, but nothing reads them. */
function anyPriority(afterDays: number): readonly ApprovalRule[] {
  return [rule(afterDays, { PRIORITY: ['Required', 'Important', 'Standard', 'Optional', 'Extra'] })];
}

const windowsUpdates: Filters = {
  CLASSIFICATION: ['CriticalUpdates', 'SecurityUpdates'],
  MSRC_SEVERITY: ['Critical', 'Important'],
};

export const predefinedBaselines: readonly PatchBaseline[] = [
  predefined('AWS-AlmaLinuxDefaultPatchBaseline', 'ALMA_LINUX', criticalAndBugfixes),
  predefined('AWS-AmazonLinuxDefaultPatchBaseline', 'AMAZON_LINUX', criticalAndBugfixes),
  predefined('AWS-AmazonLinux2DefaultPatchBaseline', 'AMAZON_LINUX_2', criticalAndBugfixes),
  predefined('AWS-AmazonLinux2022DefaultPatchBaseline', 'AMAZON_LINUX_2022', criticalAndBugfixes),
  predefined('AWS-AmazonLinux2023DefaultPatchBaseline', 'AMAZON_LINUX_2023', criticalAndBugfixes),
  predefined('AWS-CentOSDefaultPatchBaseline', 'CENTOS', [rule(7, { PRODUCT: ['*'] }, true)]),
  predefined('AWS-DebianDefaultPatchBaseline', 'DEBIAN', anyPriority(0)),
  predefined('AWS-DefaultRaspbianPatchBaseline', 'RASPBIAN', anyPriority(0)),
  predefined('AWS-UbuntuDefaultPatchBaseline', 'UBUNTU', anyPriority(7), { PRODUCT: ['*'] }),
  predefined('AWS-MacOSDefaultPatchBaseline', 'MACOS', [
    rule(0, { CLASSIFICATION: ['Security'] }),
    rule(0, { PRODUCT: ['*'] }, true),
  ]),
  // Important and Moderate, not Critical: so says the guide.
  predefined('AWS-OracleLinuxDefaultPatchBaseline', 'ORACLE_LINUX', [
    securityOf('Important', 'Moderate'),
    bugfixes,
  ]),
  predefined('AWS-RedHatDefaultPatchBaseline', 'REDHAT_ENTERPRISE_LINUX', criticalAndBugfixes),
  predefined('AWS-RockyLinuxDefaultPatchBaseline', 'ROCKY_LINUX', criticalAndBugfixes),
  predefined('AWS-SuseDefaultPatchBaseline', 'SUSE', [securityOf('Critical', 'Important')]),
  predefined('AWS-DefaultPatchBaseline', 'WINDOWS', [rule(7, windowsUpdates)]),
  predefined(windowsOsOnly, 'WINDOWS', [rule(7, windowsUpdates)]),
  predefined(windowsWithApplications, 'WINDOWS', [
    rule(7, { PATCH_SET: ['OS'], ...windowsUpdates }),
    rule(7, { PATCH_SET: ['APPLICATION'], PRODUCT: ['*'] }),
  ]),
];

/** They are never changed, and so never copied. */
export function isPredefined(baseline: PatchBaseline): boolean {
  return predefinedBaselines.includes(baseline);
}

/** The default of the operating system until the account has one of its own. */
export function predefinedBaseline(os: OperatingSystem): PatchBaseline {
  const found = predefinedBaselines.find((one) => one.operatingSystem === os && one.isDefault);
  assert(found !== undefined, `no predefined baseline for ${os}`);
  return found;
}
