/**
 * Properties of a step that all actions share, and its outputs.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-actions.html#automation-common
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { describe, isMap, type PlainMap } from '../../../diagnostics/plain-map.ts';
import { Unknown } from '../../../fields/unknown.ts';
import type { ActionSpec } from '../actions/action.ts';
import type { Jump, StepOutput, StepProperties, Value } from './runbook.ts';
import { selectorProblem, selectorRemark } from './selectors.ts';
import { isType, plainValue, simpleTypes, typed } from './values.ts';

/** Undefined: refused, which has been reported. */
export function readProperties(
  raw: PlainMap,
  spec: ActionSpec | undefined,
  { path, context }: ContentReading,
): StepProperties | undefined {
  const at = (key: string): ContentReading => ({ path: [...path, key], context });
  return whole<StepProperties>({
    timeoutSeconds: readTimeout(raw['timeoutSeconds'], spec, at('timeoutSeconds')),
    maxAttempts: readCount(raw['maxAttempts'], at('maxAttempts')),
    onFailure: readJump(raw['onFailure'], ['Abort', 'Continue'], at('onFailure')),
    onCancel: readJump(raw['onCancel'], ['Abort'], at('onCancel')),
    isCritical: readFlag(raw['isCritical'], null, at('isCritical')),
    isEnd: readFlag(raw['isEnd'], false, at('isEnd')),
    nextStep: readNext(raw['nextStep'], at('nextStep')),
  });
}

function whole<T extends object>(parts: { readonly [Key in keyof T]: T[Key] | undefined }): T | undefined {
  return Object.values(parts).includes(undefined) ? undefined : (parts as T);
}

/** A whole number, or text with a reference to one. Null: not written. */
function readCount(raw: unknown, { path, context }: ContentReading): Value | undefined {
  if (isAbsent(raw)) return null;
  const count = Array.isArray(raw) || isMap(raw) ? undefined : typed(plainValue(raw), 'Integer');
  if (typeof count === 'string' || (typeof count === 'number' && count >= 1)) return count;
  context.error(path, 'bad-value', `expected a whole number of at least 1, found ${describe(raw)}`);
  return undefined;
}

/** Published runbooks write more than an action takes: AWS lets them, and the action ends all the same. */
function readTimeout(raw: unknown, spec: ActionSpec | undefined, reading: ContentReading): Value | undefined {
  const seconds = readCount(raw, reading);
  const { action, timeoutSecondsMax: max = Infinity } = spec ?? {};
  if (typeof seconds !== 'number' || seconds <= max) return seconds;
  const message = `${seconds} seconds have no effect: ${action} takes at most ${max}`;
  reading.context.warning(reading.path, 'no-effect', message);
  return max;
}

function readFlag<Absent>(
  raw: unknown,
  absent: Absent,
  { path, context }: ContentReading,
): boolean | Absent | undefined {
  if (isAbsent(raw)) return absent;
  const flag = typed(plainValue(raw), 'Boolean');
  if (typeof flag === 'boolean') return flag;
  context.error(path, 'bad-value', `expected true or false, found ${describe(raw)}`);
  return undefined;
}

/** `Abort`, `Continue`, `step:name`. */
function readJump<Word extends 'Abort' | 'Continue'>(
  raw: unknown,
  words: readonly Word[],
  { path, context }: ContentReading,
): Word | Exclude<Jump, string> | 'Abort' | undefined {
  if (isAbsent(raw)) return 'Abort';
  const text = typeof raw === 'string' ? raw.trim() : '';
  const word = words.find((each) => each.toLowerCase() === text.toLowerCase());
  if (word !== undefined) return word;
  const [, step] = /^step:\s*([\w-]+)$/i.exec(text) ?? [];
  if (step !== undefined) return { step };
  context.error(path, 'bad-value', `expected one of ${words.join(', ')}, step:name; found ${describe(raw)}`);
  return undefined;
}

function readNext(raw: unknown, { path, context }: ContentReading): string | null | undefined {
  if (isAbsent(raw)) return null;
  if (typeof raw === 'string') return raw;
  context.error(path, 'bad-value', `expected the name of a step, found ${describe(raw)}`);
  return undefined;
}

/** What only a deployment decides is taken for not written. */
function isAbsent(raw: unknown): raw is undefined | null | Unknown {
  return raw === undefined || raw === null || raw instanceof Unknown;
}

/** Undefined: refused, which has been reported. */
export function readOutputs(
  raw: unknown,
  { path, context }: ContentReading,
): readonly StepOutput[] | undefined {
  if (isAbsent(raw)) return [];
  const outputs = (Array.isArray(raw) ? raw : [raw]).map((each: unknown, index) =>
    readOutput(each, { path: Array.isArray(raw) ? [...path, index] : path, context }),
  );
  return outputs.every((output) => output !== undefined) ? outputs : undefined;
}

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-outputs-inputs.html */
function readOutput(raw: unknown, { path, context }: ContentReading): StepOutput | undefined {
  const { Name: name, Selector: selector, Type: type = 'String' } = isMap(raw) ? raw : {};
  if (typeof name !== 'string' || name === '') {
    const message = 'missing: expected an output with Name, Selector and Type';
    context.error([...path, 'Name'], 'missing-key', message);
    return undefined;
  }
  if (typeof type !== 'string' || !isType(type)) {
    const message = `expected one of ${simpleTypes.join(', ')}, found ${describe(type)}`;
    context.error([...path, 'Type'], 'bad-value', message);
    return undefined;
  }
  if (isAbsent(selector)) return { name, selector: `$.${name}`, type };
  const problem = typeof selector === 'string' ? selectorProblem(selector) : 'expected a JSONPath';
  const remark = problem === null ? selectorRemark(selector as string) : null;
  if (remark !== null) context.warning([...path, 'Selector'], 'not-simulated', remark);
  if (problem === null) return { name, selector: selector as string, type };
  context.error([...path, 'Selector'], 'bad-value', `${problem}; found ${describe(selector)}`);
  return undefined;
}
