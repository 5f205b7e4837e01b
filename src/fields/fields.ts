/**
 * The fields that a scenario is made of. Each says what it expects in words that a YAML author can use, and is a zod
 * schema with a description, so that the JSON Schema of the scenario is made from what the loader runs.
 *
 * `zod/mini` rather than `zod`: the same schemas at a fifth of the code, which is start-up time.
 */
import * as z from 'zod/mini';
import { nearest } from '../diagnostics/nearest.ts';
import { describe } from '../diagnostics/plain-map.ts';
import type { DataPath } from '../diagnostics/problem.ts';
import type { LoadContext, ProblemOptions } from './context.ts';
import { Unknown } from './unknown.ts';

/** Reads plain data (see `context.ts`) into a `T`. */
export type Field<T> = z.ZodMiniType<T, unknown>;

interface SlipOptions extends ProblemOptions {
  readonly code?: string;
  /** Leads on from the field to the part of it that is wrong. */
  readonly path?: DataPath;
}

/** Why a value is refused: what a field's function returns instead of a value. */
export class Slip {
  readonly message: string;
  readonly options: SlipOptions;

  constructor(message: string, options: SlipOptions = {}) {
    this.message = message;
    this.options = options;
  }
}

/**
 * A field from the function that reads it. `hint` goes into the JSON Schema. One schema, which reads by the function at
 * once: a pipe to a transformation is three, and hundreds of fields are made at each start.
 */
export function field<T>(
  parse: (value: unknown) => T | Slip,
  hint: Readonly<Record<string, unknown>> = {},
): Field<T> {
  const schema = z.unknown();
  schema._zod.run = (payload) => {
    const { value } = payload;
    if (value instanceof Unknown) return payload;
    const result = parse(value);
    if (!(result instanceof Slip)) {
      payload.value = result;
      return payload;
    }
    const { path = [], ...params } = result.options;
    payload.issues.push({ code: 'custom', message: result.message, input: value, path: [...path], params });
    return payload;
  };
  z.globalRegistry.add(schema, { ...hint });
  return schema as unknown as Field<T>;
}

/** With its meaning in a sentence, for the JSON Schema and the reference. */
export function described<S extends z.ZodMiniType>(schema: S, description: string): S {
  z.globalRegistry.add(schema, { ...z.globalRegistry.get(schema), description });
  return schema;
}

/** The same schema, that lets what is unknown pass as it is. */
function passingUnknown<S extends z.ZodMiniType>(schema: S): S {
  const { run } = schema._zod;
  schema._zod.run = (payload, context) =>
    payload.value instanceof Unknown ? payload : run(payload, context);
  return schema;
}

/** A map with these keys and no others. */
export function map<Shape extends z.core.$ZodShape>(shape: Shape) {
  const keys = Object.keys(shape);
  return passingUnknown(
    z.strictObject(shape, {
      error: (issue) =>
        // The known keys travel in the message: the issue has no other place for them.
        issue.code === 'unrecognized_keys'
          ? keys.join(' ')
          : `expected a map with ${listWords(keys)}, found ${describe(issue.input)}`,
    }),
  );
}

/** A map whose keys the user chooses. */
export function mapOf<T>(value: Field<T>, what = 'a map') {
  return passingUnknown(
    z.record(z.string(), value, {
      error: (issue) => `expected ${what}, found ${describe(issue.input)}`,
    }),
  );
}

/** A list; one scalar or map where a list is meant is a list of one. */
export function listOf<T>(item: Field<T>): Field<T[]> {
  const list = z.array(item, {
    error: ({ input }) => (input === undefined ? 'missing: expected a list' : 'expected a list'),
  });
  const { run } = list._zod;
  list._zod.run = (payload, context) => {
    const { value } = payload;
    if (value instanceof Unknown) return payload;
    if (value !== undefined && !Array.isArray(value)) payload.value = [value];
    return run(payload, context);
  };
  return list as unknown as Field<T[]>;
}

export const optional = z.optional;

