import type { DataPath } from '../diagnostics/problem.ts';

/**
 * A value that only a deployment decides, such as a parameter without a default. Every field lets it pass as it is, so that
 * what surrounds it can be read and judged.
 */
export class Unknown {
  readonly path: DataPath;

  constructor(path: DataPath) {
    this.path = path;
  }
}

/** What a field reads where any part may be unknown. */
export type Partly<T> = unknown extends T
  ? unknown
  : T extends string | number | boolean | null | undefined
    ? T | Unknown
    : T extends readonly (infer Item)[]
      ? readonly Partly<Item>[] | Unknown
      : { readonly [Key in keyof T]: Partly<T[Key]> } | Unknown;

/** Whether every part is known. */
export function isKnown<T>(value: T | Partly<T>): value is T {
  if (value instanceof Unknown) return false;
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every((part) => isKnown(part));
}

/** Items that can be looked at; none of a list that is absent or unknown. */
export function itemsIn<T>(list: readonly T[] | Unknown | undefined): readonly T[] {
  return list === undefined || list instanceof Unknown ? [] : list;
}
