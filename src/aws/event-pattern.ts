/**
 * Event patterns of EventBridge: which are valid.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
import {
  type EventPattern,
  type FieldTest,
  isList,
  isObject,
  type Json,
  type JsonObject,
} from './event-matching.ts';
import { compileValues, type Path, Refused, refuse } from './event-operators.ts';

/** Why AWS refuses a pattern, and where in it. */
export interface PatternProblem {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** #eb-filtering-complex-example-or: more combinations than this are refused. */
const alternativesMax = 1000;
/** Words that cannot be names of fields inside `$or`. */
const reserved: ReadonlySet<string> = new Set([
  ...['exactly', 'prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'exists', 'wildcard', 'numeric'],
  ...['cidr', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after'],
  ...['date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range'],
  'ip-address-not-in-range',
]);

export function parseEventPattern(pattern: Json): EventPattern | PatternProblem {
  try {
    if (!isObject(pattern)) refuse('expected a map of fields', []);
    return compileObject(pattern, [], [], [new Map()], false).map(inOrderOfName);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { message: error.message, path: error.at };
  }
}

/** AWS's open source rule engine tries fields in this order, which decides for which elements of an array a field is absent. */
function inOrderOfName(fields: ReadonlyMap<string, FieldTest>): ReadonlyMap<string, FieldTest> {
  return new Map([...fields].sort(([one], [other]) => (one < other ? -1 : 1)));
}

export function isPatternProblem(pattern: EventPattern | PatternProblem): pattern is PatternProblem {
  return 'message' in pattern;
}

type Alternatives = ReadonlyMap<string, FieldTest>[];

/** `name`: the keys down to the object, which a field's name joins with dots; `at`: its path in the file, with `$or` and its indices. */
function compileObject(
  object: JsonObject,
  name: readonly string[],
  at: Path,
  given: Alternatives,
  isInOr: boolean,
): Alternatives {
  const entries = Object.entries(object);
  if (entries.length === 0) refuse('expected at least one field: AWS allows no empty map', at);
  let alternatives = given;
  for (const [key, value] of entries) {
    const here = [...at, key];
    if (key === '$or') alternatives = compileOr(value, name, here, alternatives);
    else if (isInOr && reserved.has(key))
      refuse(`expected the name of a field: ${key} is reserved inside $or`, here);
    else if (isObject(value)) alternatives = compileObject(value, [...name, key], here, alternatives, isInOr);
    else if (isList(value)) {
      const test = compileValues(value, here);
      const field = [...name, key].join('.');
      // A field that is named twice counts as it is named last.
      alternatives = alternatives.map((fields) => new Map(fields).set(field, test));
    } else refuse('expected a list of values, or a map of fields', here);
  }
  return alternatives;
}

function compileOr(value: Json, name: readonly string[], at: Path, given: Alternatives): Alternatives {
  if (!isList(value)) refuse('expected a list of maps after $or', at);
  const alternatives = value.flatMap((item, index) => {
    if (!isObject(item)) refuse('expected a map of fields inside $or', [...at, index]);
    return compileObject(item, name, [...at, index], given, true);
  });
  if (value.length < 2) refuse('expected at least two maps inside $or', at);
  if (alternatives.length > alternativesMax)
    refuse(`expected at most ${alternativesMax} combinations of $or, found ${alternatives.length}`, at);
  return alternatives;
}
