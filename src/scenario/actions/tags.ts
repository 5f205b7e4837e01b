/**
 * Tags of EC2 instances are EC2's, those of hybrid nodes Systems Manager's.
 *
 * AWS: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateTags.html
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html
 */
import * as z from 'zod/mini';
import { describe } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { listOfLength, readAsAws, tagList } from '../../fields/aws-fields.ts';
import type { LoadContext } from '../../fields/context.ts';
import { choice, listOf, map, text } from '../../fields/fields.ts';
import { checkNode } from '../resources/targets.ts';
import type { Call, CallContext } from './call.ts';

/** AWS keeps keys that begin with `aws:` to itself. */
const ec2Key = () =>
  text('a tag key that does not begin with aws:', {
    min: 1,
    max: 128,
    pattern: /^(?!aws:)/,
  });
const ec2Resources = () => listOfLength(text('a node, such as web-0001'), 'resources', 1, 1000);

export const createTagsFields = map({
  Resources: ec2Resources(),
  Tags: listOfLength(
    map({
      Key: ec2Key(),
      Value: text('a tag value', { max: 256 }),
    }),
    'tags',
    1,
    50,
  ),
});

export function readCreateTags(request: unknown, path: DataPath, { context }: CallContext): Call | undefined {
  const read = readAsAws(createTagsFields, request, path, context, 'InvalidParameterValue');
  if (read === undefined) return undefined;
  checkEc2Nodes(read.Resources, [...path, 'Resources'], 'AddTagsToResource', context);
  return { call: 'CreateTags', resources: read.Resources, tags: asRecord(read.Tags) };
}

export const deleteTagsFields = map({
  Resources: ec2Resources(),
  // EC2 takes a missing list for all tags; here every tag that goes is named.
  Tags: listOfLength(
    map({ Key: ec2Key(), Value: z.optional(text('a tag value', { max: 256 })) }),
    'tags',
    1,
    50,
  ),
});

export function readDeleteTags(request: unknown, path: DataPath, { context }: CallContext): Call | undefined {
  const read = readAsAws(deleteTagsFields, request, path, context, 'InvalidParameterValue');
  if (read === undefined) return undefined;
  checkEc2Nodes(read.Resources, [...path, 'Resources'], 'RemoveTagsFromResource', context);
  return { call: 'DeleteTags', resources: read.Resources, tags: asRecord(read.Tags) };
}

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

export const addTagsFields = map({
  ResourceId: text('a hybrid node, such as datacenter-0001 or mi-0123456789abcdef0'),
  ResourceType: resourceType(),
  Tags: tagList(),
});

export function readAddTagsToResource(
  request: unknown,
  path: DataPath,
  { context }: CallContext,
): Call | undefined {
  const read = readAsAws(addTagsFields, request, path, context);
  if (read === undefined || !isNodeCall(read, path, 'CreateTags', context)) return undefined;
  return { call: 'AddTagsToResource', resources: [read.ResourceId], tags: asRecord(read.Tags) };
}

export const removeTagsFields = map({
  ResourceId: text('a hybrid node, such as datacenter-0001 or mi-0123456789abcdef0'),
  ResourceType: resourceType(),
  TagKeys: listOf(text('a tag key', { min: 1, max: 128 })),
});

export function readRemoveTagsFromResource(
  request: unknown,
  path: DataPath,
  { context }: CallContext,
): Call | undefined {
  const read = readAsAws(removeTagsFields, request, path, context);
  if (read === undefined || !isNodeCall(read, path, 'DeleteTags', context)) return undefined;
  return {
    call: 'RemoveTagsFromResource',
    resources: [read.ResourceId],
    tags: asRecord(read.TagKeys.map((Key) => ({ Key }))),
  };
}

/** False: the call changes nothing that is simulated, or is one that AWS refuses; either has been reported. */
function isNodeCall(
  { ResourceId, ResourceType }: { readonly ResourceId: string; readonly ResourceType: string },
  path: DataPath,
  forEc2: string,
  context: LoadContext,
): boolean {
  if (ResourceType !== 'ManagedInstance') {
    const message = `tags of a ${ResourceType} have no effect on the run`;
    context.warning([...path, 'ResourceType'], 'no-effect', message);
    return false;
  }
  const at = [...path, 'ResourceId'];
  if (context.isHybridNodeName(ResourceId) || ResourceId.startsWith('mi-')) return true;
  if (context.isNodeName(ResourceId) || ResourceId.startsWith('i-')) {
    context.error(
      at,
      'not-hybrid',
      `expected a hybrid node, found the EC2 instance ${describe(ResourceId)}`,
      {
        awsError: 'InvalidResourceId',
        help: `use ${forEc2} for EC2 instances`,
      },
    );
    return false;
  }
  checkNode(ResourceId, at, context);
  return true;
}

function checkEc2Nodes(
  resources: readonly string[],
  path: DataPath,
  forHybrid: string,
  context: LoadContext,
): void {
  for (const [index, resource] of resources.entries()) {
    const at = [...path, index];
    if (context.isHybridNodeName(resource) || resource.startsWith('mi-')) {
      context.error(at, 'not-ec2', `expected an EC2 instance, found the hybrid node ${describe(resource)}`, {
        awsError: 'InvalidID',
        help: `use ${forHybrid} for hybrid nodes`,
      });
    } else {
      checkNode(resource, at, context);
    }
  }
}

/** A tag without value: null, which means any. */
function asRecord<Value extends string | undefined>(
  tags: readonly { readonly Key: string; readonly Value?: Value }[],
): Record<string, Value extends string ? Value : string | null> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? null])) as never;
}
