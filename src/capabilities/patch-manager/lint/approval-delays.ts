/**
 * Approvals that come late.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html
 */

import type { Subject } from '../../../capability/lint/subject.ts';
import type { Report, Rule } from '../../../capability/lint-rule.ts';
import { entry, textOf } from '../../../cloudformation/value.ts';
import { osFamilies } from '../os-families.ts';
import {
  type DeclaredBaseline,
  type DeclaredFilter,
  type DeclaredRule,
  declaredBaselines,
} from './declared-baselines.ts';

/**
 * From one second Tuesday to the next there are four or five weeks, and a cumulative update replaces the last.
 *
 * ASSUMPTION vendor-cycle: 30 days, which AWS's guide names, stand for a month.
 */
const cycleDays = 30;

/** As long as AWS's own baselines let a Critical patch wait. */
const usualDays = 7;

function checkLate(subject: Subject, report: Report): void {
  for (const baseline of declaredBaselines(subject)) {
    for (const rule of baseline.rules) {
      const { afterDays } = rule;
      reportDate(rule, baseline, report);
      if (baseline.os === null || afterDays === null || afterDays === 0) continue;
      reportRule(rule, afterDays, baseline, report);
    }
  }
}

/** A date stays as it is: what is released after it waits until the date is moved. */
function reportDate({ value, path }: DeclaredRule, { os }: DeclaredBaseline, report: Report): void {
  const date = textOf(entry(value, 'ApproveUntilDate'));
  if (os === null || osFamilies[os].date === 'none' || date === null) return;
  report(
    [...path, 'ApproveUntilDate'],
    `nothing that is released after ${date} is approved until the date is moved`,
    {
      help: 'write ApproveAfterDays, or move the date with every release',
      severity: 'note',
    },
  );
}

function reportRule(rule: DeclaredRule, afterDays: number, baseline: DeclaredBaseline, report: Report): void {
  const os = baseline.os!;
  const at = [...rule.path, 'ApproveAfterDays'];
  if (osFamilies[os].date === 'none') {
    report(at, `${os} has no reliable release dates: AWS ignores the delay and approves at once`, {
      help: 'to hold patches back, give the nodes a repository that you fill yourself',
      severity: 'note',
    });
    return;
  }
  if (os === 'WINDOWS' && isOnly(rule, 'CLASSIFICATION', ['definitionupdates'])) {
    report(
      at,
      'definitions are replaced every few hours: before the delay is over, none is left to install',
      {
        help: 'write ApproveAfterDays: 0 in a rule of their own',
      },
    );
    return;
  }
  if (afterDays >= cycleDays) {
    const message =
      os === 'WINDOWS'
        ? `after ${afterDays} days the next month's cumulative update has replaced the patch: it is never installed`
        : `${afterDays} days are longer than the month in which vendors release the next: nodes stay open for as long`;
    const isSlow = os === 'WINDOWS' || selectsCritical(rule);
    report(at, message, {
      help: `write less than ${cycleDays} days`,
      severity: isSlow ? 'warning' : 'note',
    });
    return;
  }
  if (afterDays <= usualDays || !selectsCritical(rule) || isApprovedSooner(baseline, rule, afterDays)) return;
  report(
    at,
    `a Critical patch waits ${afterDays} days too, longer than the ${usualDays} of AWS's own baselines`,
    {
      help: 'make a rule of its own for Critical patches, with fewer days',
      severity: 'note',
    },
  );
}

const severityKeys = ['SEVERITY', 'MSRC_SEVERITY'];

function isOnly({ filters }: DeclaredRule, key: string, words: readonly string[]): boolean {
  const filter = filters.find((one) => one.key === key);
  return (
    filter?.isKnown === true &&
    filter.values.length > 0 &&
    filter.values.every(({ text }) => words.includes(text.toLowerCase()))
  );
}

/** Critical patches are security updates. */
function selectsCritical({ filters, areFiltersKnown }: DeclaredRule): boolean {
  if (!areFiltersKnown) return false;
  const takes = (keys: readonly string[], words: readonly string[]): boolean =>
    filters
      .filter(({ key }) => keys.includes(key ?? ''))
      .every((filter) =>
        filter.values.some(({ text }) => text === '*' || words.includes(text.toLowerCase())),
      );
  return takes(severityKeys, ['critical']) && takes(['CLASSIFICATION'], ['security', 'securityupdates']);
}

/** By another rule that takes in Critical security patches, whatever their product. */
function isApprovedSooner({ rules }: DeclaredBaseline, rule: DeclaredRule, afterDays: number): boolean {
  const productOf = (one: DeclaredRule): DeclaredFilter | undefined =>
    one.filters.find(({ key }) => key === 'PRODUCT');
  const isWide = (one: DeclaredRule): boolean => {
    const product = productOf(one);
    if (product === undefined || product.values.some(({ text }) => text === '*')) return true;
    const mine = productOf(rule)?.values.map(({ text }) => text);
    return mine?.every((text) => product.values.some((other) => other.text === text)) === true;
  };
  return rules.some(
    (other) =>
      other !== rule &&
      other.afterDays !== null &&
      other.afterDays < afterDays &&
      selectsCritical(other) &&
      isWide(other),
  );
}

export const delayRules: readonly Rule[] = [
  {
    id: 'approval-late',
    place: 80,
    severity: 'warning',
    finds: "a delay longer than the vendor's cycle; a Critical patch that waits out the delay of the others",
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-selecting-patches.html',
    check: checkLate,
  },
];
