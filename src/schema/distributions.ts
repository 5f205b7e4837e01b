/** Quantities: durations, shares, times, and how the uncertain ones are distributed. */
import { parametersOf } from '../fields/distribution-field.ts';
import { exactly, type JsonSchema, reference } from '../fields/json-schema.ts';
import { duration, share, time } from '../fields/quantities.ts';
import { hintsOf } from './zod-fields.ts';

const meaningOf: Readonly<Record<keyof typeof parametersOf, string>> = {
  constant: 'Always the same',
  uniform: 'Anything from min to max, equally likely',
  exponential: 'Times between things that happen at random',
  normal: 'The bell curve; below 0 becomes 0',
  lognormal: 'Mostly near the mean, sometimes far above it: durations of work',
  triangular: 'From min to max, most likely near mode',
  gamma: 'Like lognormal, with a lighter tail',
  weibull: 'Lifetimes: a shape below 1 fails early, above 1 late',
  empirical: 'Measured values, drawn again and again: a list, or a column of a CSV file',
};

const parameterMeanings: Readonly<Record<string, string>> = {
  value: 'The duration',
  min: 'The shortest',
  mode: 'The most likely',
  max: 'The longest',
  mean: 'The mean of the duration itself',
  sd: 'The standard deviation of the duration itself',
  shape: 'From 0.05 to 100, without unit',
  scale: 'The duration that 63% fall below',
};

/** For `$ref`, by the names that the fields of the loader know. */
export function quantityDefinitions(): Readonly<Record<string, JsonSchema>> {
  const { format: _, ...timeSchema } = hintsOf(time());
  return {
    duration: hintsOf(duration()),
    share: hintsOf(share()),
    time: timeSchema,
    distribution: distributionSchema(),
  };
}

/** A map or a text in one schema rather than a choice of two: so an editor offers the families. */
function distributionSchema(): JsonSchema {
  const families = Object.entries(parametersOf).map(([family, parameters]): [string, JsonSchema] => {
    const description = `${meaningOf[family as keyof typeof parametersOf]}.`;
    if (family === 'empirical') return [family, { description, ...empiricalSchema() }];
    return [family, { description, ...exactly(Object.fromEntries(parameters.map(parameterSchema))) }];
  });
  const { pattern, patternErrorMessage } = hintsOf(duration());
  return {
    title: 'a duration or distribution',
    ...exactly(Object.fromEntries(families), []),
    type: ['object', 'string'],
    minProperties: 1,
    // Rather than `maxProperties`, at which an editor stops offering while one is being written.
    allOf: [{ not: { type: 'object', minProperties: 2 }, errorMessage: 'expected one distribution' }],
    pattern,
    patternErrorMessage,
    errorMessage: `${patternErrorMessage}, or a distribution such as { uniform: { min: 3m, max: 5m } }`,
  };
}

function parameterSchema(name: string): [string, JsonSchema] {
  const description = `${parameterMeanings[name]}.`;
  // Text in quotes is as good as a number.
  if (name === 'shape')
    return [name, { type: ['number', 'string'], minimum: 0.05, maximum: 100, description }];
  return [name, { ...reference('duration'), description }];
}

function empiricalSchema(): JsonSchema {
  const values = {
    type: 'array',
    items: reference('duration'),
    minItems: 1,
    description: 'The values, in any order.',
  };
  const file = {
    file: { type: 'string', minLength: 1, description: 'A CSV file, by its path from the scenario.' },
    column: { type: ['string', 'number'], description: 'The column of that name in its first line.' },
    unit: {
      enum: ['s', 'm', 'h'],
      description: 'What its numbers count.',
      enumDescriptions: ['Seconds', 'Minutes', 'Hours'],
    },
  };
  return { anyOf: [exactly({ values }), exactly(file)] };
}
