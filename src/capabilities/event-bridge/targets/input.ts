/**
 * What a target is given: the event, a part of it, a text of the rule, or a template filled in.
 *
 * AWS: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import { isMap } from '../../../diagnostics/plain-map.ts';
import { parsedJson } from '../../../fields/json-values.ts';
import { isoTime } from '../../../world/time.ts';
import type { Delivery, InputTransformer } from '../state.ts';
import { valueAt } from './json-path.ts';

/** `problem`: the template gives no JSON, and nothing is sent. */
export type Payload = { readonly value: unknown } | { readonly problem: string };

export function payloadOf({ target, event, rule, atMs }: Delivery): Payload {
  const { input, inputPath, inputTransformer } = target;
  // Nothing of the event is in it: a path in it is text, and text that is no JSON is handed on as it is.
  if (input !== null) return parsedJson(input) ?? { value: input };
  // ASSUMPTION input-path-missing: AWS does not say what a target gets where the event has nothing at the path.
  if (inputPath !== null) return { value: valueAt(event.envelope, inputPath) ?? null };
  if (inputTransformer === null) return { value: event.envelope };
  const { detail: _, ...withoutDetail } = event.envelope;
  return transformed(inputTransformer, event.envelope, {
    'aws.events.rule-arn': rule.arn,
    'aws.events.rule-name': rule.name,
    'aws.events.event.ingestion-time': isoTime(atMs),
    'aws.events.event': withoutDetail,
    'aws.events.event.json': event.envelope,
  });
}

/** Stands for a variable that the event has nothing for, until the template has been read as JSON. */
const absent = '\u0000absent';

export function transformed(
  { paths, template }: InputTransformer,
  event: unknown,
  predefined: Readonly<Record<string, unknown>> = {},
): Payload {
  const values = new Map<string, unknown>(
    Object.entries(paths).map(([name, path]) => [name, valueAt(event, path)] as const),
  );
  for (const [name, value] of Object.entries(predefined)) values.set(name, value);
  const filled = fill(template, values);
  const json = parsedJson(filled);
  if (json !== null) return { value: withoutAbsent(json.value) };
  if (/^\s*[{["]/.test(template)) return { problem: 'the InputTemplate, filled in, is no JSON' };
  return { value: filled.replaceAll(JSON.stringify(absent), '') };
}

/** Placeholders inside and outside of strings are filled in differently, so the template is read sign by sign. */
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  const isJson = /^\s*([{["]|<[^<>]*>\s*$)/.test(template);
  let filled = '';
  let isInString = !isJson;
  for (let at = 0; at < template.length; at += 1) {
    const sign = template[at]!;
    const end = sign === '<' ? template.indexOf('>', at) : -1;
    const name = end < 0 ? null : template.slice(at + 1, end);
    if (name !== null && values.has(name)) {
      filled += isInString ? insideString(values.get(name)) : outsideString(values.get(name));
      at = end;
    } else if (sign === '\\' && isInString) {
      filled += template.slice(at, at + 2);
      at += 1;
    } else {
      if (sign === '"' && isJson) isInString = !isInString;
      filled += sign;
    }
  }
  return filled;
}

/** #eb-transform-input-issues: quotes are added to strings, which are not escaped, and to nothing else. */
function outsideString(value: unknown): string {
  if (value === undefined) return JSON.stringify(absent);
  return typeof value === 'string' ? `"${value}"` : JSON.stringify(value);
}

/** #eb-transform-input-issues: what is no string loses the quotes inside it. */
function insideString(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}

/** #eb-transform-input-issues: a variable whose path the event does not have is not in the output. */
function withoutAbsent(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => one !== absent).map(withoutAbsent);
  if (!isMap(value)) return value === absent ? '' : value;
  const entries = Object.entries(value).filter(([, one]) => one !== absent);
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutAbsent(one)]));
}
