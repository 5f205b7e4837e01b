import type { Meanings } from '../../../fields/meaning.ts';
import { complianceLevels } from '../../../world/baselines.ts';

/** All but the last say what they mean. */
const levels = Object.fromEntries(
  complianceLevels.map((level) => [level, level === 'UNSPECIFIED' ? 'No level is shown' : '']),
);

/**
 * Properties of AWS::SSM::PatchBaseline, and of the calls and files that take the same shape.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ssm-patchbaseline.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchRule.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchFilter.html
 */
export const baselineMeanings: Meanings = {
  ApprovalRules:
    'Rules that approve patches by themselves. A patch is approved as soon as any rule approves it',
  PatchRules: 'Up to ten rules; a patch needs only one of them',
  ApproveAfterDays: {
    says: 'Days to wait after the release, or the last update, of a patch before it is approved: 0 to 360. Either this or ApproveUntilDate. On Debian and Ubuntu, whose repositories give no reliable dates, it has no effect',
    examples: [7],
  },
  ApproveUntilDate: {
    says: 'Patches released up to and including this day are approved, and later ones are not. Instead of ApproveAfterDays',
    examples: ['2025-01-31'],
  },
  ComplianceLevel: {
    says: 'How severe it is that a patch which this rule approved is missing; it changes reports, never what is installed',
    default: 'UNSPECIFIED',
    words: levels,
  },
  EnableNonSecurity: {
    says: 'Linux only: whether the rule also reaches patches from repositories that are not for security. Where notices carry no classification, as on CentOS, nothing is approved without it',
    default: false,
  },
  'PatchRules[].PatchFilterGroup': 'Which patches the rule is about',
  PatchFilters:
    'Filters that a patch must all match; the values of one filter are alternatives. Without any, every patch matches',
  'PatchFilters[].Key': {
    says: 'What of a patch is compared. Which keys there are depends on the operating system: SEVERITY on most Linux, MSRC_SEVERITY on Windows, PRIORITY and SECTION on Debian and Ubuntu',
    words: {
      ARCH: 'Linux: the architecture of a package',
      ADVISORY_ID: 'Linux: the id of the vendor’s notice, such as ALAS2-2024-2701',
      BUGZILLA_ID: 'Linux: the id of a bug that it fixes',
      PATCH_SET: 'Windows: OS or APPLICATION',
      PRODUCT: 'The product, such as AmazonLinux2 or WindowsServer2022',
      PRODUCT_FAMILY: 'Windows: the family of the product, such as Windows',
      CLASSIFICATION: 'Such as Security, Bugfix, SecurityUpdates, CriticalUpdates',
      CVE_ID: 'Linux: the id of a vulnerability that it closes',
      EPOCH: 'Linux: the epoch of a package',
      MSRC_SEVERITY: 'Windows: Critical, Important, Moderate, Low or Unspecified',
      NAME: 'Linux: the name of a package',
      PATCH_ID: 'Windows: the KB number',
      SECTION: 'Debian and Ubuntu: the section of a package',
      PRIORITY: 'Debian and Ubuntu: Required, Important, Standard, Optional or Extra',
      REPOSITORY: 'Linux: the repository of a package',
      RELEASE: 'Linux: the release of a package',
      SEVERITY: 'Most Linux: such as Critical, Important, Medium, Low',
      SECURITY: 'Linux: whether it is a security update',
      VERSION: 'Linux: the version of a package',
    },
  },
  'PatchFilters[].Values': {
    says: 'What it may be: any one of them, or * for anything. Up to 20',
    examples: [['Security', 'Bugfix']],
  },
  GlobalFilters: 'What keeps patches back from every rule: only those that match are considered at all',
  ApprovedPatches:
    'Patches that are approved whatever the rules say, up to 50. Their exact form depends on the operating system: KB5034439 on Windows, kernel*.x86_64 or an advisory or CVE id on Linux',
  ApprovedPatchesComplianceLevel: {
    says: 'How severe it is that one of ApprovedPatches is missing',
    default: 'UNSPECIFIED',
    words: levels,
  },
  ApprovedPatchesEnableNonSecurity: {
    says: 'Linux only: whether ApprovedPatches may come from repositories that are not for security',
    default: false,
  },
  RejectedPatches: 'Patches that are never approved, whatever the rules and ApprovedPatches say, up to 50',
  RejectedPatchesAction: {
    says: 'What becomes of rejected patches',
    default: 'ALLOW_AS_DEPENDENCY',
    words: {
      ALLOW_AS_DEPENDENCY: 'They are installed if another package needs them, and count as INSTALLED_OTHER',
      BLOCK: 'They are never installed; where they already are, the node counts as INSTALLED_REJECTED',
    },
  },
  AvailableSecurityUpdatesComplianceStatus: {
    says: 'Windows only: what a node counts as that lacks security updates which the baseline has not approved',
    default: 'COMPLIANT',
    words: {
      COMPLIANT: 'They do not count against it',
      NON_COMPLIANT: 'Each of them makes it non-compliant',
    },
  },
  Sources:
    'Linux only: other repositories that patches come from, instead of those that the node is configured with',
  'Sources[].Configuration': 'The repository as the package manager would have it in its own file',
  'Sources[].Name': 'The name of the repository',
  'Sources[].Products': 'Versions of the operating system that it is for; * for all',
  DefaultBaseline: {
    says: 'Whether it is the default of its operating system: for nodes whose patch group no baseline names',
    default: false,
  },
  'AWS::SSM::PatchBaseline.Name': 'The name of the baseline',
  OperatingSystem: {
    says: 'For which operating system it is. Nodes of another never meet it',
    default: 'WINDOWS',
  },
  PatchGroups: {
    says: 'Values of the tag Patch Group, or PatchGroup, whose nodes it is for: up to 25. A group has one baseline for each operating system; nodes of a group that none names get the default, silently',
    examples: [['prod-linux']],
  },
  'CreatePatchBaseline.Name':
    'The name of the baseline. Later actions know it by the id of this action, as they know a resource by !Ref',
  'UpdatePatchBaseline.BaselineId':
    'Which baseline: !Ref LinuxBaseline, or the id of a CreatePatchBaseline action',
  'UpdatePatchBaseline.Name': 'Its new name',
  'UpdatePatchBaseline.Replace': {
    says: 'Whether everything that is left out goes back to its default, instead of staying as it is. Name is required then',
    default: false,
  },
  'RegisterPatchBaselineForPatchGroup.BaselineId':
    'Which baseline: !Ref LinuxBaseline, or the id of a CreatePatchBaseline action',
  'DeregisterPatchBaselineForPatchGroup.BaselineId':
    'Which baseline: !Ref LinuxBaseline, or the id of a CreatePatchBaseline action',
  'RegisterDefaultPatchBaseline.BaselineId':
    'Which baseline: !Ref LinuxBaseline, or the id of a CreatePatchBaseline action',
  'RegisterPatchBaselineForPatchGroup.PatchGroup':
    'The value of the tag Patch Group or PatchGroup of its nodes',
  'DeregisterPatchBaselineForPatchGroup.PatchGroup': 'The patch group that has the baseline no more',
};
