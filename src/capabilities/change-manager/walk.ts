/** A change request for `explain --execution ID`: by the id of its action. */
import { heading } from '../../blocks/block.ts';
import type { WalkSpec } from '../../capability/walks.ts';
import { changeAttempts } from './attempts.ts';
import type { Machine } from './machine.ts';
import { changeRequestSchema, resultOf } from './results.ts';
import { storyBlocks } from './story.ts';

export const changeWalk: WalkSpec<Machine> = {
  option: 'execution',
  schema: changeRequestSchema,
  ids: ({ changes }) => changes?.requests.map(({ id }) => id) ?? [],
  walk(machine, id, simulation) {
    const attempt = changeAttempts(machine, simulation).find((one) => one.action.id === id);
    if (attempt === undefined) return undefined;
    return { data: resultOf(attempt), blocks: [heading(`Change request ${id}`), ...storyBlocks(attempt)] };
  },
};
