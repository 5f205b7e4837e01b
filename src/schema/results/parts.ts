/** What several kinds of results are made of. */
import { exactly, type JsonSchema } from '../json-schema.ts';

export const text: JsonSchema = { type: 'string' };
export const flag: JsonSchema = { type: 'boolean' };
export const count: JsonSchema = { type: 'integer', minimum: 0 };
export const texts: JsonSchema = { type: 'array', items: text };
export const anything: JsonSchema = { type: 'object' };

/** Null: there is none. */
export const number: JsonSchema = { type: ['number', 'null'] };
export const textOrNothing: JsonSchema = { type: ['string', 'null'] };
export const instant: JsonSchema = {
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
};
export const instantOrNothing: JsonSchema = { ...instant, type: ['string', 'null'] };

export function said(description: string, schema: JsonSchema): JsonSchema {
  return { description, ...schema };
}

export function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export function oneOf(...words: readonly unknown[]): JsonSchema {
  return { enum: words };
}

export function orNothing(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] };
}

/** Some of the keys may be left out. */
export function exceptFor(
  optional: readonly string[],
  properties: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  return exactly(
    properties,
    Object.keys(properties).filter((key) => !optional.includes(key)),
  );
}

/** Whose result it is. */
export const source: Readonly<Record<string, JsonSchema>> = {
  fleetsim: said('The version that made it.', text),
  scenario: said(
    'Which scenario: its name, its file without a path, and a hash of everything that was read.',
    exactly({ name: text, file: text, sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } }),
  ),
};

export const outcome = oneOf('pass', 'fail', 'inconclusive');

/** A metric over replications. */
export const summary: JsonSchema = {
  anyOf: [
    exactly({
      kind: said('Of a number.', { const: 'amount' }),
      mean: number,
      sd: number,
      low: said('The 95% interval of the mean.', number),
      high: number,
      min: number,
      p5: said('Quantiles are values that occurred.', number),
      p50: number,
      p95: number,
      max: number,
      n: said('Runs with a value.', count),
      undefined: said('Runs in which it is null.', count),
      intervals: said(
        '95% intervals of the quantiles; null where so few runs cannot bound that side.',
        exactly(
          Object.fromEntries(
            ['p5', 'p50', 'p95'].map((name) => [name, exactly({ low: number, high: number })]),
          ),
        ),
      ),
      differing: said('How many values differ from the most frequent one.', count),
      otherBelow: said('All values equal: the chance of any other is below this.', number),
      quantiles: oneOf('exact', '±0.1%'),
    }),
    exactly({
      kind: said('Of a yes or no: the share of the runs in which it is true.', { const: 'share' }),
      share: number,
      low: said('Wilson’s 95% interval.', number),
      high: number,
      n: count,
      undefined: count,
      otherBelow: number,
    }),
  ],
};

/** An expectation over replications. */
export const gate: JsonSchema = exactly({
  metric: text,
  statistic: said('value, mean, p95, share … as in the file.', text),
  expected: text,
  observed: said('In words.', text),
  estimate: said('What was judged.', number),
  low: number,
  high: number,
  outcome,
  because: textOrNothing,
  needed: said('About how many replications would settle it.', number),
  line: count,
  column: count,
});

export const precision: JsonSchema = exactly({ metric: text, wanted: text, precisionReached: flag });
