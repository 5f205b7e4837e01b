/**
 * Approval rules that no patch can match.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchFilter.html
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */

import { closedProductsOf } from '../../../aws/patch-products.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, textOf } from '../../../cloudformation/value.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import type { OperatingSystem } from '../../../world/operating-systems.ts';
import { osFamilies } from '../os-families.ts';
import { isWindowsItself, judgeProduct } from '../product-names.ts';
import { patchBaseline } from '../resources/baselines.ts';
import { delayRules } from './approval-delays.ts';
import {
  type DeclaredBaseline,
  type DeclaredFilter,
  type DeclaredRule,
  declaredBaselines,
} from './declared-baselines.ts';

function checkNever(subject: Subject, report: Report): void {
  for (const baseline of declaredBaselines(subject)) {
    reportNoRules(baseline, subject, report);
    const { os, rules, globalFilters } = baseline;
    if (os === null) continue;
    reportFilters(globalFilters, os, report);
    for (const rule of rules) {
      reportFilters(rule.filters, os, report);
      if (os === 'WINDOWS') reportPatchSet(rule, report);
      reportNoNotices(rule, baseline, subject, report);
      reportDate(rule, baseline, subject, report);
    }
  }
}

/** Compliance then means nothing: no patch is missing, for none was asked for. */
function reportNoRules({ resource, id }: DeclaredBaseline, subject: Subject, report: Report): void {
  const rules = subject.property(resource, 'ApprovalRules');
  const list = entry(rules, 'PatchRules');
  const isEmpty =
    rules === undefined || rules.kind === 'absent' || (list?.kind === 'list' && list.items.length === 0);
  const approved = subject.property(resource, 'ApprovedPatches');
  const approvesNone = approved === undefined || (approved.kind === 'list' && approved.items.length === 0);
  if (!isEmpty || !approvesNone) return;
  report(
    resource.at,
    `${id} approves nothing: it has neither ApprovalRules nor ApprovedPatches, so nothing is ever missing and every node ` +
      'counts as compliant',
    { help: 'add ApprovalRules', at: 'key', severity: 'warning' },
  );
}

/**
 * ASSUMPTION severity-words: vendors say Moderate where AWS's list says Medium, and Patch Manager compares what the
 * vendor's notice says; None is what notices without a severity have. Neither is called a mistake.
 */
const tolerated: Readonly<Record<string, readonly string[]>> = {
  SEVERITY: ['Moderate', 'Medium', 'None', 'Unspecified'],
};

function reportFilters(filters: readonly DeclaredFilter[], os: OperatingSystem, report: Report): void {
  const known = osFamilies[os].filterValues;
  for (const filter of filters) {
    const { key } = filter;
    // What its system does not have, the spec refuses.
    if (key === null || !Object.hasOwn(known, key)) continue;
    reportValues(filter, known[key as keyof typeof known] ?? null, os, report);
  }
  reportSameKey(filters, report);
}

function reportValues(
  { key, values, isKnown, path }: DeclaredFilter,
  allowed: readonly string[] | null,
  os: OperatingSystem,
  report: Report,
): void {
  if (values.length === 0) {
    if (isKnown)
      report([...path, 'Values'], `${key} has no values: no patch can match`, { help: 'write "*" for any' });
    return;
  }
  if (key === 'PRODUCT') {
    reportProducts(values, os, report);
    return;
  }
  if (allowed === null || values.some(({ text }) => text === '*')) return;
  const words = [...allowed, ...(tolerated[key!] ?? [])].map((word) => word.toLowerCase());
  const odd = values.filter(({ text }) => !words.includes(text.toLowerCase()));
  const isNever = isKnown && odd.length === values.length;
  for (const { text, path: at } of odd) {
    const likely = nearest(text.trim(), allowed);
    report(
      at,
      isNever
        ? `no patch of ${os} has the ${key} ${quoted(text)}, so this rule approves nothing`
        : `no patch of ${os} has the ${key} ${quoted(text)}`,
      {
        help: likely === null ? `AWS knows ${allowed.join(', ')}` : `did you mean ${likely}?`,
        severity: isNever ? 'error' : 'warning',
      },
    );
  }
}

/** A blank at the end is seen only in quotes. */
function quoted(text: string): string {
  return text === text.trim() ? text : `"${text}"`;
}

function reportProducts(values: DeclaredFilter['values'], os: OperatingSystem, report: Report): void {
  // AWS refuses what is not in a closed list, which is an error of the baseline already.
  if (closedProductsOf(os) !== null) return;
  for (const { text, path } of values) {
    const judged = judgeProduct(text, os);
    if (judged.kind !== 'misspelt') continue;
    report(path, `no node of ${os} runs a product that AWS calls ${quoted(text)}, so it matches nothing`, {
      help: `AWS writes it like ${judged.example}: aws ssm describe-patch-properties --operating-system ${os} --property PRODUCT`,
      severity: 'warning',
    });
  }
}

/** All filters of a rule must match, and a patch has one classification. */
function reportSameKey(filters: readonly DeclaredFilter[], report: Report): void {
  const single = ['CLASSIFICATION', 'SEVERITY', 'MSRC_SEVERITY', 'PRIORITY', 'PATCH_SET'];
  for (const [index, filter] of filters.entries()) {
    const earlier = filters.slice(0, index).find(({ key }) => key === filter.key);
    if (earlier === undefined || !filter.isKnown || !earlier.isKnown || !single.includes(filter.key ?? ''))
      continue;
    const words = new Set(earlier.values.map(({ text }) => text.toLowerCase()));
    const isShared = filter.values.some(({ text }) => text === '*' || words.has(text.toLowerCase()));
    if (isShared || words.has('*') || filter.values.length === 0) continue;
    report(
      [...filter.path, 'Key'],
      `a second filter ${filter.key} with other values: all filters of a rule must match, and no patch has both`,
      { help: 'put the values into one filter, which takes any of them, or make a second rule' },
    );
  }
}

