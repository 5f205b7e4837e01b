/** AWS::SSMQuickSetup::ConfigurationManager. */
import * as z from 'zod/mini';
import { made, type Reading, resource } from '../../cloudformation/resource-spec.ts';
import { notSimulated } from '../../diagnostics/not-simulated.ts';
import { anything, listOf, map, mapOf, text } from '../../fields/fields.ts';
import { tagsField } from '../../fields/tags-field.ts';
import { isKnown, itemsIn, Unknown } from '../../fields/unknown.ts';
import { baselineOverrideFile } from '../patch-manager/facts.ts';
import { association } from '../state-manager/facts.ts';
import { parameterOf, policyType, refuseParameters, selectedBaselines, type Written } from './parameters.ts';
import {
  accountsOf,
  accountsThatFit,
  associationOfPolicy,
  baselineNamed,
  overrideAddress,
  overrideOf,
  type PatchPolicy,
  partsOf,
} from './policy.ts';

export const configurationManager = resource({
  type: 'AWS::SSMQuickSetup::ConfigurationManager',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssmquicksetup-configurationmanager.html',
  is: 'A configuration of Quick Setup, such as a patch policy',
  attributes: ['ManagerArn'],
  fields: () => ({
    ConfigurationDefinitions: listOf(
      map({
        id: z.optional(text('an id')),
        LocalDeploymentAdministrationRoleArn: z.optional(text('the ARN of a role')),
        LocalDeploymentExecutionRoleName: z.optional(text('the name of a role')),
        Parameters: mapOf(text('a value'), 'a map of parameters by name'),
        Type: text(`a type, such as ${policyType}`),
        TypeVersion: z.optional(text('a version')),
      }),
    ),
    Description: z.optional(text('a description', { max: 512 })),
    Name: z.optional(text('a name', { max: 120 })),
    Tags: z.optional(z.union([tagsField(), anything()])),
  }),
  refusals({ ConfigurationDefinitions: definitions }, reading) {
    for (const [index, definition] of itemsIn(definitions).entries()) {
      if (definition instanceof Unknown || definition.Type instanceof Unknown) continue;
      const path = [...reading.path, 'ConfigurationDefinitions', index];
      if (definition.Type !== policyType) {
        warnOfType(definition.Type, path, reading);
        continue;
      }
      if (!isKnown(definition.Parameters)) continue;
      const written = definition.Parameters as Written;
      refuseParameters(written, [...path, 'Parameters'], reading.context);
      refuseBaselines(written, [...path, 'Parameters', 'SelectedPatchBaselines'], reading);
      warnOfNoAccount(written, [...path, 'Parameters'], reading);
    }
  },
  build(
    { ConfigurationDefinitions: definitions, Name },
    { logicalId, context }: Reading,
  ): readonly PatchPolicy[] {
    const home = context.accountOf(logicalId);
    return definitions.flatMap(({ Type, Parameters }, index) =>
      Type === policyType
        ? [
            {
              logicalId,
              index,
              written: Parameters,
              name: Parameters['PatchPolicyName'] ?? Name ?? logicalId,
              accounts: accountsOf(Parameters, home, context),
            },
          ]
        : [],
    );
  },
  makes(policies, making) {
    const account = making.account;
    return {
      resources: policies.flatMap((policy) =>
        partsOf(policy).map((part) =>
          made(association, part.id, associationOfPolicy(policy, part, making), part.account),
        ),
      ),
      files: policies.map((policy) => ({
        parameter: baselineOverrideFile.parameter,
        address: overrideAddress(policy, account),
        content: overrideOf(policy, making.references),
      })),
    };
  },
});

/** Host management, inventory and the other types of Quick Setup. */
function warnOfType(type: string, path: Reading['path'], { context, logicalId }: Reading): void {
  const { message, options } = notSimulated({
    name: `${type} of ${logicalId}`,
    touches: 'the associations that it makes are missing from every answer',
    instead: 'write each of them as AWS::SSM::Association',
  });
  context.warning([...path, 'Type'], 'ignored-resource', message, options);
}

function warnOfNoAccount(
  written: Written,
  path: Reading['path'],
  { context, logicalId, references }: Reading,
): void {
  if (!references.isWhole || accountsThatFit(written, context.accountOf(logicalId), context).length > 0)
    return;
  const given = (['TargetOrganizationalUnits', 'TargetAccounts', 'TargetRegions'] as const).filter(
    (name) => parameterOf(written, name) !== '',
  );
  const message = `no account of the file fits ${given.join(' and ')}: the policy is deployed ${context.accounts.size === 0 ? 'in the one that the file has' : 'nowhere'}`;
  context.warning([...path, given[0]!], 'no-effect', message, {
    help: 'give account or accounts the id, region and organizationalUnit that the policy names',
  });
}

function refuseBaselines(written: Written, path: Reading['path'], { context, references }: Reading): void {
  const isCustom = parameterOf(written, 'PatchBaselineUseDefault') === 'custom';
  const text = parameterOf(written, 'SelectedPatchBaselines');
  const awsError = 'ValidationException';
  if (!isCustom) return;
  const selected = selectedBaselines(text);
  if (selected === null) {
    const message =
      'expected JSON with a baseline for each operating system, such as {"AMAZON_LINUX_2": {"value": "pb-…", "label": "prod"}}';
    context.error(path, 'bad-value', text === '' ? `missing: ${message}` : message, { awsError });
    return;
  }
  if (!references.isWhole) return;
  for (const [os, id] of selected) {
    const baseline = baselineNamed(id, references);
    if (baseline?.operatingSystem === os) continue;
    const found = baseline === undefined ? id : `${id}, which is for ${baseline.operatingSystem}`;
    const message = `expected, for ${os}, the logical id of a patch baseline for it, or the name of one of AWS as its label; found ${found}`;
    context.error(path, 'unknown-reference', message, { awsError });
  }
}
