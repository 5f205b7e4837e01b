/**
 * Parameters that a document declares, and what becomes of `{{ name }}`.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html#top-level
 */
import { patternOf } from '../../../aws/allowed-pattern.ts';
import type { ParameterRule, Parameters } from '../../../cloudformation/document-spec.ts';
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { isMap } from '../../../diagnostics/plain-map.ts';
import { anything, choice, listOf, map, mapOf, once, optional, read, text } from '../../../fields/fields.ts';
import { isKnown, Unknown } from '../../../fields/unknown.ts';

export interface DocumentParameter {
  /** Null: a run has to give a value. */
  readonly defaults: readonly string[] | null;
  readonly allowedValues: readonly string[] | null;
  readonly allowedPattern: string | null;
}

const parametersField = once(() =>
  mapOf(
    map({
      allowedPattern: optional(text('a regular expression')),
      allowedValues: optional(listOf(text('a value'))),
      default: optional(anything()),
      description: optional(anything()),
      displayType: optional(choice('textfield', 'textarea')),
      interpolationType: optional(choice('RAW', 'ENV_VAR')),
      maxChars: optional(anything()),
      maxItems: optional(anything()),
      minChars: optional(anything()),
      minItems: optional(anything()),
      type: choice('String', 'StringList', 'Boolean', 'Integer', 'MapList', 'StringMap'),
    }),
    'a map of parameters by name',
  ),
);

/** Undefined: refused, or not known as a whole. */
export function readParameters(
  content: unknown,
  { path, context }: ContentReading,
): ReadonlyMap<string, DocumentParameter> | undefined {
  const raw = isMap(content) ? content['parameters'] : undefined;
  const declared = read(parametersField(), raw ?? {}, [...path, 'parameters'], context);
  if (declared === undefined || !isKnown(declared) || declared instanceof Unknown) return undefined;
  return new Map(
    Object.entries(declared).map(
      ([name, { default: given, allowedValues = null, allowedPattern = null }]) => [
        name,
        { defaults: given === undefined ? null : textsIn(given), allowedValues, allowedPattern },
      ],
    ),
  );
}

/** What a run of the document may give. */
export function rulesOf(
  parameters: ReadonlyMap<string, DocumentParameter>,
): Readonly<Record<string, ParameterRule>> {
  return Object.fromEntries([...parameters].map(([each, declared]) => [each, ruleOf(declared)]));
}

/** AWS refuses a call without a value for a parameter that has no default. */
function ruleOf({ defaults, allowedValues, allowedPattern }: DocumentParameter): ParameterRule {
  const pattern = allowedPattern === null ? null : patternOf(allowedPattern);
  return {
    ...(defaults === null ? { isRequired: true, isDecisive: true } : {}),
    ...(allowedValues === null ? {} : { allowed: allowedValues }),
    ...(pattern === null ? {} : { pattern, expected: `text that matches ${allowedPattern}` }),
  };
}

/** Of a map or a list of maps nothing depends: they are kept as no text at all. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'string' ? [value] : [''];
}

const reference = /\{\{\s*([A-Za-z0-9_.-]+)\s*\}\}/g;

/** Parameters of the document that the text refers to; what Parameter Store holds has a colon in its name. */
export function namesIn(value: unknown): string[] {
  if (typeof value === 'string') return [...value.matchAll(reference)].map(([, name]) => name!);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(namesIn) : [];
}

/** With the values of a run, and else their defaults, in the places of `{{ name }}`. */
export function filledIn(
  text: string,
  declared: ReadonlyMap<string, DocumentParameter>,
  given: Parameters,
): string {
  return text.replaceAll(reference, (written, name: string) => {
    const values = (Object.hasOwn(given, name) ? given[name] : undefined) ?? declared.get(name)?.defaults;
    return values === null || values === undefined ? written : values.join(',');
  });
}
