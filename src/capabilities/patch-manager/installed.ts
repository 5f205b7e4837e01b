/** What installed patches make of the packages of a node. */
import { comparePackageVersions } from '../../aws/package-version.ts';
import type { SoftwareOfNode } from '../../capability/software.ts';
import type { Patch } from '../../world/patches.ts';
import { type Block, patchFlag } from './patch-stock.ts';

/** Those that await a reboot are on the node, too. */
export function installedOn({ catalogue, cohort, flags, patchCount }: Block, node: number): Patch[] {
  const base = (node - cohort.first) * patchCount;
  return catalogue.patches.filter((_, place) => (flags[base + place]! & patchFlag.installed) !== 0);
}

/** A patch raises its packages to its version; of several patches the newest version is there. */
export function addPatched(found: SoftwareOfNode, patches: readonly Patch[]): void {
  for (const { packages, version } of patches) {
    if (version === undefined) continue;
    for (const name of packages) {
      const before = found.get(name);
      if (before === undefined || comparePackageVersions(before, version) < 0) found.set(name, version);
    }
  }
}
