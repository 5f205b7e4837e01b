/** `fleetsim.result/1`: what a run prints as JSON. */

import { capabilities as simulated } from '../../capabilities/index.ts';
import type { AnyCapability } from '../../capability/capability.ts';
import {
  anything,
  count,
  exceptFor,
  instant,
  listOf,
  oneOf,
  said,
  text,
  textOrNothing,
} from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { nodeFieldsOf, resultListsOf } from '../../result/result.ts';
import { gate, partial, precision, source, summary } from './parts.ts';

const value: JsonSchema = { type: ['number', 'boolean', 'null'] };

/** Of one run. */
const expectation = exceptFor(['because'], {
  metric: text,
  expected: text,
  observed: value,
  outcome: oneOf('pass', 'fail'),
  because: text,
});

const series = exactly({
  name: said('That of the metric that it ends as, if there is one.', text),
  group: said('Null: of the fleet.', textOrNothing),
  unit: text,
  points: said('By time: the value from then on, until the next.', {
    type: 'object',
    propertyNames: instant,
    additionalProperties: count,
  }),
});

export function resultSchema(capabilities: readonly AnyCapability[] = simulated): JsonSchema {
  const lists = resultListsOf(capabilities).map(({ key, schema }) => [key, schema]);
  const node = exactly({
    name: text,
    id: text,
    group: text,
    ...Object.assign({}, ...nodeFieldsOf(capabilities).map(({ fields }) => fields(capabilities))),
  });
  return {
    $schema: draft,
    title: 'A result of fleetsim',
    ...exceptFor(['replication', 'precision', 'partial', 'notSimulated', 'series'], {
      schema: said('The format.', { const: 'fleetsim.result/1' }),
      ...source,
      overrides: said('What --set changed, by key.', anything),
      seed: text,
      start: instant,
      end: instant,
      replications: { type: 'integer', minimum: 1 },
      replication: said('Only where one other than the first was asked for.', count),
      metrics: said('By name: a value of one run, or a summary over replications.', {
        type: 'object',
        additionalProperties: { anyOf: [value, summary] },
      }),
      ...Object.fromEntries(lists),
      series: said('Values over time, of a single run only.', listOf(series)),
      nodes: said('Those of replication 0; see --nodes.', listOf(node)),
      notSimulated: said(
        'What the file has and this version does not simulate; absent where there is nothing.',
        listOf(exactly({ path: text, name: text, touches: text, instead: text })),
      ),
      expectations: listOf({ anyOf: [expectation, gate] }),
      precision: said('With --precision: whether it was reached.', precision),
      partial,
    }),
  };
}
