/** `fleetsim.snapshot/1`: the file beside a scenario that `check --update` writes. */

import { anything, count, exceptFor, instant, listOf, oneOf, said, text } from '../../fields/json-parts.ts';
import { byName, draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { source } from './parts.ts';

const value: JsonSchema = { type: ['number', 'boolean', 'null'] };

const metric = exceptFor(['all', 'values'], {
  kind: oneOf('amount', 'share'),
  all: said('The value of every run, if it is the same in all.', value),
  values: said('Of the first runs, in order.', listOf(value)),
});

export function snapshotSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'A snapshot of fleetsim',
    ...exactly({
      schema: said('The format.', { const: 'fleetsim.snapshot/1' }),
      ...source,
      overrides: anything,
      seed: text,
      start: instant,
      end: instant,
      replications: count,
      timeZoneData: said('Version of the tables of time zones.', text),
      metrics: byName({ ...metric, oneOf: [{ required: ['all'] }, { required: ['values'] }] }),
      blocks: said(
        'The journal of replication 0, in stretches.',
        listOf(exactly({ events: count, until: { type: 'string' }, hash: text })),
      ),
    }),
  };
}
