/** Patch baselines of a file as far as they can be seen, and their approval rules. */

import type { Resource } from '../../../capability/lint/resource.ts';
import type { Subject } from '../../../capability/lint/subject.ts';
import {
  entry,
  isPartlyUnknown,
  itemsOf,
  textOf,
  textsOf,
  type Value,
} from '../../../cloudformation/value.ts';
import type { DataPath } from '../../../diagnostics/problem.ts';
import { type OperatingSystem, operatingSystems } from '../../../world/operating-systems.ts';

export interface DeclaredBaseline {
  readonly resource: Resource;
  readonly id: string;
  /** Null: not known, or none of AWS's. What is left out is WINDOWS. */
  readonly os: OperatingSystem | null;
  readonly isOsGiven: boolean;
  readonly isDefault: boolean | null;
  readonly groups: readonly { readonly name: string; readonly path: DataPath }[];
  /** False: it may have other groups than can be seen. */
  readonly areGroupsKnown: boolean;
  readonly rules: readonly DeclaredRule[];
  readonly globalFilters: readonly DeclaredFilter[];
}

export interface DeclaredRule {
  readonly value: Value;
  readonly path: DataPath;
  readonly filters: readonly DeclaredFilter[];
  /** False: there may be other filters. */
  readonly areFiltersKnown: boolean;
  /** Null: not known. */
  readonly enablesNonSecurity: boolean | null;
  /** Null: not known, or not given. */
  readonly afterDays: number | null;
}

export interface DeclaredFilter {
  /** Null: not known. */
  readonly key: string | null;
  readonly values: readonly { readonly text: string; readonly path: DataPath }[];
  /** False: there may be other values. */
  readonly isKnown: boolean;
  readonly path: DataPath;
}

export function declaredBaselines(subject: Subject): DeclaredBaseline[] {
  return subject.ofType('AWS::SSM::PatchBaseline').map((resource) => {
    const os = subject.property(resource, 'OperatingSystem');
    const groups = subject.property(resource, 'PatchGroups');
    const isOsGiven = os !== undefined && os.kind !== 'absent';
    const rules = subject.property(resource, 'ApprovalRules', 'PatchRules');
    return {
      resource,
      id: resource.logicalId,
      os: isOsGiven ? osOf(textOf(os)) : 'WINDOWS',
      isOsGiven,
      isDefault: truthOf(subject.property(resource, 'DefaultBaseline')),
      groups: itemsOf(groups).flatMap((item) => {
        const name = textOf(item);
        return name === null ? [] : [{ name, path: item.path }];
      }),
      areGroupsKnown: !isPartlyUnknown(groups) && !itemsOf(groups).some(({ kind }) => kind !== 'text'),
      rules: itemsOf(rules)
        .filter(({ kind }) => kind === 'map')
        .map(readRule),
      globalFilters: readFilters(subject.property(resource, 'GlobalFilters', 'PatchFilters')),
    };
  });
}

function osOf(text: string | null): OperatingSystem | null {
  return operatingSystems.find((os) => os === text) ?? null;
}

/** What is left out is false; null: not known. */
function truthOf(value: Value | undefined): boolean | null {
  if (value === undefined || value.kind === 'absent') return false;
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return null;
  return text === 'true' || text === 'yes' || text === 'on';
}

function readRule(rule: Value): DeclaredRule {
  const group = entry(rule, 'PatchFilterGroup');
  const filters = entry(group, 'PatchFilters');
  const days = textOf(entry(rule, 'ApproveAfterDays'));
  return {
    value: rule,
    path: rule.path,
    filters: readFilters(filters),
    areFiltersKnown:
      rule.kind === 'map' &&
      group?.kind !== 'unknown' &&
      filters?.kind !== 'unknown' &&
      !itemsOf(filters).some(({ kind }) => kind !== 'map'),
    enablesNonSecurity: truthOf(entry(rule, 'EnableNonSecurity')),
    afterDays: days !== null && /^[0-9]+$/.test(days.trim()) ? Number(days) : null,
  };
}

function readFilters(list: Value | undefined): DeclaredFilter[] {
  return itemsOf(list)
    .filter(({ kind }) => kind === 'map')
    .map((filter) => {
      const values = entry(filter, 'Values');
      return {
        key: textOf(entry(filter, 'Key')),
        values: itemsOf(values).flatMap((item) => {
          const text = textOf(item);
          return text === null ? [] : [{ text, path: item.path }];
        }),
        isKnown:
          values !== undefined &&
          !isPartlyUnknown(values) &&
          itemsOf(values).length === textsOf(values).length,
        path: filter.path,
      };
    });
}

/** Resources of a template that only exist under a condition may never exist together. */
export function conditionOf({ root }: Subject, { at }: Resource): string | null {
  let found: unknown = root;
  for (const key of [...at, 'Condition']) {
    if (typeof found !== 'object' || found === null) return null;
    found = (found as Record<string, unknown>)[key];
  }
  return typeof found === 'string' ? found : null;
}
