/** What JSON Schemas of results are made of. */
import { exactly, type JsonSchema } from './json-schema.ts';

export const text: JsonSchema = { type: 'string' };
export const flag: JsonSchema = { type: 'boolean' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const texts: JsonSchema = { type: 'array', items: text };
export const anything: JsonSchema = { type: 'object' };

/** Null: there is none. */
export const number: JsonSchema = { type: ['number', 'null'] };
export const textOrNothing: JsonSchema = { type: ['string', 'null'] };
export const instant: JsonSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
};
export const instantOrNothing: JsonSchema = { ...instant, type: ['string', 'null'] };

export function said(description: string, schema: JsonSchema): JsonSchema {
  return { description, ...schema };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function oneOf(...words: readonly unknown[]): JsonSchema {
  return { enum: words };
}

export function orNothing(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** Some of the keys may be left out. */
export function exceptFor(
  optional: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return exactly(
    properties,
    Object.keys(properties).filter((key) => !optional.includes(key)),
  );
}
