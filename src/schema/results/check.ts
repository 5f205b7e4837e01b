/** `fleetsim.check/1`: what a check prints as JSON. */

import {
  count,
  exceptFor,
  instant,
  listOf,
  number,
  oneOf,
  orNothing,
  said,
  text,
  textOrNothing,
  texts,
} from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { gate, outcome, partial, precision, source } from './parts.ts';

const move = exactly({
  metric: text,
  before: number,
  after: number,
  change: said('Run by run; of the mean, or of the share.', number),
  low: number,
  high: number,
  tolerance: number,
  direction: oneOf('better', 'worse', 'higher', 'lower'),
  outcome,
  because: textOrNothing,
});

const snapshot = exactly({
  file: text,
  outcome,
  comparison: oneOf('written', 'same bytes', 'compared'),
  changed: said('Why the bytes were not to be compared.', texts),
  moved: said('Metrics that moved, worst first.', listOf(move)),
  unchanged: count,
  added: said('Metrics that only the new side has.', texts),
  removed: texts,
  firstDifference: said(
    'Where the journals of replication 0 part.',
    orNothing(exactly({ block: count, firstEvent: count, from: instant, until: instant, events: texts })),
  ),
});

const file = exceptFor(['precision', 'partial'], {
  file: said('As given on the command line.', text),
  name: text,
  outcome: oneOf('pass', 'fail', 'inconclusive', 'error'),
  seed: textOrNothing,
  replications: count,
  repeat: said('The line that repeats it.', text),
  problems: texts,
  warnings: texts,
  expectations: listOf(gate),
  snapshot: orNothing(snapshot),
  precision,
  partial,
});

export function checkSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'A check of fleetsim',
    ...exactly({
      schema: said('The format.', { const: 'fleetsim.check/1' }),
      fleetsim: source['fleetsim']!,
      files: listOf(file),
      outcome: oneOf('pass', 'fail', 'inconclusive', 'error'),
    }),
  };
}
