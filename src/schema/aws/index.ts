/** What is AWS's own in a scenario: `resources` in CloudFormation's types, `actions` in the API's requests. */
import { cancelCommandFields, sendCommandFields } from '../../scenario/actions/commands.ts';
import { activationFields } from '../../scenario/actions/create-activation.ts';
import {
  addTagsFields,
  createTagsFields,
  deleteTagsFields,
  removeTagsFields,
} from '../../scenario/actions/tags.ts';
import { baselineFields, sharedBaselineFields, updateFields } from '../../scenario/resources/baselines.ts';
import { attributeNames, otherTypesOfSystemsManager } from '../../scenario/resources/index.ts';
import { profileFields, roleFields } from '../../scenario/resources/roles.ts';
import { identityStatement, trustStatement } from '../../scenario/resources/statements.ts';
import { groupFields } from '../../scenario/resources/targets.ts';
import { invocationFields, keyOf } from '../../scenario/resources/task-parameters.ts';
import { windowTargetFields } from '../../scenario/resources/window-targets.ts';
import { taskFields } from '../../scenario/resources/window-tasks.ts';
import { windowFields } from '../../scenario/resources/windows.ts';
import { type Manner, schemaOfField } from '../from-fields.ts';
import { exactly, type JsonSchema, oneOrMany, reference } from '../json-schema.ts';
import type { Meanings } from '../meaning.ts';
import { unwrap, type ZodField } from '../zod-fields.ts';
import { baselineMeanings } from './baseline-meanings.ts';
import { commandMeanings } from './command-meanings.ts';
import { identityMeanings } from './identity-meanings.ts';
import { windowMeanings } from './window-meanings.ts';

/** Something that AWS documents on a page of its own. */
interface Documented {
  readonly field: unknown;
  readonly page: string;
  /** In a sentence. */
  readonly is: string;
}

const cloudFormation = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide';
const systemsManager = 'https://docs.aws.amazon.com/systems-manager/latest/APIReference';
const ec2 = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference';

export const resourceTypes: Readonly<Record<string, Documented>> = {
  'AWS::SSM::PatchBaseline': {
    field: baselineFields,
    page: `${cloudFormation}/aws-resource-ssm-patchbaseline.html`,
    is: 'Which patches are approved, when, and for whom',
  },
  'AWS::SSM::MaintenanceWindow': {
    field: windowFields,
    page: `${cloudFormation}/aws-resource-ssm-maintenancewindow.html`,
    is: 'When work may be done',
  },
  'AWS::SSM::MaintenanceWindowTarget': {
    field: windowTargetFields,
    page: `${cloudFormation}/aws-resource-ssm-maintenancewindowtarget.html`,
    is: 'On which nodes a window may work',
  },
  'AWS::SSM::MaintenanceWindowTask': {
    field: taskFields,
    page: `${cloudFormation}/aws-resource-ssm-maintenancewindowtask.html`,
    is: 'What a window does, and how fast it spreads',
  },
  'AWS::IAM::Role': {
    field: roleFields,
    page: `${cloudFormation}/aws-resource-iam-role.html`,
    is: 'What whoever assumes it may do',
  },
  'AWS::IAM::InstanceProfile': {
    field: profileFields,
    page: `${cloudFormation}/aws-resource-iam-instanceprofile.html`,
    is: 'The role of an EC2 instance',
  },
  'AWS::ResourceGroups::Group': {
    field: groupFields,
    page: `${cloudFormation}/aws-resource-resourcegroups-group.html`,
    is: 'Resources found by their tags',
  },
};

export const calls: Readonly<Record<string, Documented>> = {
  SendCommand: {
    field: sendCommandFields,
    page: `${systemsManager}/API_SendCommand.html`,
    is: 'Runs a command document on nodes',
  },
  CancelCommand: {
    field: cancelCommandFields,
    page: `${systemsManager}/API_CancelCommand.html`,
    is: 'Cancels a command that was sent before',
  },
  CreateActivation: {
    field: activationFields,
    page: `${systemsManager}/API_CreateActivation.html`,
    is: 'Makes an activation, known by the id of the action, for hybrid nodes to register by',
  },
  UpdatePatchBaseline: {
    field: updateFields,
    page: `${systemsManager}/API_UpdatePatchBaseline.html`,
    is: 'Changes a patch baseline',
  },
  CreateTags: { field: createTagsFields, page: `${ec2}/API_CreateTags.html`, is: 'Tags EC2 instances' },
  DeleteTags: {
    field: deleteTagsFields,
    page: `${ec2}/API_DeleteTags.html`,
    is: 'Removes tags from EC2 instances',
  },
  AddTagsToResource: {
    field: addTagsFields,
    page: `${systemsManager}/API_AddTagsToResource.html`,
    is: 'Tags a hybrid node',
  },
  RemoveTagsFromResource: {
    field: removeTagsFields,
    page: `${systemsManager}/API_RemoveTagsFromResource.html`,
    is: 'Removes tags from a hybrid node',
  },
};

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
      { enum: otherTypesOfSystemsManager },
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
