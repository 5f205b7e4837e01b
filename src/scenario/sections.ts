import { faultField } from './faults.ts';
import { type Field, map } from './fields.ts';
import { groupField } from './fleet.ts';
import { headerFields } from './header.ts';
import { documentShape } from './model.ts';
import { patchField, patchStreamField } from './patches.ts';
import { activationField, instanceProfileField, subnetField } from './surroundings.ts';

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
  } as Readonly<Record<string, Field<unknown>>>;
}
