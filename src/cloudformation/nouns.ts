import type { Fields } from './read-fields.ts';
import type { ResourceSpec } from './resource-spec.ts';

/** What specs have built, by type and then by logical id, in the order of the file. */
export type Nouns = ReadonlyMap<string, ReadonlyMap<string, unknown>>;

/** Those of one spec, typed. */
export function nounsIn<Type extends string, F extends Fields, Noun>(
  nouns: Nouns,
  { type }: ResourceSpec<Type, F, Noun>,
): ReadonlyMap<string, Noun> {
  // The properties of the type have been built by its spec.
  return (nouns.get(type) ?? new Map()) as ReadonlyMap<string, Noun>;
}

/** Those of a scenario: `nounsOf(scenario, maintenanceWindow)`. */
export function nounsOf<Type extends string, F extends Fields, Noun>(
  { nouns }: { readonly nouns: Nouns },
  spec: ResourceSpec<Type, F, Noun>,
): ReadonlyMap<string, Noun> {
  return nounsIn(nouns, spec);
}
