/**
 * Values of a file with their places. Each leaf is known, unknown (only a deployment decides) or absent; a fourth kind,
 * `oneOf` with its condition, is reserved for `Fn::If`. Text stays text, as in the file: `5`, `true` and `rate(1 day)` alike.
 */
import type { DataPath } from '../diagnostics/problem.ts';
import { Unknown } from '../fields/unknown.ts';

export type Value =
  | { readonly kind: 'text'; readonly text: string; readonly path: DataPath }
  | { readonly kind: 'list'; readonly items: readonly Value[]; readonly path: DataPath }
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Value>; readonly path: DataPath }
  /** `!Ref` or `!GetAtt` of another resource of the same file. `text`: what it returns; null: only a deployment decides. */
  | {
      readonly kind: 'resource';
      readonly logicalId: string;
      readonly text: string | null;
      readonly path: DataPath;
    }
  /** `isOmitted`: AWS::NoValue, which is as if it had not been written. */
  | { readonly kind: 'absent'; readonly path: DataPath; readonly isOmitted?: true }
  /**
   * Parameters without a default, conditions, imports, functions that are not worked out. `outline`: the text with variables
   * where a deployment fills something in, such as `arn:${AWS::Partition}:iam::aws:policy/X`; null: nothing of it is known.
   */
  | { readonly kind: 'unknown'; readonly path: DataPath; readonly outline: string | null };

export function textOf(value: Value | undefined): string | null {
  return value?.kind === 'text' ? value.text : null;
}

/** Whether anything is written, be it unknown. */
export function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value.kind !== 'absent';
}

/** `20`, not `20%`. */
export function numberOf(value: Value | undefined): number | null {
  const text = textOf(value)?.trim() ?? '';
  return /^[-+]?[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : null;
}

/** Of a list its items; of one value where a list is meant, that one. */
export function itemsOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'absent') return [];
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

/** Text that may contain variables: enough to know the name of a policy, or of a service, in any Region. */
export function outlineOf(value: Value | undefined): string | null {
  return value?.kind === 'unknown' ? value.outline : textOf(value);
}

/** Plain data for fields to read; undefined: AWS::NoValue. */
export function plainOf(value: Value): unknown {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'resource':
      return value.text ?? new Unknown(value.path);
    case 'list':
      return value.items.map(plainOf);
    case 'map': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const [key, item] of value.entries) plain[key] = plainOf(item);
      return plain;
    }
    case 'absent':
      return value.isOmitted ? undefined : null;
    case 'unknown':
      return new Unknown(value.path);
  }
}
