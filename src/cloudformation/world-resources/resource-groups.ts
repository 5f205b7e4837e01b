/** AWS::ResourceGroups::Group. */
import * as z from 'zod/mini';
import type { TagCriterion } from '../../aws/targets.ts';
import { suggestion } from '../../diagnostics/nearest.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { listOf, map, text } from '../../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../../fields/unknown.ts';
import { resource } from '../resource-spec.ts';

/** A group with a tag query, or a query of types only. */
export interface ResourceGroup {
  readonly logicalId: string;
  readonly name: string;
  readonly tagFilters: readonly TagCriterion[];
  /** Empty: every type. */
  readonly resourceTypes: readonly string[];
}

export const anyType = 'AWS::AllSupported';
export const nodeTypes = ['AWS::EC2::Instance', 'AWS::SSM::ManagedInstance'];

export const resourceGroup = resource({
  type: 'AWS::ResourceGroups::Group',
  page: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-resourcegroups-group.html',
  is: 'Resources found by their tags',
  attributes: ['Arn'],
  nameProperty: 'Name',
  arn: (name, { partition, region, id }) => `arn:${partition}:resource-groups:${region}:${id}:group/${name}`,
  awsError: 'BadRequestException',
  fields: () => ({
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
  }),
  withoutEffect: {
    Configuration: {
      touches: 'the group is what its tag query finds',
      instead: 'nothing: it may stay in the file',
    },
    'ResourceQuery.Query.StackIdentifier': {
      touches: 'the group is what its tag query finds, in whatever stack',
      instead: 'write a tag of the nodes of that stack under TagFilters',
    },
    Resources: {
      touches: 'the group is what its tag query finds',
      instead: 'write a tag of those nodes under TagFilters',
    },
  },
  refusals({ ResourceQuery: query }, { path, context }) {
    if (query instanceof Unknown) return;
    const at = [...path, 'ResourceQuery'];
    const type = query?.Type ?? 'TAG_FILTERS_1_0';
    if (query === undefined || (type !== 'TAG_FILTERS_1_0' && !(type instanceof Unknown))) {
      const message =
        'only groups with a tag query are simulated: expected ResourceQuery of Type TAG_FILTERS_1_0';
      context.error(query === undefined ? path : [...at, 'Type'], 'unsupported', message);
      return;
    }
    const inner = query.Query;
    const types = inner instanceof Unknown ? [] : itemsIn(inner?.ResourceTypeFilters);
    if (types.length > 0) refuseResourceTypes(types, [...at, 'Query', 'ResourceTypeFilters'], context);
  },
  build({ Name, ResourceQuery }, { logicalId }): ResourceGroup {
    const { ResourceTypeFilters: types = [], TagFilters = [] } = ResourceQuery?.Query ?? {};
    return {
      logicalId,
      name: Name,
      tagFilters: TagFilters.map(({ Key, Values }) => ({ tagKey: Key, values: Values ?? [] })),
      resourceTypes: types.includes(anyType) ? [] : types,
    };
  },
});

export function refuseResourceTypes(
  values: readonly Partly<string>[],
  path: DataPath,
  context: LoadContext,
): void {
  for (const [index, value] of values.entries()) {
    if (value instanceof Unknown) return;
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
