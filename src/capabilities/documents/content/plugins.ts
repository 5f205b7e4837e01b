/**
 * Plugins that a step of a Command document may name, on which platforms they run, and how long they usually take.
 *
 * ASSUMPTION document-step-times: what a step does depends on its inputs, which are not read; the times are those of the
 * documents of AWS with the same plugin.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-command-ssm-plugin-reference.html
 */
import type { Distribution } from '../../../kernel/distributions.ts';
import type { PlatformType } from '../../../world/operating-systems.ts';

export interface Plugin {
  readonly platforms: readonly PlatformType[];
  readonly usualTime: Distribution;
}

const everywhere: readonly PlatformType[] = ['Linux', 'MacOS', 'Windows'];
const notOnMacOS: readonly PlatformType[] = ['Linux', 'Windows'];
const onWindows: readonly PlatformType[] = ['Windows'];

export const lognormal = (mean: number, sd: number): Distribution => ({ family: 'lognormal', mean, sd });

export const scriptTime = lognormal(20_000, 10_000);
export const packageTime = lognormal(120_000, 60_000);
export const agentUpdateTime = lognormal(60_000, 20_000);
export const inventoryTime = lognormal(30_000, 15_000);
export const dockerTime = lognormal(90_000, 30_000);
export const refreshTime = lognormal(5000, 2000);

export const plugins: Readonly<Record<string, Plugin>> = {
  'aws:applications': { platforms: onWindows, usualTime: packageTime },
  'aws:cloudWatch': { platforms: onWindows, usualTime: scriptTime },
  'aws:configureDocker': { platforms: notOnMacOS, usualTime: dockerTime },
  'aws:configurePackage': { platforms: notOnMacOS, usualTime: packageTime },
  'aws:domainJoin': { platforms: notOnMacOS, usualTime: packageTime },
  'aws:downloadContent': { platforms: notOnMacOS, usualTime: scriptTime },
  'aws:psModule': { platforms: onWindows, usualTime: packageTime },
  'aws:refreshAssociation': { platforms: everywhere, usualTime: refreshTime },
  'aws:runDockerAction': { platforms: notOnMacOS, usualTime: scriptTime },
  'aws:runDocument': { platforms: notOnMacOS, usualTime: scriptTime },
  'aws:runPowerShellScript': { platforms: everywhere, usualTime: scriptTime },
  'aws:runShellScript': { platforms: ['Linux', 'MacOS'], usualTime: scriptTime },
  'aws:softwareInventory': { platforms: everywhere, usualTime: inventoryTime },
  'aws:updateAgent': { platforms: onWindows, usualTime: agentUpdateTime },
  'aws:updateSsmAgent': { platforms: everywhere, usualTime: agentUpdateTime },
};
