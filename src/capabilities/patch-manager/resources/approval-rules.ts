/**
 * Approval rules and filters of a patch baseline.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchRule.html
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PatchFilter.html
 */
import * as z from 'zod/mini';
import { closedProductsOf, isProductOf } from '../../../aws/patch-products.ts';
import { nearest, suggestion } from '../../../diagnostics/nearest.ts';
import { describe } from '../../../diagnostics/plain-map.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { listOfLength } from '../../../fields/aws-fields.ts';
import type { LoadContext } from '../../../fields/context.ts';
import { boolean, choice, type Field, field, integer, map, Slip, text } from '../../../fields/fields.ts';
import { parseTime } from '../../../fields/quantities.ts';
import { itemsIn, type Partly, Unknown } from '../../../fields/unknown.ts';
import {
  type ApprovalRule,
  complianceLevels,
  type PatchFilter,
  type PatchFilterKey,
  patchFilterKeys,
} from '../../../world/baselines.ts';
import { type OperatingSystem, platformTypeOf } from '../../../world/operating-systems.ts';
import { osFamilies } from '../os-families.ts';
import { judgeProduct } from '../product-names.ts';

export function filterGroup() {
  const filter = map({
    Key: choice(...patchFilterKeys),
    Values: listOfLength(text('a value', { min: 1, max: 64 }), 'values', 0, 20),
  });
  return map({
    // The API model says at most 4, and AWS has made baselines with 5: a key may be given once, and there are as many keys.
    PatchFilters: z.optional(listOfLength(filter, 'filters', 0, patchFilterKeys.length)),
  });
}

export function approvalRules() {
  const rule = map({
    ApproveAfterDays: z.optional(integer(0, 360)),
    ApproveUntilDate: z.optional(untilDate()),
    ComplianceLevel: z.optional(choice(...complianceLevels)),
    EnableNonSecurity: z.optional(boolean()),
    PatchFilterGroup: z.optional(filterGroup()),
  });
  return map({
    PatchRules: z.optional(listOfLength(rule, 'rules', 0, 10)),
  });
}

type WrittenFilterGroup = z.output<ReturnType<typeof filterGroup>>;
type WrittenRuleGroup = z.output<ReturnType<typeof approvalRules>>;
type WrittenRule = NonNullable<WrittenRuleGroup['PatchRules']>[number];

const dayMs = 86_400_000;

/** The first instant after a date, which covers the whole day in UTC. */
function untilDate(): Field<number> {
  return field(
    (value) => {
      const expected = 'expected a date as YYYY-MM-DD';
      if (typeof value !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value)) return new Slip(expected);
      const startMs = parseTime(value);
      return startMs instanceof Slip ? startMs : startMs + dayMs;
    },
    {
      type: 'string',
      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$',
      patternErrorMessage: 'expected a date as YYYY-MM-DD',
    },
  );
}

/** `os`: null where it is not known. */
export function refuseRules(
  written: Partly<WrittenRuleGroup> | undefined,
  os: OperatingSystem | null,
  path: DataPath,
  context: LoadContext,
): void {
  if (written === undefined || written instanceof Unknown) return;
  for (const [index, rule] of itemsIn(written.PatchRules).entries()) {
    if (!(rule instanceof Unknown)) refuseRule(rule, os, [...path, 'PatchRules', index], context);
  }
}

type SeenRule = Exclude<Partly<WrittenRule>, Unknown>;

function refuseRule(rule: SeenRule, os: OperatingSystem | null, path: DataPath, context: LoadContext): void {
  if (rule.PatchFilterGroup === undefined) {
    const message = 'AWS requires PatchFilterGroup; taken for a rule that every patch matches';
    context.warning(path, 'missing-filters', message);
  }
  if (os !== null && rule.EnableNonSecurity === true && platformTypeOf(os) !== 'Linux') {
    const message = `has no effect on ${os}: it is for Linux`;
    context.warning([...path, 'EnableNonSecurity'], 'no-effect', message, { at: 'key' });
  }
  refuseApproval(rule, os, path, context);
  refuseFilters(rule.PatchFilterGroup, os, [...path, 'PatchFilterGroup'], context);
}

export function rulesOf(written: WrittenRuleGroup | undefined): ApprovalRule[] {
  return (written?.PatchRules ?? []).map((rule) => ({
    filters: filtersOf(rule.PatchFilterGroup),
    approval:
      rule.ApproveUntilDate === undefined
        ? { afterDays: rule.ApproveAfterDays ?? 0 }
        : { untilMs: rule.ApproveUntilDate },
    enableNonSecurity: rule.EnableNonSecurity ?? false,
    complianceLevel: rule.ComplianceLevel ?? 'UNSPECIFIED',
  }));
}

