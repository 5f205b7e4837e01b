/**
 * Patch groups: tags that should make one and do not, and groups that no baseline knows.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html
 */

import { type DeclaredTargets, folded, tagKeyOf } from '../../../capability/lint/declared-targets.ts';
import { nodesOf } from '../../../capability/lint/nodes.ts';
import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, itemsOf, textOf, type Value } from '../../../cloudformation/value.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { patchGroupKeys, patchGroupOf } from '../patch-groups.ts';
import { type DeclaredBaseline, declaredBaselines } from './declared-baselines.ts';

/** `patch_group`, `Patch-Group`, `PATCHGROUP`, `PatchGroups`: meant, and none. */
function isMeantAsPatchGroup(key: string): boolean {
  return !patchGroupKeys.includes(key) && /^patchgroups?$/.test(folded(key));
}

interface WrittenTag {
  readonly key: string;
  /** Null: not known. */
  readonly value: string | null;
  readonly path: DataPath;
}

interface TaggedNodes {
  readonly name: string;
  readonly tags: readonly WrittenTag[];
  /** Its tags can be read from within, where keys have no spaces. */
  readonly showsTags: boolean;
}

function taggedNodes(subject: Subject): TaggedNodes[] {
  return subject.kind === 'scenario' ? groupsOf(subject) : instancesOf(subject);
}

function groupsOf({ root }: Subject): TaggedNodes[] {
  const { fleet } = root;
  if (!isMap(fleet)) return [];
  return Object.entries(fleet).map(([name, group]) => {
    const tags = isMap(group) && isMap(group['tags']) ? Object.entries(group['tags']) : [];
    return {
      name: `the group ${name}`,
      tags: tags.map(([key, value]) => ({
        key,
        value: typeof value === 'string' ? value : null,
        path: ['fleet', name, 'tags', key],
      })),
      showsTags: false,
    };
  });
}

function instancesOf(subject: Subject): TaggedNodes[] {
  const own = (type: string) =>
    subject.ofType(type).map((resource) => ({
      name: resource.logicalId,
      tags: tagsIn(subject.property(resource, 'Tags')),
      showsTags: showsTags(subject.property(resource, 'MetadataOptions')),
    }));
  const templates = subject.ofType('AWS::EC2::LaunchTemplate').map((template: Resource) => {
    const data = subject.property(template, 'LaunchTemplateData');
    const ofInstances = itemsOf(entry(data, 'TagSpecifications')).filter(
      (one) => textOf(entry(one, 'ResourceType')) === 'instance',
    );
    return {
      name: template.logicalId,
      tags: ofInstances.flatMap((one) => tagsIn(entry(one, 'Tags'))),
      showsTags: showsTags(entry(data, 'MetadataOptions')),
    };
  });
  return [...own('AWS::EC2::Instance'), ...own('AWS::AutoScaling::AutoScalingGroup'), ...templates];
}

function tagsIn(list: Value | undefined): WrittenTag[] {
  return itemsOf(list).flatMap((tag) => {
    const key = entry(tag, 'Key');
    const text = textOf(key);
    return text === null || key === undefined
      ? []
      : [{ key: text, value: textOf(entry(tag, 'Value')), path: key.path }];
  });
}

function showsTags(options: Value | undefined): boolean {
  return textOf(entry(options, 'InstanceMetadataTags')) === 'enabled';
}

const writeInstead = 'write Patch Group, or PatchGroup where tags are shown in instance metadata';

function checkKey(subject: Subject, report: Report): void {
  for (const { name, tags, showsTags } of taggedNodes(subject)) {
    for (const { key, path } of tags.filter(({ key }) => isMeantAsPatchGroup(key))) {
      report(
        path,
        `the tag ${key} puts ${name} into no patch group: Patch Manager reads Patch Group and PatchGroup, exactly as written, ` +
          `so the default baseline applies`,
        { help: writeInstead, at: subject.kind === 'scenario' ? 'key' : 'value' },
      );
    }
    reportTwoGroups(name, tags, report);
    const spaced = tags.find(({ key }) => key === 'Patch Group');
    if (showsTags && spaced !== undefined) {
      report(
        spaced.path,
        `${name} shows its tags in instance metadata, where keys have no spaces: the launch is refused`,
        { help: 'write PatchGroup', severity: 'error' },
      );
    }
  }
  for (const targets of subject.targets) reportTargetKeys(targets, report);
  reportOtherTags(subject, report);
}

function reportTwoGroups(name: string, tags: readonly WrittenTag[], report: Report): void {
  const [first, second] = patchGroupKeys.map((key) => tags.find((tag) => tag.key === key));
  if (first?.value == null || second?.value == null || first.value === second.value) return;
  report(
    second.path,
    `${name} has two patch groups, ${first.key}: ${first.value} and ${second.key}: ${second.value}; a node can be in ` +
      'one only, and AWS does not say which counts',
    { help: 'keep one of the two, or give both the same value' },
  );
}

