/** JSON Schemas from the fields that the loader reads with, so that editor and loader cannot disagree. */
import { exactly, type JsonSchema, oneOrMany, reference } from '../fields/json-schema.ts';
import type { Meaning, Meanings } from '../fields/meaning.ts';
import { meaningIn, saying } from './meaning.ts';
import { descriptionOf, hintsOf, listOf, unwrap, type ZodField } from './zod-fields.ts';

export interface Manner {
  /** What fields do not say of themselves. Every key has to be said something of. */
  readonly meanings: Meanings;
  /** By path: fields that take anything, because a function of their own reads them. */
  readonly shapes?: Readonly<Record<string, JsonSchema>>;
  /** A shape that occurs in many places refers to one definition. */
  readonly definitions?: ReadonlyMap<ZodField, string>;
  /** AWS's own: texts may be functions of CloudFormation, and AWS's page says more. */
  readonly awsPage?: string;
  /** Told which entries of `meanings` were of use. */
  readonly used?: (meaning: string) => void;
}

/** `path` leads to the field: `fleet`, `<group>`, `os`. */
export function schemaOfField(field: ZodField, path: readonly string[], manner: Manner): JsonSchema {
  const unwrapped = unwrap(field);
  const meaning = meaningOf(field, path, manner, unwrapped.default);
  const said = meaning === undefined ? {} : saying(meaning, manner.awsPage);
  return { ...said, ...shapeOf(unwrapped.field, path, manner, meaning?.words) };
}

function meaningOf(
  field: ZodField,
  path: readonly string[],
  { meanings, used }: Manner,
  given: unknown,
): Meaning | undefined {
  const found = meaningIn(meanings, path);
  if (found !== undefined) used?.(found[0]);
  // One word at the end of a path may be said of another's key: what a field says of itself goes before it.
  const isSaidOfThis = found !== undefined && (found[0].includes('.') || path.length === 1);
  const own = descriptionOf(field);
  const says = isSaidOfThis ? (found[1].says ?? own) : (own ?? found?.[1].says);
  if (says === undefined) return undefined;
  return { ...found?.[1], ...(given === undefined ? {} : { default: given }), says };
}

function shapeOf(
  field: ZodField,
  path: readonly string[],
  manner: Manner,
  words: Meaning['words'],
): JsonSchema {
  const given = manner.shapes?.[path.join('.')];
  if (given !== undefined) return given;
  const definition = manner.definitions?.get(field);
  if (definition !== undefined) return reference(definition);
  const { shape, valueType } = field._zod.def;
  if (shape !== undefined) return mapSchema(shape, path, manner);
  const list = listOf(field);
  if (list !== undefined) {
    const at = [...path.slice(0, -1), `${path.at(-1)}[]`];
    return oneOrMany(shapeOf(unwrap(list.element).field, at, manner, words), list.lengths);
  }
  if (valueType !== undefined) {
    return { type: 'object', additionalProperties: schemaOfField(valueType, [...path, '<name>'], manner) };
  }
  const { like } = hintsOf(field);
  if (like !== undefined) return shapeOf(unwrap(like as ZodField).field, path, manner, words);
  return leafSchema(hintsOf(field), path, manner, words);
}

function mapSchema(
  shape: Readonly<Record<string, ZodField>>,
  path: readonly string[],
  manner: Manner,
): JsonSchema {
  const entries = Object.entries(shape);
  return exactly(
    Object.fromEntries(entries.map(([key, field]) => [key, schemaOfField(field, [...path, key], manner)])),
    entries.filter(([, field]) => unwrap(field).isRequired).map(([key]) => key),
  );
}

/** Where a plain `true` is as likely as any other text. */
const freeTexts = /^(Value|Values\[\]|Parameters|<name>)$/;

function leafSchema(
  { description: _, format: __, ...hints }: Readonly<Record<string, unknown>>,
  path: readonly string[],
  { awsPage }: Manner,
  meaningOfWord: Meaning['words'],
): JsonSchema {
  const { enum: words, type } = hints as { enum?: readonly string[]; type?: string | readonly string[] };
  if (words !== undefined) return enumSchema(words, meaningOfWord);
  // The loader takes text as it is written, and so "true" for true.
  if (type === 'boolean') {
    return { type: ['boolean', 'string'], pattern: '^(true|false|True|False|TRUE|FALSE)$' };
  }
  const isText = Array.isArray(type) && type[0] === 'string';
  const { patternErrorMessage } = hints as { patternErrorMessage?: string };
  if (!isText)
    return patternErrorMessage === undefined ? hints : { ...hints, errorMessage: patternErrorMessage };
  // An editor would offer true and false for a name if it were told that they, too, are read as text.
  const isFree = awsPage !== undefined && freeTexts.test(path.at(-1)!);
  const text = { ...hints, type: isFree ? type : ['string', 'number'] };
  return awsPage === undefined ? text : orFunction(text);
}

/** As an editor sees the tags of CloudFormation, which it takes no notice of: `!Sub "${A}-b"`, `!Ref AWS::Region`. */
const taggedText = '^AWS::|\\$\\{';

/**
 * Or `Ref` and its relatives, as maps, as tagged text, or as the tagged lists `!GetAtt [Role, Arn]` and `!Sub [text,
 * map]`. One schema rather than a choice of several: that is how an editor shows most of what it knows.
 */
function orFunction(text: JsonSchema): JsonSchema {
  const { pattern } = text;
  return {
    ...text,
    type: [...(text['type'] as readonly string[]), 'object', 'array'],
    ...(pattern === undefined ? {} : { pattern: `${pattern}|${taggedText}` }),
    propertyNames: { enum: ['Ref', 'Fn::GetAtt', 'Fn::Sub'] },
    minProperties: 1,
    maxProperties: 1,
    minItems: 2,
    maxItems: 2,
  };
}

function enumSchema(words: readonly string[], meaningOfWord: Meaning['words'] = {}): JsonSchema {
  // To an editor 1 is a number.
  const numbers = words.filter((word) => /^[0-9]+$/.test(word)).map(Number);
  const isExplained = words.some((word) => meaningOfWord[word] !== undefined);
  return {
    enum: [...words, ...numbers],
    ...(isExplained
      ? { enumDescriptions: words.map((word) => (meaningOfWord[word] ?? '').replaceAll('`', '')) }
      : {}),
  };
}
