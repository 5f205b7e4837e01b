/**
 * Tags of EC2 instances are EC2's, those of hybrid nodes Systems Manager's.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html
 */
import * as z from 'zod/mini';
import { type CallReading, call } from '../../../cloudformation/call-spec.ts';
import { refuseNode } from '../../../cloudformation/targets.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import { listOfLength, tagList } from '../../../fields/aws-fields.ts';
import type { DataPath, LoadContext, ProblemOptions } from '../../../fields/context.ts';
import { choice, listOf, map, text } from '../../../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';

/** AWS keeps keys that begin with `aws:` to itself. */
const ec2Key = () =>
  text('a tag key that does not begin with aws:', {
    min: 1,
    max: 128,
    pattern: /^(?!aws:)/,
  });
const ec2Resources = () => listOfLength(text('a node, such as web-0001'), 'resources', 1, 1000);

export const createTags = call({
  call: 'CreateTags',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html',
  is: 'Tags EC2 instances',
  changesTags: true,
  permission: 'ec2:CreateTags',
  awsError: 'InvalidParameterValue',
  fields: () => ({
    Resources: ec2Resources(),
    Tags: listOfLength(map({ Key: ec2Key(), Value: text('a tag value', { max: 256 }) }), 'tags', 1, 50),
  }),
  refusals({ Resources }, reading) {
    refuseHybridNodes(Resources, 'AddTagsToResource', reading);
  },
  build({ Resources, Tags }) {
    return { resources: Resources, tags: asRecord(Tags) };
  },
});

export const deleteTags = call({
  call: 'DeleteTags',
  page: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html',
  is: 'Removes tags from EC2 instances',
  changesTags: true,
  permission: 'ec2:DeleteTags',
  awsError: 'InvalidParameterValue',
  fields: () => ({
    Resources: ec2Resources(),
    // EC2 takes a missing list for all tags; here every tag that goes is named.
    Tags: listOfLength(
      map({ Key: ec2Key(), Value: z.optional(text('a tag value', { max: 256 })) }),
      'tags',
      1,
      50,
    ),
  }),
  refusals({ Resources }, reading) {
    refuseHybridNodes(Resources, 'RemoveTagsFromResource', reading);
  },
  build({ Resources, Tags }) {
    return { resources: Resources, tags: asRecord(Tags) };
  },
});

/** Only nodes have tags that a simulation knows. */
const resourceType = () =>
  choice(
    'ManagedInstance',
    'Association',
    'Automation',
    'Document',
    'MaintenanceWindow',
    'OpsItem',
    'OpsMetadata',
    'Parameter',
    'PatchBaseline',
  );
const hybridNode = () => text('a hybrid node, such as datacenter-0001 or mi-0123456789abcdef0');

export const addTagsToResource = call({
  call: 'AddTagsToResource',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html',
  is: 'Tags a hybrid node',
  changesTags: true,
  fields: () => ({ ResourceId: hybridNode(), ResourceType: resourceType(), Tags: tagList() }),
  refusals(seen, reading) {
    refuseOthers(seen, 'CreateTags', reading);
  },
  build({ ResourceId, ResourceType, Tags }) {
    if (ResourceType !== 'ManagedInstance') return undefined;
    return { resources: [ResourceId], tags: asRecord(Tags) };
  },
});

export const removeTagsFromResource = call({
  call: 'RemoveTagsFromResource',
  page: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html',
  is: 'Removes tags from a hybrid node',
  changesTags: true,
  fields: () => ({
    ResourceId: hybridNode(),
    ResourceType: resourceType(),
    TagKeys: listOf(text('a tag key', { min: 1, max: 128 })),
  }),
  refusals(seen, reading) {
    refuseOthers(seen, 'DeleteTags', reading);
  },
  build({ ResourceId, ResourceType, TagKeys }) {
    if (ResourceType !== 'ManagedInstance') return undefined;
    const tags = asRecord(TagKeys.map((Key) => ({ Key })));
    return { resources: [ResourceId], tags };
  },
});

/** What is no hybrid node: an EC2 instance is refused; what is no node at all has no part in the run. */
function refuseOthers(
  { ResourceId: id, ResourceType: type }: { ResourceId: Partly<string>; ResourceType: Partly<string> },
  forEc2: string,
  { path, context }: CallReading,
): void {
  if (type instanceof Unknown) return;
  if (type !== 'ManagedInstance') {
    const message = `tags of a ${type} have no effect on the run`;
    context.warning([...path, 'ResourceType'], 'no-effect', message);
    return;
  }
  if (id instanceof Unknown || context.isHybridNodeName(id) || id.startsWith('mi-')) return;
  const at = [...path, 'ResourceId'];
  if (context.isNodeName(id) || id.startsWith('i-')) {
    context.error(at, 'not-hybrid', `expected a hybrid node, found the EC2 instance ${describe(id)}`, {
      awsError: 'InvalidResourceId',
      help: `use ${forEc2} for EC2 instances`,
    });
  } else {
    refuseNode(id, at, context);
  }
}

function refuseHybridNodes(
  resources: Partly<string[]>,
  forHybrid: string,
  { path, context }: CallReading,
): void {
  for (const [index, resource] of itemsIn(resources).entries()) {
    if (resource instanceof Unknown) continue;
    const help = `use ${forHybrid} for hybrid nodes`;
    refuseHybridNode(resource, [...path, 'Resources', index], context, { awsError: 'InvalidID', help });
  }
}

export function refuseHybridNode(
  id: string,
  at: DataPath,
  context: LoadContext,
  options: ProblemOptions,
): void {
  if (context.isHybridNodeName(id) || id.startsWith('mi-')) {
    const message = `expected an EC2 instance, found the hybrid node ${describe(id)}`;
    context.error(at, 'not-ec2', message, options);
  } else {
    refuseNode(id, at, context);
  }
}

/** A tag without value: null, which means any. */
function asRecord<Value extends string | undefined>(
  tags: readonly { readonly Key: string; readonly Value?: Value }[],
): Record<string, Value extends string ? Value : string | null> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? null])) as never;
}
