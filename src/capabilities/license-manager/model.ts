/** Self-managed licenses that License Manager tracks by automated discovery: `model.licenseManager`. */
import { type ModelSection, modelIn } from '../../capability/model.ts';
import {
  boolean,
  described,
  type Field,
  integer,
  map,
  mapOf,
  once,
  optional,
  text,
} from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface LicenseRule {
  readonly product: string;
  readonly count: number;
  readonly disassociateWhenNotFound?: boolean | undefined;
}

export interface LicenseManagerModel {
  readonly enabled: boolean;
  /** In milliseconds. */
  readonly lag: number;
  readonly rules: Readonly<Record<string, LicenseRule>>;
}

const rule = () =>
  map({
    product: described(
      text('the Name of a package in AWS:Application', { min: 1 }),
      'Product information: the Name of the package in AWS:Application',
    ),
    count: described(integer(0, 10_000_000), 'Licenses that there are, one for each node'),
    disassociateWhenNotFound: described(
      optional(boolean()),
      'Whether a node is disassociated when its inventory no longer has the product; left out: false, as AWS',
    ),
  }) as unknown as Field<LicenseRule>;

export const licenseManagerModel: ModelSection<LicenseManagerModel> = {
  name: 'licenseManager',
  is: 'Self-managed licenses whose use License Manager tracks by automated discovery, by what Inventory has',
  perNode: false,
  keys: once(() => ({
    enabled: {
      field: boolean(),
      is: 'Whether automated discovery was configured before the run',
      default: 'false',
      reason: 'License Manager tracks nothing until an account configures it',
    },
    lag: {
      field: duration(),
      is: 'How long after a report automated discovery has seen it',
      default: '24h',
      reason: 'AWS says periodically and gives no time; ASSUMPTION license-discovery',
    },
    rules: {
      field: mapOf(rule(), 'self-managed licenses by name'),
      is: 'Self-managed licenses by name: `product`, `count`, `disassociateWhenNotFound`',
      default: {},
      reason: 'a license that the file does not name is not tracked',
    },
  })),
};

/** Licenses by name, in the order of the file; none where it is not enabled. */
export function licenseRulesOf(scenario: Pick<Scenario, 'model'>): readonly [string, LicenseRule][] {
  const { enabled, rules } = modelIn(scenario, licenseManagerModel);
  return enabled ? Object.entries(rules) : [];
}

export const discoveryLagOf = (scenario: Pick<Scenario, 'model'>): number =>
  modelIn(scenario, licenseManagerModel).lag;