function reportTargetKeys({ name, criteria }: DeclaredTargets, report: Report): void {
  for (const criterion of criteria) {
    const key = tagKeyOf(criterion);
    if (key === null || !isMeantAsPatchGroup(key)) continue;
    report(
      [...criterion.path, 'Key'],
      `${name} selects by tag:${key}, which makes no patch group: Patch Manager reads Patch Group and PatchGroup, to the ` +
        'letter, so nodes that have only this tag get the default baseline',
      { help: 'write tag:Patch Group or tag:PatchGroup, and tag the nodes so' },
    );
  }
}

/** `tag:OS` with the very value that a baseline has for a patch group, and nothing in the file that makes one. */
function reportOtherTags(subject: Subject, report: Report): void {
  const baselines = declaredBaselines(subject);
  const all = subject.targets;
  const isOfGroup = (key: string | null): boolean => key !== null && /^patchgroups?$/.test(folded(key));
  const makesGroups =
    all.some(({ criteria }) => criteria.some((one) => one.key === null || isOfGroup(tagKeyOf(one)))) ||
    taggedNodes(subject).some(({ tags }) => tags.some(({ key }) => isOfGroup(key)));
  if (makesGroups) return;
  const seen = new Set<string>();
  for (const { name, criteria } of all) {
    for (const criterion of criteria) {
      const key = tagKeyOf(criterion);
      const baseline = baselines.find(({ groups }) =>
        groups.some((group) => criterion.values.includes(group.name)),
      );
      if (key === null || baseline === undefined) continue;
      const value = baseline.groups.find((group) => criterion.values.includes(group.name))!.name;
      if (seen.has(value)) continue;
      seen.add(value);
      report(
        [...criterion.path, 'Key'],
        `${name} selects by tag:${key}, while ${value} is a patch group of ${baseline.id}: only the tag Patch Group or ` +
          `PatchGroup makes a patch group, so nodes without it get the default baseline instead`,
        { help: `tag the nodes Patch Group: ${value} as well, or select by that tag` },
      );
    }
  }
}

function checkUnknown(subject: Subject, report: Report): void {
  const baselines = declaredBaselines(subject);
  // A template is seldom all there is: another stack may have the baseline.
  const areAllKnown = subject.kind === 'scenario' || baselines.some(({ groups }) => groups.length > 0);
  if (baselines.length === 0 || !areAllKnown || !baselines.every(({ areGroupsKnown }) => areGroupsKnown))
    return;
  const known = new Set(baselines.flatMap(({ groups }) => groups.map(({ name }) => name)));
  const seen = new Set<string>();
  for (const { name, group, path } of groupsInUse(subject)) {
    if (known.has(group) || seen.has(group)) continue;
    seen.add(group);
    const likely = nearest(group, known);
    report(
      path,
      `${name} is in the patch group ${group}, which no baseline of this file names: it gets the default baseline, and ` +
        'there is no warning',
      { help: likely === null ? listOfGroups(baselines) : `did you mean ${likely}?` },
    );
  }
}

function listOfGroups(baselines: readonly DeclaredBaseline[]): string {
  const named = baselines.filter(({ groups }) => groups.length > 0);
  if (named.length === 0) return 'add it to the PatchGroups of a baseline';
  const lists = named.map(({ id, groups }) => `${groups.map((one) => one.name).join(', ')} (${id})`);
  return `add it to the PatchGroups of a baseline; there are ${lists.join('; ')}`;
}

interface GroupInUse {
  readonly name: string;
  readonly group: string;
  readonly path: DataPath;
}

function groupsInUse(subject: Subject): GroupInUse[] {
  const ofNodes = nodesOf(subject).flatMap(({ name, tags, path }) => {
    const group = patchGroupOf(tags);
    const key = patchGroupKeys.find((one) => tags[one] !== undefined);
    if (group === null || key === undefined) return [];
    return [{ name, group, path: subject.kind === 'scenario' ? [...path, key] : path }];
  });
  if (subject.kind === 'scenario') return ofNodes;
  const ofTargets = subject.targets.flatMap(({ name, criteria }) =>
    criteria
      .filter((one) => patchGroupKeys.includes(tagKeyOf(one) ?? ''))
      .flatMap((one) =>
        one.values
          .filter((value) => !value.includes('{{'))
          .map((group) => ({ name: `what ${name} selects`, group, path: [...one.path, 'Values'] })),
      ),
  );
  return [...ofNodes, ...ofTargets];
}

const source = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html';

export const patchGroupRules: readonly Rule[] = [
  {
    id: 'patch-group-key',
    place: 10,
    severity: 'warning',
    finds:
      'a tag key that means a patch group and is neither `Patch Group` nor `PatchGroup`; both with different values',
    source,
    check: checkKey,
  },
  {
    id: 'patch-group-unknown',
    place: 20,
    severity: 'warning',
    finds: 'a patch group that no baseline names: its nodes get the default baseline, silently',
    source,
    check: checkUnknown,
  },
];
