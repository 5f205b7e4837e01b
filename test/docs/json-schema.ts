/**
 * docs/scenario.schema.json: what an editor knows of a scenario. Made from the fields that the loader reads with; what
 * is AWS's own, an editor takes as it is.
 */
import { modelField } from '../../src/scenario/read-model.ts';
import { topLevelKeys } from '../../src/scenario/top-level.ts';
import { descriptionOf, hintsOf, type Schema, unwrap } from './fields.ts';
import { sections } from './sections.ts';

export type JsonSchema = { readonly [key: string]: unknown };

export function scenarioSchema(): JsonSchema {
  const all = sections() as unknown as Readonly<Record<string, Schema>>;
  const byName = (path: string): JsonSchema => ({
    type: ['object', 'null'],
    additionalProperties: schemaOf(all[path]!),
  });
  const head = schemaOf(all['head']!)['properties'] as Readonly<Record<string, JsonSchema>>;
  const properties: Readonly<Record<string, JsonSchema>> = {
    ...head,
    account: schemaOf(all['account']!),
    subnets: byName('subnets.<name>'),
    instanceProfiles: byName('instanceProfiles.<name>'),
    activations: byName('activations.<name>'),
    fleet: byName('fleet.<group>'),
    patches: byName('patches.<id>'),
    patchFiles: { type: ['array', 'string', 'null'], items: { type: 'string' } },
    patchStreams: byName('patchStreams.<name>'),
    faults: listSchema(schemaOf(all['faults[]']!)),
    model: schemaOf(modelField() as unknown as Schema),
    files: { type: ['object', 'null'], additionalProperties: { type: 'string' } },
    resources: {
      type: ['object', 'null'],
      additionalProperties: { type: 'object', required: ['Type'] },
      description: 'CloudFormation resources, by logical id',
    },
    actions: {
      type: ['array', 'null'],
      items: { type: 'object', required: ['at'] },
      description: "An operator's calls, in the API's request shapes",
    },
    expect: { type: ['object', 'null'], description: 'What the run is held to, by metric' },
    experiment: experimentSchema(all),
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'A scenario of fleetsim',
    type: 'object',
    required: ['start', 'end'],
    // Some are read by later versions only: an editor lets them be.
    properties: Object.fromEntries(topLevelKeys.map((key) => [key, properties[key] ?? {}])),
    patternProperties: { '^x-': {} },
    additionalProperties: false,
  };
}

/** The loader reads variants one by one, and lists of values as they are. */
function experimentSchema(all: Readonly<Record<string, Schema>>): JsonSchema {
  const schema = schemaOf(all['experiment']!);
  const properties = schema['properties'] as Readonly<Record<string, JsonSchema>>;
  const variant = schemaOf(all['experiment.variants.<name>']!);
  return {
    ...schema,
    properties: {
      ...properties,
      variants: { ...properties['variants'], additionalProperties: variant },
    },
  };
}

function schemaOf(field: Schema): JsonSchema {
  const { schema } = unwrap(field);
  const { shape, out, element, valueType } = schema._zod.def;
  const description = descriptionOf(field);
  const said = description === undefined ? {} : { description };
  if (shape !== undefined) return { ...said, ...mapSchema(shape) };
  const item = element ?? out?._zod.def.element;
  if (item !== undefined) return { ...said, ...listSchema(schemaOf(item)) };
  if (valueType !== undefined) return { ...said, type: 'object', additionalProperties: schemaOf(valueType) };
  return { ...said, ...leafSchema(hintsOf(schema)) };
}

function mapSchema(shape: Readonly<Record<string, Schema>>): JsonSchema {
  const entries = Object.entries(shape);
  const kinds = new Set(entries.map(([, field]) => unwrap(field).schema));
  // Said once for all fifteen operating systems.
  if (kinds.size === 1 && entries.length > 2) {
    const propertyNames = { enum: entries.map(([key]) => key) };
    return { type: ['object', 'null'], propertyNames, additionalProperties: schemaOf([...kinds][0]!) };
  }
  const required = entries.filter(([, field]) => unwrap(field).given === 'required').map(([key]) => key);
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(entries.map(([key, field]) => [key, schemaOf(field)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

/** One value where a list is meant is a list of one. */
function listSchema(item: JsonSchema): JsonSchema {
  return { anyOf: [item, { type: 'array', items: item }] };
}

/** A date alone is a time too, which `format` does not know. */
function leafSchema({ description: _, format, ...hints }: Readonly<Record<string, unknown>>): JsonSchema {
  const { enum: words } = hints as { enum?: readonly string[] };
  // The loader takes text as it is written; to an editor 1 is a number.
  if (words?.some((word) => /^[0-9]+$/.test(word)))
    return { ...hints, enum: [...words, ...words.map(Number)] };
  return format === 'date-time' ? { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}' } : hints;
}

/** Where `value` is not what `schema` says: as much of JSON Schema as the above makes use of. */
export function misfits(value: unknown, schema: JsonSchema, path = ''): string[] {
  const {
    anyOf,
    type,
    enum: words,
    pattern,
    minimum,
    maximum,
    items,
  } = schema as {
    anyOf?: JsonSchema[];
    type?: string | string[];
    enum?: unknown[];
    pattern?: string;
    minimum?: number;
    maximum?: number;
    items?: JsonSchema;
  };
  if (anyOf !== undefined) {
    const tried = anyOf.map((one) => misfits(value, one, path));
    return tried.some((one) => one.length === 0) ? [] : tried.flat();
  }
  if (type !== undefined && ![type].flat().some((one) => isOfType(value, one)))
    return [`${path}: not ${type}`];
  if (words !== undefined && !words.includes(value)) return [`${path}: not one of ${words}`];
  if (pattern !== undefined && typeof value === 'string' && !new RegExp(pattern).test(value)) {
    return [`${path}: not ${pattern}`];
  }
  if (typeof value === 'number' && (value < (minimum ?? value) || value > (maximum ?? value))) {
    return [`${path}: out of range`];
  }
  if (Array.isArray(value)) {
    return items === undefined ? [] : value.flatMap((one, index) => misfits(one, items, `${path}[${index}]`));
  }
  return typeof value === 'object' && value !== null ? misfitsOfMap(value, schema, path) : [];
}

function misfitsOfMap(value: object, schema: JsonSchema, path: string): string[] {
  const {
    properties = {},
    patternProperties = {},
    additionalProperties = {},
    required = [],
  } = schema as {
    properties?: Readonly<Record<string, JsonSchema>>;
    patternProperties?: Readonly<Record<string, JsonSchema>>;
    additionalProperties?: JsonSchema | false;
    required?: string[];
  };
  const { propertyNames } = schema as { propertyNames?: JsonSchema };
  const names = Object.keys(value).flatMap((key) =>
    propertyNames ? misfits(key, propertyNames, `${path}.${key}`) : [],
  );
  const missing = required.filter((key) => !(key in value)).map((key) => `${path}.${key}: missing`);
  return [
    ...names,
    ...missing,
    ...Object.entries(value).flatMap(([key, one]) => {
      const pattern = Object.keys(patternProperties).find((each) => new RegExp(each).test(key));
      const inner =
        properties[key] ?? (pattern === undefined ? additionalProperties : patternProperties[pattern]!);
      return inner === false ? [`${path}.${key}: unknown`] : misfits(one, inner, `${path}.${key}`);
    }),
  ];
}

function isOfType(value: unknown, type: string): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  // The names of JSON Schema's other types are JavaScript's.
  return type === typeof value;
}
