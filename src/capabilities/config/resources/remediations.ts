/**
 * AWS::Config::RemediationConfiguration.
 *
 * AWS: https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html
 */
import * as z from 'zod/mini';
import { documentName, refuseRun } from '../../../cloudformation/document-spec.ts';
import { type Reading, resource } from '../../../cloudformation/resource-spec.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { listOfLength } from '../../../fields/aws-fields.ts';
import { boolean, choice, integer, map, mapOf, text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { Remediation } from '../state.ts';
import { configRule } from './rules.ts';

const awsError = 'InvalidParameterValueException';

/** #API_RemediationConfiguration: the most parameters of a remediation. */
const parametersMax = 25;
export const defaultLimits = { maximumAutomaticAttempts: 5, retryAttemptSeconds: 60 } as const;
/** #API_SsmControls */
const defaultControls = { concurrency: 10, error: 50 } as const;

/** CloudFormation calls them Value, too. */
const values = () => z.optional(listOfLength(text('a value', { min: 1, max: 256 }), 'values', 0, 25));
const percentage = () => z.optional(integer(1, 100));

export const remediationConfiguration = resource({
  type: 'AWS::Config::RemediationConfiguration',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-remediationconfiguration.html',
  is: 'The runbook for resources that a rule finds noncompliant',
  attributes: [],
  awsError,
  fields: () => ({
    Automatic: z.optional(boolean()),
    ConfigRuleName: text('a rule, such as !Ref Patched', { min: 1, max: 128 }),
    ExecutionControls: z.optional(
      map({
        SsmControls: z.optional(
          map({ ConcurrentExecutionRatePercentage: percentage(), ErrorPercentage: percentage() }),
        ),
      }),
    ),
    MaximumAutomaticAttempts: z.optional(integer(1, 25)),
    Parameters: z.optional(
      mapOf(
        map({
          ResourceValue: z.optional(map({ Value: choice('RESOURCE_ID') })),
          StaticValue: z.optional(map({ Value: values(), Values: values() })),
        }),
        'a map of parameters',
      ),
    ),
    ResourceType: z.optional(text('a type of resource')),
    RetryAttemptSeconds: z.optional(integer(1, 2_678_000)),
    TargetId: text('the name of a runbook', { min: 1, max: 256 }),
    TargetType: choice('SSM_DOCUMENT'),
    TargetVersion: z.optional(text('a version of the document')),
  }),
  withoutEffect: {
    TargetVersion: {
      touches: 'every run has the steps of the newest version of the runbook',
      instead: 'describe a version that acts otherwise under model.documents',
      except: ['$DEFAULT', '$LATEST', '1'],
    },
  },
  refusals(seen, reading) {
    refuseRule(seen.ConfigRuleName, reading);
    refuseTarget(seen, reading);
    refuseParameters(seen.Parameters, seen.Automatic, reading);
  },
  build(known, { logicalId, context }): Remediation {
    const controls = known.ExecutionControls?.SsmControls ?? {};
    return {
      logicalId,
      rule: known.ConfigRuleName,
      account: context.accountOf(logicalId),
      document: documentName(known.TargetId),
      isAutomatic: known.Automatic ?? false,
      limits: {
        maximumAutomaticAttempts: known.MaximumAutomaticAttempts ?? defaultLimits.maximumAutomaticAttempts,
        retryAttemptSeconds: known.RetryAttemptSeconds ?? defaultLimits.retryAttemptSeconds,
      },
      concurrencyPercentage: controls.ConcurrentExecutionRatePercentage ?? defaultControls.concurrency,
      errorPercentage: controls.ErrorPercentage ?? defaultControls.error,
      parameters: Object.fromEntries(
        Object.entries(known.Parameters ?? {}).map(([name, { StaticValue }]) => [
          name,
          StaticValue?.Values ?? StaticValue?.Value ?? null,
        ]),
      ),
    };
  },
});

/** #API_PutRemediationConfigurations: the rule must exist, in the same account and Region. */
function refuseRule(wanted: unknown, { path, logicalId: id, context, references }: Reading): void {
  if (typeof wanted !== 'string' || !references.isWhole) return;
  const home = context.accountOf(id);
  const all = [...references.nouns(configRule).values()];
  const rules = all.filter(({ logicalId }) => context.accountOf(logicalId) === home);
  if (rules.some(({ logicalId, name }) => logicalId === wanted || name === wanted)) return;
  const isUnread =
    references.types.get(wanted) === configRule.type && !references.nouns(configRule).has(wanted);
  if (isUnread) return;
  const help = suggestion(
    wanted,
    rules.map(({ logicalId }) => logicalId),
  );
  context.error(
    [...path, 'ConfigRuleName'],
    'unknown-reference',
    `expected an AWS::Config::ConfigRule under resources${context.accounts.size === 0 ? '' : ' of its own account and Region'}`,
    {
      awsError: 'NoSuchConfigRuleException',
      help,
    },
  );
}

/** A remediation is an execution of a runbook: a Command document is no target of one. */
function refuseTarget(
  { TargetId: target, Parameters: given }: { readonly TargetId: unknown; readonly Parameters?: unknown },
  { path, context, references }: Reading,
): void {
  if (typeof target !== 'string') return;
  const name = documentName(target);
  const run = {
    name,
    namePath: [...path, 'TargetId'],
    parameters: given instanceof Unknown ? undefined : valuesGiven(given as WrittenParameters | undefined),
    parametersPath: [...path, 'Parameters'],
    type: 'Automation',
    awsError,
  } as const;
  refuseRun(run, references.documents.get(name), context);
}

type WrittenParameters = Readonly<
  Record<string, { readonly StaticValue?: { readonly Value?: unknown; readonly Values?: unknown } } | Unknown>
>;

/** The id of the resource is known when it is remediated. */
function valuesGiven(given: WrittenParameters = {}): Record<string, string[] | Unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([name, one]) => {
      const { Values, Value } = one instanceof Unknown ? {} : (one.StaticValue ?? {});
      const values = Values ?? Value;
      return [name, Array.isArray(values) ? (values as string[]) : new Unknown([])];
    }),
  );
}

/** #API_PutRemediationConfigurations: automatic remediation needs AutomationAssumeRole. */
function refuseParameters(parameters: unknown, automatic: unknown, { path, context }: Reading): void {
  if (parameters instanceof Unknown) return;
  const given = (parameters ?? {}) as Readonly<Record<string, unknown>>;
  const at = [...path, 'Parameters'];
  const names = Object.keys(given);
  if (names.length > parametersMax) {
    const message = `expected at most ${parametersMax} parameters, found ${names.length}`;
    context.error(at, 'too-many', message, { awsError });
  }
  for (const [name, value] of Object.entries(given)) {
    if (value instanceof Unknown || Object.keys(value as object).length === 1) continue;
    context.error([...at, name], 'bad-value', 'expected either StaticValue or ResourceValue', { awsError });
  }
  if (automatic !== true || names.includes('AutomationAssumeRole')) return;
  const message =
    'missing: expected the parameter AutomationAssumeRole, without which nothing is remediated automatically';
  const help =
    'AutomationAssumeRole: { StaticValue: { Values: [the ARN of a role that trusts ssm.amazonaws.com] } }';
  context.error([...at, 'AutomationAssumeRole'], 'missing-key', message, { awsError, help });
}
