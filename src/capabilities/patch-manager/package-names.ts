/**
 * How entries of the approved and rejected lists name patches.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-approved-rejected-package-name-formats.html
 */
import { matchesWildcard } from '../../aws/wildcard.ts';
import type { OperatingSystem } from '../../world/operating-systems.ts';
import type { Patch } from '../../world/patches.ts';
import { osFamilies, type PackageManager } from './os-families.ts';

export type PatchList = 'approved' | 'rejected';

/**
 * Whether an entry of the list names the patch. Upper and lower case are the same.
 *
 * ASSUMPTION list-any-package: an entry that names one package of a patch names the patch, because fleetsim installs a
 * patch as a whole.
 */
export function isListed(
  entries: readonly string[],
  list: PatchList,
  os: OperatingSystem,
  patch: Patch,
): boolean {
  if (entries.length === 0) return false;
  const { packageManager } = osFamilies[os];
  const names = namesOf(patch, packageManager, list);
  const takesWildcards = withWildcards.includes(packageManager);
  return entries.some((entry) => {
    const wanted = entry.toLowerCase();
    if (names.includes(wanted)) return true;
    return takesWildcards && wanted.includes('*') && names.some((name) => matchesWildcard(wanted, name));
  });
}

/** Documented for a single `*`; more of them are honoured as well. The other lists take names as they are. */
const withWildcards: readonly PackageManager[] = ['yum', 'dnf', 'zypper'];

/** Everything by which the operating system lets a list name this patch, in lower case. */
function namesOf(patch: Patch, packageManager: PackageManager, list: PatchList): readonly string[] {
  return namesAsWritten(patch, packageManager, list).map((name) => name.toLowerCase());
}

function namesAsWritten(patch: Patch, packageManager: PackageManager, list: PatchList): readonly string[] {
  const packages = packagesOf(patch);
  const advisories = patch.advisory === undefined ? [patch.id] : [patch.id, patch.advisory];
  switch (packageManager) {
    case 'yum':
    case 'dnf': {
      const names = packages.flatMap((name) => rpmNames(name, patch));
      // Only the approved list takes notices: rejecting a CVE or an advisory has no effect.
      return list === 'approved' ? [...names, ...patch.cves, ...advisories] : names;
    }
    case 'zypper':
      return [...advisories, ...packages, ...packages.flatMap((name) => rpmFiles(name, patch))];
    case 'apt':
      return packages;
    case 'macos':
      return [patch.id, ...packages];
    // Knowledge Base ids and Microsoft Security Bulletin ids.
    case 'windows':
      return advisories;
  }
}

/** ASSUMPTION patch-without-packages: a patch that lists no package is one, named by its id. */
function packagesOf(patch: Patch): readonly string[] {
  return patch.packages.length === 0 ? [patch.id] : patch.packages;
}

export interface Edition {
  readonly epoch: string;
  readonly version: string;
  readonly release: string | undefined;
}

/** `1:1.12.28-1.amzn2023` has an epoch, a version and a release; only the version must be there. */
export function editionOf(text: string | undefined): Edition | null {
  if (text === undefined) return null;
  const colon = text.indexOf(':');
  const dash = text.lastIndexOf('-');
  return {
    epoch: colon < 0 ? '0' : text.slice(0, colon),
    version: text.slice(colon + 1, dash < 0 ? undefined : dash),
    release: dash < 0 ? undefined : text.slice(dash + 1),
  };
}

/** #patch-manager-approved-rejected-package-name-formats-standard: the constructions, as far as the parts are known. */
function rpmNames(name: string, patch: Patch): readonly string[] {
  const { arch } = patch;
  const names = arch === undefined ? [name] : [name, `${name}.${arch}`];
  const edition = editionOf(patch.version);
  if (edition === null) return names;
  const { epoch, version, release } = edition;
  names.push(version, `${name}-${version}`);
  if (release === undefined) return names;
  const versionRelease = `${version}-${release}`;
  names.push(
    versionRelease,
    `${name}-${versionRelease}`,
    `${epoch}:${versionRelease}`,
    `${name}-${epoch}:${versionRelease}`,
  );
  if (arch === undefined) return names;
  names.push(
    `${name}-${versionRelease}.${arch}`,
    `${name}-${epoch}:${versionRelease}.${arch}`,
    `${epoch}:${name}-${versionRelease}.${arch}`,
    `${name}.${arch}:${epoch}:${versionRelease}`,
  );
  return names;
}

/** #patch-manager-approved-rejected-package-name-formats-sles: the package's file name. */
function rpmFiles(name: string, patch: Patch): readonly string[] {
  const edition = editionOf(patch.version);
  if (edition === null || edition.release === undefined || patch.arch === undefined) return [];
  return [`${name}-${edition.version}-${edition.release}.${patch.arch}.rpm`];
}
