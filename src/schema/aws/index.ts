/** What is AWS's own in a scenario: `resources` in CloudFormation's types, `actions` in the API's requests. */
import { propertiesNotSimulated } from '../../aws/resource-types.ts';
import type { AnyCallSpec } from '../../cloudformation/call-spec.ts';
import { attributeNames } from '../../cloudformation/declarations.ts';
import type { AnyResourceSpec } from '../../cloudformation/resource-spec.ts';
import { identityStatement, trustStatement } from '../../cloudformation/world-resources/statements.ts';
import { map } from '../../fields/fields.ts';
import { orNothing } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema, oneOrMany, reference } from '../../fields/json-schema.ts';
import type { Specs } from '../../scenario/specs.ts';
import { type Manner, schemaOfField } from '../from-fields.ts';
import { unwrap, type ZodField } from '../zod-fields.ts';

/** `used` is told which meanings were of use. */
export function awsDefinitions(specs: Specs, used?: Manner['used']): Readonly<Record<string, JsonSchema>> {
  const all = [
    ...specs.resources.map((spec) => [spec.type, spec] as const),
    ...specs.calls.map((spec) => [spec.call, spec] as const),
  ];
  const shared = all.flatMap(([, spec]) => sharedBy(spec));
  const manner: Manner = { meanings: specs.meanings, ...(used === undefined ? {} : { used }) };
  const definitions = new Map(shared.map(({ field, name }) => [field, name]));
  return {
    ...Object.fromEntries(
      all.map(([name, { fields, page, is, schema }]) => {
        const own = schemaOf(map(fields), [name], { ...manner, definitions, awsPage: page });
        return [definitionOf(name), { title: name, description: `${is}.`, ...own, ...schema?.rules }];
      }),
    ),
    ...Object.fromEntries(
      shared.map(({ field, name, page }) => [
        name,
        schemaOfField(field, name.split('.'), { ...manner, awsPage: page }),
      ]),
    ),
    ...policyDefinitions(manner),
  };
}

function sharedBy({ page, schema }: AnyResourceSpec | AnyCallSpec) {
  return Object.entries(schema?.definitions?.() ?? {}).map(([name, field]) => {
    return { name, page, field: unwrap(field as unknown as ZodField).field };
  });
}

function schemaOf(field: unknown, path: readonly string[], manner: Manner): JsonSchema {
  return schemaOfField(field as ZodField, path, manner);
}

export function definitionOf(name: string): string {
  return name.replace(/^AWS::/, '').replaceAll('::', '.');
}

function policyDefinitions(given: Manner): Readonly<Record<string, JsonSchema>> {
  const manner: Manner = {
    ...given,
    shapes: Object.fromEntries(
      ['Condition', 'Resource', 'NotResource', 'Principal'].map((key) => [`statement.${key}`, {}]),
    ),
  };
  const statement = (field: unknown): JsonSchema => ({
    ...schemaOf(field, ['statement'], manner),
    oneOf: [{ required: ['Action'] }, { required: ['NotAction'] }],
  });
  const either = (schema: JsonSchema, other: JsonSchema): JsonSchema => ({
    ...schema,
    properties: { ...(other['properties'] as object), ...(schema['properties'] as object) },
  });
  const identity = statement(identityStatement());
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
              ...oneOrMany(either(identity, statement(trustStatement()))),
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

export function resourcesSchema({ resources }: Specs): JsonSchema {
  return {
    type: ['object', 'null'],
    propertyNames: { pattern: '^[a-zA-Z0-9]{1,255}$' },
    additionalProperties: {
      ...exactly(Object.fromEntries(attributeNames.map((name) => [name, attributeSchema(name, resources)])), [
        'Type',
      ]),
      allOf: resources.map((spec) => ({
        if: { properties: { Type: { const: spec.type } }, required: ['Type'] },
        // biome-ignore lint/suspicious/noThenProperty: JSON Schema calls it so.
        then: propertiesOf(spec),
      })),
    },
  };
}

/** Where every property may be left out, so may Properties. */
function propertiesOf({ type, fields }: AnyResourceSpec): JsonSchema {
  const properties = reference(definitionOf(type));
  const isRequired = Object.values(fields).some((field) => unwrap(field as unknown as ZodField).isRequired);
  return isRequired
    ? { properties: { Properties: properties }, required: ['Properties'] }
    : { properties: { Properties: orNothing(properties) } };
}

const attributeMeanings: Readonly<Record<string, string>> = {
  Type: 'What it is. Types that are not simulated are ignored, with a warning.',
  Properties: 'Its settings, in the names of CloudFormation.',
  DependsOn: 'Resources that CloudFormation makes before. Without effect in a simulation.',
  Metadata: 'Anything. Without effect in a simulation.',
};

function attributeSchema(name: string, resources: readonly AnyResourceSpec[]): JsonSchema {
  const description =
    attributeMeanings[name] ?? 'Taken as CloudFormation has it; without effect in a simulation.';
  if (name === 'DependsOn') return { ...oneOrMany({ type: 'string' }), description };
  if (name !== 'Type') return { description };
  const types = resources.map(({ type }) => type);
  return {
    description,
    anyOf: [
      { enum: types, enumDescriptions: resources.map(({ is }) => `${is}.`) },
      { enum: Object.keys(propertiesNotSimulated) },
      // Types of Systems Manager that do not exist are slips; of all others fleetsim knows nothing.
      {
        type: 'string',
        pattern: '^(?!AWS::SSM::)(AWS::[A-Za-z0-9]+|Custom|[A-Za-z0-9]+::[A-Za-z0-9]+)::[\\w@:-]+$',
        patternErrorMessage: 'expected a resource type that exists, such as AWS::IAM::Role',
      },
    ],
  };
}

export function actionsSchema({ calls }: Specs): JsonSchema {
  const named = calls.map(({ call: name, is, page }): [string, JsonSchema] => [
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
    account: {
      type: 'string',
      description: 'A name under accounts, in which it is called. Left out: the account of the scenario.',
    },
    as: {
      type: 'string',
      description: 'A name under principals, who calls. Left out: someone who may do everything.',
    },
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
