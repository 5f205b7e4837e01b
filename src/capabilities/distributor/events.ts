/** What happens to packages on nodes. */
import { fact, factSet } from '../../capability/facts.ts';
import type { PackageFailure } from './rules.ts';

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Null: it was absent. */
  readonly from: string | null;
  /** Null: it was there all the time, or had not been there. */
  readonly absentMinutes: number | null;
}

export interface FailedPackage {
  readonly name: string;
  /** In a word or two; what it was in a sentence. */
  readonly reason: PackageFailure;
  readonly why: string;
}

export const distributorFacts = factSet('distributor', {
  packageInstalled: fact(
    'distributor/package-installed',
    'A version of a package is on the node; `absentMinutes`: how long the package was missing in between.',
    (node: number, { name, version, from, absentMinutes }: InstalledPackage) => ({
      node,
      package: name,
      version,
      ...(from === null ? {} : { from }),
      ...(absentMinutes === null ? {} : { absentMinutes }),
    }),
    {
      about: 'package',
      words: ({ package: name, version, from }) =>
        from === undefined ? `${name} ${version} is installed` : `${name} ${version} replaces ${from}`,
    },
  ),
  packageUninstalled: fact(
    'distributor/package-uninstalled',
    'The uninstall script of a package begins: it is no longer there.',
    (node: number, name: string, version: string) => ({ node, package: name, version }),
    { about: 'package', words: ({ package: name, version }) => `${name} ${version} is uninstalled` },
  ),
  packageRolledBack: fact(
    'distributor/package-rolled-back',
    'The new version of a package was not installed, and the agent has put the one before back.',
    (node: number, { name, version, from, absentMinutes }: InstalledPackage) => ({
      node,
      package: name,
      version,
      failed: from,
      absentMinutes,
    }),
    { about: 'package', words: ({ package: name, version }) => `the agent puts ${name} ${version} back` },
  ),
  packageFailed: fact(
    'distributor/package-failed',
    'A run of AWS-ConfigureAWSPackage has failed, with the reason.',
    (node: number, { name, reason, why }: FailedPackage) => ({ node, package: name, reason, why }),
    { about: 'package', words: ({ why }) => `AWS-ConfigureAWSPackage fails: ${why}` },
  ),
});
