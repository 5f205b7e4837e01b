/** Products in PRODUCT filters: of the right system, of another one, or of none. */
import { exampleProducts, isProductOf, knownProductsOf, namesWindows } from '../../aws/patch-products.ts';
import { nearest } from '../../diagnostics/nearest.ts';
import { type OperatingSystem, operatingSystems, platformTypeOf } from '../../world/operating-systems.ts';

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

export type ProductJudgement =
  | { readonly kind: 'fits' }
  | { readonly kind: 'otherSystem'; readonly os: OperatingSystem }
  | { readonly kind: 'misspelt'; readonly example: string };

/** Of Microsoft's applications there are too many to know, but a near miss of a Windows product is one. */
export function judgeProduct(text: string, os: OperatingSystem): ProductJudgement {
  if (isProductOf(os, text)) return { kind: 'fits' };
  const other = systemOfProduct(text);
  if (other !== null && other !== os) return { kind: 'otherSystem', os: other };
  const near = nearest(text, knownProductsOf(os));
  if (other === null && near === null && platformTypeOf(os) !== 'Linux') return { kind: 'fits' };
  return { kind: 'misspelt', example: near ?? exampleProducts[os]! };
}

function systemOfProduct(text: string): OperatingSystem | null {
  if (namesWindows(text)) return 'WINDOWS';
  const exact = operatingSystems.find((os) => isProductOf(os, text));
  if (exact !== undefined) return exact;
  const word = text.toLowerCase().replaceAll(/[-_\s]/g, '');
  return beginnings.find(([beginning]) => word.startsWith(beginning))?.[1] ?? null;
}

/** Windows itself; everything else that Microsoft updates is an application. */
export function isWindowsItself(product: string): boolean {
  return /^windows/i.test(product);
}
