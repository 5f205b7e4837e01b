/**
 * Operators of an event pattern: which values a field may have.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
import { inAnyCase } from './any-case.ts';
import {
  type FieldTest,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type Scalar,
} from './event-matching.ts';
import { parseEventWildcard, type Wildcard, wildcardComplexity } from './event-wildcard.ts';
import { type Address, blockOf, contains, parseAddress } from './ip-address.ts';

/** ASSUMPTION wildcard-complexity: AWS refuses what is too complex and does not say where that begins. */
const complexityMax = 10;

export class Refused extends Error {
  readonly at: readonly (string | number)[];

  constructor(message: string, at: readonly (string | number)[]) {
    super(message);
    this.at = at;
  }
}

export type Path = readonly (string | number)[];

export function refuse(message: string, at: Path): never {
  throw new Refused(message, at);
}

type Test = (value: Scalar) => boolean;

export function compileValues(values: readonly Json[], at: Path): FieldTest {
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
