/** `fleetsim.lint/1`: what `lint` prints as JSON. */

import { count, listOf, oneOf, orNothing, said, text, textOrNothing } from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';
import { source } from './parts.ts';

const place: Readonly<Record<string, JsonSchema>> = {
  line: said('From 1; 0: the file as a whole.', count),
  column: count,
};

const found: Readonly<Record<string, JsonSchema>> = {
  rule: said('Of the linter, or the code of a problem of the loader.', text),
  severity: oneOf('error', 'warning', 'note'),
  message: text,
  help: textOrNothing,
  path: said('As --set takes it.', text),
  file: text,
  ...place,
  endColumn: said('Exclusive.', count),
};

const file = exactly({
  file: said('As given on the command line.', text),
  kind: said('Null: it could not be looked at.', orNothing(oneOf('scenario', 'template'))),
  findings: listOf(exactly(found)),
  ignored: said('Found, and silenced.', listOf(exactly({ ...found, reason: textOrNothing }))),
  problems: said(
    'Why nothing could be looked at.',
    listOf(exactly({ code: text, message: text, help: textOrNothing, ...place })),
  ),
});

export function lintSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'What the linter of fleetsim found',
    ...exactly({
      schema: said('The format.', { const: 'fleetsim.lint/1' }),
      fleetsim: source['fleetsim']!,
      counts: exactly({ errors: count, warnings: count, notes: count, ignored: count, unreadable: count }),
      files: listOf(file),
    }),
  };
}
