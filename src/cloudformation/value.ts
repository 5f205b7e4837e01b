/**
 * Values of a template as far as they stand in it. What only a deployment decides is `unknown`, and no rule complains of that.
 * Text stays text, as in the file: `5`, `true` and `rate(1 day)` alike.
 */
import type { DataPath } from '../diagnostics/problem.ts';

export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly path: DataPath }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly path: DataPath }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value>; readonly path: DataPath }
  /** `!Ref` or `!GetAtt` of another resource of the same file. */
  | { readonly kind: 'resource'; readonly logicalId: string; readonly path: DataPath }
  | { readonly kind: 'null'; readonly path: DataPath }
  /** Parameters without a default, conditions, mappings, imports, functions that are not worked out. */
  | { readonly kind: 'unknown'; readonly path: DataPath };

export function textOf(value: Value | undefined): string | null {
  return value?.kind === 'text' ? value.text : null;
}

/** `20`, not `20%`. */
export function numberOf(value: Value | undefined): number | null {
  const text = textOf(value)?.trim() ?? '';
  return /^[-+]?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : null;
}

/** Of a list its items; of one value where a list is meant, that one. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'null') return [];
  return value.kind === 'list' ? value.items : [value];
}

/** Texts among the items; others are left out. */
export function textsOf(value: Value | undefined): string[] {
  return itemsOf(value).flatMap((item) => textOf(item) ?? []);
}

/** Of a map the entry, however deep: `entry(task, 'TaskInvocationParameters', 'MaintenanceWindowRunCommandParameters')`. */
export function entry(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  let found = value;
  for (const key of keys) found = found?.kind === 'map' ? found.entries.get(key) : undefined;
  return found;
}

/** Whether anything below is not known: what is missing there may be there after all. */
export function isPartlyUnknown(value: Value | undefined): boolean {
  switch (value?.kind) {
    case 'unknown':
      return true;
    case 'list':
      return value.items.some(isPartlyUnknown);
    case 'map':
      return [...value.entries.values()].some(isPartlyUnknown);
    default:
      return false;
  }
}
