/**
 * Values of a runbook: what a text means as one of the types that parameters, variables and outputs declare.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html
 */
import { parsedJson } from '../../../fields/json-values.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { Value, ValueMap } from './runbook.ts';

export const simpleTypes = ['String', 'StringList', 'Boolean', 'Integer', 'MapList', 'StringMap'] as const;

/** `AWS::EC2::Instance::Id`, `List<AWS::EC2::Instance::Id>`: text in a runbook, chosen from a list in the console. */
const resourceType = /^(?:List<)?AWS::\w+(?:::\w+)+>?$/;

export function isType(type: string): boolean {
  return simpleTypes.includes(type as (typeof simpleTypes)[number]) || resourceType.test(type);
}

/** Whether a value of it is a list. */
export function isListType(type: string): boolean {
  return type === 'StringList' || type === 'MapList' || type.startsWith('List<');
}

export function isValueMap(value: Value | undefined): value is ValueMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the loader has read: scalars are texts. What only a deployment decides is taken for nothing. */
export function plainValue(raw: unknown): Value {
  if (raw instanceof Unknown || raw === undefined || raw === null) return null;
  if (Array.isArray(raw)) return raw.map(plainValue);
  if (typeof raw !== 'object') return raw as Value;
  return Object.fromEntries(Object.entries(raw).map(([key, each]) => [key, plainValue(each)]));
}

/** In the middle of a text: lists and maps as JSON. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The value as one of its type; undefined: it is none. Text with a reference stays as it is until the reference has a value. */
export function typed(value: Value, type: string): Value | undefined {
  if (value === null || (typeof value === 'string' && value.includes('{{'))) return value;
  if (type === 'Boolean') return flagIn(value);
  if (type === 'Integer') return wholeNumberIn(value);
  if (type === 'MapList') return listIn(value, mapIn);
  if (type === 'StringMap') return mapIn(value);
  return isListType(type) ? listIn(value, textOf) : textOf(value);
}

function flagIn(value: Value): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const [word] = typeof value === 'string' ? (/^(?:true|false)$/i.exec(value) ?? []) : [];
  return word === undefined ? undefined : word.toLowerCase() === 'true';
}

function wholeNumberIn(value: Value): number | undefined {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^[-+]?\d{1,15}$/.test(value));
  const number = isNumber ? Number(value) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function mapIn(value: Value): ValueMap | undefined {
  const meant = typeof value === 'string' ? asJson(value) : value;
  if (meant === '') return {};
  return isValueMap(meant) ? meant : undefined;
}

/** One value where a list is meant is a list of one. */
function listIn(value: Value, itemIn: (item: Value) => Value | undefined): Value | undefined {
  const meant = typeof value === 'string' ? asJson(value) : value;
  const items = (Array.isArray(meant) ? (meant as readonly Value[]) : meant === '' ? [] : [value]).map(
    (item) => (typeof item === 'string' && item.includes('{{') ? item : itemIn(item)),
  );
  return items.includes(undefined) ? undefined : (items as Value[]);
}

/** A list or a map that is written as JSON text, as on a command line. */
function asJson(text: string): Value {
  const parsed = /^\s*[[{]/.test(text) ? parsedJson(text) : null;
  return parsed === null ? text : (parsed.value as Value);
}
