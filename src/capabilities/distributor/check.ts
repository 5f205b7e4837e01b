/** Packages of the file against AWS's quotas, and versions by name. */
import type { LoadContext } from '../../fields/context.ts';
import type { Scenario } from '../../world/scenario.ts';
import { documentsOf } from '../documents/facts.ts';
import { cataloguesOf } from './catalogue.ts';
import { packageType } from './manifest.ts';
import { packageModelsOf } from './model.ts';

/** AWS: https://docs.aws.amazon.com/general/latest/gr/ssm.html, "Distributor", of an account and Region. */
const packagesMax = 500;
const versionsMax = 25;

export function checkPackages(scenario: Scenario, context: LoadContext): void {
  const declared = documentsOf(scenario, packageType);
  for (const [account, count] of countsOf(declared.map(({ logicalId }) => context.accountOf(logicalId)))) {
    if (count <= packagesMax) continue;
    const place = account === '' ? 'an account and Region' : `the account ${account}`;
    const message = `expected at most ${packagesMax} packages in ${place}, found ${count}`;
    context.error(['resources'], 'too-many', message, { awsError: 'DocumentLimitExceeded' });
  }
  for (const { logicalId, versionName, content } of declared) {
    if (versionName === null || versionName === content.version) continue;
    const message = `expected the version of the manifest, ${content.version}, found ${versionName}`;
    const path = ['resources', logicalId, 'Properties', 'VersionName'];
    const help = 'the version name of a package is what a run of AWS-ConfigureAWSPackage names';
    context.error(path, 'bad-value', message, { help });
  }
  for (const name of packageModelsOf(scenario).keys()) {
    const count = cataloguesOf(scenario).get(name)!.versions.length;
    const path = ['model', 'packages', name];
    if (count > versionsMax) {
      const message = `expected at most ${versionsMax} versions of a package, found ${count}`;
      const awsError = 'DocumentVersionLimitExceeded';
      context.error([...path, 'versions'], 'too-many', message, { awsError });
    }
    if (count > 0) continue;
    const message = `missing: expected versions of ${name}, which the file does not declare, such as { 1.0.0: {} }`;
    context.error([...path, 'versions'], 'missing-key', message);
  }
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
