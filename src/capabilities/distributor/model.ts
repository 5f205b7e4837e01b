/** `model.distributor` and `model.packages`: how long installing takes, how often it fails, and which versions there are. */
import {
  type ModelMap,
  type ModelSection,
  modelByGroup,
  modelMapIn,
  OfNodes,
} from '../../capability/model.ts';
import type { Simulation } from '../../capability/simulation.ts';
import { distribution, lognormal } from '../../fields/distribution-field.ts';
import {
  boolean,
  choice,
  described,
  type Field,
  listOf,
  map,
  mapOf,
  once,
  optional,
} from '../../fields/fields.ts';
import { share, time } from '../../fields/quantities.ts';
import { type Distribution, samplerOf } from '../../kernel/distributions.ts';
import type { PlatformType } from '../../world/operating-systems.ts';
import type { Scenario } from '../../world/scenario.ts';

interface DistributorModel {
  readonly check: Distribution;
  readonly uninstall: Distribution;
}

export const distributorModel: ModelSection<DistributorModel> = {
  name: 'distributor',
  is: 'What the agent does before and around the scripts of a package',
  perNode: true,
  keys: once(() => ({
    check: {
      field: distribution(),
      is: 'How long the agent looks for the package and for what is installed before a script begins',
      default: lognormal('5s', '2s'),
      reason: 'a run that has nothing to do ends within seconds; ASSUMPTION package-times',
    },
    uninstall: {
      field: distribution(),
      is: 'How long an uninstall script takes, by itself and before a version is replaced',
      default: lognormal('20s', '10s'),
      reason: 'as long as another script; ASSUMPTION package-times',
    },
  })),
};

/** Of a version, or of all versions of a package. */
export interface VersionModel {
  readonly run?: Distribution | undefined;
  readonly fails?: number | undefined;
  readonly updateScript?: boolean | undefined;
  readonly released?: number | undefined;
}

export interface PackageModel extends Omit<VersionModel, 'released'> {
  readonly platforms?: readonly PlatformType[] | undefined;
  readonly versions?: Readonly<Record<string, VersionModel>> | undefined;
}

const behaviour = () => ({
  run: described(
    optional(distribution()),
    'How long its install or update script takes; left out: model.documents.AWS-ConfigureAWSPackage',
  ),
  fails: described(optional(share()), 'Share of the runs of that script that fail; left out: the same'),
  updateScript: described(
    optional(boolean()),
    'Whether it has an update script, which an In-place update needs; left out: false',
  ),
});

export const packagesModel: ModelMap<PackageModel> = {
  name: 'packages',
  is: 'Packages of Distributor by name: versions beside that of the manifest, how long they take, how often they fail',
  entry: () =>
    map({
      ...behaviour(),
      platforms: described(
        optional(listOf(choice('Linux', 'Windows'))),
        'Of a package that the file does not declare, such as one of another account: left out: both',
      ),
      versions: described(
        optional(
          mapOf(
            map({
              ...behaviour(),
              released: described(optional(time()), 'When it is published; left out: before `start`'),
            }),
            'versions with what each does',
          ),
        ),
        'Published versions, from the oldest; the one of the manifest is the newest of those before `start`',
      ),
    }) as unknown as Field<PackageModel>,
};

export function packageModelsOf(scenario: Pick<Scenario, 'model'>): ReadonlyMap<string, PackageModel> {
  return modelMapIn(scenario, packagesModel);
}

function compile({ check, uninstall }: DistributorModel) {
  return { check: samplerOf(check), uninstall: samplerOf(uninstall) };
}

export function distributorModels({ scenario, fleet }: Pick<Simulation, 'scenario' | 'fleet'>) {
  return new OfNodes(fleet, modelByGroup(scenario, distributorModel, compile));
}
