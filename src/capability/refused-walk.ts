/** A call of `actions` that AWS refused, where no capability walks through it. */
import { heading, paragraph, say, sentences, withoutStop } from '../blocks/block.ts';
import { dateAndTime } from '../blocks/times.ts';
import { said, text, textOrNothing } from '../fields/json-parts.ts';
import { exactly } from '../fields/json-schema.ts';
import { isoTime } from '../world/time.ts';
import type { RefusedCall } from './simulation.ts';
import type { Walk } from './walks.ts';

export const refusedSchema = exactly({
  id: text,
  call: text,
  by: said('The principal; null: a caller who may do everything.', textOrNothing),
  at: text,
  error: said('As AWS answers.', text),
  right: said('Of IAM, which its caller lacks; null: it lacks none.', textOrNothing),
  statement: said('Of a policy of the file, which denies it.', textOrNothing),
});

export function refusedWalk({ action, error, page, denial }: RefusedCall): Walk {
  const { id, call, as = null, atMs } = action;
  const { action: right = null, statement = null } = denial ?? {};
  const who = as ?? 'a caller who may do everything';
  const told = [
    say(`${who} asks at ${dateAndTime(atMs)} UTC: AWS refuses it with ${withoutStop(error)}.`, 'bad'),
    'Nothing has changed.',
    ...(statement === null ? [] : [`The statement that denies it: ${statement}.`]),
  ];
  return {
    data: { id, call, by: as, at: isoTime(atMs), error, right, statement },
    blocks: [heading(`${call} ${id}: refused`), ...sentences(told), paragraph(`AWS: ${page}`)],
  };
}