/**
 * Applications need PATCH_SET APPLICATION; without it a rule sees the operating system alone.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-create-a-patch-baseline-for-windows.html
 */
function reportPatchSet({ filters, areFiltersKnown }: DeclaredRule, report: Report): void {
  if (!areFiltersKnown || filters.some(({ key, isKnown }) => key === null || !isKnown)) return;
  const of = (key: string) => filters.find((filter) => filter.key === key);
  const sets = of('PATCH_SET')?.values.map(({ text }) => text.toUpperCase()) ?? ['OS'];
  const products = of('PRODUCT');
  const families = of('PRODUCT_FAMILY');
  const areAll = (filter: DeclaredFilter | undefined, isWindows: boolean): boolean =>
    filter !== undefined &&
    filter.values.length > 0 &&
    filter.values.every(({ text }) => text !== '*' && isWindowsItself(text) === isWindows);
  if (sets.every((set) => set === 'APPLICATION') && (areAll(products, true) || areAll(families, true))) {
    const { path } = (areAll(products, true) ? products : families)!;
    report(
      [...path, 'Values'],
      'PATCH_SET is APPLICATION, and Windows itself is none: no patch matches both',
      {
        help: 'write the applications, or a rule of its own with PATCH_SET OS',
      },
    );
  }
  if (sets.every((set) => set === 'OS') && (areAll(products, false) || areAll(families, false))) {
    const { path } = (areAll(products, false) ? products : families)!;
    report(
      [...path, 'Values'],
      'these are applications, and without PATCH_SET APPLICATION a rule sees patches of the operating system only',
      { help: 'add { Key: PATCH_SET, Values: [APPLICATION] }, with PRODUCT_FAMILY and PRODUCT' },
    );
  }
  const classes = of('CLASSIFICATION')?.values.map(({ text }) => text.toLowerCase()) ?? [];
  const severities = of('MSRC_SEVERITY');
  const isRated = severities?.values.every(
    ({ text }) => text !== '*' && text.toLowerCase() !== 'unspecified',
  );
  if (
    severities !== undefined &&
    isRated === true &&
    classes.length === 1 &&
    classes[0] === 'criticalupdates'
  ) {
    report(
      [...severities.path, 'Values'],
      'Microsoft rates security updates: CriticalUpdates are of the other kind, and mostly have no MSRC_SEVERITY to match',
      { help: 'add SecurityUpdates to CLASSIFICATION, or Unspecified here', severity: 'note' },
    );
  }
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-linux-rules.html */
function reportNoNotices(
  rule: DeclaredRule,
  baseline: DeclaredBaseline,
  subject: Subject,
  report: Report,
): void {
  const { os, resource } = baseline;
  const { defaultRepositoriesHaveNotices } = osFamilies[os!];
  if (defaultRepositoriesHaveNotices || rule.enablesNonSecurity !== false) return;
  const hasSources = subject.property(resource, 'Sources') !== undefined;
  report(
    rule.path,
    `the repositories of ${os} say of no package that it is a security update, so without EnableNonSecurity this rule ` +
      `approves nothing${hasSources ? ' but from other Sources' : ''}`,
    { help: 'write EnableNonSecurity: true', severity: hasSources ? 'warning' : 'error' },
  );
}

/** A scenario says which patches there are. */
function reportDate(
  { value, path }: DeclaredRule,
  { os }: DeclaredBaseline,
  subject: Subject,
  report: Report,
): void {
  const { scenario } = subject;
  const until = entry(value, 'ApproveUntilDate');
  const date = textOf(until);
  if (osFamilies[os!].date === 'none') return;
  if (scenario === null || date === null || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(date)) return;
  const untilMs = Date.parse(`${date}T00:00:00Z`) + 86_400_000;
  const released = [
    ...scenario.patches.filter((patch) => patch.os.includes(os!)).map((patch) => patch.releasedMs),
    ...scenario.patchStreams.filter(({ template }) => template.os.includes(os!)).map(({ fromMs }) => fromMs),
  ];
  if (released.length === 0 || released.some((atMs) => atMs < untilMs)) return;
  report(
    [...path, 'ApproveUntilDate'],
    `every patch for ${os} was released after ${date}: this rule approves none`,
    {
      help: 'write a later date, or ApproveAfterDays',
    },
  );
}

const filterPlaces = ['ApprovalRules', 'GlobalFilters'];

export const approvalRules: readonly Rule[] = [
  {
    id: 'approval-never',
    place: 70,
    severity: 'error',
    finds:
      'a filter that no patch can match; EnableNonSecurity missing where nothing else can match (CentOS)',
    source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchFilter.html',
    refusals: [
      { of: patchBaseline.type, keys: filterPlaces, codes: ['bad-filter-key', 'missing-key'] },
      { of: patchBaseline.type, keys: ['Key', 'ApproveUntilDate'], codes: ['bad-value'] },
    ],
    check: checkNever,
  },
  ...delayRules,
];
