/**
 * Targets, as Run Command and maintenance windows take them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html
 */
import * as z from 'zod/mini';
import type { TagCriterion, Target } from '../../aws/targets.ts';
import { nearest, suggestion } from '../../diagnostics/nearest.ts';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength, readAsAws } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { type Field, listOf, map, text } from '../../fields/fields.ts';

/** AWS::ResourceGroups::Group with a tag query, or a query of types only. */
export interface ResourceGroup {
  readonly logicalId: string;
  readonly name: string;
  readonly tagFilters: readonly TagCriterion[];
  /** Empty: every type. */
  readonly resourceTypes: readonly string[];
}

export interface WrittenTarget {
  readonly Key: string;
  readonly Values: readonly string[];
}

const nodeCountMax = 50;
const resourceTypeCountMax = 5;

/** `Targets` of at most `criteriaMax` criteria with up to 50 values each. */
export function targetList(criteriaMax: number): Field<WrittenTarget[]> {
  const criterion = map({
    Key: text('a key, such as tag:Environment or InstanceIds', {
      min: 1,
      max: 163,
      pattern: /^[\p{L}\p{Z}\p{N}_.:/=\-@]*$/u,
    }),
    Values: listOfLength(text('a value', { max: 1000 }), 'values', 0, 50),
  });
  return listOfLength(criterion, 'criteria', 0, criteriaMax);
}

export const taggedNodeKeys = ['InstanceIds', 'tag:<key>', 'tag-key'] as const;
export const resourceGroupKeys = ['resource-groups:Name', 'resource-groups:ResourceTypeFilters'] as const;

/** One criterion; a resource group with types of its own gives two, which must both hold. */
export function readCriterion(
  { Key, Values }: WrittenTarget,
  path: DataPath,
  groups: ReadonlyMap<string, ResourceGroup>,
  context: LoadContext,
): Target[] {
  const at = [...path, 'Values'];
  if (Values.length === 0) {
    context.error(at, 'too-few', 'expected at least one value', { awsError: 'ValidationException' });
    return [];
  }
  // AWS's own examples write instanceids: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
  if (Key.toLowerCase() === 'instanceids') {
    return [{ key: 'InstanceIds', values: readNodes(Values, at, context) }];
  }
  if (Key === 'tag-key') return [{ key: 'tag-key', values: Values }];
  if (Key.startsWith('tag:') && Key.length > 'tag:'.length) {
    return [{ key: 'tag', tagKey: Key.slice('tag:'.length), values: Values }];
  }
  if (Key === 'resource-groups:Name') return readResourceGroup(Values, at, groups, context);
  if (Key === 'resource-groups:ResourceTypeFilters') return readResourceTypes(Values, at, context);
  const known = [...taggedNodeKeys, ...resourceGroupKeys];
  const likely = /^tag[ =.-]/i.test(Key) ? `tag:${Key.slice('tag:'.length)}` : nearest(Key, known);
  context.error(
    [...path, 'Key'],
    'bad-value',
    `expected one of ${known.join(', ')}; found ${describe(Key)}`,
    {
      awsError: 'ValidationException',
      help: likely === null ? `for a tag write tag:${Key}` : `did you mean ${likely}?`,
    },
  );
  return [];
}

/**
 * Ids of nodes; a node's name stands for its id. An id that has the right form but belongs to no node is none of the
 * loader's business: the call will be refused with InvalidInstanceId when it is made.
 */
export function readNodes(
  values: readonly string[],
  path: DataPath,
  context: LoadContext,
): readonly string[] {
  if (values.length > nodeCountMax) {
    const message = `expected at most ${nodeCountMax} node ids, found ${values.length}`;
    context.error(path, 'too-many', message, { awsError: 'ValidationException' });
  }
  for (const [index, value] of values.entries()) {
    const at = [...path, index];
    if (values.indexOf(value) < index) {
      context.error(at, 'duplicate-node', `expected each node once, found ${describe(value)} again`, {
        awsError: 'DuplicateInstanceId',
      });
    } else {
      checkNode(value, at, context);
    }
  }
  return values;
}

const instanceIdPattern = /^(i-(\w{8}|\w{17})|mi-\w{17})$/;

export function checkNode(value: string, path: DataPath, context: LoadContext): void {
  if (context.isNodeName(value) || instanceIdPattern.test(value)) return;
  const message = `expected the name or the id of a node, found ${describe(value)}`;
  const group = /^(.*)-[0-9]{4,}$/.exec(value)?.[1];
  if (group !== undefined && context.groupNames.includes(group)) {
    // A `launch` may yet make it; if none does, AWS refuses the call when it is made.
    context.warning(path, 'unknown-node', `${message}: at start there is none of that name`);
    return;
  }
  const examples = context.groupNames.map((name) => `${name}-0001`);
  const help = suggestion(value, examples);
  context.error(path, 'unknown-node', message, { awsError: 'ValidationException', help });
}

