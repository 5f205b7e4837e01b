/**
 * Parameters and variables that a runbook declares.
 *
 * AWS: https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-syntax-data-elements-parameters.html and
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-update-variable.html
 */
import type { ContentReading } from '../../../cloudformation/document-type.ts';
import { nearest } from '../../../diagnostics/nearest.ts';
import { describe, isMap, type PlainMap } from '../../../diagnostics/plain-map.ts';
import { ownerOf, referencesIn } from './references.ts';
import type { RunbookParameter, Value, Variable } from './runbook.ts';
import { isType, plainValue, simpleTypes, typed } from './values.ts';

/** AWS: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html */
const parametersMax = 200;

const parameterKeys = [
  'allowedPattern',
  'allowedValues',
  'default',
  'description',
  'displayType',
  'interpolationType',
  'maxChars',
  'maxItems',
  'minChars',
  'minItems',
  'type',
];

/** Undefined: refused, which has been reported. */
export function readParameters(
  raw: unknown,
  { path, context }: ContentReading,
): Readonly<Record<string, RunbookParameter>> | undefined {
  const declared = readMap(raw, readParameter, { path, context });
  if (declared === undefined || Object.keys(declared).length <= parametersMax) return declared;
  const message = `expected at most ${parametersMax} parameters, found ${Object.keys(declared).length}`;
  context.error(path, 'too-many', message);
  return undefined;
}

export function readVariables(
  raw: unknown,
  reading: ContentReading,
): Readonly<Record<string, Variable>> | undefined {
  return readMap(raw, readVariable, reading);
}

function readMap<T>(
  raw: unknown,
  readOne: (declared: PlainMap, reading: ContentReading) => T | undefined,
  { path, context }: ContentReading,
): Readonly<Record<string, T>> | undefined {
  if (raw === undefined || raw === null) return {};
  if (!isMap(raw)) {
    context.error(path, 'bad-value', `expected a map of declarations by name, found ${describe(raw)}`);
    return undefined;
  }
  const read = Object.entries(raw).map(([name, declared]) => {
    const at = [...path, name];
    if (isMap(declared)) return [name, readOne(declared, { path: at, context })] as const;
    context.error(at, 'bad-value', `expected a map with type, found ${describe(declared)}`);
    return [name, undefined] as const;
  });
  return read.some(([, one]) => one === undefined)
    ? undefined
    : (Object.fromEntries(read) as Readonly<Record<string, T>>);
}

function readParameter(declared: PlainMap, reading: ContentReading): RunbookParameter | undefined {
  warnOfUnknown(declared, parameterKeys, reading);
  const variable = readVariable(declared, reading);
  if (variable === undefined) return undefined;
  const { allowedValues, allowedPattern } = declared;
  const values = Array.isArray(allowedValues)
    ? allowedValues.map((each) => typed(plainValue(each), itemType(variable.type)) ?? plainValue(each))
    : undefined;
  return {
    ...variable,
    ...(values === undefined ? {} : { allowedValues: values }),
    ...(typeof allowedPattern === 'string' ? { allowedPattern } : {}),
    ...limitsIn(declared),
  };
}

/** Of a list the values are allowed one by one. */
function itemType(type: string): string {
  return type === 'StringList' || type.startsWith('List<') ? 'String' : type;
}

function limitsIn(declared: PlainMap): Partial<RunbookParameter> {
  const limits = ['minItems', 'maxItems', 'minChars', 'maxChars'].flatMap((key) => {
    const limit = typed(plainValue(declared[key]), 'Integer');
    return typeof limit === 'number' ? [[key, limit] as const] : [];
  });
  return Object.fromEntries(limits);
}

function readVariable(declared: PlainMap, { path, context }: ContentReading): Variable | undefined {
  const { type, default: written } = declared;
  if (typeof type !== 'string' || !isType(type)) {
    const likely = typeof type === 'string' ? nearest(type, simpleTypes) : null;
    const help = likely === null ? {} : { help: `did you mean ${likely}?` };
    const expected = `one of ${simpleTypes.join(', ')}, or a resource type such as AWS::EC2::Instance::Id`;
    const code = type === undefined ? 'missing-key' : 'bad-value';
    const found = type === undefined ? `missing: expected ${expected}` : `expected ${expected}`;
    context.error([...path, 'type'], code, found, help);
    return undefined;
  }
  if (written === undefined) return { type };
  const value = typed(plainValue(written), type);
  if (value !== undefined) return { type, default: value ?? '' };
  context.error([...path, 'default'], 'bad-value', `expected a ${type}, found ${describe(written)}`);
  return undefined;
}

export function warnOfUnknown(
  written: PlainMap,
  known: readonly string[],
  { path, context }: ContentReading,
): void {
  for (const key of Object.keys(written)) {
    if (known.includes(key)) continue;
    const likely = nearest(key, known);
    const help = likely === null ? `known keys here: ${known.join(', ')}` : `did you mean ${likely}?`;
    context.warning([...path, key], 'unknown-key', 'unknown key, which has no effect', { at: 'key', help });
  }
}

type Defaults = Readonly<Record<string, { readonly default?: Value }>>;

/** Defaults that refer to each other in a circle have no value: the names along the first such circle. */
export function circleOf(defaults: Defaults): readonly string[] | null {
  const seen = new Set<string>();
  for (const start of Object.keys(defaults)) {
    const way: { readonly name: string; readonly left: string[] }[] = [];
    const enter = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      way.push({ name, left: namesInDefault(defaults, name) });
    };
    enter(start);
    while (way.length > 0) {
      const next = way.at(-1)!.left.pop();
      const begun = way.findIndex(({ name }) => name === next);
      if (next === undefined) way.pop();
      else if (begun >= 0) return [...way.slice(begun).map(({ name }) => name), next];
      else enter(next);
    }
  }
  return null;
}

/** Of parameters and variables, which are told apart by their prefix. */
function namesInDefault(defaults: Defaults, name: string): string[] {
  if (!Object.hasOwn(defaults, name)) return [];
  return referencesIn(defaults[name]!.default ?? null)
    .map(ownerOf)
    .filter((each) => Object.hasOwn(defaults, each));
}
