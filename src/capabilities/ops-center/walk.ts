/** An OpsItem for `explain --execution ID`: by its id, or by the id of the action that made it. */
import { heading } from '../../blocks/block.ts';
import type { WalkSpec } from '../../capability/walks.ts';
import type { Machine } from './machine.ts';
import { opsItemSchema, resultOf } from './results.ts';
import { storyBlocks } from './story.ts';

export const opsItemWalk: WalkSpec<Machine> = {
  option: 'execution',
  schema: opsItemSchema,
  ids: ({ opsCenter: { items } }) => items.map(({ id }) => id),
  walk({ opsCenter: { items } }, id) {
    const item =
      items.find((one) => one.id === id) ??
      items.find(({ origin, requestId }) => origin.kind === 'call' && requestId === id);
    if (item === undefined) return undefined;
    return { data: resultOf(item), blocks: [heading(`OpsItem ${item.id}`), ...storyBlocks(item)] };
  },
};