/** Either of the two, and not both; on Debian and its relatives the dates are not reliable, and neither counts. */
function refuseApproval(
  { ApproveAfterDays: days, ApproveUntilDate: date }: SeenRule,
  os: OperatingSystem | null,
  path: DataPath,
  context: LoadContext,
): void {
  if (days instanceof Unknown || date instanceof Unknown) return;
  const awsError = 'ValidationException';
  if (days !== undefined && date !== undefined) {
    context.error(
      [...path, 'ApproveUntilDate'],
      'bad-value',
      'expected either ApproveAfterDays or ApproveUntilDate, found both',
      { at: 'key', awsError, help: 'leave one of the two out' },
    );
  }
  if (os === null) return;
  const isIgnored = osFamilies[os].date === 'none';
  if (days === undefined && date === undefined && !isIgnored) {
    const help = 'write ApproveAfterDays: 7, or 0 for at once';
    const message = 'missing: expected ApproveAfterDays or ApproveUntilDate';
    context.error(path, 'missing-key', message, { awsError, help });
  }
  if (isIgnored && ((days ?? 0) > 0 || date !== undefined)) {
    const key = date === undefined ? 'ApproveAfterDays' : 'ApproveUntilDate';
    const message = `has no effect on ${os}, whose repositories give no reliable dates: approved at once`;
    context.warning([...path, key], 'no-effect', message, { at: 'key' });
  }
}

/** Keys that only the rules of some operating systems have; all others of the API are at least harmless. */
const particularKeys: readonly PatchFilterKey[] = [
  'CLASSIFICATION',
  'MSRC_SEVERITY',
  'PATCH_SET',
  'PRIORITY',
  'PRODUCT_FAMILY',
  'SECTION',
  'SEVERITY',
];

export function filtersOf(written: WrittenFilterGroup | undefined): PatchFilter[] {
  return (written?.PatchFilters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values }));
}

export function refuseFilters(
  written: Partly<WrittenFilterGroup> | undefined,
  os: OperatingSystem | null,
  path: DataPath,
  context: LoadContext,
): void {
  if (os === null || written === undefined || written instanceof Unknown) return;
  for (const [index, filter] of itemsIn(written.PatchFilters).entries()) {
    if (filter instanceof Unknown || filter.Key instanceof Unknown) continue;
    refuseFilter(filter.Key, itemsIn(filter.Values), os, [...path, 'PatchFilters', index], context);
  }
}

function refuseFilter(
  key: PatchFilterKey,
  values: readonly Partly<string>[],
  os: OperatingSystem,
  path: DataPath,
  context: LoadContext,
): void {
  const known = osFamilies[os].filterValues;
  const allowed = known[key];
  if (allowed === undefined) {
    const expected = `expected a filter key of ${os}: ${Object.keys(known).join(', ')}; found ${key}`;
    const options = { awsError: 'ValidationException', help: likelyKey(key, known) };
    if (particularKeys.includes(key)) context.error([...path, 'Key'], 'bad-filter-key', expected, options);
    else context.warning([...path, 'Key'], 'odd-filter-key', expected);
    return;
  }
  if (key === 'PRODUCT') refuseProducts(values, os, [...path, 'Values'], context);
  if (allowed === null) return;
  for (const [index, value] of values.entries()) {
    if (
      value instanceof Unknown ||
      value === '*' ||
      allowed.some((one) => one.toLowerCase() === value.toLowerCase())
    )
      continue;
    const at = [...path, 'Values', index];
    const message = `AWS knows for ${key} of ${os}: ${allowed.join(', ')}`;
    const likely = nearest(value, allowed);
    context.warning(
      at,
      'odd-filter-value',
      message,
      likely === null ? {} : { help: `did you mean ${likely}?` },
    );
  }
}

/** AWS refuses what is not in the list of a system without new releases. Elsewhere a product may be newer than what is known here. */
function refuseProducts(
  values: readonly Partly<string>[],
  os: OperatingSystem,
  path: DataPath,
  context: LoadContext,
): void {
  const closed = closedProductsOf(os);
  for (const [index, value] of values.entries()) {
    if (value instanceof Unknown) continue;
    if (closed !== null && !isProductOf(os, value)) {
      const message = `expected a product of ${os}: ${closed.join(', ')}; found ${describe(value)}`;
      const options = { awsError: 'ValidationException', help: suggestion(value, closed) };
      context.error([...path, index], 'bad-filter-value', message, options);
      continue;
    }
    const judged = judgeProduct(value, os);
    if (judged.kind === 'fits') continue;
    const message = `no node of ${os} runs a product that AWS calls ${describe(value)}: this filter matches no patch`;
    context.warning([...path, index], 'odd-filter-value', message, {
      help:
        judged.kind === 'otherSystem'
          ? `it is a product of ${judged.os}`
          : `AWS writes it like ${judged.example}`,
    });
  }
}

/** Severity is called differently on Windows and on Debian's relatives. */
function likelyKey(key: PatchFilterKey, known: object): string | undefined {
  const alias = ['SEVERITY', 'MSRC_SEVERITY', 'PRIORITY'].find((other) => other in known);
  if (alias !== undefined && ['SEVERITY', 'MSRC_SEVERITY', 'PRIORITY'].includes(key))
    return `did you mean ${alias}?`;
  return suggestion(key, Object.keys(known));
}
