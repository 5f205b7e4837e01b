/** The JSON Schema of a scenario: what an editor knows of one. Made from the fields that the loader reads with. */
import { capabilities as simulated } from '../capabilities/index.ts';
import type { AnyCapability } from '../capability/capability.ts';
import { byName, draft, type JsonSchema, oneOrMany, reference } from '../fields/json-schema.ts';
import { lintField } from '../scenario/lint-settings.ts';
import { modelField, modelOverridesField } from '../scenario/read-model.ts';
import { type Specs, specsOf } from '../scenario/specs.ts';
import { topLevelKeys } from '../scenario/top-level.ts';
import { faultActions, inverseActions } from '../world/faults.ts';
import { actionsSchema, awsDefinitions, resourcesSchema } from './aws/index.ts';
import { quantityDefinitions } from './distributions.ts';
import { expectationDefinitions, expectSchema } from './expectations.ts';
import { type Manner, schemaOfField } from './from-fields.ts';
import { modelMeanings } from './model-meanings.ts';
import { ownMeanings } from './own-meanings.ts';
import { sections } from './sections.ts';
import { unwrap, type ZodField } from './zod-fields.ts';

type Properties = Readonly<Record<string, JsonSchema>>;

/** `used` is told which meanings were of use. */
export function scenarioSchema(
  used?: Manner['used'],
  capabilities: readonly AnyCapability[] = simulated,
): JsonSchema {
  const overrides = unwrap(modelOverridesField(capabilities) as unknown as ZodField).field;
  const manner: Manner = {
    meanings: { ...modelMeanings(capabilities), ...ownMeanings },
    shapes: Object.fromEntries(
      [
        'instanceProfiles.<name>.statements',
        'principals.<name>.statements',
        'principals.<name>.sessionPolicy',
      ].map((key) => [key, oneOrMany(reference('statement'))]),
    ),
    definitions: new Map([[overrides, 'modelOverrides']]),
    ...(used === undefined ? {} : { used }),
  };
  const specs = specsOf(capabilities);
  const properties = describedKeys(topLevelSchemas(manner, capabilities, specs));
  return {
    $schema: draft,
    title: 'fleetsim scenario',
    type: 'object',
    required: ['start', 'end'],
    properties: Object.fromEntries(topLevelKeys.map((key) => [key, properties[key] ?? {}])),
    patternProperties: { '^x-': { description: 'Yours, for anchors.' } },
    additionalProperties: false,
    definitions: {
      ...quantityDefinitions(),
      ...expectationDefinitions(),
      modelOverrides: schemaOfField(overrides, ['overrides'], { ...manner, definitions: new Map() }),
      ...awsDefinitions(specs, used),
    },
  };
}

