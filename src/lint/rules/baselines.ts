/**
 * Which baseline applies: baselines that nothing selects, two for one group, those of another system, none at all.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-patch-groups.html
 */
import { osFamilies } from '../../capabilities/patch-manager/os-families.ts';
import { patchGroupOf, selectBaseline } from '../../capabilities/patch-manager/patch-groups.ts';
import { isMap } from '../../scenario/fields.ts';
import type { FleetGroup } from '../../world/fleet.ts';
import { type OperatingSystem, operatingSystems } from '../../world/operating-systems.ts';
import type { Scenario } from '../../world/scenario.ts';
import { conditionOf, type DeclaredBaseline, declaredBaselines } from '../declared-baselines.ts';
import { documentRuns, parameterOf } from '../document-runs.ts';
import { judgeProduct } from '../product-names.ts';
import type { Report, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { entry, textOf } from '../values.ts';

function checkUnused(subject: Subject, report: Report): void {
  const referred = referredIds(subject);
  // Baselines may be chosen by their tags.
  const isByTags = documentRuns(subject).some((run) => parameterOf(run, 'BaselineTags') !== undefined);
  const selected = subject.scenario === null ? null : selectedBaselines(subject.scenario);
  for (const { id, resource, groups, areGroupsKnown, isDefault } of declaredBaselines(subject)) {
    const hasTags = isByTags && subject.property(resource, 'Tags') !== undefined;
    if (referred.has(id) || hasTags || isDefault === null || !areGroupsKnown) continue;
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
function selectedBaselines({ fleet, baselines, actions, model }: Scenario): ReadonlySet<string> {
  const given = actions.flatMap((action) =>
    action.call === 'CreateTags' || action.call === 'AddTagsToResource'
      ? (patchGroupOf(action.tags, model.patchGroupKeys) ?? [])
      : [],
  );
  return new Set(
    fleet.flatMap(({ tags, os }) =>
      [patchGroupOf(tags, model.patchGroupKeys), ...given].map(
        (patchGroup) => selectBaseline({ patchGroup, os, baselines }).id,
      ),
    ),
  );
}

/** Ids that anything in the file refers to: outputs and custom resources may register what they are given. */
function referredIds({ root }: Subject): ReadonlySet<string> {
  const found = new Set<string>();
  const open: unknown[] = [root];
  while (open.length > 0) {
    const raw = open.pop();
    if (Array.isArray(raw)) open.push(...raw);
    if (!isMap(raw)) continue;
    const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': substituted } = raw;
    if (typeof ref === 'string') found.add(ref);
    const [id] = Array.isArray(attribute) ? attribute : String(attribute).split('.');
    found.add(String(id));
    const text = Array.isArray(substituted) ? substituted[0] : substituted;
    if (typeof text === 'string')
      for (const [, name] of text.matchAll(/\$\{([^}.!]+)/g)) found.add(name!.trim());
    open.push(...Object.values(raw));
  }
  return found;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html */
function checkConflict(subject: Subject, report: Report): void {
  const ownerOf = new Map<string, DeclaredBaseline>();
  const defaultOf = new Map<OperatingSystem, DeclaredBaseline>();
  // One may stand for the other.
  const mayBothExist = (one: DeclaredBaseline, other: DeclaredBaseline): boolean =>
    conditionOf(subject, one.resource) === null || conditionOf(subject, other.resource) === null;
  for (const baseline of declaredBaselines(subject)) {
    const { os, groups, id } = baseline;
    if (os === null) continue;
    for (const { name, path } of groups) {
      const key = JSON.stringify([os, name]);
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
    const other = defaultOf.get(os);
    if (baseline.isDefault === true && other !== undefined && mayBothExist(other, baseline)) {
      report(
        [...baseline.resource.path, 'DefaultBaseline'],
        `${other.id} is the default for ${os} already: the one that is registered last stays`,
        { help: 'leave DefaultBaseline to one of the two', severity: 'warning' },
      );
    } else if (baseline.isDefault === true) defaultOf.set(os, baseline);
  }
}

function checkOsMismatch(subject: Subject, report: Report): void {
  const baselines = declaredBaselines(subject);
  for (const baseline of baselines) {
    if (reportOmittedSystem(baseline, subject, report)) continue;
    reportProducts(baseline, report);
    reportName(baseline, subject, report);
  }
  if (subject.scenario !== null) reportGroups(subject.scenario, report);
}

/** Left out, it is WINDOWS, whatever the rules are for. */
function reportOmittedSystem(baseline: DeclaredBaseline, subject: Subject, report: Report): boolean {
  const { isOsGiven, rules, globalFilters, resource, id } = baseline;
  if (isOsGiven) return false;
  const filters = [...globalFilters, ...rules.flatMap((rule) => rule.filters)];
  const windows = osFamilies.WINDOWS.filterValues;
  const foreign = filters.find(({ key, values }) => {
    if (key === 'SEVERITY' || key === 'PRIORITY' || key === 'SECTION') return true;
    if (key === 'PRODUCT')
      return values.some(({ text }) => judgeProduct(text, 'WINDOWS').kind === 'otherSystem');
    const known = key === 'CLASSIFICATION' ? windows.CLASSIFICATION : null;
    const isKnown = ({ text }: { text: string }): boolean =>
      text === '*' || known?.some((one) => one.toLowerCase() === text.toLowerCase()) !== false;
    return known != null && values.length > 0 && !values.some(isKnown);
  });
  const byName = foreign === undefined && systemsInName(baseline, subject).some((os) => os !== 'WINDOWS');
  if (foreign === undefined && !byName) return false;
  const reason =
    foreign === undefined ? 'its name says otherwise' : `its filter ${foreign.key} is none of Windows`;
  report(resource.at, `${id} has no OperatingSystem, which means WINDOWS, but ${reason}`, {
    help: 'write OperatingSystem, such as AMAZON_LINUX_2023',
    at: 'key',
    severity: 'error',
  });
  return true;
}

function reportProducts({ os, rules, globalFilters }: DeclaredBaseline, report: Report): void {
  if (os === null) return;
  for (const { key, values } of [...globalFilters, ...rules.flatMap((rule) => rule.filters)]) {
    for (const { text, path } of key === 'PRODUCT' ? values : []) {
      const judged = judgeProduct(text, os);
      if (judged.kind !== 'otherSystem') continue;
      report(
        path,
        `${text} is a product of ${judged.os}, and this is a baseline for ${os}: it matches nothing`,
        {
          help: `make a baseline with OperatingSystem: ${judged.os} for it, or leave the filter out`,
        },
      );
    }
  }
}

const systemWords: readonly (readonly [RegExp, readonly OperatingSystem[]])[] = [
  [/windows/i, ['WINDOWS']],
  [/ubuntu/i, ['UBUNTU']],
  [/debian/i, ['DEBIAN']],
  [/centos/i, ['CENTOS']],
  [/red[-_ ]?hat|rhel/i, ['REDHAT_ENTERPRISE_LINUX']],
  [/suse|sles/i, ['SUSE']],
  [/amazon.?(linux)?.?2023|al2023/i, ['AMAZON_LINUX_2023']],
  [/amazon.?linux/i, ['AMAZON_LINUX', 'AMAZON_LINUX_2', 'AMAZON_LINUX_2022', 'AMAZON_LINUX_2023']],
  [/linux/i, operatingSystems.filter((os) => os !== 'WINDOWS' && os !== 'MACOS')],
];

/** Systems of which a name speaks; empty: of none, or of several. */
function systemsInName({ id, resource }: DeclaredBaseline, subject: Subject): readonly OperatingSystem[] {
  const names = [id, textOf(subject.property(resource, 'Name')) ?? '']
    .join(' ')
    .replaceAll(/maintenance[-_ ]?windows?/gi, '');
  const spoken = systemWords.filter(([word]) => word.test(names)).map(([, systems]) => systems);
  const [first, ...others] = spoken;
  if (first === undefined) return [];
  return others.reduce((rest, systems) => rest.filter((os) => systems.includes(os)), first);
}

/** Of a copy whose name was changed and whose system was not. */
function reportName(baseline: DeclaredBaseline, subject: Subject, report: Report): void {
  const { os, id, resource } = baseline;
  const spoken = systemsInName(baseline, subject);
  if (os === null || spoken.length === 0 || spoken.includes(os)) return;
  const path = entry(resource.properties, 'OperatingSystem')?.path ?? resource.at;
  const likely = spoken.length === 1 ? spoken[0]! : 'Linux';
  report(path, `${id} is by its name a baseline for ${likely}, and its OperatingSystem is ${os}`, {
    help: 'a baseline applies to nodes of its OperatingSystem only; correct one of the two',
  });
}

/** The group is registered, but for other systems than that of its nodes. */
function reportGroups({ fleet, baselines, model }: Scenario, report: Report): void {
  for (const { name, tags, os } of fleet) {
    const group = patchGroupOf(tags, model.patchGroupKeys);
    if (group === null) continue;
    const owners = baselines.filter(({ patchGroups }) => patchGroups.includes(group));
    if (owners.length === 0 || owners.some(({ operatingSystem }) => operatingSystem === os)) continue;
    const others = owners.map(({ id, operatingSystem }) => `${id} (${operatingSystem})`).join(', ');
    report(
      ['fleet', name, 'os'],
      `the patch group ${group} of ${name} has a baseline for other systems only, ${others}: ${os} gets the default`,
      { help: `add a baseline with OperatingSystem: ${os} and the patch group ${group}` },
    );
  }
}

function isProduction({ name, tags }: FleetGroup): boolean {
  const isMeant = (text: string): boolean => /(^|[^a-z])prod(uction)?([^a-z]|$)/i.test(text);
  const isNot = (text: string): boolean => /(non|pre|not)[-_ ]?prod/i.test(text);
  return [name, ...Object.values(tags)].some((text) => isMeant(text) && !isNot(text));
}

function checkNoBaseline({ scenario }: Subject, report: Report): void {
  if (scenario === null) return;
  const { fleet, baselines, model, actions } = scenario;
  // Who tags nodes later may give them a baseline.
  if (actions.some(({ call }) => call === 'CreateTags' || call === 'AddTagsToResource')) return;
  for (const group of fleet.filter(isProduction)) {
    const { name, tags, os } = group;
    const patchGroup = patchGroupOf(tags, model.patchGroupKeys);
    // A group that no baseline of its system knows has a finding of its own.
    if (patchGroup !== null && baselines.length > 0) continue;
    const chosen = selectBaseline({ patchGroup, os, baselines });
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
    severity: 'warning',
    finds: 'a baseline that no patch group, default or reference selects',
    source: groupsPage,
    check: checkUnused,
  },
  {
    id: 'baseline-conflict',
    severity: 'error',
    finds: 'two baselines for one patch group and operating system, or two defaults',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RegisterPatchBaselineForPatchGroup.html',
    check: checkConflict,
  },
  {
    id: 'baseline-os-mismatch',
    severity: 'warning',
    finds: 'a baseline, or a PRODUCT filter, for another operating system than the nodes it is meant for',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html',
    check: checkOsMismatch,
  },
  {
    id: 'no-baseline',
    severity: 'note',
    finds: 'production nodes on the baseline that AWS predefines',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-predefined-and-custom-patch-baselines.html',
    check: checkNoBaseline,
  },
];
