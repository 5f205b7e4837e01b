/**
 * Events as patterns see them, and which of them a pattern matches.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export type Scalar = string | number | boolean | null;
export type Json = Scalar | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Alternatives of a pattern, which `$or` makes; all fields of one have to match. */
export type EventPattern = readonly ReadonlyMap<string, FieldTest>[];

export interface FieldTest {
  /** An event without the field matches: `exists: false` is among its values. */
  readonly acceptsAbsence: boolean;
  readonly accepts: (value: Scalar) => boolean;
}

/** A value of an event, with the array elements around it: for each array, its number and the element's index. */
interface Leaf {
  readonly value: Scalar;
  readonly within: Membership;
}
type Membership = readonly (readonly [array: number, place: number])[];

/** An event by the names of its fields, joined with dots: made once, and matched against every pattern. */
export type FlatEvent = ReadonlyMap<string, readonly Leaf[]>;

export function flatten(event: JsonObject): FlatEvent {
  const fields = new Map<string, Leaf[]>();
  let arrays = 0;
  const walk = (value: Json, name: string, within: Membership): void => {
    if (isObject(value)) {
      for (const [key, inner] of Object.entries(value))
        walk(inner, name === '' ? key : `${name}.${key}`, within);
    } else if (isList(value)) {
      const array = arrays++;
      for (const [place, item] of value.entries())
        walk(item, name, isObject(item) || isList(item) ? [...within, [array, place]] : within);
    } else {
      const leaves = fields.get(name);
      if (leaves === undefined) fields.set(name, [{ value, within }]);
      else leaves.push({ value, within });
    }
  };
  walk(event, '', []);
  return fields;
}

export function matchesPattern(pattern: EventPattern, event: FlatEvent): boolean {
  return pattern.some((fields) => matchesAll(fields, event));
}

/**
 * Fields within one array must match in the same element, so the elements chosen so far are carried along. A field is
 * absent when those elements have none; what the other elements have does not count.
 */
function matchesAll(fields: ReadonlyMap<string, FieldTest>, event: FlatEvent): boolean {
  let chosen: readonly Membership[] = [[]];
  for (const [name, test] of fields) {
    const leaves = event.get(name) ?? [];
    const next = new Map<string, Membership>();
    const keep = (elements: Membership) =>
      next.set(elements.map(([array, place]) => `${array}:${place}`).join(), elements);
    for (const elements of chosen) {
      let isAbsent = true;
      for (const { value, within } of leaves) {
        const both = merged(elements, within);
        if (both === null) continue;
        isAbsent = false;
        if (test.accepts(value)) keep(both);
      }
      if (isAbsent && test.acceptsAbsence) keep(elements);
    }
    if (next.size === 0) return false;
    chosen = [...next.values()];
  }
  return true;
}

/** Null: they are in different elements of one array. */
function merged(elements: Membership, more: Membership): Membership | null {
  if (more.length === 0) return elements;
  const all = new Map(elements);
  for (const [array, place] of more) {
    if ((all.get(array) ?? place) !== place) return null;
    all.set(array, place);
  }
  return [...all].sort(([a], [b]) => a - b);
}
