/** Nodes that a file itself knows, by their tags: groups of a scenario's fleet, instances that a template makes. */
import { isMap } from '../scenario/fields.ts';
import type { DataPath } from '../scenario/problem.ts';
import type { Resource, Subject } from './subject.ts';
import { entry, isPartlyUnknown, itemsOf, textOf, type Value } from './values.ts';

export interface LintNodes {
  /** As a reader would call them: `the group web`, `WebServer`. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** False: they may have other tags, or other values, than can be seen. */
  readonly isKnown: boolean;
  readonly isHybrid: boolean;
  /** Of the tags, or of what has none. */
  readonly path: DataPath;
}

export function nodesOf(subject: Subject): LintNodes[] {
  return subject.kind === 'scenario' ? groupsOf(subject) : instancesOf(subject);
}

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
      isKnown,
      isHybrid,
      path: isMap(tags) ? [...path, 'tags'] : path,
    };
  });
}

interface TagsFound {
  readonly tags: Readonly<Record<string, string>>;
  readonly isKnown: boolean;
}

const noTags: TagsFound = { tags: {}, isKnown: true };

/**
 * AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ec2-instance.html
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-autoscaling-autoscalinggroup.html
 */
function instancesOf(subject: Subject): LintNodes[] {
  const instances = subject.ofType('AWS::EC2::Instance').map((instance) => {
    const own = tagsOf(subject.property(instance, 'Tags'));
    return nodesFrom(instance, both(own, tagsOfTemplate(instance, subject, 'LaunchTemplate')));
  });
  const groups = subject.ofType('AWS::AutoScaling::AutoScalingGroup').map((group) => {
    const own = tagsOf(subject.property(group, 'Tags'), isPropagated);
    const key = subject.property(group, 'MixedInstancesPolicy') === undefined ? 'LaunchTemplate' : null;
    const mixed: TagsFound = { tags: {}, isKnown: false };
    return nodesFrom(group, both(own, key === null ? mixed : tagsOfTemplate(group, subject, key)));
  });
  return [...instances, ...groups];
}

function nodesFrom({ logicalId, path }: Resource, { tags, isKnown }: TagsFound): LintNodes {
  return { name: logicalId, tags, isKnown, isHybrid: false, path: [...path, 'Tags'] };
}

function both(one: TagsFound, other: TagsFound): TagsFound {
  return { tags: { ...other.tags, ...one.tags }, isKnown: one.isKnown && other.isKnown };
}

function isPropagated(tag: Value): boolean {
  return textOf(entry(tag, 'PropagateAtLaunch'))?.toLowerCase() !== 'false';
}

/** A list of keys and values; of a group of instances only what it hands on. */
function tagsOf(list: Value | undefined, isMeant: (tag: Value) => boolean = () => true): TagsFound {
  if (list === undefined) return noTags;
  const meant = itemsOf(list).filter(isMeant);
  const tags: Record<string, string> = {};
  for (const tag of meant) {
    const key = textOf(entry(tag, 'Key'));
    const value = textOf(entry(tag, 'Value'));
    if (key !== null && value !== null) tags[key] = value;
  }
  return { tags, isKnown: list.kind === 'list' && !meant.some(isPartlyUnknown) };
}

/** What the launch template says of the instances that come from it. */
function tagsOfTemplate(resource: Resource, subject: Subject, key: string): TagsFound {
  const given = subject.property(resource, key);
  if (given === undefined) return noTags;
  const template = subject.resource(entry(given, 'LaunchTemplateId') ?? entry(given, 'LaunchTemplateName'));
  if (template?.type !== 'AWS::EC2::LaunchTemplate') return { tags: {}, isKnown: false };
  const specifications = subject.property(template, 'LaunchTemplateData', 'TagSpecifications');
  if (specifications === undefined) return noTags;
  const ofInstances = itemsOf(specifications).filter(
    (each) => textOf(entry(each, 'ResourceType')) === 'instance',
  );
  const found = ofInstances.map((each) => tagsOf(entry(each, 'Tags'))).reduce(both, noTags);
  return { ...found, isKnown: found.isKnown && !isPartlyUnknown(specifications) };
}
