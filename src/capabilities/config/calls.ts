/** AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_StartRemediationExecution.html */
import { type AnyCallSpec, call } from '../../cloudformation/call-spec.ts';
import { listOfLength } from '../../fields/aws-fields.ts';
import { map, text } from '../../fields/fields.ts';
import { remediationConfiguration } from './resources/remediations.ts';
import { configRule } from './resources/rules.ts';

export interface StartRemediation {
  /** Logical id or name. */
  readonly rule: string;
  /** Of the caller: a name under `accounts`, or '' for that of `account`. */
  readonly account: string;
  readonly resourceIds: readonly string[];
}

const awsError = 'NoSuchRemediationConfigurationException';

export const startRemediationExecution = call({
  call: 'StartRemediationExecution',
  page: 'https://docs.aws.amazon.com/config/latest/APIReference/API_StartRemediationExecution.html',
  is: 'Remediates resources of a rule, as they are now',
  permission: 'config:StartRemediationExecution',
  awsError: 'InvalidParameterValueException',
  fields: () => ({
    ConfigRuleName: text('a rule, such as !Ref Patched', { min: 1, max: 128 }),
    ResourceKeys: listOfLength(
      map({
        resourceId: text('the id of a resource', { min: 1, max: 768 }),
        resourceType: text('a type of resource, such as AWS::SSM::PatchCompliance'),
      }),
      'resources',
      1,
      100,
    ),
  }),
  refusals({ ConfigRuleName: wanted }, { id, path, context, references }) {
    if (typeof wanted !== 'string' || !references.isWhole) return;
    const home = context.accountOf(id);
    const names = [...references.nouns(configRule).values()]
      .filter(
        ({ logicalId, name }) =>
          (logicalId === wanted || name === wanted) && context.accountOf(logicalId) === home,
      )
      .flatMap(({ logicalId, name }) => [logicalId, name]);
    const remediations = [...references.nouns(remediationConfiguration).values()];
    const own = remediations.filter(({ account }) => account === home);
    if (own.some(({ rule }) => rule === wanted || names.includes(rule))) return;
    const message = `expected a rule with an ${remediationConfiguration.type}`;
    context.error([...path, 'ConfigRuleName'], 'unknown-reference', message, { awsError });
  },
  build: ({ ConfigRuleName, ResourceKeys }, { id, context }): StartRemediation => ({
    rule: ConfigRuleName,
    account: context.accountOf(id),
    resourceIds: ResourceKeys.map(({ resourceId }) => resourceId),
  }),
});

export const configCalls: readonly AnyCallSpec[] = [startRemediationExecution];