function readResourceGroup(
  values: readonly string[],
  path: DataPath,
  groups: ReadonlyMap<string, ResourceGroup>,
  context: LoadContext,
): Target[] {
  if (values.length > 1) {
    const message = `expected one resource group, found ${values.length}`;
    context.error(path, 'too-many', message, { awsError: 'ValidationException' });
  }
  const wanted = values[0]!;
  const group = [...groups.values()].find(({ name, logicalId }) => name === wanted || logicalId === wanted);
  if (group === undefined) {
    const names = [...groups.values()].map(({ name }) => name);
    context.error(
      path,
      'unknown-resource-group',
      `expected the name of an AWS::ResourceGroups::Group under resources, found ${describe(wanted)}`,
      { help: suggestion(wanted, names) },
    );
    return [];
  }
  const target: Target = { key: 'resource-group', name: group.name, query: group.tagFilters };
  if (group.resourceTypes.length === 0) return [target];
  return [target, { key: 'resource-types', values: group.resourceTypes }];
}

function readResourceTypes(values: readonly string[], path: DataPath, context: LoadContext): Target[] {
  if (values.length > resourceTypeCountMax) {
    const message = `expected at most ${resourceTypeCountMax} resource types, found ${values.length}`;
    context.error(path, 'too-many', message, { awsError: 'ValidationException' });
  }
  checkResourceTypes(values, path, context);
  return [{ key: 'resource-types', values: values.includes(anyType) ? nodeTypes : values }];
}

const anyType = 'AWS::AllSupported';
const nodeTypes = ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance'];

function checkResourceTypes(values: readonly string[], path: DataPath, context: LoadContext): void {
  for (const [index, value] of values.entries()) {
    const at = [...path, index];
    if (!/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/.test(value) && value !== anyType) {
      const help = suggestion(value, [...nodeTypes, anyType]);
      context.error(at, 'bad-value', 'expected a resource type, such as AWS::EC2::Instance', {
        awsError: 'ValidationException',
        help,
      });
    }
  }
  if (![...nodeTypes, anyType].some((type) => values.includes(type))) {
    context.warning(
      path,
      'no-node-type',
      `none of these types is a node: expected ${nodeTypes.join(' or ')}`,
    );
  }
}

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-resourcegroups-group.html
 */
export const groupFields = map({
  Configuration: z.optional(listOf(map({ Type: z.optional(text()), Parameters: z.optional(z.unknown()) }))),
  Description: z.optional(text('a description', { max: 512 })),
  Name: text('a group name of letters, digits and . _ -', {
    min: 1,
    max: 128,
    pattern: /^[a-zA-Z0-9_.-]+$/,
  }),
  ResourceQuery: z.optional(
    map({
      Type: z.optional(text()),
      Query: z.optional(
        map({
          ResourceTypeFilters: z.optional(listOf(text('a resource type'))),
          StackIdentifier: z.optional(text()),
          TagFilters: z.optional(
            listOf(
              map({
                Key: text('a tag key', { min: 1, max: 128 }),
                Values: z.optional(listOfLength(text('a tag value', { max: 256 }), 'values', 0, 20)),
              }),
            ),
          ),
        }),
      ),
    }),
  ),
  Resources: z.optional(listOf(text('an ARN'))),
  Tags: z.optional(z.unknown()),
});

export function readResourceGroupResource(
  logicalId: string,
  properties: unknown,
  path: DataPath,
  context: LoadContext,
): ResourceGroup | undefined {
  const read = readAsAws(groupFields, properties, path, context, 'BadRequestException');
  if (read === undefined) return undefined;
  const { Name, ResourceQuery } = read;
  const at = [...path, 'ResourceQuery'];
  if (ResourceQuery === undefined || (ResourceQuery.Type ?? 'TAG_FILTERS_1_0') !== 'TAG_FILTERS_1_0') {
    const message =
      'only groups with a tag query are simulated: expected ResourceQuery of Type TAG_FILTERS_1_0';
    context.error(ResourceQuery === undefined ? path : [...at, 'Type'], 'unsupported', message);
    return undefined;
  }
  const types = ResourceQuery.Query?.ResourceTypeFilters ?? [];
  if (types.length > 0) checkResourceTypes(types, [...at, 'Query', 'ResourceTypeFilters'], context);
  return {
    logicalId,
    name: Name,
    tagFilters: (ResourceQuery.Query?.TagFilters ?? []).map(({ Key, Values }) => ({
      tagKey: Key,
      values: Values ?? [],
    })),
    resourceTypes: types.includes(anyType) ? [] : types,
  };
}
