/** What is AWS's own in a scenario: `resources` in CloudFormation's types, `actions` in the API's requests. */
import { typesOfSystemsManager } from '../../aws/resource-types.ts';
import { invocationFields, keyOf } from '../../capabilities/maintenance-windows/resources/task-parameters.ts';
import { sharedBaselineFields } from '../../capabilities/patch-manager/resources/baselines.ts';
import { attributeNames } from '../../cloudformation/declarations.ts';
import { identityStatement, trustStatement } from '../../cloudformation/world-resources/statements.ts';
import { exactly, type JsonSchema, oneOrMany, reference } from '../../fields/json-schema.ts';
import { type Manner, schemaOfField } from '../from-fields.ts';
import type { Meanings } from '../meaning.ts';
import { unwrap, type ZodField } from '../zod-fields.ts';
import { baselineMeanings } from './baseline-meanings.ts';
import { commandMeanings } from './command-meanings.ts';
import { calls, type Documented, resourceTypes } from './documented.ts';
import { identityMeanings } from './identity-meanings.ts';
import { windowMeanings } from './window-meanings.ts';

export const awsMeanings: Meanings = {
  ...identityMeanings,
  ...commandMeanings,
  ...windowMeanings,
  ...baselineMeanings,
};

function schemaOf({ field }: Pick<Documented, 'field'>, path: readonly string[], manner: Manner): JsonSchema {
  return schemaOfField(field as ZodField, path, manner);
}

/** `used` is told which meanings were of use. */
export function awsDefinitions(used?: Manner['used']): Readonly<Record<string, JsonSchema>> {
  const shared = new Map(
    (['ApprovalRules', 'GlobalFilters'] as const).map((key) => [sharedField(key), `PatchBaseline.${key}`]),
  );
  const mannerOf = ({ page }: Documented): Manner => ({
    meanings: awsMeanings,
    definitions: shared,
    shapes: {
      'AWS::SSM::MaintenanceWindowTask.TaskInvocationParameters': invocationSchema(page, used),
      'AWS::SSM::MaintenanceWindowTask.TaskParameters': { type: 'object' },
    },
    awsPage: page,
    ...(used === undefined ? {} : { used }),
  });
  const definitions = Object.entries({ ...resourceTypes, ...calls }).map(
    ([name, documented]): [string, JsonSchema] => {
      const schema = schemaOf(documented, [name], mannerOf(documented));
      const described = { title: name, description: `${documented.is}.`, ...schema };
      return [definitionOf(name), { ...described, ...(rules[name] ?? {}) }];
    },
  );
  const { page } = resourceTypes['AWS::SSM::PatchBaseline']!;
  const parts = [...shared].map(([field, name]) => {
    const manner = { ...mannerOf({ page, field, is: '' }), definitions: new Map() };
    return [name, schemaOf({ field }, name.split('.'), manner)];
  });
  return {
    ...Object.fromEntries(definitions),
    ...Object.fromEntries(parts),
    ...policyDefinitions(used),
  };
}

/** Of baselines, of the call that changes them. */
function sharedField(key: 'ApprovalRules' | 'GlobalFilters'): ZodField {
  return unwrap(sharedBaselineFields[key] as unknown as ZodField).field;
}

export function definitionOf(name: string): string {
  return name.replace(/^AWS::/, '').replaceAll('::', '.');
}

function invocationSchema(page: string, used?: Manner['used']): JsonSchema {
  const parts = Object.entries(invocationFields).map(([type, field]): [string, JsonSchema] => {
    const key = keyOf[type as keyof typeof keyOf];
    const manner: Manner = { meanings: awsMeanings, awsPage: page, ...(used === undefined ? {} : { used }) };
    return [key, schemaOf({ field }, [key], manner)];
  });
  return exactly(Object.fromEntries(parts), []);
}

