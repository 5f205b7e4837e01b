/**
 * How patching differs from one operating system to the next: one row each, one column per difference. All other
 * rules are the same everywhere.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-linux-rules.html
 * and https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-windows-and-linux-differences.html
 */
import type { PatchFilterKey } from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';

export type PackageManager = 'yum' | 'dnf' | 'zypper' | 'apt' | 'macos' | 'windows';

/** The keys an approval rule may filter by; null: any text, since the values are names that vendors make up. */
export type FilterValues = Readonly<Partial<Record<PatchFilterKey, readonly string[] | null>>>;

export interface OsFamily {
  readonly packageManager: PackageManager;
  /** In addition to `*`, which every key takes. */
  readonly filterValues: FilterValues;
  /**
   * Which date an approval waits from. `lastChange`: when the patch was released or its notice last updated, so that
   * an update starts the wait again. `none`: there is no reliable date, and the wait is ignored.
   */
  readonly date: 'lastChange' | 'none';
  /** A SEVERITY filter is ignored for a notice that has none, which then matches on its other attributes alone. */
  readonly noticeWithoutSeverityMatches: boolean;
  /**
   * What a rule without EnableNonSecurity leaves out. `noNotice`: packages without update notice, that is without
   * classification. `notInSecurityRepository`: candidates from elsewhere. `nothing`: the option means nothing here.
   */
  readonly nonSecurity: 'noNotice' | 'notInSecurityRepository' | 'nothing';
  /** False: no package of the default repositories has an update notice. */
  readonly defaultRepositoriesHaveNotices: boolean;
  /** With which exit code AWS-RunPatchBaseline asks the agent for a reboot. */
  readonly rebootExitCode: 194 | 3010;
  /** DescribeInstancePatches lists NOT_APPLICABLE patches one by one; elsewhere there is only their number. */
  readonly listsNotApplicable: boolean;
  /**
   * What happens when another program holds the package manager's lock. yum tries up to 100 times, one second apart at
   * first and five in the end, about eight minutes in all.
   *
   * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-troubleshooting.html
   */
  readonly lock: 'waits' | 'fails' | 'none';
  /** Severities that mean the same, lower case: the left one counts as the right one. */
  readonly severityAliases: Readonly<Record<string, string>>;
  /** Products that every node of this operating system runs, whatever it says. */
  readonly impliedProducts: readonly string[];
}

const rpmFilterValues: FilterValues = {
  PRODUCT: null,
  CLASSIFICATION: ['Security', 'Bugfix', 'Enhancement', 'Recommended', 'Newpackage'],
  SEVERITY: ['Critical', 'Important', 'Medium', 'Low'],
};

/**
 * ASSUMPTION notice-date: the guide counts from "released or updated" on every system but Debian's relatives; the code
 * that AWS ran on DNF and Zypper nodes in 2021 read the issue date.
 */
const yum: OsFamily = {
  packageManager: 'yum',
  filterValues: rpmFilterValues,
  date: 'lastChange',
  noticeWithoutSeverityMatches: true,
  nonSecurity: 'noNotice',
  defaultRepositoriesHaveNotices: true,
  rebootExitCode: 194,
  listsNotApplicable: false,
  lock: 'waits',
  severityAliases: {},
  impliedProducts: [],
};

/** ASSUMPTION package-lock: only yum is known to wait; the others are taken to fail at once, as dpkg does. */
const dnf: OsFamily = { ...yum, packageManager: 'dnf', lock: 'fails' };

/** Zypper's patches all count as security, so that packages without one are not left out. */
const zypper: OsFamily = {
  ...yum,
  packageManager: 'zypper',
  filterValues: {
    PRODUCT: null,
    CLASSIFICATION: ['Security', 'Recommended', 'Optional', 'Feature', 'Document', 'Yast'],
    SEVERITY: ['Critical', 'Important', 'Moderate', 'Low'],
  },
  nonSecurity: 'nothing',
  lock: 'fails',
};

const apt: OsFamily = {
  ...yum,
  packageManager: 'apt',
  filterValues: {
    PRODUCT: null,
    PRIORITY: ['Required', 'Important', 'Standard', 'Optional', 'Extra'],
    SECTION: null,
  },
  date: 'none',
  noticeWithoutSeverityMatches: false,
  nonSecurity: 'notInSecurityRepository',
  lock: 'fails',
};

const macos: OsFamily = {
  ...yum,
  packageManager: 'macos',
  filterValues: {
    PRODUCT: null,
    CLASSIFICATION: ['Security', 'softwareupdate', 'installer', 'brew', 'brew cask'],
  },
  noticeWithoutSeverityMatches: false,
  lock: 'none',
};

const windows: OsFamily = {
  ...yum,
  packageManager: 'windows',
  filterValues: {
    PRODUCT: null,
    PRODUCT_FAMILY: null,
    CLASSIFICATION: [
      'CriticalUpdates',
      'DefinitionUpdates',
      'Drivers',
      'FeaturePacks',
      'SecurityUpdates',
      'ServicePacks',
      'Tools',
      'UpdateRollups',
      'Updates',
      'Upgrades',
    ],
    MSRC_SEVERITY: ['Critical', 'Important', 'Moderate', 'Low', 'Unspecified'],
    PATCH_SET: ['OS', 'APPLICATION'],
  },
  noticeWithoutSeverityMatches: false,
  nonSecurity: 'nothing',
  rebootExitCode: 3010,
  listsNotApplicable: true,
  lock: 'none',
};

const amazonLinux2023: OsFamily = {
  ...dnf,
  filterValues: {
    ...rpmFilterValues,
    SEVERITY: ['Critical', 'Important', 'Medium', 'Moderate', 'Low', 'None'],
  },
  severityAliases: { moderate: 'medium' },
  impliedProducts: ['AmazonLinux2023'],
};

/** Its vendor says Moderate where others say Medium. */
const oracleLinux: OsFamily = {
  ...dnf,
  filterValues: { ...rpmFilterValues, SEVERITY: ['Critical', 'Important', 'Moderate', 'Medium', 'Low'] },
};

/**
 * The current major versions: Red Hat, CentOS and Oracle Linux up to 7 use yum, which names packages as dnf does.
 *
 * ASSUMPTION implied-product: a node of Amazon Linux 2 runs the product AmazonLinux2 although its group names none.
 */
export const osFamilies: Readonly<Record<OperatingSystem, OsFamily>> = {
  AMAZON_LINUX: yum,
  AMAZON_LINUX_2: { ...yum, impliedProducts: ['AmazonLinux2', 'AmazonLinux2.0'] },
  AMAZON_LINUX_2022: { ...dnf, impliedProducts: ['AmazonLinux2022'] },
  AMAZON_LINUX_2023: amazonLinux2023,
  REDHAT_ENTERPRISE_LINUX: dnf,
  CENTOS: { ...dnf, defaultRepositoriesHaveNotices: false },
  ROCKY_LINUX: dnf,
  ALMA_LINUX: dnf,
  ORACLE_LINUX: oracleLinux,
  SUSE: zypper,
  DEBIAN: apt,
  UBUNTU: apt,
  RASPBIAN: apt,
  MACOS: macos,
  WINDOWS: windows,
};
