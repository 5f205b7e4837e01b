/**
 * References such as `{{ InstanceId }}`, `{{ stop.InstanceStates }}`, `{{ global:REGION }}`, and the values in their places.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-variables.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html
 */
import { parsedJson } from '../../../fields/json-values.ts';
import type { Value } from './runbook.ts';
import { isValueMap, textOf } from './values.ts';

/** Variables that AWS gives a value, with the words before the colon. */
export const systemVariables = [
  'global:ACCOUNT_ID',
  'global:AWS_PARTITION',
  'global:DATE',
  'global:DATE_TIME',
  'global:REGION',
  'automation:EXECUTION_ID',
] as const;

/**
 * The names between the braces. What begins otherwise, as templates of other programs do (`{{.Names}}`), or has a third brace, as
 * text of Python does, is no reference.
 */
const reference =
  /(?<!\{)\{\{\s*(\w[\w-]*(?:\.[\w-]+|\[(?:\d+|\*)\])*|(?:global|automation|variable):[\w.-]+(?:\[\d+\])*)\s*\}\}(?!\})/g;
const wholeReference = new RegExp(`^\\s*${reference.source}\\s*$`);

/** `undefined`: there is no value of this name. */
export type Lookup = (name: string) => Value | undefined;

/** How much references may put into one value: enough for all that AWS takes, and values that double at each turn stay small. */
const insertedMax = 200_000;

/**
 * With values in the places of references. Text that is one reference alone becomes the value itself, with its type; in the
 * middle of text lists and maps are JSON. `{{ ssm:name }}`, and what has no value, stays as it is written. References in
 * values are not followed: AWS does not expand on several levels.
 */
export function resolve(value: Value, lookup: Lookup): Value {
  if (!mayRefer(value)) return value;
  let left = insertedMax;
  return resolved(value, (name) => {
    const found = valueNamed(name, lookup);
    if (found === undefined) return undefined;
    left -= sizeOf(found, left + 1);
    return left < 0 ? undefined : found;
  });
}

/** Steps run once for each target, and their text stays the same. */
const knownToHave = new WeakMap<object, boolean>();

function mayRefer(value: Value): boolean {
  if (typeof value === 'string') return value.includes('{{');
  if (typeof value !== 'object' || value === null) return false;
  let has = knownToHave.get(value);
  if (has === undefined) {
    has = Object.entries(value).some(([key, part]: [string, Value]) => mayRefer(key) || mayRefer(part));
    knownToHave.set(value, has);
  }
  return has;
}

function resolved(value: Value, find: Lookup): Value {
  if (!mayRefer(value)) return value;
  if (typeof value === 'string') return resolvedText(value, find);
  if (Array.isArray(value)) return value.flatMap((item: Value) => resolvedItem(item, find));
  if (!isValueMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [textOf(resolvedText(key, find)), resolved(each, find)]),
  );
}

/**
 * A list that a reference gives in a list is spliced into it: AWS's own runbooks write `InstanceIds: ["{{ launch.InstanceIds }}"]`, and
 * the output is a list.
 */
function resolvedItem(item: Value, find: Lookup): Value | readonly Value[] {
  const value = resolved(item, find);
  return typeof item === 'string' || !Array.isArray(value) ? value : [value];
}

function resolvedText(text: string, find: Lookup): Value {
  if (!text.includes('{{')) return text;
  const [, alone] = wholeReference.exec(text) ?? [];
  if (alone !== undefined) return find(alone) ?? text;
  return text.replaceAll(reference, (written, name: string) => {
    const value = find(name);
    return value === undefined ? written : textOf(value);
  });
}

/** Characters, roughly; no more than `max` are counted. */
function sizeOf(value: Value, max: number): number {
  if (typeof value === 'string') return Math.min(value.length, max);
  if (typeof value !== 'object' || value === null) return 1;
  let size = 1;
  for (const part of Array.isArray(value) ? (value as readonly Value[]) : Object.entries(value).flat())
    if (size < max) size += sizeOf(part, max - size);
  return size;
}

/** `step.Output.Part[0]` leads on into the value of `step.Output`. */
function valueNamed(name: string, lookup: Lookup): Value | undefined {
  const whole = lookup(name);
  if (whole !== undefined) return whole;
  const parts = name.match(/^[\w:-]+|\.[\w-]+|\[(?:\d+|\*)\]/g) ?? [];
  for (let length = parts.length - 1; length > 0; length -= 1) {
    const value = lookup(parts.slice(0, length).join(''));
    if (value !== undefined) return parts.slice(length).reduce<Value | undefined>(partOf, value);
  }
  return undefined;
}

function partOf(value: Value | undefined, part: string): Value | undefined {
  const isText = typeof value === 'string' && /^\s*[[{]/.test(value);
  const whole = isText ? (parsedJson(value)?.value as Value | undefined) : value;
  if (part === '[*]') return whole;
  if (part.startsWith('['))
    return Array.isArray(whole) ? (whole as Value[])[Number(part.slice(1, -1))] : undefined;
  const key = part.slice(1);
  return isValueMap(whole) && Object.hasOwn(whole, key) ? whole[key] : undefined;
}

/** Names that it refers to, each once, in the order of the text. */
export function referencesIn(value: Value): string[] {
  const names = new Set<string>();
  collect(value, names);
  return [...names];
}

function collect(value: Value, names: Set<string>): void {
  if (typeof value === 'string') {
    if (value.includes('{{')) for (const [, name] of value.matchAll(reference)) names.add(name!);
  } else if (Array.isArray(value)) for (const item of value as readonly Value[]) collect(item, names);
  else if (isValueMap(value))
    for (const [key, each] of Object.entries(value)) {
      collect(key, names);
      collect(each, names);
    }
}

/** What is before the first dot, or the whole: a parameter or a step. */
export function ownerOf(name: string): string {
  return /^[^.[]+/.exec(name)![0];
}
