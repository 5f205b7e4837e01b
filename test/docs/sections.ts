import { experimentField, variantField } from '../../src/scenario/experiment.ts';
import { faultField } from '../../src/scenario/faults.ts';
import { type Field, map } from '../../src/scenario/fields.ts';
import { groupField } from '../../src/scenario/fleet.ts';
import { headerFields } from '../../src/scenario/header.ts';
import { documentShape } from '../../src/scenario/model.ts';
import { patchField, patchStreamField } from '../../src/scenario/patches.ts';
import { activationField, instanceProfileField, subnetField } from '../../src/scenario/surroundings.ts';

/**
 * The parts of a scenario that fleetsim has words of its own for, by where they stand: the very fields that the loader
 * reads with. The reference of the scenario is made from them; `model` has its own table, and what is AWS's keeps
 * AWS's names.
 */
export function sections(): Readonly<Record<string, Field<unknown>>> {
  const { account, ...header } = headerFields();
  return {
    head: map(header),
    account,
    'subnets.<name>': subnetField(),
    'instanceProfiles.<name>': instanceProfileField(),
    'activations.<name>': activationField(),
    'fleet.<group>': groupField(),
    'patches.<id>': patchField(),
    'patchStreams.<name>': patchStreamField(),
    'faults[]': faultField(),
    'model.documents.<name>': documentShape(),
    experiment: experimentField(),
    'experiment.variants.<name>': variantField(),
  } as Readonly<Record<string, Field<unknown>>>;
}
