/**
 * Targets, as Run Command and maintenance windows take them.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Target.html
 */
import type { Target } from '../aws/targets.ts';
import { nearest, suggestion } from '../diagnostics/nearest.ts';
import { describe } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import { listOfLength } from '../fields/aws-fields.ts';
import type { LoadContext } from '../fields/context.ts';
import { type Field, map, text } from '../fields/fields.ts';
import { itemsIn, type Partly, Unknown } from '../fields/unknown.ts';
import type { References } from './resource-spec.ts';
import {
  anyType,
  nodeTypes,
  type ResourceGroup,
  refuseResourceTypes,
  resourceGroup,
} from './world-resources/resource-groups.ts';

export interface WrittenTarget {
  readonly Key: string;
  readonly Values: readonly string[];
}

const nodeCountMax = 50;
const resourceTypeCountMax = 5;
const awsError = 'ValidationException';

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

// AWS's own examples write instanceids: https://docs.aws.amazon.com/systems-manager/latest/userguide/send-commands-multiple.html
const namesNodes = (key: string): boolean => key.toLowerCase() === 'instanceids';
const isTag = (key: string): boolean => key.startsWith('tag:') && key.length > 'tag:'.length;

export function refuseCriterion(
  criterion: Partly<WrittenTarget>,
  path: DataPath,
  { context, references }: { readonly context: LoadContext; readonly references: References },
): void {
  if (criterion instanceof Unknown) return;
  const { Key: key, Values: values } = criterion;
  const at = [...path, 'Values'];
  if (!(values instanceof Unknown) && values.length === 0) {
    context.error(at, 'too-few', 'expected at least one value', { awsError });
  }
  if (key instanceof Unknown) return;
  const given = itemsIn(values);
  if (namesNodes(key)) refuseNodes(given, at, context);
  else if (key === 'resource-groups:Name') refuseGroupName(given, at, context, references);
  else if (key === 'resource-groups:ResourceTypeFilters') refuseTypeFilters(given, at, context);
  else if (key !== 'tag-key' && !isTag(key)) refuseKey(key, [...path, 'Key'], context);
}

/** A resource group with types of its own gives two, which must both hold. */
export function criterionOf({ Key: key, Values: values }: WrittenTarget, references: References): Target[] {
  if (namesNodes(key)) return [{ key: 'InstanceIds', values }];
  if (key === 'tag-key') return [{ key: 'tag-key', values }];
  if (isTag(key)) return [{ key: 'tag', tagKey: key.slice('tag:'.length), values }];
  if (key === 'resource-groups:ResourceTypeFilters') {
    return [{ key: 'resource-types', values: values.includes(anyType) ? nodeTypes : values }];
  }
  const group = groupNamed(values[0], references);
  if (group === undefined) return [];
  const target: Target = { key: 'resource-group', name: group.name, query: group.tagFilters };
  if (group.resourceTypes.length === 0) return [target];
  return [target, { key: 'resource-types', values: group.resourceTypes }];
}

function refuseKey(key: string, path: DataPath, context: LoadContext): void {
  const known = [...taggedNodeKeys, ...resourceGroupKeys];
  const likely = /^tag[ =.-]/i.test(key) ? `tag:${key.slice('tag:'.length)}` : nearest(key, known);
  context.error(path, 'bad-value', `expected one of ${known.join(', ')}; found ${describe(key)}`, {
    awsError,
    help: likely === null ? `for a tag write tag:${key}` : `did you mean ${likely}?`,
  });
}

/**
 * Ids of nodes; a node's name stands for its id. An id that has the right form but belongs to no node is none of the
 * loader's business: the call will be refused with InvalidInstanceId when it is made.
 */
export function refuseNodes(values: readonly Partly<string>[], path: DataPath, context: LoadContext): void {
  if (values.length > nodeCountMax) {
    const message = `expected at most ${nodeCountMax} node ids, found ${values.length}`;
    context.error(path, 'too-many', message, { awsError });
  }
  for (const [index, value] of values.entries()) {
    if (value instanceof Unknown) continue;
    const at = [...path, index];
    if (values.indexOf(value) < index) {
      context.error(at, 'duplicate-node', `expected each node once, found ${describe(value)} again`, {
        awsError: 'DuplicateInstanceId',
      });
    } else {
      refuseNode(value, at, context);
    }
  }
}

const instanceIdPattern = /^(i-(\w{8}|\w{17})|mi-\w{17})$/;

export function refuseNode(value: string, path: DataPath, context: LoadContext): void {
  if (context.isNodeName(value) || instanceIdPattern.test(value)) return;
  const message = `expected the name or the id of a node, found ${describe(value)}`;
  const group = /^(.*)-[0-9]{4,}$/.exec(value)?.[1];
  if (group !== undefined && context.groupNames.includes(group)) {
    // A `launch` may yet make it; if none does, AWS refuses the call when it is made.
    context.warning(path, 'unknown-node', `${message}: at start there is none of that name`);
    return;
  }
  const examples = context.groupNames.map((name) => `${name}-0001`);
  const help =
    suggestion(value, examples) ?? 'to mean the nodes of a window target, write Key: WindowTargetIds';
  context.error(path, 'unknown-node', message, { awsError, help });
}

function groupNamed(wanted: string | undefined, references: References): ResourceGroup | undefined {
  const groups = [...references.nouns(resourceGroup).values()];
  return groups.find(({ name, logicalId }) => name === wanted || logicalId === wanted);
}

function refuseGroupName(
  values: readonly Partly<string>[],
  path: DataPath,
  context: LoadContext,
  references: References,
): void {
  if (values.length > 1) {
    const message = `expected one resource group, found ${values.length}`;
    context.error(path, 'too-many', message, { awsError });
  }
  const wanted = values[0];
  if (wanted === undefined || wanted instanceof Unknown || !references.isWhole) return;
  // A group that is itself refused has been reported.
  const isRefused = references.types.get(wanted) === resourceGroup.type;
  if (groupNamed(wanted, references) !== undefined || isRefused) return;
  const names = [...references.nouns(resourceGroup).values()].map(({ name }) => name);
  const message = `expected the name of an AWS::ResourceGroups::Group under resources, found ${describe(wanted)}`;
  context.error(path, 'unknown-resource-group', message, { help: suggestion(wanted, names) });
}

function refuseTypeFilters(values: readonly Partly<string>[], path: DataPath, context: LoadContext): void {
  if (values.length > resourceTypeCountMax) {
    const message = `expected at most ${resourceTypeCountMax} resource types, found ${values.length}`;
    context.error(path, 'too-many', message, { awsError });
  }
  refuseResourceTypes(values, path, context);
}

/**
 * A logical id as plain text: the id of a resource is what `Ref` returns, and CloudFormation hands the text on as it is.
 * A template has the finding from lint.
 *
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html
 */
export function refuseLogicalId(
  logicalId: string,
  path: DataPath,
  { context, references }: { readonly context: LoadContext; readonly references: References },
): boolean {
  if (!references.isWhole || !references.isText(path)) return false;
  context.error(path, 'bad-id', `expected the id of ${logicalId}, found the text ${logicalId}`, {
    awsError: 'ValidationException',
    help: `write !Ref ${logicalId}`,
  });
  return true;
}
