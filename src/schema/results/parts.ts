/** What several kinds of results have in common. */
import { count, flag, listOf, number, oneOf, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { exactly, type JsonSchema } from '../../fields/json-schema.ts';

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

export const partial: JsonSchema = said(
  'Of merged blocks where runs are missing, with --partial.',
  exactly({
    of: said('How many runs there would be.', count),
    missing: listOf(exactly({ first: count, last: count })),
  }),
);
