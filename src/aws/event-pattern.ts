/**
 * Event patterns of EventBridge: which are valid, and which events they match.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { inAnyCase } from './any-case.ts';
import { parseEventWildcard, type Wildcard, wildcardComplexity } from './event-wildcard.ts';
import { type Address, blockOf, contains, parseAddress } from './ip-address.ts';

export type Scalar = string | number | boolean | null;
export type Json = Scalar | readonly Json[] | JsonObject;
export type JsonObject = { readonly [name: string]: Json };

/** Alternatives of a pattern, which `$or` makes; all fields of one have to match. */
export type EventPattern = readonly ReadonlyMap<string, FieldTest>[];

interface FieldTest {
  /** An event without the field matches: `exists: false` is among its values. */
  readonly acceptsAbsence: boolean;
  readonly accepts: (value: Scalar) => boolean;
}

/** Why AWS refuses a pattern, and where in it. */
export interface PatternProblem {
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** #eb-filtering-complex-example-or: more combinations than this are refused. */
const alternativesMax = 1000;
/** ASSUMPTION wildcard-complexity: AWS refuses what is too complex and does not say where that begins. */
const complexityMax = 10;

/** Words that cannot be names of fields inside `$or`. */
const reserved: ReadonlySet<string> = new Set([
  ...['exactly', 'prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'exists', 'wildcard', 'numeric'],
  ...['cidr', '=', '<', '<=', '>', '>=', 'regex', 'not-wildcard', 'not-equals-ignore-case', 'date-after'],
  ...['date-on-or-after', 'date-before', 'date-on-or-before', 'in-date-range', 'ip-address-in-range'],
  'ip-address-not-in-range',
]);

class Refused extends Error {
  readonly at: readonly (string | number)[];

  constructor(message: string, at: readonly (string | number)[]) {
    super(message);
    this.at = at;
  }
}

type Path = readonly (string | number)[];

function refuse(message: string, at: Path): never {
  throw new Refused(message, at);
}

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

type Test = (value: Scalar) => boolean;

function compileValues(values: readonly Json[], at: Path): FieldTest {
  if (values.length === 0) refuse('expected at least one value: AWS allows no empty list', at);
  const wildcards: Wildcard[] = [];
  let acceptsAbsence = false;
  const tests = values.flatMap((value, index): Test[] => {
    const here = [...at, index];
    if (isList(value))
      refuse('expected text, a number, true, false, null or an operator, found a list', here);
    if (!isObject(value)) return [exactly(value)];
    const [operator, operand, inside] = onlyEntry(value, here);
    if (operator !== 'exists') return [compileOperator(operator, operand, inside, wildcards)];
    if (typeof operand !== 'boolean') refuse('expected true or false after exists', inside);
    if (!operand) acceptsAbsence = true;
    return operand ? [() => true] : [];
  });
  if (wildcardComplexity(wildcards, complexityMax) > complexityMax)
    refuse('expected fewer wildcards, or fewer repeated characters after them: the rule is too complex', at);
  return { acceptsAbsence, accepts: (value) => tests.some((test) => test(value)) };
}

function onlyEntry(object: JsonObject, at: Path): readonly [string, Json, Path] {
  const [entry, ...others] = Object.entries(object);
  if (entry === undefined) refuse('expected an operator, such as { prefix: aws. }', at);
  if (others.length > 0) refuse('expected one operator in a map', [...at, others[0]![0]]);
  return [entry[0], entry[1], [...at, entry[0]]];
}

function compileOperator(operator: string, operand: Json, at: Path, wildcards: Wildcard[]): Test {
  switch (operator) {
    case 'exactly':
      return exactly(textIn(operand, operator, at));
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return onText(textTest(operator, operand, at, wildcards));
    case 'anything-but':
      return compileAnythingBut(operand, at, wildcards);
    case 'numeric':
      return compileNumeric(operand, at);
    case 'cidr':
      return compileCidr(textIn(operand, operator, at), at);
    default:
      return refuse(`unknown operator ${operator}: AWS knows ${operators.join(', ')}`, at);
  }
}

const operators = [
  'prefix',
  'suffix',
  'equals-ignore-case',
  'wildcard',
  'anything-but',
  'numeric',
  'cidr',
  'exists',
];

type TextTest = (text: string) => boolean;

/** A value that is not text never matches. */
function onText(test: TextTest): Test {
  return (value) => typeof value === 'string' && test(value);
}

function textTest(operator: string, operand: Json, at: Path, wildcards: Wildcard[]): TextTest {
  if (isObject(operand) && (operator === 'prefix' || operator === 'suffix')) {
    const [inner, text, inside] = onlyEntry(operand, at);
    if (inner !== 'equals-ignore-case')
      refuse(`expected text or equals-ignore-case after ${operator}`, inside);
    return ofText(`${operator} equals-ignore-case`, textIn(text, inner, inside), inside, wildcards);
  }
  return ofText(operator, textIn(operand, operator, at), at, wildcards);
}

function ofText(operator: string, text: string, at: Path, wildcards: Wildcard[]): TextTest {
  switch (operator) {
    case 'prefix':
      return (value) => value.startsWith(text);
    case 'suffix':
      return (value) => value.endsWith(text);
    case 'prefix equals-ignore-case':
      return inAnyCase(text, 'prefix');
    case 'suffix equals-ignore-case':
      return inAnyCase(text, 'suffix');
    case 'equals-ignore-case':
      return inAnyCase(text, 'whole');
    default: {
      const wildcard = parseEventWildcard(text);
      if ('message' in wildcard) refuse(wildcard.message, at);
      wildcards.push(wildcard);
      return wildcard.matches;
    }
  }
}

/** #eb-filtering-anything-but: matches every other value, null and numbers too; an absent field does not match. */
function compileAnythingBut(operand: Json, at: Path, wildcards: Wildcard[]): Test {
  if (isObject(operand)) {
    const [operator, excluded, inside] = onlyEntry(operand, at);
    if (!['prefix', 'suffix', 'equals-ignore-case', 'wildcard'].includes(operator))
      refuse(
        `expected prefix, suffix, equals-ignore-case or wildcard inside anything-but, found ${operator}`,
        inside,
      );
    const texts = isList(excluded) ? excluded : [excluded];
    if (texts.length === 0) refuse(`expected at least one value after ${operator}`, inside);
    const tests = texts.map((one) => {
      const text = textIn(one, operator, inside);
      if (text === '' && (operator === 'prefix' || operator === 'suffix'))
        refuse(`expected text, not empty, after ${operator} inside anything-but`, inside);
      return ofText(operator, text, inside, wildcards);
    });
    return (value) => !(typeof value === 'string' && tests.some((test) => test(value)));
  }
  const excluded = isList(operand) ? operand : [operand];
  const areAll = (isOf: (one: Json) => boolean) => excluded.length > 0 && excluded.every(isOf);
  if (!areAll((one) => typeof one === 'string') && !areAll(isNumber))
    refuse('expected text, a number, or a list that is all text or all numbers after anything-but', at);
  return (value) => !excluded.includes(value);
}

/** An IP address equals the same address written differently. */
function exactly(expected: Scalar): Test {
  const address = typeof expected === 'string' ? parseAddress(expected) : null;
  if (address === null) return (value) => value === expected;
  return onText((text) => text === expected || isSameAddress(parseAddress(text), address));
}

function isSameAddress(one: Address | null, other: Address): boolean {
  return one !== null && one.length === other.length && one.every((byte, index) => byte === other[index]);
}

function compileCidr(text: string, at: Path): Test {
  const block = blockOf(text);
  if ('message' in block) refuse(block.message, at);
  return onText((value) => {
    const address = parseAddress(value);
    return address !== null && contains(block, address);
  });
}

/** #filtering-numeric-matching: numbers only, never text that looks like one. */
function compileNumeric(operand: Json, at: Path): Test {
  if (!isList(operand)) refuse('expected a list after numeric, such as [">", 0, "<=", 5]', at);
  const [low, from, high, to] = operand;
  const isRange = operand.length === 4 && (low === '>' || low === '>=') && (high === '<' || high === '<=');
  if (!isRange && operand.length !== 2)
    refuse('expected one comparison after numeric, or a lower bound and then an upper one', at);
  const tests = [comparison(low, from, [...at, 0]), ...(isRange ? [comparison(high, to, [...at, 2])] : [])];
  if (isRange && (from as number) >= (to as number)) refuse('expected a lower bound below the upper one', at);
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function comparison(
  operator: Json | undefined,
  bound: Json | undefined,
  at: Path,
): (value: number) => boolean {
  if (!isNumber(bound)) refuse('expected a number after each comparison', at);
  switch (operator) {
    case '=':
      return (value) => value === bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      return refuse('expected one of = < <= > >=', at);
  }
}

/** Numbers are compared as doubles, so one beyond their range is refused. */
function isNumber(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function textIn(value: Json, operator: string, at: Path): string {
  return typeof value === 'string' ? value : refuse(`expected text after ${operator}`, at);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
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