/** Schemas take time to build: each is built once, when it is first needed. */
export function once<T>(build: () => T): () => T {
  let built: { readonly value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}

/** The same for what depends on an object, such as the list of capabilities. */
export function oncePer<Key extends object, T>(build: (key: Key) => T): (key: Key) => T {
  const built = new WeakMap<Key, { readonly value: T }>();
  return (key) => {
    let known = built.get(key);
    if (known === undefined) {
      known = { value: build(key) };
      built.set(key, known);
    }
    return known.value;
  };
}

/** `given` is written as a user would write it. */
export function withDefault<T>(schema: Field<T>, given: unknown): Field<T> {
  return z.prefault(schema, given) as unknown as Field<T>;
}

/**
 * Reads `value` at `path`. Undefined: it is wrong, and that has been reported.
 */
export function read<T>(
  schema: Field<T>,
  value: unknown,
  path: DataPath,
  context: LoadContext,
): T | undefined {
  return reading(schema, value, path, context)?.value;
}

/** The same, where undefined may be what is read. Null: it is wrong. */
export function reading<T>(
  schema: Field<T>,
  value: unknown,
  path: DataPath,
  context: LoadContext,
): { readonly value: T } | null {
  const result = z.safeParse(schema, value);
  if (result.success) return { value: result.data };
  for (const issue of result.error.issues) {
    const at = [...path, ...(issue.path as (string | number)[])];
    if (issue.code === 'unrecognized_keys') {
      const known = issue.message.split(' ');
      for (const key of issue.keys) unknownKey([...at, key], known, context);
    } else if (issue.code === 'custom') {
      const { code = 'bad-value', ...options } = (issue.params ?? {}) as SlipOptions;
      context.error(at, code, issue.message, options);
    } else {
      context.error(at, issue.message.startsWith('missing') ? 'missing-key' : 'bad-value', issue.message);
    }
  }
  return null;
}

/** `path` ends in a key that is none of `known`. */
export function unknownKey(path: DataPath, known: readonly string[], context: LoadContext): void {
  const likely = nearest(String(path.at(-1)), known);
  const help = likely !== null ? `did you mean ${likely}?` : `known keys here: ${listWords(known)}`;
  context.error(path, 'unknown-key', 'unknown key', { at: 'key', help });
}

/** A value refused for what it is; an absent one is called missing. */
export function refuse(value: unknown, expected: string, options: SlipOptions = {}): Slip {
  if (value === undefined)
    return new Slip(`missing: expected ${expected}`, { code: 'missing-key', ...options });
  const isTold = value === null || typeof value === 'object';
  return new Slip(`expected ${expected}${isTold ? `, found ${describe(value)}` : ''}`, options);
}

function listWords(words: readonly string[]): string {
  return words.join(', ');
}

/** Text as it is written: `3.10` and `0042` stay what they are. */
export function text(
  what = 'text',
  allowed?: { min?: number; max?: number; pattern?: RegExp },
): Field<string> {
  const { min = 0, max = 10_000, pattern } = allowed ?? {};
  return field(
    (value) => {
      if (value === null)
        return refuse(value, what, { help: 'write "" for empty text, "null" for that word' });
      if (typeof value !== 'string') return refuse(value, what);
      if (value.length < min || value.length > max) {
        return refuse(
          value,
          value.length === 0 ? `${what}, not empty` : `${what} of ${min} to ${max} characters`,
        );
      }
      return pattern === undefined || pattern.test(value) ? value : refuse(value, what);
    },
    {
      type: ['string', 'number', 'boolean'],
      ...(min === 0 ? {} : { minLength: min }),
      ...(max === 10_000 ? {} : { maxLength: max }),
      ...(pattern === undefined ? {} : { pattern: pattern.source, patternErrorMessage: `expected ${what}` }),
    },
  );
}

/** Any value: it has no effect on the simulation, or is read by a function of its own. */
export function anything(hint: Readonly<Record<string, unknown>> = {}): Field<unknown> {
  return field((value) => value, hint);
}

/** Optional properties that no run depends on. */
export function ignored<const Name extends string>(...names: readonly Name[]) {
  return Object.fromEntries(names.map((name) => [name, z.optional(anything())])) as Record<
    Name,
    z.ZodMiniOptional<Field<unknown>>
  >;
}

/** One of these words. */
export function choice<const Word extends string>(...words: Word[]): Field<Word> {
  return field(
    (value) => {
      if (words.includes(value as Word)) return value as Word;
      const expected = words.length === 1 ? words[0]! : `one of ${listWords(words)}`;
      const likely = typeof value === 'string' ? nearest(value, words) : null;
      return refuse(value, expected, likely === null ? {} : { help: `did you mean ${likely}?` });
    },
    { enum: words },
  );
}

export function boolean(): Field<boolean> {
  return field(
    (value) => {
      if (value === 'true' || value === 'True' || value === 'TRUE') return true;
      if (value === 'false' || value === 'False' || value === 'FALSE') return false;
      const isYesOrNo = typeof value === 'string' && /^(yes|no|on|off|y|n)$/i.test(value);
      return refuse(value, 'true or false', isYesOrNo ? { help: 'YAML 1.2 knows no yes and no' } : {});
    },
    { type: 'boolean' },
  );
}

const wholeNumber = /^[-+]?[0-9]+$/;

/** A whole number from `min` to `max`. `options` may depend on the number found, NaN where it is none. */
export function integer(
  min: number,
  max: number,
  options: ProblemOptions | ((found: number) => ProblemOptions) = {},
): Field<number> {
  const expected = `a whole number from ${grouped(min)} to ${grouped(max)}`;
  return field(
    (value) => {
      const number = typeof value === 'string' && wholeNumber.test(value) ? Number(value) : Number.NaN;
      if (number >= min && number <= max) return number;
      const found = typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
      return refuse(value, expected, typeof options === 'function' ? options(found) : options);
    },
    {
      type: ['integer', 'string'],
      minimum: min,
      maximum: max,
      pattern: wholeNumber.source,
      patternErrorMessage: `expected ${expected}`,
    },
  );
}

/** 10,000,000 is easier to count than 10000000. */
function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=([0-9]{3})+$)/g, ',');
}
