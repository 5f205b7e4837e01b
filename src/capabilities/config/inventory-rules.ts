/**
 * Managed rules that look at what Inventory has of a node, as functions of plain values.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-applications-required.html
 * https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-applications-blacklisted.html
 * https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-inventory-blacklisted.html
 * https://docs.aws.amazon.com/config/latest/developerguide/ec2-managedinstance-platform-check.html
 */
import { comparePackageVersions } from '../../aws/package-version.ts';
import type { EvaluationResult } from './evaluation-result.ts';

/** What Systems Manager has of a node, as last reported. */
export interface InventorySeen {
  readonly platform: string;
  readonly agentVersion: string;
  /** Versions by name. Null: they were never reported. */
  readonly applications: ReadonlyMap<string, string> | null;
  /** Whether it has a report of the type. */
  readonly hasType: (type: string) => boolean;
}

export type InputParameters = Readonly<Record<string, string>>;

export interface InventoryRule {
  /** Parameters that AWS refuses the rule without. */
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly evaluate: (parameters: InputParameters, seen: InventorySeen) => EvaluationResult;
}

/** `Chrome:0.5.3, FireFox` */
function listOf(text = ''): { readonly name: string; readonly version: string | null }[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [name = '', version = null] = one.split(':');
      return { name, version };
    });
}

/** Where platformType names another platform, the rule does not apply. */
function onPlatform(evaluate: InventoryRule['evaluate']): InventoryRule['evaluate'] {
  return (parameters, seen) => {
    const { platformType } = parameters;
    if (platformType !== undefined && platformType !== seen.platform) return 'NOT_APPLICABLE';
    return evaluate(parameters, seen);
  };
}

const compliantIf = (holds: boolean): EvaluationResult => (holds ? 'COMPLIANT' : 'NON_COMPLIANT');

export const inventoryRules: Readonly<Record<string, InventoryRule>> = {
  /** All of them are installed; a version is the lowest that will do. */
  EC2_MANAGEDINSTANCE_APPLICATIONS_REQUIRED: {
    required: ['applicationNames'],
    optional: ['platformType'],
    evaluate: onPlatform(({ applicationNames }, { applications }) => {
      if (applications === null) return 'INSUFFICIENT_DATA';
      return compliantIf(
        listOf(applicationNames).every(({ name, version }) => {
          const found = applications.get(name);
          return found !== undefined && (version === null || comparePackageVersions(found, version) >= 0);
        }),
      );
    }),
  },
  /** None of them is installed; with a version, newer ones are allowed. */
  EC2_MANAGEDINSTANCE_APPLICATIONS_BLACKLISTED: {
    required: ['applicationNames'],
    optional: ['platformType'],
    evaluate: onPlatform(({ applicationNames }, { applications }) => {
      if (applications === null) return 'INSUFFICIENT_DATA';
      return compliantIf(
        !listOf(applicationNames).some(({ name, version }) => {
          const found = applications.get(name);
          return found !== undefined && (version === null || comparePackageVersions(found, version) <= 0);
        }),
      );
    }),
  },
  /** None of these types of inventory is collected. */
  EC2_MANAGEDINSTANCE_INVENTORY_BLACKLISTED: {
    required: ['inventoryNames'],
    optional: ['platformType'],
    evaluate: onPlatform(({ inventoryNames }, { hasType }) => {
      const types = (inventoryNames ?? '').split(',').map((one) => one.trim());
      return compliantIf(!types.some((type) => type !== '' && hasType(type)));
    }),
  },
  /** The platform is this one, and the agent at least of this version. */
  EC2_MANAGEDINSTANCE_PLATFORM_CHECK: {
    required: ['platformType'],
    optional: ['agentVersion', 'platformVersion'],
    evaluate: ({ platformType, agentVersion }, seen) =>
      compliantIf(
        platformType === seen.platform &&
          (agentVersion === undefined || comparePackageVersions(seen.agentVersion, agentVersion) >= 0),
      ),
  },
};