/** What the loader checks besides the shape, as far as it can be said without looking elsewhere. */
const rules: Readonly<Record<string, JsonSchema>> = {
  'AWS::SSM::MaintenanceWindowTask': {
    allOf: [
      ...Object.entries(keyOf).map(([type, key]) => ({
        if: { properties: { TaskType: { const: type } }, required: ['TaskType'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
        then: { properties: { TaskInvocationParameters: { propertyNames: { enum: [key] } } } },
      })),
      {
        if: { properties: { TaskType: { const: 'RUN_COMMAND' } }, required: ['TaskType'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
        then: { required: ['Targets'] },
      },
      {
        if: { properties: { Targets: { not: { maxItems: 0, type: 'array' } } }, required: ['Targets'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
        then: { required: ['MaxConcurrency', 'MaxErrors'] },
        else: { not: { anyOf: [{ required: ['MaxConcurrency'] }, { required: ['MaxErrors'] }] } },
      },
    ],
  },
  SendCommand: { anyOf: [{ required: ['InstanceIds'] }, { required: ['Targets'] }] },
};

function policyDefinitions(used?: Manner['used']): Readonly<Record<string, JsonSchema>> {
  const manner: Manner = {
    meanings: awsMeanings,
    shapes: Object.fromEntries(
      ['Condition', 'Resource', 'NotResource', 'Principal'].map((key) => [`statement.${key}`, {}]),
    ),
    ...(used === undefined ? {} : { used }),
  };
  const statement = (field: unknown): JsonSchema => ({
    ...schemaOf({ field }, ['statement'], manner),
    oneOf: [{ required: ['Action'] }, { required: ['NotAction'] }],
  });
  const either = (schema: JsonSchema, other: JsonSchema): JsonSchema => ({
    ...schema,
    properties: { ...(other['properties'] as object), ...(schema['properties'] as object) },
  });
  const identity = statement(identityStatement);
  return {
    statement: identity,
    policyDocument: {
      anyOf: [
        exactly(
          {
            Version: {
              enum: ['2012-10-17', '2008-10-17'],
              description: 'The version of the policy language.',
            },
            Id: { type: 'string', description: 'A name for the document.' },
            // Of a role both kinds are policy documents: who may assume it, and what it may do.
            Statement: {
              description: 'What is allowed and denied, and to whom.',
              ...oneOrMany(either(identity, statement(trustStatement))),
            },
          },
          ['Statement'],
        ),
        { type: 'string', description: 'The same as JSON text.' },
        exactly({ 'Fn::Sub': { description: 'JSON text with variables in it.' } }),
      ],
    },
  };
}

export function resourcesSchema(): JsonSchema {
  const types = Object.entries(resourceTypes);
  return {
    type: ['object', 'null'],
    propertyNames: { pattern: '^[a-zA-Z0-9]{1,255}$' },
    additionalProperties: {
      ...exactly(Object.fromEntries(attributeNames.map((name) => [name, attributeSchema(name, types)])), [
        'Type',
      ]),
      allOf: types.map(([type]) => ({
        if: { properties: { Type: { const: type } }, required: ['Type'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
        then: { properties: { Properties: reference(definitionOf(type)) }, required: ['Properties'] },
      })),
    },
  };
}

const attributeMeanings: Readonly<Record<string, string>> = {
  Type: 'What it is. Types that are not simulated are ignored, with a warning.',
  Properties: 'Its settings, in the names of CloudFormation.',
  DependsOn: 'Resources that CloudFormation makes before. Without effect in a simulation.',
  Metadata: 'Anything. Without effect in a simulation.',
};

function attributeSchema(name: string, types: readonly [string, Documented][]): JsonSchema {
  const description =
    attributeMeanings[name] ?? 'Taken as CloudFormation has it; without effect in a simulation.';
  if (name === 'DependsOn') return { ...oneOrMany({ type: 'string' }), description };
  if (name !== 'Type') return { description };
  return {
    description,
    anyOf: [
      { enum: types.map(([type]) => type), enumDescriptions: types.map(([, { is }]) => `${is}.`) },
      { enum: typesOfSystemsManager.filter((type) => resourceTypes[type] === undefined) },
      // Types of Systems Manager that do not exist are slips; of all others fleetsim knows nothing.
      {
        type: 'string',
        pattern: '^(?!AWS::SSM::)(AWS::[A-Za-z0-9]+|Custom|[A-Za-z0-9]+::[A-Za-z0-9]+)::[\\w@:-]+$',
        patternErrorMessage: 'expected a resource type that exists, such as AWS::SSM::MaintenanceWindow',
      },
    ],
  };
}

export function actionsSchema(): JsonSchema {
  const named = Object.entries(calls).map(([name, { is, page }]): [string, JsonSchema] => [
    name,
    {
      ...reference(name),
      description: `${is}.`,
      markdownDescription: `${is}.\n\n[AWS documentation](${page})`,
    },
  ]);
  const frame = {
    id: {
      type: ['string', 'number'],
      pattern: '^[A-Za-z0-9_-]{1,100}$',
      description: 'What its metrics are called by: command.<id>.failed. Left out: the call and its time.',
    },
    at: { ...reference('time'), description: 'When it is called.' },
  };
  return {
    type: ['array', 'null'],
    items: {
      title: 'an action',
      ...exactly({ ...frame, ...Object.fromEntries(named) }, ['at']),
      oneOf: named.map(([name]) => ({ required: [name] })),
    },
  };
}
