/**
 * Which baseline applies: baselines that nothing selects, two for one group, those of another system, none at all.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html
 */

import { parameterOf } from '../../../capability/lint/declared-run.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { madeBy } from '../../../cloudformation/call-spec.ts';
import { referencesIn } from '../../../cloudformation/declared.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import type { FleetGroup } from '../../../world/fleet.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { addTagsToResource, createTags } from '../../managed-nodes/facts.ts';
import { areTagsAdded } from '../../managed-nodes/lint/facts.ts';
import { patchGroupOf, selectBaseline } from '../patch-groups.ts';
import { baselinesOf } from '../resources/baselines.ts';
import { systemRules } from './baseline-systems.ts';
import { conditionOf, type DeclaredBaseline, declaredBaselines } from './declared-baselines.ts';

function checkUnused(subject: Subject, report: Report): void {
  const referred = referredIds(subject);
  const text = JSON.stringify(subject.root);
  // In JSON that is text, such as a parameter of a patch policy, an id is in quotes that are escaped.
  const isInJson = (id: string) => text.includes(`\\"${id}\\"`);
  // Baselines may be chosen by their tags.
  const isByTags = subject.runs.some((run) => parameterOf(run, 'BaselineTags') !== undefined);
  const selected = subject.scenario === null ? null : selectedBaselines(subject.scenario);
  for (const { id, resource, groups, areGroupsKnown, isDefault } of declaredBaselines(subject)) {
    const hasTags = isByTags && subject.property(resource, 'Tags') !== undefined;
    if (referred.has(id) || isInJson(id) || hasTags || isDefault === null || !areGroupsKnown) continue;
    if (groups.length === 0 && !isDefault) {
      report(resource.at, `nothing selects ${id}: it has no PatchGroups, and it is not the default`, {
        help: 'list the patch groups that it is for under PatchGroups, or write DefaultBaseline: true',
        at: 'key',
      });
    } else if (selected !== null && !selected.has(id)) {
      const names = groups.map(({ name }) => name).join(', ');
      const reason =
        names === ''
          ? 'no node of its operating system is without a baseline of its patch group'
          : `no node of its operating system is in the patch group ${names}`;
      report(resource.at, `nothing selects ${id}: ${reason}`, {
        help: 'compare its OperatingSystem and PatchGroups with the tags of the fleet',
        at: 'key',
      });
    }
  }
}

/** By the tags that nodes have, and those that an operator gives them later. */
function selectedBaselines(scenario: Scenario): ReadonlySet<string> {
  const { fleet, actions, model } = scenario;
  const baselines = baselinesOf(scenario);
  const given = actions.flatMap((action) => {
    const added = madeBy(action, createTags) ?? madeBy(action, addTagsToResource);
    return added === undefined ? [] : (patchGroupOf(added.tags, model.patchGroupKeys) ?? []);
  });
  return new Set(
    fleet.flatMap(({ tags, os, account }) =>
      [patchGroupOf(tags, model.patchGroupKeys), ...given].map(
        (patchGroup) => selectBaseline({ patchGroup, os, account, baselines }).id,
      ),
    ),
  );
}

/**
 * Ids that resources and exports refer to: a custom resource or another stack may register what it is given. An output that
 * is only shown registers nothing.
 */
function referredIds({ root }: Subject): ReadonlySet<string> {
  const { Outputs: outputs, ...rest } = root;
  const exported = isMap(outputs)
    ? Object.values(outputs).filter((output) => isMap(output) && output['Export'] !== undefined)
    : [];
  return referencesIn(rest, exported);
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html */
function checkConflict(subject: Subject, report: Report): void {
  const ownerOf = new Map<string, DeclaredBaseline>();
  const defaultOf = new Map<string, DeclaredBaseline>();
  // One may stand for the other.
  const mayBothExist = (one: DeclaredBaseline, other: DeclaredBaseline): boolean =>
    conditionOf(subject, one.resource) === null || conditionOf(subject, other.resource) === null;
  for (const baseline of declaredBaselines(subject)) {
    const { os, groups, id } = baseline;
    if (os === null) continue;
    const whose = [subject.scenario?.homes.get(id) ?? '', os];
    for (const { name, path } of groups) {
      const key = JSON.stringify([...whose, name]);
      const owner = ownerOf.get(key);
      if (owner === undefined) ownerOf.set(key, baseline);
      else if (owner.id !== id && mayBothExist(owner, baseline)) {
        report(
          path,
          `${owner.id} has the patch group ${name} for ${os} already: registering ${id} for it fails`,
          {
            help: 'a patch group has one baseline for each operating system: leave it to one of the two',
          },
        );
      }
    }
    const other = defaultOf.get(JSON.stringify(whose));
    if (baseline.isDefault === true && other !== undefined && mayBothExist(other, baseline)) {
      report(
        [...baseline.resource.path, 'DefaultBaseline'],
        `${other.id} is the default for ${os} already: the one that is registered last stays`,
        { help: 'leave DefaultBaseline to one of the two', severity: 'warning' },
      );
    } else if (baseline.isDefault === true) defaultOf.set(JSON.stringify(whose), baseline);
  }
}

function isProduction({ name, tags }: FleetGroup): boolean {
  const isMeant = (text: string): boolean => /(^|[^a-z])prod(uction)?([^a-z]|$)/i.test(text);
  const isNot = (text: string): boolean => /(non|pre|not)[-_ ]?prod/i.test(text);
  return [name, ...Object.values(tags)].some((text) => isMeant(text) && !isNot(text));
}

function checkNoBaseline(subject: Subject, report: Report): void {
  const { scenario } = subject;
  if (scenario === null) return;
  const { fleet, model } = scenario;
  const baselines = baselinesOf(scenario);
  // Tags that nodes get later may give them a baseline.
  if (areTagsAdded(subject)) return;
  for (const group of fleet.filter(isProduction)) {
    const { name, tags, os, account } = group;
    const patchGroup = patchGroupOf(tags, model.patchGroupKeys);
    // A group that no baseline of its system knows has a finding of its own.
    if (patchGroup !== null && baselines.length > 0) continue;
    const chosen = selectBaseline({ patchGroup, os, account, baselines });
    if (baselines.some(({ id }) => id === chosen.id)) continue;
    report(
      ['fleet', name],
      `${name} is production on ${chosen.name}: AWS decides what is approved, and when, for test and production alike`,
      { help: 'make a baseline of your own, and tag the nodes with one of its patch groups', at: 'key' },
    );
  }
}

const groupsPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html';

export const baselineRules: readonly Rule[] = [
  {
    id: 'baseline-unused',
    place: 30,
    severity: 'warning',
    finds: 'a baseline that no patch group, default or reference selects',
    source: groupsPage,
    check: checkUnused,
  },
  {
    id: 'baseline-conflict',
    place: 40,
    severity: 'error',
    finds: 'two baselines for one patch group and operating system, or two defaults',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html',
    check: checkConflict,
  },
  ...systemRules,
  {
    id: 'no-baseline',
    isCommon: true,
    place: 60,
    severity: 'note',
    finds: 'production nodes on the baseline that AWS predefines',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html',
    check: checkNoBaseline,
  },
];
