/** `fleetsim.calendar/1`: when windows are open, as `schedule` of a file prints it as JSON. */

import {
  count,
  flag,
  instant,
  instantOrNothing,
  listOf,
  orNothing,
  said,
  text,
  texts,
} from '../../fields/json-parts.ts';
import { draft, exactly, type JsonSchema } from '../../fields/json-schema.ts';

const window = exactly({
  kind: said('What comes due: a maintenance window, a rule and the like.', text),
  window: said('Logical id.', text),
  name: text,
  timezone: text,
  words: said('The schedule in words.', text),
  enabled: flag,
  starts: said('At most 10,000 are counted.', count),
  nextAfter: said('The first start after the calendar.', instantOrNothing),
});

const change = exactly({
  at: instant,
  to: text,
  why: said('The summary of the event; empty: it ends.', text),
});

const entry = exactly({
  window: text,
  start: instant,
  lastTaskStart: said(
    'No task starts after this. Null, as `end`: it comes due and is not open for any time.',
    instantOrNothing,
  ),
  end: instantOrNothing,
  overlapsItself: said('Due while an earlier execution of the same window may still be open.', flag),
});

const collision = exactly({
  windows: said('The two that are open at once.', { ...texts, minItems: 2, maxItems: 2 }),
  count: said('How often.', count),
  from: said('The first time.', instant),
  until: instant,
  shared: said(
    'What the tasks of both mean; null where there is no fleet.',
    orNothing(exactly({ groups: texts, ids: texts })),
  ),
});

export function calendarSchema(): JsonSchema {
  return {
    $schema: draft,
    title: 'A calendar of maintenance windows, by fleetsim',
    ...exactly({
      schema: said('The format.', { const: 'fleetsim.calendar/1' }),
      from: instant,
      until: said('Exclusive.', instant),
      windows: listOf(window),
      calendars: said(
        'Change calendars, which may keep associations and runbooks from running.',
        listOf(exactly({ name: text, state: said('At `from`.', text), changes: listOf(change) })),
      ),
      entries: said('By start.', listOf(entry)),
      omitted: said('Starts left out because a window has very many.', count),
      collisions: listOf(collision),
      crowd: said(
        'When more windows are open at once than AWS executes.',
        orNothing(exactly({ at: instant, windows: texts })),
      ),
    }),
  };
}
