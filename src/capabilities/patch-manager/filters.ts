/**
 * Patch filters: values inside one filter are alternatives, filters of one list must all match.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchFilter.html
 */
import type { PatchFilter, PatchFilterKey } from '../../world/baselines.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import type { Patch } from '../../world/patches.ts';
import { osFamilies } from './os-families.ts';
import { editionOf } from './package-names.ts';

export function matchesAll(
  filters: readonly PatchFilter[],
  os: OperatingSystem,
  patch: Patch,
  nodeProduct: string | undefined,
): boolean {
  return filters.every((filter) => matches(filter, os, patch, nodeProduct));
}

/**
 * `*` matches whatever a patch has, and also what it lacks: the filter then asks nothing. Otherwise a filter on a key
 * that the patch lacks does not match, save SEVERITY.
 */
function matches(
  filter: PatchFilter,
  os: OperatingSystem,
  patch: Patch,
  nodeProduct: string | undefined,
): boolean {
  if (filter.values.includes('*')) return true;
  if (filter.key === 'SEVERITY' && isSeverityIgnored(os, patch)) return true;
  const found = valuesOf(filter.key, os, patch, nodeProduct).map((value) => canonical(filter.key, os, value));
  return filter.values.some((value) => found.includes(canonical(filter.key, os, value)));
}

/**
 * A notice with a classification but no severity is matched on the classification alone.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html#baseline-additional-info
 */
function isSeverityIgnored(os: OperatingSystem, patch: Patch): boolean {
  return (
    patch.severity === undefined &&
    patch.classification !== undefined &&
    osFamilies[os].noticeWithoutSeverityMatches
  );
}

/** Values are compared without regard to case; Amazon Linux 2023 takes Medium and Moderate for one. */
function canonical(key: PatchFilterKey, os: OperatingSystem, value: string): string {
  const folded = value.toLowerCase();
  return key === 'SEVERITY' ? (osFamilies[os].severityAliases[folded] ?? folded) : folded;
}

function valuesOf(
  key: PatchFilterKey,
  os: OperatingSystem,
  patch: Patch,
  nodeProduct: string | undefined,
): readonly string[] {
  switch (key) {
    case 'ARCH':
      return present(patch.arch);
    case 'ADVISORY_ID':
      return present(patch.advisory ?? patch.id);
    case 'CLASSIFICATION':
      return present(patch.classification);
    case 'CVE_ID':
      return patch.cves;
    case 'EPOCH':
      return present(editionOf(patch.version)?.epoch);
    case 'MSRC_SEVERITY':
      return present(patch.msrcSeverity);
    case 'NAME':
      return patch.packages;
    case 'PATCH_ID':
      return [patch.id];
    case 'PATCH_SET':
      return [patchSetOf(patch)];
    case 'PRIORITY':
      return present(patch.priority);
    case 'PRODUCT':
      return productsOf(os, patch, nodeProduct);
    case 'PRODUCT_FAMILY':
      return present(patch.productFamily);
    case 'RELEASE':
      return present(editionOf(patch.version)?.release);
    case 'REPOSITORY':
      return present(patch.repository);
    case 'SECTION':
      return present(patch.section);
    case 'SEVERITY':
      return present(patch.severity);
    case 'VERSION':
      return present(editionOf(patch.version)?.version);
    // Nothing about a patch tells its Bugzilla number, nor what SECURITY, undocumented, would compare.
    case 'BUGZILLA_ID':
    case 'SECURITY':
      return [];
  }
}

/**
 * On Linux and macOS a PRODUCT filter scopes a rule to the nodes that run the product; on Windows, where the service
 * judges and one node has many products, it names the patch's own.
 */
function productsOf(os: OperatingSystem, patch: Patch, nodeProduct: string | undefined): readonly string[] {
  if (os === 'WINDOWS') return present(patch.product ?? nodeProduct);
  return [...present(nodeProduct ?? patch.product), ...osFamilies[os].impliedProducts];
}

/** ASSUMPTION patch-set-os: a patch that does not say so is none of an application. */
export function patchSetOf(patch: Patch): string {
  return patch.patchSet ?? 'OS';
}

/**
 * Windows: a rule that does not ask for applications by PATCH_SET sees the operating system's patches only.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html
 */
export function isPatchSetInScope(
  filters: readonly PatchFilter[],
  os: OperatingSystem,
  patch: Patch,
): boolean {
  if (os !== 'WINDOWS' || filters.some(({ key }) => key === 'PATCH_SET')) return true;
  return patchSetOf(patch).toUpperCase() === 'OS';
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
