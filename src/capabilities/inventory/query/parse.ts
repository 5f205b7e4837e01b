/**
 * Conditions of `--where`: `AWS:Application.Name=httpd and Version<2.4.55`. The type is said once; all conditions are of one item of a
 * report, such as one package.
 */

import { suggestion } from '../../../diagnostics/nearest.ts';
import { customType, type InventoryType, inventoryTypes, isCustom, typeNamed } from '../types.ts';
import { type Failure, isFailure, type Token, tokensOf } from './tokens.ts';

export const operators = ['=', '!=', '<', '<=', '>', '>=', 'begins-with'] as const;
export type Operator = (typeof operators)[number];

export interface Condition {
  readonly attribute: string;
  readonly operator: Operator;
  readonly value: string;
}

export interface ParsedQuery {
  readonly type: InventoryType;
  readonly conditions: readonly Condition[];
}

export function parseQuery(text: string): ParsedQuery | Failure {
  const tokens = tokensOf(text);
  if (isFailure(tokens)) return tokens;
  const conditions: Condition[] = [];
  let type: InventoryType | null = null;
  for (let at = 0; ; at += 4) {
    const [path, operator, value, word] = tokens.slice(at, at + 4);
    const read = readCondition(type, [path, operator, value], text);
    if (isFailure(read)) return read;
    ({ type } = read);
    conditions.push(read.condition);
    if (word === undefined) return { type, conditions };
    if (word.isQuoted || word.text.toLowerCase() !== 'and') {
      return failure(word.at, `expected and, or the end, found ${word.text}`);
    }
  }
}

type Three = readonly [Token | undefined, Token | undefined, Token | undefined];

function readCondition(
  before: InventoryType | null,
  [path, operator, value]: Three,
  text: string,
): { readonly type: InventoryType; readonly condition: Condition } | Failure {
  if (path === undefined) {
    return failure(text.length, `expected ${before === null ? 'a type and an attribute' : 'an attribute'}`);
  }
  const read = readPath(path, before);
  if (isFailure(read)) return read;
  if (operator === undefined) return failure(text.length, `expected one of ${operators.join(' ')}`);
  const found = operators.find((one) => !operator.isQuoted && one === operator.text.toLowerCase());
  if (found === undefined) {
    return failure(operator.at, `expected one of ${operators.join(' ')}, found ${operator.text}`);
  }
  if (value === undefined) return failure(text.length, 'expected a value, such as httpd or "Apache HTTP"');
  return { type: read.type, condition: { attribute: read.attribute, operator: found, value: value.text } };
}

/** `AWS:Application.Name`; after the first condition the attribute alone. */
function readPath(
  { text, at }: Token,
  before: InventoryType | null,
): { readonly type: InventoryType; readonly attribute: string } | Failure {
  const dot = text.lastIndexOf('.');
  const typeName = dot < 0 ? null : text.slice(0, dot);
  const attribute = text.slice(dot + 1);
  if (typeName === null && before === null) {
    return failure(
      at,
      `expected a type before the attribute, such as AWS:Application.${attribute || 'Name'}`,
    );
  }
  const type = typeName === null ? before! : (typeNamed(typeName) ?? ownType(typeName));
  if (type === null) {
    const names = inventoryTypes.map(({ name }) => name);
    const help = suggestion(typeName!, names) ?? `there are ${names.join(', ')}, and Custom:<name>`;
    return failure(at, `unknown type ${typeName}`, help);
  }
  if (before !== null && type.name !== before.name) {
    return failure(at, `expected ${before.name} again: all conditions are of one item of a report`);
  }
  return readAttribute(type, attribute, at + dot + 1);
}

function ownType(name: string): InventoryType | null {
  return isCustom(name) && name.length > 'Custom:'.length ? customType(name) : null;
}

function readAttribute(
  type: InventoryType,
  attribute: string,
  at: number,
): { readonly type: InventoryType; readonly attribute: string } | Failure {
  const { name, attributes, known, from } = type;
  if (attribute === '') return failure(at, `expected an attribute of ${name}, such as ${known[0] ?? 'Name'}`);
  if (from === 'PutInventory' || known.includes(attribute)) return { type, attribute };
  const have = known.length === 0 ? 'only whether it was collected' : `only ${known.join(', ')}`;
  if (attributes.includes(attribute)) {
    return failure(at, `${name}.${attribute} is not simulated by this version: a run knows ${have}`);
  }
  const help = suggestion(attribute, known) ?? `a run knows ${have}`;
  return failure(at, `${name} has no attribute ${attribute}`, help);
}

function failure(at: number, problem: string, help?: string): Failure {
  return { at, problem, ...(help === undefined ? {} : { help }) };
}
