/** `expect`: which metrics there are, and what they may be held to. */
import type { AnyCapability } from '../capability/capability.ts';
import { fullName, type MetricMeaning, namePattern } from '../capability/metrics.ts';
import { exactly, type JsonSchema, reference } from '../fields/json-schema.ts';
import { metricTable } from '../result/metric-table.ts';
import { comparisons, statistics } from '../scenario/expectations.ts';
import type { Statistic } from '../world/expectations.ts';

const comparisonMeanings: Readonly<Record<(typeof comparisons)[number], string>> = {
  atLeast: 'It is this or more.',
  atMost: 'It is this or less.',
  above: 'It is more than this.',
  below: 'It is less than this.',
  equals: 'It is exactly this.',
  between: 'It is from the first to the second, both included.',
};

const statisticMeanings: Readonly<Record<Exclude<Statistic, 'value'>, string>> = {
  mean: 'The mean over replications, with its whole 95% interval.',
  min: 'The least of these replications.',
  max: 'The most of these replications.',
  p5: 'What 5% of all runs stay below.',
  p50: 'What half of all runs stay below.',
  p95: 'What 95% of all runs stay below.',
  share: 'The share of all runs in which a yes-or-no metric is true, such as ">= 95%".',
};

/** A number, a share or a duration, as text. */
const bound = '([-+]?[0-9]+(\\.[0-9]+)?|[0-9]+(\\.[0-9]+)?\\s*%|([0-9]+(\\.[0-9]+)?(ms|s|m|h|d))+)';
const word = '(true|false|null)';
const comparison = `(>=|<=|==|>|<)\\s*${bound}|==\\s*${word}|between\\s+${bound}\\s+and\\s+${bound}|${bound}|${word}`;

export function expectationDefinitions(): Readonly<Record<string, JsonSchema>> {
  const amount: JsonSchema = {
    type: ['number', 'string'],
    pattern: `^${bound}$`,
    patternErrorMessage: 'expected a number, a share such as 95% or a duration such as 90m',
    description: 'A number in the unit of the metric, a share or a duration.',
  };
  const pair = { type: 'array', items: amount, minItems: 2, maxItems: 2 };
  const compared = Object.fromEntries(
    comparisons.map((name) => [
      name,
      {
        ...(name === 'between'
          ? pair
          : name === 'equals'
            ? { type: [...valueTypes, 'array'], items: { type: 'string' } }
            : amount),
        description: comparisonMeanings[name],
      },
    ]),
  );
  const asText = {
    type: [...valueTypes],
    pattern: `^\\s*(${comparison})\\s*$`,
    patternErrorMessage: 'expected a comparison such as ">= 90" or "between 2 and 5", or a plain value',
  };
  const held = { anyOf: [reference('comparisonText'), { ...exactly(compared, []) }] };
  const over = Object.fromEntries(
    statistics.map((name) => [
      name,
      { ...reference('comparison'), description: statisticMeanings[name as keyof typeof statisticMeanings] },
    ]),
  );
  const tolerance = {
    type: ['number', 'string'],
    description: 'How far it may move from a stored snapshot: in its unit, or in percent of its mean.',
  };
  return {
    comparisonText: asText,
    comparison: held,
    expectation: {
      anyOf: [
        reference('comparisonText'),
        { ...exactly({ ...compared, ...over, tolerance }, []), minProperties: 1 },
      ],
    },
  };
}

const valueTypes = ['number', 'string', 'boolean', 'null'] as const;

/** A metric that does not exist is refused: its name is misspelt. */
export function expectSchema(capabilities: readonly AnyCapability[]): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  const patternProperties: Record<string, JsonSchema> = {};
  for (const { subjects, metric } of metricTable(capabilities).entries) {
    const schema = metricSchema(metric);
    if ('names' in subjects) {
      for (const name of subjects.names(capabilities)) properties[fullName(subjects, name, metric)] = schema;
    } else {
      patternProperties[namePattern(subjects, metric)] = schema;
    }
  }
  return { type: ['object', 'null'], properties, patternProperties, additionalProperties: false };
}

function metricSchema({ unit, meaning }: MetricMeaning): JsonSchema {
  const text = meaning.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll('`', '');
  return { ...reference('expectation'), description: `${text} Unit: ${unit}.` };
}
