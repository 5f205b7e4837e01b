/**
 * Patterns, lengths, ranges and words of every property and parameter against AWS's own models of its API. A field that takes
 * more or less than AWS stands among the deviations, with the reason.
 */
import { expect, test } from 'vitest';
import { capabilities } from '../../src/capabilities/index.ts';
import {
  callKeyOf,
  type InvocationKeys,
  invocationFields,
  keyOf,
} from '../../src/capabilities/maintenance-windows/resources/task-parameters.ts';
import { specsOf } from '../../src/scenario/specs.ts';
import { hintsOf, listOf, unwrap, type ZodField } from '../../src/schema/zod-fields.ts';
import aws from './aws-constraints.json' with { type: 'json' };
import { deviations } from './deviations.ts';

/** As AWS's models have it; of text `min` and `max` are its length, of a list its number of items. */
interface Facts {
  readonly required?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

/** What a field says of itself, by path: `Targets[].Values[]`. */
function factsOf(field: ZodField, path: string, found: Map<string, Facts>): void {
  const { field: inner, isRequired } = unwrap(field);
  const required = isRequired ? { required: true } : {};
  const list = listOf(inner);
  const { shape, valueType } = inner._zod.def;
  const { minLength, maxLength, minimum, maximum, pattern, enum: words, type } = hintsOf(inner);
  if (list !== undefined) {
    const { minItems, maxItems } = list.lengths;
    found.set(path, { ...required, ...given({ min: minItems, max: maxItems }) });
    factsOf(list.element, `${path}[]`, found);
  } else if (shape !== undefined) {
    found.set(path, required);
    for (const [key, one] of Object.entries(shape)) factsOf(one, `${path}.${key}`, found);
  } else if (valueType !== undefined) {
    found.set(path, required);
    factsOf(valueType, `${path}.<name>`, found);
  } else {
    const isNumber = Array.isArray(type) && type[0] === 'integer';
    const range = { min: minLength ?? minimum, max: maxLength ?? maximum };
    found.set(path, {
      ...required,
      ...given({ ...range, pattern: isNumber ? undefined : pattern, enum: words }),
    });
  }
}

function given(facts: object): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

const { resources, calls } = specsOf(capabilities);
const specs = [
  ...resources.map(({ type, fields }) => [type, fields] as const),
  ...calls.map(({ call, fields }) => [call, fields] as const),
];

const invocationKeys: Readonly<Record<string, InvocationKeys>> = {
  'AWS::SSM::MaintenanceWindowTask': keyOf,
  RegisterTaskWithMaintenanceWindow: callKeyOf,
  UpdateMaintenanceWindowTask: callKeyOf,
};

function oursOf(name: string, fields: object): Map<string, Facts> {
  const found = new Map<string, Facts>();
  for (const [key, field] of Object.entries(fields)) factsOf(field as ZodField, key, found);
  const keys = invocationKeys[name];
  for (const [type, field] of keys === undefined ? [] : Object.entries(invocationFields())) {
    const key = keys![type as keyof InvocationKeys];
    found.set(`TaskInvocationParameters.${key}`, {});
    for (const [part, one] of Object.entries((field as unknown as ZodField)._zod.def.shape!)) {
      factsOf(one, `TaskInvocationParameters.${key}.${part}`, found);
    }
  }
  return found;
}

/** Anchors and groups around a whole pattern say nothing more; neither does a length that the pattern has already. */
function comparable({ pattern, min, max, enum: words, required }: Facts, path: string): object {
  const plain = pattern?.replace(/^\^?\(?\^?(.*?)\$?\)?\$?$/, '$1');
  const isInPattern = plain?.endsWith('}') === true || max === undefined;
  return {
    ...(/(\[\]|<name>)$/.test(path) ? {} : { required: required ?? false }),
    ...(min === undefined || min === 0 || isInPattern ? {} : { min }),
    ...(max === undefined || isInPattern ? {} : { max }),
    ...(plain === undefined || plain === '[\\s\\S]*' ? {} : { pattern: plain }),
    ...(words === undefined ? {} : { enum: [...words].sort() }),
  };
}

const notInTable = 'its model is not in the table: nothing here checks its patterns, lengths and ranges';

/** What the table of facts has no row for, and why. */
const withoutFacts: Readonly<Record<string, string>> = {
  'AWS::SSM::ResourceDataSync': 'no schema of the type was at hand: its fields are those of its page',
  'AWS::KMS::Key': notInTable,
  'AWS::KMS::Alias': notInTable,
  'AWS::SSMQuickSetup::ConfigurationManager': notInTable,
  'AWS::Lambda::Function': notInTable,
  'AWS::StepFunctions::StateMachine': notInTable,
  'AWS::Lambda::Permission': notInTable,
  'AWS::Lambda::EventInvokeConfig': notInTable,
  'AWS::SNS::Topic': notInTable,
  'AWS::SNS::TopicPolicy': notInTable,
  'AWS::SNS::TopicInlinePolicy': notInTable,
  'AWS::SQS::Queue': notInTable,
  'AWS::SQS::QueuePolicy': notInTable,
  'AWS::SQS::QueueInlinePolicy': notInTable,
  'AWS::Events::Rule': notInTable,
  'AWS::Scheduler::Schedule': notInTable,
  'AWS::Logs::LogGroup': notInTable,
  PutEvents: notInTable,
  inject: 'no call of AWS: it puts an event on the bus as a service would',
};

function differences(name: string, fields: object): string[] {
  const requests = aws.requests as unknown as Readonly<Record<string, { members: Record<string, Facts> }>>;
  if (Object.hasOwn(withoutFacts, name)) return [];
  const { members } = requests[name]!;
  const ours = oursOf(name, fields);
  const paths = [...new Set([...Object.keys(members), ...ours.keys()])];
  return paths.flatMap((path) => {
    const [theirs, own] = [members[path], ours.get(path)];
    if (theirs === undefined) return [`${name}.${path}: not of the API`];
    if (own === undefined) return [`${name}.${path}: not read`];
    const [a, b] = [comparable(theirs, path), comparable(own, path)];
    const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof typeof a)[];
    return keys
      .filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]))
      .map((key) => `${name}.${path}: ${key} ${JSON.stringify(a[key])} is ${JSON.stringify(b[key])}`);
  });
}

test('what is without facts is said to be', () => {
  const names = specs.map(([name]) => name).filter((name) => !Object.hasOwn(aws.requests, name));
  expect(names.sort()).toEqual(Object.keys(withoutFacts).sort());
});

test('every difference from the models of AWS has a reason', () => {
  const all = specs.flatMap(([name, fields]) => differences(name, fields));
  const reasonFor = (one: string) => deviations.find(({ of }) => of.test(one));
  expect(all.filter((one) => reasonFor(one) === undefined)).toEqual([]);
  const used = new Set(all.map(reasonFor));
  expect(deviations.filter((deviation) => !used.has(deviation))).toEqual([]);
});
