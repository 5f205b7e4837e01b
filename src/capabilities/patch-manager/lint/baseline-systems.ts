/**
 * Baselines for another operating system than the nodes that they are meant for.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, textOf } from '../../../cloudformation/value.ts';
import { type OperatingSystem, operatingSystems } from '../../../world/operating-systems.ts';
import type { Scenario } from '../../../world/scenario.ts';
import { osFamilies } from '../os-families.ts';
import { patchGroupOf } from '../patch-groups.ts';
import { judgeProduct } from '../product-names.ts';
import { baselinesOf } from '../resources/baselines.ts';
import { type DeclaredBaseline, declaredBaselines } from './declared-baselines.ts';
import { type Image, imagesOf } from './images.ts';

function checkOsMismatch(subject: Subject, report: Report): void {
  const baselines = declaredBaselines(subject);
  for (const baseline of baselines) {
    if (reportOmittedSystem(baseline, subject, report)) continue;
    reportProducts(baseline, report);
    reportName(baseline, subject, report);
  }
  if (subject.scenario !== null) reportGroups(subject.scenario, report);
  else reportImages(baselines, imagesOf(subject), report);
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

/** Systems that a name mentions; empty: none, or several. */
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
function reportGroups(scenario: Scenario, report: Report): void {
  const { fleet, model } = scenario;
  const baselines = baselinesOf(scenario);
  for (const { name, tags, os, account } of fleet) {
    const group = patchGroupOf(tags, model.patchGroupKeys);
    if (group === null) continue;
    const owners = baselines.filter((one) => one.account === account && one.patchGroups.includes(group));
    if (owners.length === 0 || owners.some(({ operatingSystem }) => operatingSystem === os)) continue;
    const others = owners.map(({ id, operatingSystem }) => `${id} (${operatingSystem})`).join(', ');
    report(
      ['fleet', name, 'os'],
      `the patch group ${group} of ${name} has a baseline for other systems only, ${others}: ${os} gets the default`,
      { help: `add a baseline with OperatingSystem: ${os} and the patch group ${group}` },
    );
  }
}

/** A template makes the instances itself, and no baseline of it is for their system, or for their edition of Windows. */
function reportImages(
  baselines: readonly DeclaredBaseline[],
  images: readonly Image[] | null,
  report: Report,
): void {
  if (images === null || images.length === 0 || baselines.some(({ os }) => os === null)) return;
  const systems = [...new Set(images.map(({ os }) => os))];
  const isMet = baselines.some(({ os }) => systems.includes(os!));
  for (const { id, os, resource, rules, globalFilters } of baselines) {
    if (!isMet) {
      report(
        entry(resource.properties, 'OperatingSystem')?.path ?? resource.at,
        `${id} is for ${os}, and ${images[0]!.name} runs ${systems.join(' and ')} (${images[0]!.image}): it never applies`,
        { help: `write OperatingSystem: ${systems[0]!}` },
      );
      continue;
    }
    const editions = images.flatMap((image) => (image.os === os ? (image.product ?? []) : []));
    if (os !== 'WINDOWS' || editions.length === 0) continue;
    for (const { key, values, isKnown, path } of [
      ...globalFilters,
      ...rules.flatMap((rule) => rule.filters),
    ]) {
      const fits = values.some(({ text }) => !/^WindowsServer/i.test(text) || editions.includes(text));
      if (key !== 'PRODUCT' || !isKnown || values.length === 0 || fits) continue;
      report(
        [...path, 'Values'],
        `${images[0]!.name} runs ${editions[0]!} (${images[0]!.image}), and this filter takes other products only`,
        { help: `add ${editions[0]!}, or write "*"` },
      );
    }
  }
}

export const systemRules: readonly Rule[] = [
  {
    id: 'baseline-os-mismatch',
    place: 50,
    severity: 'warning',
    finds: 'a baseline, or a PRODUCT filter, for another operating system than the nodes it is meant for',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreatePatchBaseline.html',
    check: checkOsMismatch,
  },
];
