/**
 * JSON Schema, draft 7: what editors and their YAML language server understand best.
 *
 * Beyond the draft: `markdownDescription`, `enumDescriptions`, `patternErrorMessage`, `errorMessage` and
 * `defaultSnippets`, which editors show and validators pass over.
 */
export type JsonSchema = { readonly [key: string]: unknown };

export const draft = 'http://json-schema.org/draft-07/schema#';

export function reference(definition: string): JsonSchema {
  return { $ref: `#/definitions/${definition}` };
}

/**
 * One value where a list is meant is a list of one. The items stand outside of the choice: so an editor takes it for a
 * list, which is how people write it.
 */
export function oneOrMany(item: JsonSchema, lengths: JsonSchema = {}): JsonSchema {
  return { items: item, ...lengths, anyOf: [{ type: 'array' }, item] };
}

/** A map with these keys and no others. */
export function exactly(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema {
  return {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** A map whose keys are names that the user chooses. An empty one is as good as none. */
export function byName(entry: JsonSchema): JsonSchema {
  return { type: ['object', 'null'], additionalProperties: entry };
}
