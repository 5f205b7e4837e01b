/** A session for `explain --execution ID`: by the id of its action, or by the one that AWS gave it. */
import { heading } from '../../blocks/block.ts';
import type { WalkSpec } from '../../capability/walks.ts';
import { sessionAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { resultOf, sessionSchema } from './results.ts';
import { storyBlocks } from './story.ts';

export const sessionWalk: WalkSpec<Machine> = {
  option: 'execution',
  schema: sessionSchema,
  ids: ({ sessions }) => sessions?.sessions.map(({ id }) => id) ?? [],
  walk(machine, id, simulation) {
    const attempt = sessionAttempts(machine, simulation).find(
      (one) => one.action.id === id || one.session?.awsId === id,
    );
    if (attempt === undefined) return undefined;
    return { data: resultOf(attempt), blocks: [heading(`Session ${id}`), ...storyBlocks(attempt)] };
  },
};
