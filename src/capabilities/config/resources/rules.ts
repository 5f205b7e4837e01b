/** AWS::Config::ConfigRule. */
import * as z from 'zod/mini';
import { type Reading, resource } from '../../../cloudformation/resource-spec.ts';
import { suggestion } from '../../../diagnostics/nearest.ts';
import { notSimulated } from '../../../diagnostics/not-simulated.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { listOfLength } from '../../../fields/aws-fields.ts';
import { anything, choice, map, text } from '../../../fields/fields.ts';
import { Unknown } from '../../../fields/unknown.ts';
import { type InputParameters, inventoryRules } from '../inventory-rules.ts';
import { managedRules } from '../rules.ts';
import type { ConfigRule } from '../state.ts';

const awsError = 'InvalidParameterValueException';

/** A map, or the same as JSON text. Null: neither. */
function parametersIn(given: unknown): InputParameters | null {
  const read = typeof given === 'string' ? parsedJson(given) : (given ?? {});
  if (!isMap(read)) return null;
  return Object.fromEntries(
    Object.entries(read).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function refuseParameters(
  identifier: string,
  given: unknown,
  { path, context }: Pick<Reading, 'path' | 'context'>,
): void {
  const rule = inventoryRules[identifier];
  if (rule === undefined || given instanceof Unknown) return;
  const at = [...path, 'InputParameters'];
  const parameters = parametersIn(given);
  if (parameters === null) {
    return context.error(at, 'bad-value', 'expected a map of parameters, or the same as JSON text', {
      awsError,
    });
  }
  const known = [...rule.required, ...rule.optional];
  for (const name of rule.required) {
    const message = `missing: expected the parameter ${name} of ${identifier}`;
    if ((parameters[name] ?? '') === '') context.error(at, 'missing-key', message, { awsError });
  }
  for (const name of Object.keys(parameters)) {
    if (known.includes(name)) continue;
    const message = `unknown parameter ${name} of ${identifier}`;
    context.error(at, 'unknown-key', message, { awsError, help: suggestion(name, known) });
  }
  if (parameters['platformVersion'] !== undefined) {
    const { message, options } = notSimulated({
      name: `platformVersion of ${identifier}`,
      touches: 'a run knows no version of a platform, and compares type and agent alone',
      instead: 'leave platformVersion out',
    });
    context.warning(at, 'unsupported-effect', message, options);
  }
}

export const configRule = resource({
  type: 'AWS::Config::ConfigRule',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-config-configrule.html',
  is: 'A rule that says which resources are compliant',
  attributes: ['Arn', 'ConfigRuleId', 'Compliance.Type'],
  nameProperty: 'ConfigRuleName',
  arn: (name, { id, region, partition }) => `arn:${partition}:config:${region}:${id}:config-rule/${name}`,
  awsError,
  fields: () => ({
    Compliance: z.optional(anything()),
    ConfigRuleName: z.optional(text('a rule name', { min: 1, max: 128, pattern: /\S/ })),
    Description: z.optional(text('a description', { max: 256 })),
    EvaluationModes: z.optional(anything()),
    InputParameters: z.optional(anything()),
    MaximumExecutionFrequency: z.optional(
      choice('One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'),
    ),
    Scope: z.optional(
      map({
        ComplianceResourceId: z.optional(text('the id of a resource', { min: 1, max: 768 })),
        ComplianceResourceTypes: z.optional(
          listOfLength(text('a type of resource', { min: 1, max: 256 }), 'types', 0, 100),
        ),
        TagKey: z.optional(text('a tag key', { min: 1, max: 128 })),
        TagValue: z.optional(text('a tag value', { min: 1, max: 256 })),
      }),
    ),
    Source: map({
      CustomPolicyDetails: z.optional(anything()),
      Owner: choice('CUSTOM_LAMBDA', 'AWS', 'CUSTOM_POLICY'),
      SourceDetails: z.optional(anything()),
      SourceIdentifier: z.optional(
        text('the identifier of a managed rule, such as EC2_MANAGEDINSTANCE_PATCH_COMPLIANCE_STATUS_CHECK', {
          min: 1,
          max: 256,
        }),
      ),
    }),
  }),
  /** #API_Scope: a resource id goes with one type, a tag value with its key. */
  refusals({ InputParameters, Scope, Source }, { logicalId, path, context }) {
    const refuse = (at: readonly string[], message: string) =>
      context.error([...path, ...at], 'bad-value', message, { awsError });
    if (Scope !== undefined && !(Scope instanceof Unknown)) {
      const { ComplianceResourceId: id, ComplianceResourceTypes: types, TagKey, TagValue } = Scope;
      if (id !== undefined && !(types instanceof Unknown) && types?.length !== 1) {
        refuse(['Scope'], 'expected exactly one of ComplianceResourceTypes beside ComplianceResourceId');
      }
      if (TagValue !== undefined && TagKey === undefined) {
        refuse(['Scope'], 'missing: expected TagKey beside TagValue');
      }
    }
    if (Source === undefined || Source instanceof Unknown) return;
    const { Owner, SourceIdentifier: identifier } = Source;
    if (Owner !== 'CUSTOM_POLICY' && identifier === undefined) {
      context.error(
        [...path, 'Source', 'SourceIdentifier'],
        'missing-key',
        'missing: expected a rule of AWS, or a function',
        {
          awsError,
        },
      );
    }
    if (Owner instanceof Unknown || identifier instanceof Unknown) return;
    if (Owner === 'AWS' && managedRules.some((one) => one.identifier === identifier)) {
      refuseParameters(identifier!, InputParameters, { path, context });
      return;
    }
    const what = Owner === 'AWS' ? identifier : `${Owner} ${identifier ?? ''}`.trimEnd();
    if (what === undefined) return;
    const near = suggestion(
      what,
      managedRules.map((one) => one.identifier),
    );
    const broken = `make a resource noncompliant: faults: [{ at: …, action: breakRule, rule: ${logicalId}, resource: { type: …, id: … } }]`;
    const { message, options } = notSimulated({
      name: what,
      touches: `${logicalId} has no result of its own`,
      instead: near === undefined ? broken : `${near} or ${broken}`,
    });
    context.warning([...path, 'Source'], 'unsupported-effect', message, options);
  },
  build({ ConfigRuleName, InputParameters, Scope = {}, Source }, { logicalId, context }): ConfigRule {
    const { Owner, SourceIdentifier: identifier = '' } = Source;
    const managed = Owner === 'AWS' ? managedRules.find((one) => one.identifier === identifier) : undefined;
    return {
      logicalId,
      name: ConfigRuleName ?? logicalId,
      managed: managed ?? null,
      identifier: Owner === 'AWS' ? identifier : Owner,
      account: context.accountOf(logicalId),
      scope: {
        types: Scope.ComplianceResourceTypes ?? [],
        resourceId: Scope.ComplianceResourceId ?? null,
        tagKey: Scope.TagKey ?? null,
        tagValue: Scope.TagValue ?? null,
      },
      parameters: parametersIn(InputParameters) ?? {},
    };
  },
});
