/**
 * What AWS calls the products of each operating system, as values of a PRODUCT filter.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchFilter.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-prerequisites.html
 *
 * ASSUMPTION product-names: AWS gives the list only by DescribePatchProperties; these are its patterns, so that a version
 * that came later is no mistake.
 */

import { folded } from '../../../capability/lint/declared-targets.ts';
import { type OperatingSystem, platformTypeOf } from '../../../world/operating-systems.ts';

const patterns: Readonly<Record<OperatingSystem, RegExp>> = {
  AMAZON_LINUX: /^AmazonLinux201[0-9]\.[0-9]+$/i,
  AMAZON_LINUX_2: /^AmazonLinux2(\.0)?$/i,
  AMAZON_LINUX_2022: /^AmazonLinux2022(\.[0-9.]+)?$/i,
  AMAZON_LINUX_2023: /^AmazonLinux2023(\.[0-9.]+)?$/i,
  REDHAT_ENTERPRISE_LINUX: /^RedhatEnterpriseLinux[0-9]+(\.[0-9]+)?$/i,
  CENTOS: /^CentOS(Stream)?[0-9]+(\.[0-9]+)*$/i,
  ROCKY_LINUX: /^RockyLinux[0-9]+(\.[0-9]+)?$/i,
  ALMA_LINUX: /^AlmaLinux[0-9]+(\.[0-9]+)?$/i,
  ORACLE_LINUX: /^OracleLinux[0-9]+(\.[0-9]+)?$/i,
  SUSE: /^Suse[0-9]+(\.[0-9]+)?$/i,
  DEBIAN: /^Debian[0-9]+(\.[0-9]+)?$/i,
  UBUNTU: /^Ubuntu[0-9]{2}\.[0-9]{2}$/i,
  RASPBIAN: /^Raspbian[0-9]+(\.[0-9]+)?$/i,
  MACOS: /^macOS[0-9]+(\.[0-9x]+)*$/i,
  WINDOWS: /^Windows(Server)?[0-9]+(\.[0-9]+)?[A-Za-z0-9]*$/i,
};

/** Folded beginnings by which people name a system, the longer before the shorter. */
const beginnings: readonly (readonly [string, OperatingSystem])[] = [
  ['amazonlinux2023', 'AMAZON_LINUX_2023'],
  ['al2023', 'AMAZON_LINUX_2023'],
  ['amazonlinux2022', 'AMAZON_LINUX_2022'],
  ['amazonlinux201', 'AMAZON_LINUX'],
  ['amazonlinux2', 'AMAZON_LINUX_2'],
  ['amazonlinux', 'AMAZON_LINUX'],
  ['redhat', 'REDHAT_ENTERPRISE_LINUX'],
  ['rhel', 'REDHAT_ENTERPRISE_LINUX'],
  ['centos', 'CENTOS'],
  ['rocky', 'ROCKY_LINUX'],
  ['alma', 'ALMA_LINUX'],
  ['oracle', 'ORACLE_LINUX'],
  ['suse', 'SUSE'],
  ['sles', 'SUSE'],
  ['debian', 'DEBIAN'],
  ['ubuntu', 'UBUNTU'],
  ['raspbian', 'RASPBIAN'],
  ['macos', 'MACOS'],
  ['windowsserver', 'WINDOWS'],
];

/** Shown where a product is misspelt. */
const examples: Readonly<Record<OperatingSystem, string>> = {
  AMAZON_LINUX: 'AmazonLinux2018.03',
  AMAZON_LINUX_2: 'AmazonLinux2',
  AMAZON_LINUX_2022: 'AmazonLinux2022',
  AMAZON_LINUX_2023: 'AmazonLinux2023',
  REDHAT_ENTERPRISE_LINUX: 'RedhatEnterpriseLinux8.10',
  CENTOS: 'CentOS7.9',
  ROCKY_LINUX: 'RockyLinux9.4',
  ALMA_LINUX: 'AlmaLinux9.4',
  ORACLE_LINUX: 'OracleLinux8.10',
  SUSE: 'Suse15.5',
  DEBIAN: 'Debian12',
  UBUNTU: 'Ubuntu22.04',
  RASPBIAN: 'Raspbian10',
  MACOS: 'macOS14.x',
  WINDOWS: 'WindowsServer2022',
};

export type ProductJudgement =
  | { readonly kind: 'fits' }
  | { readonly kind: 'otherSystem'; readonly os: OperatingSystem }
  | { readonly kind: 'misspelt'; readonly example: string };

/** Of Microsoft's applications there are too many to know. */
export function judgeProduct(text: string, os: OperatingSystem): ProductJudgement {
  if (text.includes('*') || patterns[os].test(text)) return { kind: 'fits' };
  const other = systemOfProduct(text);
  if (other !== null && other !== os) return { kind: 'otherSystem', os: other };
  if (other === os) return { kind: 'misspelt', example: examples[os] };
  return platformTypeOf(os) === 'Linux' ? { kind: 'misspelt', example: examples[os] } : { kind: 'fits' };
}

function systemOfProduct(text: string): OperatingSystem | null {
  const exact = (Object.keys(patterns) as OperatingSystem[]).find((os) => patterns[os].test(text));
  if (exact !== undefined) return exact;
  const word = folded(text);
  return beginnings.find(([beginning]) => word.startsWith(beginning))?.[1] ?? null;
}

/** Windows itself; everything else that Microsoft updates is an application. */
export function isWindowsItself(product: string): boolean {
  return /^windows/i.test(product);
}
