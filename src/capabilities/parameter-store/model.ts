/** What AWS leaves open about Parameter Store, and what its readers do: `model.parameterStore`. */
import { type ModelSection, modelIn, modelOfGroup } from '../../capability/model.ts';
import { distribution, uniform } from '../../fields/distribution-field.ts';
import { choice, integer, listOf, once, oncePer, text } from '../../fields/fields.ts';
import { duration } from '../../fields/quantities.ts';
import type { Distribution } from '../../kernel/distributions.ts';
import type { Scenario } from '../../world/scenario.ts';

export interface ParameterStoreModel {
  /** Names that a node reads when it boots. */
  readonly atBoot: readonly string[];
  readonly bootCall: 'GetParameter' | 'GetParameters';
  readonly bootDelay: Distribution;
  /** Attempts after the first. */
  readonly retries: number;
  readonly backoff: number;
  readonly backoffMax: number;
  readonly policyScan: number;
  readonly imageValidation: number;
}

const sdk = 'AWS: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html';

export const parameterStoreModel: ModelSection<ParameterStoreModel> = {
  name: 'parameterStore',
  is: 'What nodes read of Parameter Store when they boot, how clients back off, and what AWS does in its own time',
  perNode: true,
  keys: once(() => ({
    atBoot: {
      field: listOf(text('the name of a parameter, such as /prod/db/password', { min: 1, max: 2048 })),
      is: 'Names of parameters that a node reads when it is launched, started or rebooted, in the name of its instance profile, decrypted',
      default: [],
      reason: 'only the owner of a fleet knows what its boot scripts read',
    },
    bootCall: {
      field: choice('GetParameter', 'GetParameters'),
      is: 'With which call',
      words: {
        GetParameter: 'a call for each name, one after the other',
        GetParameters: 'one call for each ten names',
      },
      default: 'GetParameter',
      reason: 'what most scripts do; ten names in one call are one transaction instead of ten',
    },
    bootDelay: {
      field: distribution(),
      is: 'How long after the boot its script begins to read',
      default: uniform('20s', '40s'),
      reason: 'user data runs some tens of seconds after the instance does; ASSUMPTION boot-reads',
    },
    retries: {
      field: integer(0, 1000),
      is: 'How often a client tries again where a call was throttled',
      default: '2',
      reason: `three attempts in the standard mode of the SDKs. ${sdk}`,
    },
    backoff: {
      field: duration(),
      is: 'How long a client waits at most before its second attempt; each further wait may be twice as long, and each is a random part of it',
      default: '1s',
      reason: sdk,
    },
    backoffMax: {
      field: duration(),
      is: 'How long a wait may be at most',
      default: '20s',
      reason: sdk,
    },
    policyScan: {
      field: duration(),
      is: 'How often AWS looks for policies of parameters that are due',
      default: '1h',
      reason: 'AWS calls its scans periodic and gives no interval; ASSUMPTION policy-scan',
    },
    imageValidation: {
      field: duration(),
      is: 'How long AWS takes to look at a value of the data type aws:ec2:image, before which its version is not there',
      default: '5m',
      reason: 'AWS: wait five minutes before you try again; ASSUMPTION image-validation',
    },
  })),
};

export const parameterStoreModelOf = (scenario: Pick<Scenario, 'model'>): ParameterStoreModel =>
  modelIn(scenario, parameterStoreModel);

/** Of each group of the fleet. */
export const modelsByGroup = oncePer((scenario: Scenario): readonly ParameterStoreModel[] =>
  scenario.fleet.map((group) => modelOfGroup(scenario, parameterStoreModel, group)),
);
