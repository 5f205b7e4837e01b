import type { AnyCapability } from '../capability/capability.ts';
import { type Field, map } from '../fields/fields.ts';
import { experimentField, variantField } from '../scenario/experiment.ts';
import { faultField } from '../scenario/faults.ts';
import { groupField } from '../scenario/fleet.ts';
import { accountsField, headerFields } from '../scenario/header.ts';
import { lintIgnoreField } from '../scenario/lint-settings.ts';
import { documentShape } from '../scenario/model.ts';
import { patchField, patchStreamField } from '../scenario/patches.ts';
import {
  activationField,
  instanceProfileField,
  principalField,
  subnetField,
} from '../scenario/surroundings.ts';

/**
 * The parts of a scenario that fleetsim has words of its own for, by where they stand: the very fields that the loader
 * reads with. The reference of the scenario is made from them; `model` has its own table, and what is AWS's keeps
 * AWS's names.
 */
export function sections(capabilities: readonly AnyCapability[]): Readonly<Record<string, Field<unknown>>> {
  const { account, ...header } = headerFields();
  return {
    head: map(header),
    account,
    'accounts.<name>': accountsField() as unknown as Field<unknown>,
    'subnets.<name>': subnetField(),
    'instanceProfiles.<name>': instanceProfileField(),
    'principals.<name>': principalField(),
    'activations.<name>': activationField(),
    'fleet.<group>': groupField(capabilities),
    'patches.<id>': patchField(),
    'patchStreams.<name>': patchStreamField(),
    'faults[]': faultField(),
    'model.documents.<name>': documentShape(),
    experiment: experimentField(),
    'experiment.variants.<name>': variantField(),
    'lint.ignore[]': lintIgnoreField(),
  } as Readonly<Record<string, Field<unknown>>>;
}