function topLevelSchemas(manner: Manner, capabilities: readonly AnyCapability[], specs: Specs): Properties {
  const all = sections(capabilities) as unknown as Readonly<Record<string, ZodField>>;
  const part = (path: string, title: string): JsonSchema => ({
    title,
    ...schemaOfField(all[path]!, path.split('.'), manner),
  });
  const { properties, required } = schemaOfField(all['head']!, [], manner);
  // An empty key is as good as none.
  const head = Object.entries(properties as Properties).map(([key, schema]) => [
    key,
    (required as readonly string[]).includes(key) ? schema : orNothing(schema),
  ]);
  return {
    ...Object.fromEntries(head),
    account: { ...part('account', 'the account'), type: ['object', 'null'] },
    accounts: byName(part('accounts.<name>', 'an account in a Region')),
    subnets: byName(nullable(part('subnets.<name>', 'a subnet'))),
    instanceProfiles: byName(nullable(part('instanceProfiles.<name>', 'an instance profile'))),
    principals: byName(nullable(part('principals.<name>', 'a principal'))),
    activations: byName(nullable(part('activations.<name>', 'an activation'))),
    fleet: {
      ...byName({
        ...part('fleet.<group>', 'a group of nodes'),
        anyOf: [{ required: ['count'] }, { required: ['ids'] }],
      }),
      propertyNames: { pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$' },
    },
    patches: byName(part('patches.<id>', 'a patch')),
    patchFiles: { type: ['array', 'string', 'null'], items: { type: 'string' } },
    patchStreams: byName(part('patchStreams.<name>', 'a stream of patches')),
    faults: faultsSchema(part('faults[]', 'a fault')),
    model: {
      ...schemaOfField(modelField(capabilities) as unknown as ZodField, ['model'], manner),
      type: ['object', 'null'],
    },
    files: { type: ['object', 'null'], additionalProperties: { type: 'string', minLength: 1 } },
    templates: unsupported,
    imports: unsupported,
    resources: resourcesSchema(specs),
    actions: actionsSchema(specs),
    expect: expectSchema(capabilities),
    experiment: experimentSchema(all, manner),
    lint: nullable(schemaOfField(lintField() as unknown as ZodField, ['lint'], manner)),
  };
}

const unsupported: JsonSchema = {
  type: 'null',
  doNotSuggest: true,
  errorMessage: 'not supported by this version: write the resources in place, under resources',
};

function orNothing(schema: JsonSchema): JsonSchema {
  const { type, enum: words, anyOf } = schema;
  if (anyOf !== undefined) return { ...schema, anyOf: [...(anyOf as readonly unknown[]), { type: 'null' }] };
  if (words !== undefined) return { ...schema, enum: [...(words as readonly unknown[]), null] };
  return { ...schema, type: [type, 'null'].flat() };
}

function nullable(schema: JsonSchema): JsonSchema {
  return { ...schema, type: ['object', 'null'] };
}

/** What some keys ask of the others. */
function faultsSchema(fault: JsonSchema): JsonSchema {
  // Told what is not allowed rather than what is, an editor still offers every action.
  const onlyFor = (key: string, actions: readonly string[], errorMessage: string) => ({
    not: {
      required: [key],
      properties: { action: { enum: faultActions.filter((action) => !actions.includes(action)) } },
    },
    errorMessage,
  });
  const item = {
    ...fault,
    oneOf: [{ required: ['at'] }, { required: ['every'] }],
    allOf: [
      onlyFor('for', Object.keys(inverseActions), 'expected no for: nothing undoes that action'),
      onlyFor(
        'count',
        ['launch'],
        'expected count only with launch; to choose this many nodes: nodes: { count: … }',
      ),
      onlyFor('association', ['drift'], 'expected association only with drift'),
      onlyFor('instanceProfile', ['attachProfile'], 'expected instanceProfile only with attachProfile'),
      onlyFor('rule', ['breakRule'], 'expected rule only with breakRule'),
      onlyFor('resource', ['breakRule'], 'expected resource only with breakRule'),
    ],
  };
  return { items: item, anyOf: [{ type: ['array', 'null'] }, item] };
}

/** The loader reads variants one by one, and lists of values as they are. Here, too, an empty key is as good as none. */
function experimentSchema(all: Readonly<Record<string, ZodField>>, manner: Manner): JsonSchema {
  const part = (path: string, at: readonly string[]): JsonSchema => {
    const schema = schemaOfField(all[path]!, at, manner);
    const entries = Object.entries(schema['properties'] as Properties);
    return {
      ...nullable(schema),
      properties: Object.fromEntries(entries.map(([key, inner]) => [key, orNothing(inner)])),
    };
  };
  const schema = part('experiment', ['experiment']);
  const variant = part('experiment.variants.<name>', ['experiment', 'variants', '<name>']);
  const properties = schema['properties'] as Properties;
  return {
    ...schema,
    properties: { ...properties, variants: { ...properties['variants'], additionalProperties: variant } },
    oneOf: [{ required: ['variants'] }, { required: ['vary'] }],
  };
}

/** The top-level keys, with their hover texts. */
const keyMeanings: Readonly<Record<string, string>> = {
  account: 'The AWS account that all of this is in.',
  accounts: 'Further accounts and Regions, by name: what is in one reaches nothing in another.',
  subnets:
    'How nodes reach the endpoints of Systems Manager, by name. A group that names none has an open network.',
  instanceProfiles: 'What nodes may do, by name. A group that names none has AmazonSSMManagedInstanceCore.',
  principals:
    'Who makes calls under `actions`, by name: an action with `as` may do what the policies of its principal allow.',
  activations: 'Hybrid activations, by name: how nodes outside of EC2 register.',
  fleet: 'Groups of like nodes, by name. The nodes of group web are web-0001, web-0002 and so on.',
  patches: 'What vendors have released, by patch id.',
  patchFiles: 'More patches, from files of the shape of `patches`.',
  patchStreams: 'Patches that are generated from the seed, by name.',
  faults:
    'What happens to the fleet: agents that die, hosts that reboot, networks that are cut. Each once (`at`) or again and again (`every`).',
  model:
    'Assumptions: how long things take, how often they fail, and what AWS leaves open. All keys have defaults.',
  files: 'What AWS would read from S3, by address: "s3://bucket/override.json": ./override.json.',
  templates: 'CloudFormation templates. Not supported by this version.',
  imports: 'Not supported by this version.',
  resources: 'What is configured at AWS: CloudFormation resources, by logical id.',
  actions: 'An operator’s calls, each at its time, in the request shapes of the API.',
  expect: 'What the run is held to, by metric: ">= 90", "between 2 and 5", { atMost: 10 }, or a plain value.',
  experiment: 'Settings to set side by side with `fleetsim compare`.',
  lint: 'Findings of `fleetsim lint` that are right as they are.',
};

function describedKeys(schemas: Properties): Properties {
  return Object.fromEntries(
    Object.entries(schemas).map(([key, schema]) => {
      const says = keyMeanings[key];
      if (says === undefined) return [key, schema];
      const plain = says.replaceAll('`', '');
      return [
        key,
        { description: plain, ...(plain === says ? {} : { markdownDescription: says }), ...schema },
      ];
    }),
  );
}
