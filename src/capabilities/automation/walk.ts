/** An execution for `explain --execution ID`. */
import { heading } from '../../blocks/block.ts';
import type { WalkSpec } from '../../capability/walks.ts';
import type { Machine } from './machine.ts';
import { automationSchema, resultOf } from './results.ts';
import { storyBlocks } from './story.ts';

export const automationWalk: WalkSpec<Machine> = {
  option: 'execution',
  schema: automationSchema,
  ids: ({ automation: { executions } }) => executions.map(({ request: { id } }) => id),
  walk({ automation }, id) {
    const execution = automation.find(id);
    if (execution === undefined) return undefined;
    const data = resultOf(execution);
    return {
      data,
      blocks: [heading(`Execution ${id}`), ...storyBlocks(data, execution.children.map(resultOf))],
    };
  },
};
