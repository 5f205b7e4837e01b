/** Nodes that a file itself knows, by their tags: groups of a scenario's fleet, instances that a template makes. */

import { entry, itemsOf, numberOf, textOf, type Value } from '../../cloudformation/value.ts';
import { isMap } from '../../diagnostics/plain-map.ts';
import type { DataPath } from '../../diagnostics/problem.ts';
import { oncePer } from '../../fields/fields.ts';
import type { Resource } from './resource.ts';
import type { Subject } from './subject.ts';

export interface LintNodes {
  /** As a reader would call them: `the group web`, `WebServer`. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Keys whose value only a deployment decides; not among `tags`. */
  readonly openKeys: ReadonlySet<string>;
  /** False: they may have other tags than can be seen. */
  readonly isKnown: boolean;
  readonly isHybrid: boolean;
  /** Of the tags, or of what has none. */
  readonly path: DataPath;
}

export const nodesOf = oncePer((subject: Subject): readonly LintNodes[] =>
  subject.kind === 'scenario' ? groupsOf(subject) : instancesOf(subject),
);

function groupsOf({ root }: Subject): LintNodes[] {
  const { fleet } = root;
  if (!isMap(fleet)) return [];
  return Object.entries(fleet).map(([name, raw]) => {
    const path = ['fleet', name];
    const tags = isMap(raw) ? raw['tags'] : undefined;
    const isHybrid = isMap(raw) && isMap(raw['hybrid']);
    const known = isMap(tags)
      ? Object.fromEntries(Object.entries(tags).filter(([, value]) => typeof value === 'string'))
      : {};
    const isKnown =
      isMap(raw) && (!isMap(tags) || Object.values(tags).every((value) => typeof value === 'string'));
    return {
      name: `the group ${name}`,
      tags: known as Record<string, string>,
      openKeys: new Set<string>(),
      isKnown,
      isHybrid,
      path: isMap(tags) ? [...path, 'tags'] : path,
    };
  });
}

type TagsFound = Pick<LintNodes, 'tags' | 'openKeys' | 'isKnown'>;

const noTags: TagsFound = { tags: {}, openKeys: new Set(), isKnown: true };
const anyTags: TagsFound = { ...noTags, isKnown: false };

/** AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-autoscaling-autoscalinggroup-tagproperty.html */
function instancesOf(subject: Subject): LintNodes[] {
  const instances = subject.ofType('AWS::EC2::Instance').map((instance) => {
    const own = tagsOf(subject.property(instance, 'Tags'));
    return nodesFrom(instance, both(own, tagsOfTemplate(instance, subject, 'LaunchTemplate')));
  });
  const groups = subject.ofType('AWS::AutoScaling::AutoScalingGroup').map((group) => {
    const own = tagsOf(subject.property(group, 'Tags'), isPropagated);
    const key = subject.property(group, 'MixedInstancesPolicy') === undefined ? 'LaunchTemplate' : null;
    return nodesFrom(group, both(own, key === null ? anyTags : tagsOfTemplate(group, subject, key)));
  });
  return [...instances, ...groups];
}

function nodesFrom({ logicalId, path }: Resource, found: TagsFound): LintNodes {
  return { ...found, name: logicalId, isHybrid: false, path: [...path, 'Tags'] };
}

function both(one: TagsFound, other: TagsFound): TagsFound {
  return {
    tags: { ...other.tags, ...one.tags },
    openKeys: new Set([...one.openKeys, ...other.openKeys]),
    isKnown: one.isKnown && other.isKnown,
  };
}

function isPropagated(tag: Value): boolean {
  return textOf(entry(tag, 'PropagateAtLaunch'))?.toLowerCase() !== 'false';
}

/** A list of keys and values; of a group of instances only what it hands on. */
function tagsOf(list: Value | undefined, isMeant: (tag: Value) => boolean = () => true): TagsFound {
  if (list === undefined) return noTags;
  const tags: Record<string, string> = {};
  const openKeys = new Set<string>();
  let isKnown = list.kind === 'list';
  for (const tag of itemsOf(list).filter(isMeant)) {
    const key = textOf(entry(tag, 'Key'));
    const value = textOf(entry(tag, 'Value'));
    if (key === null) isKnown = false;
    else if (value === null) openKeys.add(key);
    else tags[key] = value;
  }
  return { tags, openKeys, isKnown };
}

/** What the launch template says of the instances that come from it. */
function tagsOfTemplate(resource: Resource, subject: Subject, key: string): TagsFound {
  const given = subject.property(resource, key);
  if (given === undefined) return noTags;
  const template = subject.resource(entry(given, 'LaunchTemplateId') ?? entry(given, 'LaunchTemplateName'));
  if (template?.type !== 'AWS::EC2::LaunchTemplate') return anyTags;
  const specifications = subject.property(template, 'LaunchTemplateData', 'TagSpecifications');
  if (specifications === undefined) return noTags;
  const ofInstances = itemsOf(specifications).filter(
    (each) => textOf(entry(each, 'ResourceType')) === 'instance',
  );
  const found = ofInstances.map((each) => tagsOf(entry(each, 'Tags'))).reduce(both, noTags);
  const isWhole = itemsOf(specifications).every((each) => textOf(entry(each, 'ResourceType')) !== null);
  return { ...found, isKnown: found.isKnown && isWhole };
}

/** How many instances a resource of the template makes. */
export function instanceCount(logicalId: string, subject: Subject): number {
  const resource = subject.named(logicalId);
  if (resource?.type !== 'AWS::AutoScaling::AutoScalingGroup') return 1;
  const count =
    numberOf(subject.property(resource, 'DesiredCapacity')) ??
    numberOf(subject.property(resource, 'MinSize'));
  return count !== null && count >= 0 ? count : 0;
}
